# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The verdict on one task, by its status, its job and its backup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.otc.vbs.plugins.module_utils._api.documents import (
    FINISHED_JOBS,
    FINISHED_TASKS,
    UNFINISHED_TASKS,
    failure_of,
    text_of,
    unlike_success,
)
from ansible_collections.otc.vbs.plugins.module_utils._checks import ID
from ansible_collections.otc.vbs.plugins.module_utils._text import shorten
from ansible_collections.otc.vbs.plugins.plugin_utils._no_template import no_template
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.restore_points import RestorePoint, RestorePoints

Document = Mapping[str, Any]

# What becomes of a task, the worst first.
OUTCOMES = (
    BAD := "bad",
    LOST := "lost",
    DISAGREEMENT := "disagreement",
    UNKNOWN := "unknown",
    UNFINISHED := "unfinished",
    GOOD := "good",
)
# What the verdict tells of each task beside its own findings.
FIELDS = (
    *("resource_id", "resource_type", "status", "job_id", "vbs_job_id"),
    *("backup_name", "created_at", "finished_at"),
)


class Jobs:
    """The documents of jobs, and why others could not be read, by their IDs."""

    def __init__(self, jobs: Sequence[Document], failures: Sequence[Document]) -> None:
        self._documents: dict[str | None, list[Document]] = {}
        for job in jobs:
            self._documents.setdefault(text_of(job.get("job_id")), []).append(job)
        self.unread = {text_of(failure.get("job_id")): failure.get("reason") for failure in failures}

    def of(self, vbs_job_id: str | None) -> Sequence[Document]:
        """What is told of a job: more than one document where it was asked for several times."""
        return self._documents.get(vbs_job_id, ()) if vbs_job_id else ()


def judge_task(task: Document, jobs: Jobs, backups: RestorePoints | None, accept: Sequence[str]) -> dict[str, Any]:
    """What the verdict tells of a task; backups: None where none were read."""
    found: dict[str, Any] = {name: text_of(task.get(name)) for name in FIELDS}
    status, vbs_job_id = found["status"], found["vbs_job_id"]
    documents = jobs.of(vbs_job_id)
    # Where a job is told of more than once, it must never disagree: which of them holds is not known.
    disagreeing = next((one for one in documents if _disagree(status, one)), None)
    job = disagreeing or next(iter(documents), None)
    point = _restore_point(status, task, backups)
    timed_out_in_time = _is_there_all_the_same(status, documents, point)
    if timed_out_in_time:
        outcome = GOOD
    elif disagreeing:
        outcome = DISAGREEMENT
    elif status in accept:
        outcome = LOST if point and point.lack and status == "EXECUTE_SUCCESS" else GOOD
    elif status in UNFINISHED_TASKS:
        outcome = UNFINISHED
    else:
        outcome = BAD if status in FINISHED_TASKS else UNKNOWN
    reason = None
    if timed_out_in_time:
        reason = "it timed out, and its backup is available all the same"
    elif outcome == LOST:
        reason = point.lack if point else None
    elif outcome != GOOD:
        reason = _reason(task, vbs_job_id, job, jobs)
    return {
        **found,
        "ok": outcome == GOOD,
        "outcome": outcome,
        "job_status": text_of(job.get("status")) if job else None,
        "backup_id": point.backup_id if point else None,
        "backup_status": point.status if point else None,
        "reason": None if reason is None else no_template(reason),
    }


def _restore_point(status: Any, task: Document, backups: RestorePoints | None) -> RestorePoint | None:
    """Only of tasks that may have made one."""
    return backups.of(task) if backups is not None and status in ("EXECUTE_SUCCESS", "EXECUTE_TIMEOUT") else None


def _is_there_all_the_same(status: Any, documents: Sequence[Document], point: RestorePoint | None) -> bool:
    """Whether a task that timed out has its backup, as may be; its job, where known, must have ended well too."""
    if status != "EXECUTE_TIMEOUT" or point is None or point.lack:
        return False
    return all(job.get("status") == "SUCCESS" and not unlike_success(job) for job in documents)


def _disagree(task_status: Any, job: Document) -> bool:
    job_status = text_of(job.get("status"))
    if task_status == "EXECUTE_SUCCESS":
        return job_status != "SUCCESS" or unlike_success(job) is not None
    if task_status in UNFINISHED_TASKS:
        return job_status in FINISHED_JOBS
    return job_status == "SUCCESS"


def _reason(task: Document, vbs_job_id: str | None, job: Document | None, jobs: Jobs) -> str:
    """The cause first, then who says so."""
    own = failure_of(task)
    if job:
        said = f"job {vbs_job_id} says {text_of(job.get('status'))}"
        if job.get("status") == "SUCCESS" and (unlike := unlike_success(job)):
            said, own = f"{said}, but {unlike}", None
        else:
            own = failure_of(job) or own
    elif not vbs_job_id:
        said = "it has no vbs_job_id, so no job can tell more"
    elif not ID.fullmatch(vbs_job_id):
        said = f"its vbs_job_id {shorten(repr(vbs_job_id))} is not an ID, so no job can tell more"
    elif vbs_job_id in jobs.unread:
        said = f"job {vbs_job_id} could not be read ({jobs.unread[vbs_job_id]})"
    else:
        said = f"job {vbs_job_id} may tell more"
    return f"{own} ({said})" if own else said
