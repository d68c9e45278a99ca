# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the last 30 days were like for each volume of a policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._api.documents import failure_of, text_of
from ansible_collections.otc.vbs.plugins.module_utils._time import parse_time
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.task import DISAGREEMENT, LOST

# How far back the service remembers.
DAYS = 30

# What became of a backup, the worst first: a day shows the worst of its backups.
KINDS = (
    FAILED := "failed",
    TIMED_OUT := "timed out",
    UNKNOWN := "unknown",
    SKIPPED := "skipped",
    RUNNING := "running",
    GOOD := "good",
    NO_RUN := "no run",
)
KIND_OF_STATUS = {
    "EXECUTE_FAIL": FAILED,
    "EXECUTE_TIMEOUT": TIMED_OUT,
    "SKIP": SKIPPED,
    "WAITING": RUNNING,
    "RUNNING": RUNNING,
    "EXECUTE_SUCCESS": GOOD,
}
# The outcomes of tasks that are not what they say: the job says something else, or the backup is not there.
DISPUTES = (DISAGREEMENT, LOST)

# The latest good backup is slow if it took this many times as long as usual, and not just for some seconds. What is
# usual is known after this many.
SLOW_FACTOR = 1.5
SLOW_SECONDS = 60
SLOW_AFTER = 3

Document = Mapping[str, Any]


class Backup(NamedTuple):
    """One task; seconds is None where it does not tell how long it took."""

    created: datetime
    kind: str
    status: str | None
    name: str | None
    seconds: float | None
    failure: str | None


class Day(NamedTuple):
    """A day in UTC: its worst kind, how many backups are of which kind, and how long the longest good one took."""

    date: date
    kind: str
    kinds: Mapping[str, int]
    seconds: float | None


class Speed(NamedTuple):
    """How long the latest good backup took, and the median of those before it, None where there were none."""

    latest: float
    usual: float | None
    slow: bool


class History(NamedTuple):
    """The backups of a volume and its days, the oldest first; last_good: how old the last good backup is."""

    backups: Sequence[Backup]
    days: Sequence[Day]
    ended: int
    good: int
    last_good: timedelta | None
    speed: Speed | None


def kind_of(status: str | None, *, disputed: bool) -> str:
    """What the status of a task means; disputed: whether the verdict is that it is not what it says."""
    return UNKNOWN if disputed else KIND_OF_STATUS.get(status or "", UNKNOWN)


def volume_histories(
    tasks: Iterable[Document], disputed: Collection[str | None], now: datetime
) -> dict[str | None, History]:
    """The history of each volume in the tasks of a policy; disputed: the IDs of tasks that are not what they say."""
    volumes: dict[str | None, list[Backup]] = {}
    for task in tasks:
        backups = volumes.setdefault(text_of(task.get("resource_id")), [])
        # There is no day to show a task without a time on. The verdict names it.
        if created := parse_time(task.get("created_at")):
            backups.append(_backup(created, task, disputed=text_of(task.get("job_id")) in disputed))
    return {
        volume: history(sorted(backups, key=lambda backup: backup.created), now) for volume, backups in volumes.items()
    }


def history(backups: Sequence[Backup], now: datetime) -> History:
    """What the backups of a volume, the oldest first, come to."""
    days = _days(backups, now.date())
    recent = [backup for backup in backups if backup.created.date() >= days[0].date]
    good = [backup for backup in recent if backup.kind == GOOD]
    last_good = max((backup.created for backup in backups if backup.kind == GOOD), default=None)
    return History(
        backups=recent,
        days=days,
        ended=sum(backup.kind != RUNNING for backup in recent),
        good=len(good),
        # The service's clock may be ahead.
        last_good=max(now - last_good, timedelta()) if last_good else None,
        speed=_speed([backup.seconds for backup in good if backup.seconds is not None]),
    )


def _backup(created: datetime, task: Document, *, disputed: bool) -> Backup:
    status, finished = text_of(task.get("status")), parse_time(task.get("finished_at"))
    return Backup(
        created=created,
        kind=kind_of(status, disputed=disputed),
        status=status,
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
    kinds = Counter(backup.kind for backup in backups)
    seconds = [backup.seconds for backup in backups if backup.kind == GOOD and backup.seconds is not None]
    return Day(day, min(kinds, key=KINDS.index, default=NO_RUN), kinds, max(seconds, default=None))


def _speed(seconds: Sequence[float]) -> Speed | None:
    if not seconds:
        return None
    *before, latest = seconds
    if not before:
        return Speed(latest, None, slow=False)
    usual = median(before)
    slower = latest >= SLOW_FACTOR * usual and latest - usual >= SLOW_SECONDS
    return Speed(latest, usual, slow=slower and len(before) >= SLOW_AFTER)
