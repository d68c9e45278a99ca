# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which tasks one firing of a policy created, and whether it is the firing that was due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from operator import itemgetter
from typing import Any, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._time import parse_time
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.records import Policy
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.rules import CLOCK_SKEW, Rules

Document = Mapping[str, Any]
# A task and when it was created, None where it does not tell.
Dated = tuple["datetime | None", Document]

# Where no schedule tells, tasks created less than this before the newest are of one firing.
DEFAULT_WINDOW = timedelta(minutes=60)
# The service's times are full hours; anything less than that before one is before it.
MOMENT = timedelta(seconds=1)
# No task is older.
EVER = datetime.min.replace(tzinfo=timezone.utc)


class Due(NamedTuple):
    """When a policy was last due, and is next; begun: whether its latest run is the one due; waiting: it may yet begin.

    missed: the moment at which a run was due that has not begun. perhaps: one at which it may have been due as well,
    and has not begun either; None where there is none.
    """

    at: datetime
    next_at: datetime
    begun: bool
    waiting: bool
    missed: datetime | None
    perhaps: datetime | None


def firings(history: Sequence[Document], policy: Policy, rules: Rules) -> list[list[Dated]]:
    """The tasks of each firing, the latest first; there is always a latest one, if only without tasks.

    Tasks without a time may belong to the latest, so they count there.
    """
    timed, timeless = [], []
    for task in history:
        time = parse_time(task.get("created_at"))
        if time:
            timed.append((time, task))
        else:
            timeless.append((time, task))
    found: list[list[Dated]] = []
    start = None
    for time, task in sorted(timed, key=itemgetter(0), reverse=True):
        if start is None or time < start:
            start = _start(time, policy, rules)
            found.append([])
        found[-1].append((time, task))
    latest, *earlier = found or [[]]
    return [[*latest, *timeless], *earlier]


def due(policy: Policy, newest: datetime | None, rules: Rules, now: datetime) -> Due | None:
    """Whether the newest task belongs to the run that was due; None where no schedule tells."""
    if policy.schedule is None:
        return None
    last, following = policy.schedule.due(now)
    begun = _is_of(last, newest)
    waiting = not begun and now - last < rules.grace
    missed = None if begun else last
    if waiting:
        before, _last = policy.schedule.due(last - MOMENT)
        missed = None if _is_of(before, newest) else before
    perhaps = policy.schedule.perhaps_due(now)
    doubtful = perhaps != last and not _is_of(perhaps, newest) and now - perhaps >= rules.grace
    return Due(last, following, begun, waiting, missed, perhaps if doubtful else None)


def _is_of(moment: datetime, newest: datetime | None) -> bool:
    return newest is not None and newest >= moment - CLOCK_SKEW


def _start(newest: datetime, policy: Policy, rules: Rules) -> datetime:
    """The moment from which on tasks are of the same firing as the newest of them."""
    try:
        return _start_in_calendar(newest, policy, rules)
    except OverflowError:
        # Nothing is known of the time before such a newest one, and no run that it belongs to is good.
        return EVER


def _start_in_calendar(newest: datetime, policy: Policy, rules: Rules) -> datetime:
    """As _start(), unless it reaches beyond the first or the last year that there is."""
    if rules.run_window is None and policy.schedule is not None:
        return policy.schedule.due(newest + CLOCK_SKEW)[0] - CLOCK_SKEW
    window = DEFAULT_WINDOW if rules.run_window is None else rules.run_window
    # Exactly one window before it is another firing.
    return newest - window + timedelta(microseconds=1)
