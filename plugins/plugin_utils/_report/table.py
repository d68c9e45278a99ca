# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A verdict as a table of plain text, the worst first: what a person reads at the end of a job."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from ansible_collections.otc.vbs.plugins.module_utils._text import visible
from ansible_collections.otc.vbs.plugins.module_utils._time import parse_time
from ansible_collections.otc.vbs.plugins.plugin_utils._report.inputs import Given
from ansible_collections.otc.vbs.plugins.plugin_utils._report.text import moment

# So many policies, and so many problems above them, are shown; of the others only their number.
MOST_ROWS = 20
# In columns of a terminal.
NAME_WIDTH, REASON_WIDTH, PROBLEM_WIDTH = 32, 72, 300
HEADER = ("", "POLICY", "DUE", "BEGUN", "GOOD", "LAST GOOD BACKUP", "WORST")
NO_VERDICT = "could not be judged"


def table(given: Sequence[Given]) -> str:
    """The problems and the policies of a verdict, or of several by host, as lines.

    Times are in UTC. GOOD counts the volumes with a good backup of the run that was due, of those expected.
    """
    # By its share of good volumes, a verdict has its runs in this order already.
    rows = sorted((row for one in given for row in _rows(one)), key=lambda row: row[0] != "BAD")
    problems = [problem for one in given for problem in _problems(one)]
    notes = [str(note) for one in given if one.verdict for note in one.verdict["notes"]]
    lines = [*_listed(problems, "- "), *_listed(notes, "Note: ")]
    lines += [""] if lines else []
    lines += _aligned([HEADER, *rows[:MOST_ROWS]])
    left = rows[MOST_ROWS:]
    if left:
        bad = sum(row[0] == "BAD" for row in left)
        lines.append(f"and {len(left)} more, {f'{bad} of them bad' if bad else 'all good'}")
    return "\n".join(lines)


def _rows(given: Given) -> Iterable[Sequence[str]]:
    if not given.verdict or not given.verdict["runs"]:
        reason = given.verdict["problems"][0] if given.verdict and given.verdict["problems"] else NO_VERDICT
        yield ("BAD", _cell(given.host or "?", NAME_WIDTH), "", "", "", "", _cell(reason, REASON_WIDTH))
        return
    for run in given.verdict["runs"]:
        problems = run["problems"]
        yield (
            "ok" if run["ok"] else "BAD",
            _cell(run["policy_name"] or run["policy_id"] or "?", NAME_WIDTH),
            _moment(run["due_at"]),
            _moment(run["started_at"]),
            f"{run['volumes_good']}/{run['volumes_total']}",
            _moment(run["last_good_at"]),
            _cell(problems[0], REASON_WIDTH) if problems else "",
        )


def _problems(given: Given) -> Iterable[str]:
    prefix = f"{given.host}: " if given.host else ""
    for problem in given.verdict["problems"] if given.verdict else [NO_VERDICT]:
        yield f"{prefix}{problem}"


def _listed(sentences: Sequence[str], mark: str) -> list[str]:
    more = len(sentences) - MOST_ROWS
    shown = [f"{mark}{_cut(visible(str(sentence)), PROBLEM_WIDTH)}" for sentence in sentences[:MOST_ROWS]]
    return [*shown, *([f"{mark}and {more} more"] if more > 0 else [])]


def _moment(time: str | None) -> str:
    known = parse_time(time)
    return moment(known) if known else "-"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(_width, column)) for column in zip(*rows)]
    return ["  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths)).rstrip() for row in rows]


def _cell(text: str, most: int) -> str:
    """The text, so that it takes one line, and no more columns than that."""
    # A right-to-left text would turn the columns after it around.
    marks = any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in text)
    return _cut(text.encode("ascii", "backslashreplace").decode() if marks else visible(text), most)


def _cut(text: str, most: int) -> str:
    if _width(text) <= most:
        return text
    while _width(text) > most - 3:
        text = text[:-1]
    return f"{text}..."


def _width(text: str) -> int:
    """How many columns of a terminal it takes."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
