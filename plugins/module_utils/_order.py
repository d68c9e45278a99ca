# Private to otc.vbs: it may change in any release.
# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a list of tasks in the order asked for, which the service may not heed."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from ansible_collections.otc.vbs.plugins.module_utils._paging import Ask, Retry, Task, read_all
from ansible_collections.otc.vbs.plugins.module_utils._time import parse_time

OPPOSITE = {"asc": "desc", "desc": "asc"}


def read_in_order(ask: Ask, query: Mapping[str, Any], retry: Retry) -> list[Task]:
    """What read_all() gives; by `sort_dir`, if the query has one, whatever the service makes of that.

    With a `limit`, the order decides which tasks come. A service that begins at the same end either way does not heed
    it: then all tasks are read, and the limit is kept here.
    """
    tasks = read_all(ask, query, retry)
    direction, limit = query.get("sort_dir"), query.get("limit")
    if direction is None or not tasks:
        return tasks
    if limit is not None:
        whole = {name: value for name, value in query.items() if name != "limit"}
        filters = {name: value for name, value in whole.items() if name not in ("marker", "offset")}
        end = read_all(ask, {**filters, "sort_dir": OPPOSITE[direction], "limit": 1}, retry)
        if end and end[0]["job_id"] != tasks[0]["job_id"] and _is_sorted([*tasks, *end], direction):
            return tasks
        tasks = read_all(ask, whole, retry)
    return _sorted(tasks, direction)[:limit]


def _is_sorted(tasks: list[Task], direction: str) -> bool:
    return _sorted(tasks, direction) is tasks


def _sorted(tasks: list[Task], direction: str) -> list[Task]:
    """The tasks in this order, the very list if they are; those without a time have no place, and come last."""
    newest_first = direction == "desc"
    texts: list[Any] = [task.get("created_at") for task in tasks]
    # Quick, and enough where all times are written alike.
    if all(isinstance(text, str) for text in texts) and texts == sorted(texts, reverse=newest_first):
        return tasks
    times = [parse_time(text) for text in texts]
    known = [time for time in times if time]
    if known == sorted(known, reverse=newest_first):
        return tasks
    # Sorted in reverse, tasks of one time keep their order, too.
    dated = [(time, task) for time, task in zip(times, tasks) if time]
    dated.sort(key=itemgetter(0), reverse=newest_first)
    return [task for _time, task in dated] + [task for time, task in zip(times, tasks) if not time]
