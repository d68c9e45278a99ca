# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The verdict of the role policy_run_check, of what its tasks have registered so far."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ansible_collections.otc.vbs.plugins.module_utils._api.documents import FINISHED_JOBS
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.selection import select_policies
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run

# What a task of the role has registered: a module's result, one of a task that was skipped, or nothing yet.
Result = Mapping[str, Any]


def judge(
    options: Mapping[str, Any],
    found: Result,
    fetched: Result,
    *,
    waited: Result | None = None,
    refetched: Result | None = None,
    backups: Result | None = None,
    asked: Result | None = None,
    now: datetime | None = None,
) -> dict[str, Any]:
    """The verdict, as latest_run() returns it; raises VbsError.

    options: those of the role. found: policies and volumes. fetched, refetched: their tasks, before and after the wait.
    waited: the jobs of unfinished tasks. backups: of the tasks. asked: the jobs of what is not good.
    """
    waited, refetched, backups, asked = (result or {} for result in (waited, refetched, backups, asked))
    volumes = found.get("volumes", [])
    selected = select_policies(found["policies"], options["policy_id"], options["policy_name"], volumes)
    # What is not finished may change as long as nobody looks.
    ended = [job for job in waited.get("jobs", []) if job.get("status") in FINISHED_JOBS]
    verdict = latest_run(
        tasks_of(fetched, refetched),
        policies=selected["policies"],
        left_out=selected["left_out"],
        volumes=volumes,
        volumes_error=found.get("volumes_error"),
        backups=None if "error" in backups else backups.get("backups"),
        backups_error=backups.get("msg"),
        jobs=[*ended, *asked.get("jobs", [])],
        job_failures=asked.get("failures", []),
        now=now,
        **options["rules"],
    )
    if "jobs" not in asked:
        # Those that were waited for in vain have to be asked as well: they may disagree with their tasks.
        in_vain = [failure["job_id"] for failure in waited.get("failures", [])]
        verdict["unexplained_vbs_job_ids"] = list(dict.fromkeys([*verdict["unexplained_vbs_job_ids"], *in_vain]))
    return verdict


def tasks_of(fetched: Result, refetched: Result) -> list[Any]:
    """The tasks as last fetched."""
    tasks: list[Any] = refetched.get("tasks", fetched.get("tasks", []))
    return tasks


def rest_of_wait(options: Mapping[str, Any], waited: Result) -> dict[str, float]:
    """The options of the wait for the tasks: it has the time that the wait for their jobs has left."""
    timeout = max(options["wait_timeout"] - waited.get("elapsed", 0.0), 0.0)
    # It must not be longer than the timeout, nor 0.
    return {"wait_timeout": timeout, "wait_interval": min(options["wait_interval"], timeout or 1.0)}
