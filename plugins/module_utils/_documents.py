# Private to otc.vbs: it may change in any release.
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


def text_of(value: Any) -> str | None:
    """A field that ought to be a string, whatever it is."""
    return value if value is None or isinstance(value, str) else json.dumps(value, default=repr)


def failure_of(document: Mapping[str, Any]) -> str | None:
    """Why a job or task failed, in the service's words: its own, else its deepest failed sub-job's."""
    return _own_failure(document) or _sub_job_failure(document)


def _own_failure(document: Mapping[str, Any]) -> str | None:
    code = document.get("error_code") or document.get("code")
    reason = document.get("fail_reason") or document.get("message")
    return ": ".join(str(part) for part in (code, reason) if part) or None


def _sub_job_failure(job: Mapping[str, Any]) -> str | None:
    sub_jobs = job.get("sub_jobs")
    for sub_job in sub_jobs if isinstance(sub_jobs, list) else ():
        if not isinstance(sub_job, dict) or sub_job.get("status") != "FAIL":
            continue
        if found := _sub_job_failure(sub_job):
            return found
        if own := _own_failure(sub_job):
            return f"{own} (sub-job {sub_job.get('job_id')})"
    return None
