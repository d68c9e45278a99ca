# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets a waiting module tell how it goes: it is run for one part of its wait after the other.

A module's words reach the controller only when it ends, so each part ends it, with the
state that the next part begins with.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Mapping
from typing import Any, Callable

Result = dict[str, Any]

# Seconds that a part lasts: as long as all before it, within these bounds.
SHORTEST, LONGEST = 5.0, 30.0


def in_parts(
    run: Callable[[Mapping[str, Any]], Result],
    id_name: str,
    rows_name: str,
    say: Callable[[str], None],
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Result:
    """The result of a module, as if it had made the whole wait by itself.

    run: runs the module with this `_progress`.
    id_name, rows_name: the option that holds the IDs, and the return value with a row or more for each.
    say: takes a line on how it goes, after each part but the last.
    """
    found: dict[str, list[Result]] = {}
    state: dict[str, Any] = {"elapsed": 0.0, "polls": 0, "seconds": 0.0, "pending": None}
    started = None
    while True:
        begun = clock()
        result = run(state)
        progress = result.pop("_progress", None)
        if progress is None:
            return result
        ended = clock()
        if started is None:
            started = ended - progress["elapsed"]
            found = {one: [] for one in progress["asked"]}
        _take(found, result[rows_name], id_name, progress)
        if progress["pause"] is None:
            return _whole(result, rows_name, found)
        say(describe(found, id_name, progress))
        # To start the module takes time as well, so that is taken off the pause.
        start = max(0.0, ended - begun - progress["took"])
        sleep(max(0.0, progress["pause"] - start))
        state = {
            "elapsed": max(progress["elapsed"] + progress["pause"], clock() + start - started),
            "polls": progress["polls"],
            "seconds": min(max(progress["elapsed"], SHORTEST), LONGEST),
            "pending": progress["pending"],
        }


def describe(found: Mapping[str, list[Result]], id_name: str, progress: Mapping[str, Any]) -> str:
    """How a wait goes, in a line: how many are settled, by status, and the time."""
    what = {"job_id": "jobs", "policy_id": "policies"}[id_name]
    settled = len(found) - len(progress["pending"])
    statuses = Counter(_word(row.get("status")) for rows in found.values() for row in rows)
    counts = ", ".join(f"{number} {status}" for status, number in statuses.most_common()) or "nothing known"
    text = f"{settled} of {len(found)} {what} settled ({counts}) after {progress['elapsed']:.0f} of "
    text += f"{progress['timeout']:.0f} seconds"
    if progress["error"]:
        text += f"; {progress['unread']} could not be read: {progress['error']}"
    return text


def _take(found: dict[str, list[Result]], rows: list[Result], id_name: str, progress: Mapping[str, Any]) -> None:
    fresh: dict[str, list[Result]] = {}
    for row in rows:
        fresh.setdefault(row[id_name], []).append(row)
    for one in progress["asked"]:
        # One that is not settled and has no rows may not have been read: what was last seen of it stays.
        if one in fresh or one not in progress["pending"]:
            found[one] = fresh.get(one, [])


def _whole(result: Result, rows_name: str, found: Mapping[str, list[Result]]) -> Result:
    rows = [row for rows in found.values() for row in rows]
    result[rows_name] = rows
    if "count" in result:
        result["count"] = len(rows)
    return result


def _word(status: Any) -> str:
    # A line of a terminal or a log takes words, and nothing else that a service may send.
    return status if isinstance(status, str) and re.fullmatch(r"\w{1,64}", status, re.ASCII) else "of an unknown status"
