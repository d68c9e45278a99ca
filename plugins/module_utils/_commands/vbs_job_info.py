# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What vbs_job_info does: jobs by ID, and when a job is as wanted."""

from __future__ import annotations

from typing import Any

from ansible_collections.otc.vbs.plugins.module_utils._api.documents import FINISHED_JOBS, failure_of
from ansible_collections.otc.vbs.plugins.module_utils._api.vbs import Vbs
from ansible_collections.otc.vbs.plugins.module_utils._checks import check_ids, read_until, read_wait
from ansible_collections.otc.vbs.plugins.module_utils._http.client import Client
from ansible_collections.otc.vbs.plugins.module_utils._text import shorten
from ansible_collections.otc.vbs.plugins.module_utils._waiter.condition import Condition
from ansible_collections.otc.vbs.plugins.module_utils._waiter.loop import Unmet
from ansible_collections.otc.vbs.plugins.module_utils._waiter.query import Query, run_query

DEFAULT_UNTIL = "status == 'SUCCESS'"


def job_info(client: Client, vbs: Vbs, params: dict[str, Any], **watch: Any) -> dict[str, Any]:
    """The return values of vbs_job_info; raises Incomplete if a job cannot be had or is not as wanted."""
    job_ids = check_ids("job_id", params["job_id"])
    wait = read_wait(params)
    until = read_until(params, DEFAULT_UNTIL)
    query = Query(
        noun="Job",
        plural="jobs",
        id_name="job_id",
        ask=vbs.job,
        judge=lambda job: judge_job(job, until),
        statuses=lambda job: [job["status"]],
        result=lambda documents: {"jobs": list(documents.values())},
    )
    return run_query(query, job_ids, wait, client, **watch)


def judge_job(job: dict[str, Any], until: Condition | None) -> Unmet | None:
    """What keeps the job from meeting the condition; a finished job never will."""
    if until is None or until(job):
        return None
    reason = f"status is {shorten(job['status'])}"
    if failure := failure_of(job):
        reason += f" ({shorten(failure)})"
    if until.expression != DEFAULT_UNTIL:
        reason += f", until {until.expression!r} is false"
    return Unmet(reason, final=job["status"] in FINISHED_JOBS)
