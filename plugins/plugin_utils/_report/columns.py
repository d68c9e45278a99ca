# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The columns that tell of a volume: what is added here is in every form of the report."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from math import ceil
from typing import NamedTuple, Optional

from ansible_collections.otc.vbs.plugins.plugin_utils._report.history import DAYS, Day
from ansible_collections.otc.vbs.plugins.plugin_utils._report.markup import Html, element
from ansible_collections.otc.vbs.plugins.plugin_utils._report.parts import badge, named, outcome, said
from ansible_collections.otc.vbs.plugins.plugin_utils._report.report import Volume
from ansible_collections.otc.vbs.plugins.plugin_utils._report.status import Status
from ansible_collections.otc.vbs.plugins.plugin_utils._report.text import day, percent, plural, words

# The heights that the bar of a day can have: the page allows no style beside its sheet, so each is a class.
LEVELS = 12

Cell = Iterable[Optional[str]]


class Column(NamedTuple):
    """label: with the first and the last day, where it names them; width: a share of the table, in percent.

    cell: what it holds of a volume, now. told: the same in plain words, for Markdown; None where that tells it anyway.
    past: whether it needs the history. wide: whether it takes a line of its own on a phone.
    """

    label: str
    width: int
    cell: Callable[[Volume, datetime], Cell]
    told: Callable[[Volume, datetime], str] | None = None
    past: bool = False
    wide: bool = False

    def heading(self, now: datetime) -> str:
        """The label, as of now."""
        return self.label.format(first=day(now - timedelta(days=DAYS - 1)), last=day(now))


def _volume(volume: Volume, now: datetime) -> Cell:
    yield named(volume.name, volume.resource_id)


def _latest_run(volume: Volume, now: datetime) -> Cell:
    if volume.before:
        yield badge(Status.NO_RUN)
        yield element("p", "before: ", outcome(volume))
    elif volume.status is Status.NO_RUN:
        yield badge(Status.NO_RUN, "not in it")
    else:
        yield outcome(volume)
    yield element("p", volume.streak, class_="streak") if volume.streak else None
    yield element("p", said(volume.reason), class_="reason") if volume.reason else None


def _restore_point(volume: Volume, now: datetime) -> Cell:
    point = volume.restore_point
    yield element("span", _last_good(volume, now))
    if point:
        yield element("small", said(point.name)) if point.name else None
        yield element("small", said(point.backup_id)) if point.backup_id else None
        yield element("small", said(point.state)) if point.state else None


def _last_good(volume: Volume, now: datetime) -> str:
    if volume.restore_point:
        # The service's clock may be ahead.
        return f"{words(max(now - volume.restore_point.created, timedelta()))} ago"
    return "never seen" if volume.history else "not known"


def _days(volume: Volume, now: datetime) -> Cell:
    days = volume.history.days if volume.history else ()
    longest = max((one.seconds for one in days if one.seconds is not None), default=0)
    counts = {status: sum(one.status is status for one in days) for status in Status}
    told = ", ".join(f"{status.label}: {plural(count, 'day')}" for status, count in counts.items() if count)
    yield element("div", *(_day(one, longest) for one in days), class_="days", role="img", aria_label=told)


def _day(one: Day, longest: float) -> Html:
    several = (status.label if number == 1 else f"{number} {status.label}" for status, number in one.statuses.items())
    took = level = ""
    if one.seconds is not None:
        took = f", {words(one.seconds)}"
        level = f" h{ceil(LEVELS * one.seconds / longest) if longest else 0}"
    title = f"{day(one.date)}: {', '.join(several) or one.status.label}{took}"
    return element("i", class_=f"{one.status.style}{level}", title=title)


def _share(volume: Volume, now: datetime) -> Cell:
    if volume.history:
        yield element("strong", percent(volume.history.good, volume.history.ended))
        yield element("small", f"{volume.history.good} of {volume.history.ended}")


def _share_in_words(volume: Volume, now: datetime) -> str:
    past = volume.history
    return f"{percent(past.good, past.ended)} good in {DAYS} days" if past and past.ended else ""


def _time_taken(volume: Volume, now: datetime) -> Cell:
    speed = volume.history.speed if volume.history else None
    if speed is None:
        yield "-"
        return
    yield element("strong", words(speed.latest))
    yield element("small", f"usually {words(speed.usual)}") if speed.usual is not None else None
    yield element("span", "slower", class_="badge slower") if volume.slow else None


COLUMNS = (
    Column("Volume", 20, _volume, wide=True),
    Column("Latest run", 24, _latest_run, wide=True),
    Column(
        "Restore point",
        14,
        _restore_point,
        lambda volume, now: f"last good: {_last_good(volume, now)}",
        wide=True,
    ),
    Column("{first} to {last}", 25, _days, past=True, wide=True),
    Column("Good", 7, _share, _share_in_words, past=True),
    Column("Time taken", 10, _time_taken, past=True),
)
