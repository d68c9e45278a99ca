# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as Markdown that fits a chat message or a comment on a merge request."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from ansible_collections.otc.vbs.plugins.module_utils._time import minute
from ansible_collections.otc.vbs.plugins.plugin_utils._report.history import DAYS, KINDS
from ansible_collections.otc.vbs.plugins.plugin_utils._report.report import Policy, Report, Volume, badness, read_report
from ansible_collections.otc.vbs.plugins.plugin_utils._report.text import SYMBOLS, percent, visible, words

# The whole text has at most this many characters, as chats cut longer ones. Problems take at most the first half.
LIMIT = 4000
# Longer texts from outside are cut.
PROBLEM_LIMIT = 240
NAME_LIMIT = 40

COLUMNS = ("Policy", "Volume", "Latest run", "Last good", f"{DAYS} days", "Good", "Time taken")
# Like the brackets that HTML has for a text whose direction of writing is its own.
ISOLATE, END_ISOLATE = "\u2068", "\u2069"


def report_markdown(verdict: Any, tasks: Any, *, title: str = "Backup report", now: datetime | None = None) -> str:
    """The text that the filter report_markdown documents, as of `now`; raises InvalidInput."""
    report = read_report(verdict, tasks, now)
    head = [
        f"**{'✅' if report.ok else '❌'} {report.msg}**",
        "",
        f"{code(title, NAME_LIMIT)}, as of {minute(report.made)}",
    ]
    legend = "Days: " + ", ".join(f"`{SYMBOLS[kind]}` {kind}" for kind in KINDS)
    problems = _fit([f"- {line}" for line in _problems(report)], LIMIT // 2 - _size(head), "- … and {} more")
    if problems:
        problems = ["", *problems]
    table = ["", f"| {' | '.join(COLUMNS)} |", "|" + " --- |" * len(COLUMNS)]
    rows = _fit(
        [f"| {' | '.join(cells)} |" for cells in _rows(report)],
        LIMIT - _size([*head, *problems, *table, "", legend]),
        f"| … and {{}} more |{' |' * (len(COLUMNS) - 1)}",
    )
    body = [*table, *rows, "", legend] if rows else []
    return "\n".join([*head, *problems, *body]) + "\n"


def code(value: Any, limit: int) -> str:
    """A text from outside as a code span, in which nothing is markup, a link, a mention or a reference.

    Backticks would end it, and bars the cell of a table: others that look alike stand for them, as escapes differ
    among those who render Markdown.
    """
    text = visible(value, limit).replace("`", "\u02cb").replace("|", "¦")
    if any(unicodedata.bidirectional(char) in ("R", "AL") for char in text):
        text = f"{ISOLATE}{text}{END_ISOLATE}"
    return f"`{text}`"


def _problems(report: Report) -> Iterable[str]:
    for policy in report.policies:
        name = code(_name(policy), NAME_LIMIT)
        yield from (f"{name}: {code(problem, PROBLEM_LIMIT)}" for problem in policy.problems)
        for volume in policy.volumes:
            if volume.task and not volume.ok:
                told = code(f"{volume.task['status']}: {volume.task['reason']}", PROBLEM_LIMIT)
                yield f"{name}: {code(volume.resource_id, NAME_LIMIT)} {told}"
    yield from (f"{code(volume, NAME_LIMIT)} is not in the latest run" for volume in report.missing)
    yield from (code(problem, PROBLEM_LIMIT) for problem in report.problems)
    yield from (f"Note: {code(note, PROBLEM_LIMIT)}" for note in report.notes)


def _rows(report: Report) -> Iterable[Sequence[str]]:
    pairs = [(policy, volume) for policy in report.policies for volume in policy.volumes]
    for policy, volume in sorted(pairs, key=lambda pair: badness(pair[1])):
        past = volume.history
        yield (
            code(_name(policy), NAME_LIMIT),
            code(volume.resource_id, NAME_LIMIT),
            f"{SYMBOLS[volume.kind]} {volume.kind}" if volume.task else "not in it",
            "never seen" if past.last_good is None else f"{words(past.last_good)} ago",
            f"`{''.join(SYMBOLS[one.kind] for one in past.days)}`",
            percent(past.good, past.ended),
            _time_taken(volume),
        )


def _time_taken(volume: Volume) -> str:
    speed = volume.history.speed
    if speed is None:
        return "-"
    latest = words(speed.latest)
    return latest if speed.usual is None else f"{latest}, usually {words(speed.usual)}{' ⚠️' if volume.slow else ''}"


def _name(policy: Policy) -> str:
    return policy.policy_id if policy.name is None else policy.name


def _fit(lines: Sequence[str], size: int, more: str) -> list[str]:
    """As many of the first lines as there is room for; of the others their number."""
    if _size(lines) <= size:
        return list(lines)
    room = size - len(more.format(len(lines))) - 1
    kept: list[str] = []
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    return [*kept, more.format(len(lines) - len(kept))]


def _size(lines: Iterable[str]) -> int:
    """With the line breaks."""
    return sum(len(line) + 1 for line in lines)
