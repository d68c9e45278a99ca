# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cards of the page, one for each policy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from ansible_collections.otc.vbs.plugins.plugin_utils._report.columns import COLUMNS
from ansible_collections.otc.vbs.plugins.plugin_utils._report.history import DAYS
from ansible_collections.otc.vbs.plugins.plugin_utils._report.markup import Html, element, join
from ansible_collections.otc.vbs.plugins.plugin_utils._report.parts import (
    badge,
    mark,
    named,
    of_host,
    ok_or_bad,
    outcome,
    said,
    unordered,
)
from ansible_collections.otc.vbs.plugins.plugin_utils._report.report import Policy, Problem, Volume, problems_of
from ansible_collections.otc.vbs.plugins.plugin_utils._report.status import Status
from ansible_collections.otc.vbs.plugins.plugin_utils._report.text import moment, percent, plural, words

# So many backups that were not good are listed for a policy.
LISTED_BACKUPS = 30


def card(policy: Policy, anchor: str, now: datetime, room: int) -> Html:
    """A policy that deserves a look: the volumes that do so are shown, the others are folded.

    room: for how many of its volumes, the worst, there is room. All that is bad about the others is told in words.
    """
    shown, others = policy.volumes[:room], policy.volumes[room:]
    folded = [volume for volume in shown if not volume.stands_out]
    return element(
        "section",
        *_head(policy, now),
        unordered((said(problem) for problem in policy.own_problems), "problems"),
        _table(policy, [volume for volume in shown if volume.stands_out], now),
        _folded(plural(len(folded), "other volume"), _table(policy, folded, now)),
        _no_room(len(others)) if shown else None,
        unordered((problem_line(problem) for problem in problems_of(others)), "problems"),
        _failures(policy) if shown else None,
        id=anchor,
        class_=f"card policy {ok_or_bad(policy.ok)}",
    )


def good_line(policy: Policy, now: datetime, room: int) -> Html:
    """A policy of which there is nothing to say; room: for how many of its volumes there is room, to be unfolded."""
    head = [
        element("h3", mark(policy.ok), " ", title_of(policy)),
        element("p", " · ".join([*_facts(policy, now), *_next_due(policy)]), class_="facts"),
    ]
    if not room:
        return element("div", *head, class_="policy line ok")
    return element(
        "details",
        element("summary", *head),
        _table(policy, policy.volumes[:room], now),
        _no_room(len(policy.volumes) - room),
        class_="policy line ok",
    )


def problem_line(problem: Problem) -> Html:
    """What is wrong, about a volume or not."""
    volume = problem.volume
    if volume is None:
        return said(problem.text)
    return join(
        named(volume.name, volume.resource_id),
        " ",
        outcome(volume),
        f" {volume.streak}" if volume.streak else None,
        join(": ", said(problem.text)) if problem.text else None,
    )


def _head(policy: Policy, now: datetime) -> Iterable[Html | None]:
    yield element("h2", mark(policy.ok), " ", title_of(policy))
    yield element("p", said(policy.policy_id), class_="id") if policy.name else None
    yield element("p", " · ".join(_facts(policy, now)), class_="facts")
    begun = "not begun" if policy.overdue else f"begun {moment(policy.begun)}" if policy.begun else None
    told = [
        policy.schedule or "schedule not known",
        f"due {moment(policy.due)}" if policy.due else None,
        begun,
        *_next_due(policy),
    ]
    yield element("p", " · ".join(one for one in told if one), class_="facts")


def _next_due(policy: Policy) -> Iterable[str]:
    if policy.next_due:
        yield f"next due {moment(policy.next_due)}"


def title_of(policy: Policy) -> Html:
    """What its card is called."""
    return of_host(policy.host, said(policy.label))


def _facts(policy: Policy, now: datetime) -> Iterable[str]:
    yield f"{policy.volumes_good} of {plural(policy.volumes_total, 'volume')} good"
    if policy.ended:
        yield f"{percent(policy.good, policy.ended)} of backups good in {DAYS} days"
    if policy.begun:
        yield f"latest run {words(max((now - policy.begun).total_seconds(), 0))} ago"
    if policy.slow:
        yield f"{policy.slow} slower than usual"


def _table(policy: Policy, volumes: Sequence[Volume], now: datetime) -> Html | None:
    if not volumes:
        return None
    columns = [column for column in COLUMNS if policy.has_history or not column.past]
    heads = (element("th", column.heading(now), scope="col", class_=f"w{column.width}") for column in columns)
    rows = []
    for volume in volumes:
        first, *others = (
            element(
                "td" if number else "th",
                *column.cell(volume, now),
                data_label=column.heading(now) if number else None,
                scope=None if number else "row",
                class_="wide" if column.wide else None,
            )
            for number, column in enumerate(columns)
        )
        states = [name for name, wanted in (("bad", not volume.ok), ("slow", volume.slow)) if wanted]
        rows.append(element("tr", first, *others, class_=" ".join(states) or None))
    return element("table", element("thead", element("tr", *heads)), element("tbody", *rows), class_="volumes")


def _no_room(volumes: int) -> Html | None:
    if not volumes:
        return None
    return element("p", f"… and {plural(volumes, 'more volume')}, for which there is no room", class_="more")


def _folded(summary: str, content: Html | None, style: str = "folded") -> Html | None:
    return element("details", element("summary", summary), content, class_=style) if content else None


def _failures(policy: Policy) -> Html | None:
    """The backups that were not good, with all that is known of them, the newest first."""
    found = [
        (volume, backup)
        for volume in policy.volumes
        for backup in (volume.history.backups if volume.history else ())
        if backup.status not in (Status.GOOD, Status.RUNNING)
    ]
    if not found:
        return None
    found.sort(key=lambda pair: pair[1].created, reverse=True)
    rows = (
        element(
            "tr",
            element("th", moment(backup.created), scope="row"),
            element("td", said(volume.name or volume.resource_id), data_label="Volume"),
            element("td", badge(backup.status), data_label="Outcome"),
            element("td", said(backup.name), data_label="Backup"),
            element("td", said(backup.failure or backup.said), data_label="The service says"),
        )
        for volume, backup in found[:LISTED_BACKUPS]
    )
    names = ("Created", "Volume", "Outcome", "Backup", "The service says")
    more = len(found) - LISTED_BACKUPS
    table = element(
        "table",
        element("thead", element("tr", *(element("th", name, scope="col") for name in names))),
        element("tbody", *rows),
    )
    content = join(table, element("p", f"… and {more} more") if more > 0 else None)
    return _folded(f"{plural(len(found), 'backup')} not good in {DAYS} days", content, "folded failures")
