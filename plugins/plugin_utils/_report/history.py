# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the last 30 days were like for each volume of a policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._api.documents import failure_of, text_of
from ansible_collections.otc.vbs.plugins.module_utils._time import parse_time
from ansible_collections.otc.vbs.plugins.plugin_utils._report.status import Status, status_of

# How far back the service remembers.
DAYS = 30

# The latest good backup is slow if it took this many times as long as usual, and not just for some seconds. What is
# usual is known after this many.
SLOW_FACTOR = 1.5
SLOW_SECONDS = 60
SLOW_AFTER = 3

Document = Mapping[str, Any]


class Backup(NamedTuple):
    """One task; said: its status in the service's words; seconds: None where it does not tell how long it took."""

    created: datetime
    status: Status
    said: str | None
    name: str | None
    seconds: float | None
    failure: str | None


class Day(NamedTuple):
    """A day in UTC: its worst status, how many backups have which, and how long the longest good one took."""

    date: date
    status: Status
    statuses: Mapping[Status, int]
    seconds: float | None


class Speed(NamedTuple):
    """How long the latest good backup took, and the median of those before it, None where there were none."""

    latest: float
    usual: float | None
    slow: bool


class History(NamedTuple):
    """The backups of a volume and its days, the oldest first, and its last good backup."""

    backups: Sequence[Backup]
    days: Sequence[Day]
    ended: int
    good: int
    last_good: Backup | None
    speed: Speed | None


def volume_histories(
    tasks: Iterable[Document], disputed: Mapping[str | None, Status], now: datetime
) -> dict[str | None, History]:
    """The history of each volume in the tasks of a policy; disputed: what became of tasks that are not what they say.

    They go by their IDs.
    """
    volumes: dict[str | None, list[Backup]] = {}
    for task in tasks:
        backups = volumes.setdefault(text_of(task.get("resource_id")), [])
        # There is no day to show a task without a time on. The verdict names it.
        if created := parse_time(task.get("created_at")):
            backups.append(_backup(created, task, disputed.get(text_of(task.get("job_id")))))
    return {
        volume: history(sorted(backups, key=lambda backup: backup.created), now) for volume, backups in volumes.items()
    }


def history(backups: Sequence[Backup], now: datetime) -> History:
    """What the backups of a volume, the oldest first, come to."""
    days = _days(backups, now.date())
    recent = [backup for backup in backups if backup.created.date() >= days[0].date]
    good = [backup for backup in recent if backup.status is Status.GOOD]
    return History(
        backups=recent,
        days=days,
        ended=sum(backup.status is not Status.RUNNING for backup in recent),
        good=len(good),
        last_good=next((backup for backup in reversed(backups) if backup.status is Status.GOOD), None),
        speed=_speed([backup.seconds for backup in good if backup.seconds is not None]),
    )


def _backup(created: datetime, task: Document, disputed: Status | None) -> Backup:
    said, finished = text_of(task.get("status")), parse_time(task.get("finished_at"))
    return Backup(
        created=created,
        status=disputed or status_of(said),
        said=said,
        name=text_of(task.get("backup_name")),
        seconds=(finished - created).total_seconds() if finished and finished >= created else None,
        failure=failure_of(task),
    )


def _days(backups: Sequence[Backup], today: date) -> list[Day]:
    by_day: dict[date, list[Backup]] = {today - timedelta(days=ago): [] for ago in reversed(range(DAYS))}
    for backup in backups:
        # By the service's clock it may be tomorrow.
        day = min(backup.created.date(), today)
        if day in by_day:
            by_day[day].append(backup)
    return [_day(day, members) for day, members in by_day.items()]


def _day(day: date, backups: Sequence[Backup]) -> Day:
    statuses = Counter(backup.status for backup in backups)
    worst = min(statuses, key=lambda status: status.badness, default=Status.NO_RUN)
    seconds = [backup.seconds for backup in backups if backup.status is Status.GOOD and backup.seconds is not None]
    return Day(day, worst, statuses, max(seconds, default=None))


def _speed(seconds: Sequence[float]) -> Speed | None:
    if not seconds:
        return None
    *before, latest = seconds
    if not before:
        return Speed(latest, None, slow=False)
    usual = median(before)
    slower = latest >= SLOW_FACTOR * usual and latest - usual >= SLOW_SECONDS
    return Speed(latest, usual, slow=slower and len(before) >= SLOW_AFTER)
