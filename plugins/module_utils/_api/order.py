# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a list in an order that the service may not heed."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from ansible_collections.otc.vbs.plugins.module_utils._api.paging import Ask, Item, Listed, Retry, read_all
from ansible_collections.otc.vbs.plugins.module_utils._time import parse_time

OPPOSITE = {"asc": "desc", "desc": "asc"}


def read_in_order(ask: Ask, query: Mapping[str, Any], retry: Retry) -> list[Item]:
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


def read_newest_first(ask: Ask, query: Mapping[str, Any], retry: Retry, listed: Listed) -> list[Item]:
    """What read_all() gives, the newest first, of a service that cannot be asked for an order.

    With a `limit`, the order decides what comes. Where the answer does not show that the service begins with the
    newest, all is read. `limit` and `offset` hold for what has been sorted.
    """
    limit, offset = query.get("limit"), query.get("offset", 0)
    filters = {name: value for name, value in query.items() if name not in ("limit", "offset")}
    if limit is not None:
        # One by itself shows no order.
        wanted = max(offset + limit, 2)
        items = read_all(ask, {**filters, "limit": wanted}, retry, listed)
        if len(items) < wanted or _begins_with_newest(items):
            return _sorted(items, "desc")[offset:][:limit]
    return _sorted(read_all(ask, filters, retry, listed), "desc")[offset:][:limit]


def _begins_with_newest(items: list[Item]) -> bool:
    first, last = parse_time(items[0].get("created_at")), parse_time(items[-1].get("created_at"))
    return bool(first and last and first > last) and _is_sorted(items, "desc")


def _is_sorted(items: list[Item], direction: str) -> bool:
    return _sorted(items, direction) is items


def _sorted(items: list[Item], direction: str) -> list[Item]:
    """The items in this order, the very list if they are; those without a time have no place, and come last."""
    newest_first = direction == "desc"
    texts: list[Any] = [item.get("created_at") for item in items]
    # Quick, and enough where all times are written alike.
    if all(isinstance(text, str) for text in texts) and texts == sorted(texts, reverse=newest_first):
        return items
    times = [parse_time(text) for text in texts]
    known = [time for time in times if time]
    if known == sorted(known, reverse=newest_first):
        return items
    # Sorted in reverse, items of one time keep their order, too.
    dated = [(time, item) for time, item in zip(times, items) if time]
    dated.sort(key=itemgetter(0), reverse=newest_first)
    return [item for _time, item in dated] + [item for time, item in zip(times, items) if not time]
