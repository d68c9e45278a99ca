# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policies that fire by their schedule: the tasks and jobs that come of it, as a scenario has them.

The schedule is read by walking from hour to hour, as the service may well do, and apart from what is tested with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
ZONE = re.compile(r"UTC([+-])(\d{2}):(\d{2})")
HOUR = 3600
# The service keeps tasks for so long. As far the other way, policies fire.
KEPT = 30 * 24 * HOUR
# How long a task waits before its backup begins.
WAITING = 5
FAILURE = {"error_code": "VBS.0064", "fail_reason": "The volume is in an error state."}


@dataclass(frozen=True)
class Fires:
    """What comes of each firing from ``begin`` until before ``end``, both in seconds after the start."""

    volumes: tuple
    spacing: float = 1
    duration: float = 600
    status: str = "EXECUTE_SUCCESS"
    begin: float = -KEPT
    end: float = KEPT


def offset(time_zone: str) -> timedelta:
    """How far local time is ahead of UTC; raises ValueError for what is no time zone of a policy."""
    parts = ZONE.fullmatch(time_zone)
    if parts is None:
        raise ValueError(time_zone)
    ahead = timedelta(hours=int(parts[2]), minutes=int(parts[3]))
    return ahead if parts[1] == "+" else -ahead


def firings(schedule: dict, start: datetime, fires: Fires) -> Iterator[float]:
    """When the policy fires, in seconds after the start."""
    hour = start.replace(minute=0, second=0, microsecond=0) - timedelta(seconds=KEPT)
    while (seconds := (hour - start).total_seconds()) < min(fires.end, KEPT):
        if seconds >= max(fires.begin, -KEPT) and _is_due(schedule, hour):
            yield seconds
        hour += timedelta(hours=1)


def _is_due(schedule: dict, hour: datetime) -> bool:
    times = [time.strip() for time in schedule["start_time"].split(",")]
    if schedule["status"] != "ON" or hour.strftime("%H:%M") not in times:
        return False
    if schedule.get("frequency"):
        return (hour.day - 1) % schedule["frequency"] == 0
    # The days of the week are those of the user, who may have another date at this hour.
    local = hour + offset(schedule["time_zone"])
    return WEEKDAYS[local.weekday()] in (schedule.get("week_frequency") or ())


def fired(policy_id: str, schedule: dict, start: datetime, fires: Fires) -> tuple[list, dict]:
    """The tasks, the oldest first, and the jobs by their IDs; IDs depend on the policy, the instant and the volume."""
    tasks, jobs = [], {}
    for firing in firings(schedule, start, fires):
        for index, volume in enumerate(fires.volumes):
            created = firing + index * fires.spacing
            task_id = uuid5(NAMESPACE_URL, f"{policy_id}/{start + timedelta(seconds=firing)}/{volume}")
            tasks.append(_task(task_id, volume, created, fires))
            if fires.status != "SKIP":
                job = _job(task_id, volume, created + WAITING, fires)
                jobs[job["job_id"]] = job
    return tasks, jobs


def _task(task_id: UUID, volume: str, created: float, fires: Fires) -> dict:
    task = {
        "job_id": str(task_id),
        "status": "WAITING",
        "created_at": _at(created),
        "backup_name": f"autobk_{task_id.hex[:4]}",
        "resource_id": volume,
        "resource_type": "volume",
        "appears_at": created,
        "disappears_at": created + KEPT,
    }
    ended = created + WAITING + fires.duration
    if fires.status == "SKIP":
        ended = created + WAITING
        steps = []
    else:
        steps = [(created + WAITING, {"status": "RUNNING", "vbs_job_id": _job_id(task_id)})]
    return _scripted(task, [*steps, (ended, {"status": fires.status, "finished_at": _at(ended)})])


def _job(task_id: UUID, volume: str, begun: float, fires: Fires) -> dict:
    good = fires.status == "EXECUTE_SUCCESS"
    job = {
        "job_id": _job_id(task_id),
        "job_type": "bksCreateBackup",
        "status": "RUNNING",
        "begin_time": _at(begun),
        "entities": {
            "bks_create_volume_name": f"autobk_{task_id.hex[:4]}",
            "backup_id": str(uuid5(task_id, "backup")),
            "volume_id": volume,
        },
        "error_code": None,
        "fail_reason": None,
        "appears_at": begun,
    }
    ended = begun + fires.duration
    result = {"status": "SUCCESS"} if good else {"status": "FAIL", **FAILURE}
    return _scripted(job, [(ended, {**result, "end_time": _at(ended)})])


def _scripted(document: dict, steps: list) -> dict:
    """The document with the steps to come; what lies before the start has happened."""
    for at, values in steps:
        if at < 0:
            document.update(values)
    return {**document, "script": [{"at": at, "set": values} for at, values in steps if at >= 0]}


def _job_id(task_id: UUID) -> str:
    return uuid5(task_id, "job").hex


def _at(seconds: float) -> str:
    # The start may have microseconds, with which a full hour must be one again.
    return f"@{seconds:.6f}"
