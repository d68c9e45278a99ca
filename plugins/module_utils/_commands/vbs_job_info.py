# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What vbs_job_info does: jobs by ID, and when a job is as wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.otc.vbs.plugins.module_utils._api.documents import FINISHED_JOBS, failure_of
from ansible_collections.otc.vbs.plugins.module_utils._api.vbs import Vbs
from ansible_collections.otc.vbs.plugins.module_utils._checks import check_ids, read_until, read_wait
from ansible_collections.otc.vbs.plugins.module_utils._errors import shorten
from ansible_collections.otc.vbs.plugins.module_utils._http.client import Client
from ansible_collections.otc.vbs.plugins.module_utils._waiter.loop import Missing
from ansible_collections.otc.vbs.plugins.module_utils._waiter.query import Kind, query

if TYPE_CHECKING:
    from ansible_collections.otc.vbs.plugins.module_utils._waiter.condition import Condition

DEFAULT_UNTIL = "status == 'SUCCESS'"


def job_info(client: Client, vbs: Vbs, params: dict[str, Any], **time_source: Any) -> dict[str, Any]:
    """The return values of vbs_job_info; raises Incomplete if a job cannot be had or is not as wanted."""
    job_ids = check_ids("job_id", params["job_id"])
    wait = read_wait(params)
    until = read_until(params, DEFAULT_UNTIL)
    kind = Kind(
        noun="Job",
        id_name="job_id",
        ask=vbs.job,
        judge=lambda job: judge_job(job, until),
        result=lambda documents: {"jobs": list(documents.values())},
    )
    return query(kind, job_ids, wait, client, params.get("_progress"), **time_source)


def judge_job(job: dict[str, Any], until: Condition | None) -> Missing | None:
    """What the job lacks to meet the condition; a finished job never will."""
    if until is None or until(job):
        return None
    reason = f"status is {shorten(job['status'])}"
    if failure := failure_of(job):
        reason += f" ({shorten(failure)})"
    if until.expression != DEFAULT_UNTIL:
        reason += f", until {until.expression!r} is false"
    return Missing(reason, final=job["status"] in FINISHED_JOBS)
