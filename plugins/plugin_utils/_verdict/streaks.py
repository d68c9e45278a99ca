# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the earlier runs of a policy tell of its volumes: for how long one is bad, and which were not there before."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._api.documents import names_something
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.firing import Dated


class Past(NamedTuple):
    """An earlier run: whether each volume in it was good, and when it was first tried."""

    good: dict[str, bool]
    tried: dict[str, datetime]


class Streak(NamedTuple):
    """For how many runs in a row a volume has been bad, the judged one included, since when, and if good before."""

    runs: int
    since: datetime | None
    seen: bool


def pasts_of(earlier: Sequence[Sequence[Dated]], accept: Collection[str]) -> list[Past]:
    """What each of the earlier runs was like, the latest first."""
    return [_past(tasks, accept) for tasks in earlier]


def _past(tasks: Sequence[Dated], accept: Collection[str]) -> Past:
    good: dict[str, bool] = {}
    tried: dict[str, datetime] = {}
    for time, task in tasks:
        volume = task.get("resource_id")
        if time is None or not isinstance(volume, str) or not names_something(volume):
            continue
        good[volume] = good.get(volume, True) and task.get("status") in accept
        # The newest come first, so that its first try is what stays.
        tried[volume] = time
    return Past(good, tried)


def streak_of(volume: str, first_tried: datetime | None, pasts: Sequence[Past]) -> Streak:
    """The streak of a volume that is bad now; a run that it was not in makes no difference."""
    runs, since, seen = 1, first_tried, False
    for past in pasts:
        if volume not in past.good:
            continue
        seen = True
        if past.good[volume]:
            break
        runs, since = runs + 1, past.tried[volume]
    return Streak(runs, since, seen)


def last_good(volume: str, pasts: Sequence[Past]) -> datetime | None:
    """When the last earlier run that was good for the volume began for it."""
    return next((past.tried[volume] for past in pasts if past.good.get(volume)), None)


def streak_in_words(task: Mapping[str, Any]) -> str | None:
    """For how long the volume of a task of the verdict has been bad; None where nothing tells."""
    runs = task.get("bad_runs")
    if runs and runs > 1:
        return f"{ordinal(runs)} run in a row"
    return "new" if runs and task.get("was_good") else None


def ordinal(number: int) -> str:
    """As 3rd."""
    suffix = "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"
