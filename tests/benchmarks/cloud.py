# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the simulated cloud holds for a measure."""

from __future__ import annotations

from typing import Any

PROJECT = "4229d7a45436489f8c3dc2b1d35d4987"
TOKEN = "a-token-of-the-benchmarks"
POLICY = "fbe69dd4-9a1f-4c2a-8a4f-3a9e6e2c8f10"
VOLUMES = 10


def scenario(latency: float, **content: Any) -> dict[str, Any]:
    """A cloud with this content, whose service takes some seconds before each answer. Its time stands still."""
    return {"speed": 0, "project_id": PROJECT, "tokens": {TOKEN: {}}, "service": {"latency": latency}, **content}


def job(job_id: str, **fields: Any) -> dict[str, Any]:
    """A job as the service tells of it."""
    return {
        "job_id": job_id,
        "job_type": "bksCreateBackup",
        "status": "SUCCESS",
        "begin_time": "@-700",
        "end_time": "@-60",
        "error_code": None,
        "fail_reason": None,
        "entities": {
            "bks_create_volume_name": f"autobk_{job_id}",
            "volume_id": f"volume-{job_id}",
            "backup_id": f"backup-{job_id}",
        },
        "sub_jobs": [],
        **fields,
    }


def jobs(number: int) -> dict[str, Any]:
    """Jobs that have succeeded."""
    return {"jobs": {job_id: job(job_id) for job_id in job_ids(number)}}


def job_ids(number: int) -> list[str]:
    return [f"job-{index}" for index in range(number)]


def jobs_that_end(ends: list[float]) -> dict[str, Any]:
    """Jobs that each succeed at a moment, in seconds of real time after the load."""
    found = {
        job_id: job(job_id, status="RUNNING", script=[{"at": end, "set": {"status": "SUCCESS"}}])
        for job_id, end in zip(job_ids(len(ends)), ends, strict=True)
    }
    return {"speed": 1, "jobs": found}


def long_history(tasks: int) -> dict[str, Any]:
    """One policy with many tasks."""
    return {"policies": {POLICY: {"generate": {"tasks": tasks, "spacing": 60}}}}


def runs_under_way(policies: int) -> dict[str, Any]:
    """Policies whose latest run goes on: the jobs of all volumes end first, the tasks when those have been asked for.

    A query makes a second pass. A check asks at most two times for each policy's tasks before it asks for the jobs.
    """
    found: dict[str, Any] = {}
    all_jobs: dict[str, Any] = {}
    for policy_id in policy_ids(policies):
        tasks = [_task_under_way(volume, ends_at=5 * policies) for volume in _volumes(policy_id)]
        found[policy_id] = {"tasks": tasks}
        all_jobs.update((task["vbs_job_id"], job(task["vbs_job_id"])) for task in tasks)
    return {"tick": 1, "policies": found, "jobs": all_jobs}


def good_runs(policies: int) -> dict[str, Any]:
    """Policies whose latest run has ended well."""
    return {"policies": {policy_id: {"tasks": _good_tasks(policy_id)} for policy_id in policy_ids(policies)}}


def policy_ids(number: int) -> list[str]:
    return [f"policy-{index}" for index in range(number)]


def _volumes(policy_id: str) -> list[str]:
    return [f"{policy_id}-volume-{index}" for index in range(VOLUMES)]


def _good_tasks(policy_id: str) -> list[dict[str, Any]]:
    return [_task(volume, status="EXECUTE_SUCCESS", finished_at="@-60") for volume in _volumes(policy_id)]


def _task_under_way(volume: str, ends_at: float) -> dict[str, Any]:
    script = [{"at": ends_at, "set": {"status": "EXECUTE_SUCCESS", "finished_at": "@+1"}}]
    return _task(volume, status="RUNNING", script=script)


def _task(volume: str, **fields: Any) -> dict[str, Any]:
    return {
        "job_id": f"{volume}-task",
        "created_at": "@-600",
        "backup_name": f"autobk_{volume}",
        "resource_id": volume,
        "resource_type": "volume",
        "vbs_job_id": f"{volume}-job",
        **fields,
    }
