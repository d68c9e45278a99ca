# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as Markdown that fits a chat message or a comment: what is bad, and how much is good."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from ansible_collections.otc.vbs.plugins.module_utils._time import minute
from ansible_collections.otc.vbs.plugins.plugin_utils._report.columns import COLUMNS
from ansible_collections.otc.vbs.plugins.plugin_utils._report.inputs import read_title
from ansible_collections.otc.vbs.plugins.plugin_utils._report.report import Policy, Problem, Report, Volume, read_report
from ansible_collections.otc.vbs.plugins.plugin_utils._report.status import Status
from ansible_collections.otc.vbs.plugins.plugin_utils._report.text import visible

# The whole text has at most this many characters, as chats cut longer ones.
LIMIT = 4000
# Longer texts from outside are cut.
PROBLEM_LIMIT = 240
NAME_LIMIT = 40
HEADING_LIMIT = 80
# So many good policies are named.
NAMED = 8

# Like the brackets that HTML has for a text whose direction of writing is its own.
ISOLATE, END_ISOLATE = "\u2068", "\u2069"


def report_markdown(
    verdicts: Any, tasks: Any = None, *, title: Any = "Backup report", subtitle: Any = None, now: datetime | None = None
) -> str:
    """The text that the filter report_markdown documents, as of `now`; raises InvalidInput."""
    heading = code(read_title("title", title), HEADING_LIMIT)
    if subtitle is not None:
        heading = f"{heading}, {code(read_title('subtitle', subtitle), HEADING_LIMIT)}"
    report = read_report(verdicts, tasks, now)
    head = [f"**{'✅' if report.ok else '❌'} {report.msg}**", "", f"{heading}, as of {minute(report.made)}"]
    good = ["", told] if (told := _good(report)) else []
    room = LIMIT - _size([*head, "", *good])
    problems = _fit([f"- {line}" for line in [*_problems(report), *_notes(report)]], room, "- … and {} more")
    return "\n".join([*head, *(["", *problems] if problems else []), *good]) + "\n"


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
    yield from (_of_host(host, code(problem, PROBLEM_LIMIT)) for host, problem in report.problems)
    for policy in report.policies:
        name = _name(policy)
        yield from (f"{name}: {_problem(problem, report.made)}" for problem in policy.problems)


def _problem(problem: Problem, now: datetime) -> str:
    volume = problem.volume
    if volume is None:
        return code(problem.text, PROBLEM_LIMIT)
    name = code(volume.resource_id, NAME_LIMIT)
    if volume.name:
        name = f"{code(volume.name, NAME_LIMIT)} ({name})"
    reason = f": {code(problem.text, PROBLEM_LIMIT)}" if problem.text else ""
    facts = (column.told(volume, now) for column in COLUMNS if column.told)
    return f"{name} {', '.join(_outcome(volume))}{reason}; {', '.join(fact for fact in facts if fact)}"


def _outcome(volume: Volume) -> Iterable[str]:
    status = volume.before or volume.status
    told = code(volume.said, NAME_LIMIT) if status is Status.UNKNOWN else status.label
    yield f"{status.sign} {told}"
    if volume.streak:
        yield volume.streak


def _notes(report: Report) -> Iterable[str]:
    return (f"Note: {_of_host(host, code(note, PROBLEM_LIMIT))}" for host, note in report.notes)


def _good(report: Report) -> str | None:
    """One line of all that is good."""
    good = [policy for policy in report.policies if policy.ok]
    volumes = sum(policy.volumes_good for policy in report.policies)
    if not good and not volumes:
        return None
    total = sum(policy.volumes_total for policy in report.policies)
    names = ", ".join(_name(policy) for policy in good[:NAMED])
    more = f" and {len(good) - NAMED} more" if len(good) > NAMED else ""
    policies = f"{len(good)} of {len(report.policies)} policies" + (f" ({names}{more})" if good else "")
    slow = sum(policy.slow for policy in report.policies)
    slower = f"; slower than usual: {slow}" if slow else ""
    return f"Good: {policies}, {volumes} of {total} volumes{slower}"


def _name(policy: Policy) -> str:
    return _of_host(policy.host, code(policy.label, NAME_LIMIT))


def _of_host(host: str | None, told: str) -> str:
    return told if host is None else f"{code(host, NAME_LIMIT)}: {told}"


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
