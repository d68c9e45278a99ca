# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the documents of the API mean."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

UNFINISHED_TASKS = ("WAITING", "RUNNING")
FINISHED_TASKS = ("EXECUTE_SUCCESS", "EXECUTE_FAIL", "EXECUTE_TIMEOUT", "SKIP")
TASK_STATUSES = (*UNFINISHED_TASKS, *FINISHED_TASKS)
FINISHED_JOBS = ("SUCCESS", "FAIL")
# Those that backups can be asked for by. The service also knows others, such as error_deleting.
BACKUP_STATUSES = ("available", "error", "restoring", "creating", "deleting", "error_restoring")


# Letters by their class, which are shown as nothing.
FILLERS = "\u115f\u1160\u3164\uffa0"


def names_something(value: Any) -> bool:
    """Whether a field that ought to be an ID can be one: without a letter or digit, it is as good as blank."""
    return isinstance(value, str) and any(char.isalnum() and char not in FILLERS for char in value)


def text_of(value: Any) -> str | None:
    """A field that ought to be a string, whatever it is."""
    return value if value is None or isinstance(value, str) else json.dumps(value, default=repr)


def is_off(policy: Mapping[str, Any]) -> bool:
    """Whether a policy says clearly that it is switched off."""
    schedule = policy.get("scheduled_policy")
    return isinstance(schedule, Mapping) and schedule.get("status") == "OFF"


def size_of(policy: Mapping[str, Any]) -> int | None:
    """How many volumes a policy has; None where it does not say so clearly."""
    count = policy.get("policy_resource_count")
    # To Python, false is 0 as well.
    return count if isinstance(count, int) and not isinstance(count, bool) and count >= 0 else None


def is_empty(policy: Mapping[str, Any]) -> bool:
    """Whether a policy says clearly that it has no volumes."""
    return size_of(policy) == 0


def failure_of(document: Mapping[str, Any]) -> str | None:
    """Why a job or task failed, in the service's words: its own, else its deepest failed sub-job's."""
    return _own_failure(document) or _sub_job_failure(document)


def unlike_success(job: Mapping[str, Any]) -> str | None:
    """What a job holds, at any depth, that does not fit its own SUCCESS, in words; None if it all fits."""
    pending: list[Any] = [job.get("sub_jobs")]
    while pending:
        sub_jobs = pending.pop()
        # A service may write an empty list in many ways.
        if not sub_jobs:
            continue
        if not isinstance(sub_jobs, list):
            return "its sub_jobs are no list"
        for sub_job in sub_jobs:
            if not isinstance(sub_job, dict):
                return "one of its sub_jobs is no job"
            if sub_job.get("status") != "SUCCESS":
                own = failure_of(sub_job)
                said = f"its sub-job {text_of(sub_job.get('job_id'))} says {text_of(sub_job.get('status'))}"
                return f"{said}: {own}" if own else said
            pending.append(sub_job.get("sub_jobs"))
    return None


def _own_failure(document: Mapping[str, Any]) -> str | None:
    code = document.get("error_code") or document.get("code")
    reason = document.get("fail_reason") or document.get("message")
    return ": ".join(str(part) for part in (code, reason) if part) or None


def _sub_job_failure(job: Mapping[str, Any]) -> str | None:
    # Each is looked into before it tells of itself, without recursion, as only the service limits the depth.
    pending = [(sub_job, False) for sub_job in _failed_sub_jobs(job)]
    while pending:
        sub_job, searched = pending.pop()
        if not searched:
            pending += [(sub_job, True), *((inner, False) for inner in _failed_sub_jobs(sub_job))]
        elif own := _own_failure(sub_job):
            return f"{own} (sub-job {sub_job.get('job_id')})"
    return None


def _failed_sub_jobs(job: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The last first."""
    sub_jobs = job.get("sub_jobs")
    found = sub_jobs if isinstance(sub_jobs, list) else []
    return [one for one in reversed(found) if isinstance(one, dict) and one.get("status") == "FAIL"]
