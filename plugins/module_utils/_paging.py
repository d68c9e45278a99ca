# Private to otc.vbs: it may change in any release.
# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a list of tasks over as many pages as it takes."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any, Callable, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, shorten

# The API documents no largest page, and OpenStack's services give no larger one by default. A service that caps it
# lower is read in smaller pages.
PAGE_SIZE = 1000
# What the API documents as the default, so that no service can find it too large.
SAFE_PAGE_SIZE = 20
# What a service may answer to a marker that it no longer knows.
UNKNOWN_MARKER_STATUSES = (400, 404)

Task = dict[str, Any]


class Page(NamedTuple):
    """One answer: tasks, and the service's count of them, of all or of those on the page; None if it has none."""

    tasks: list[Task]
    counted: int | None


class PagingError(Exception):
    """The pages do not add up to a list that can be trusted; the text says why.

    passing: the list has changed while it was read, and reading it anew may help.
    """

    def __init__(self, reason: str, passing: bool = False) -> None:
        super().__init__(reason)
        self.passing = passing


Ask = Callable[[Mapping[str, Any]], Page]


def read_all(ask: Ask, query: Mapping[str, Any]) -> list[Task]:
    """All tasks that the query finds, in the service's order, each once.

    ask: gives one page. query: the filters; its `limit` holds for the whole.

    A short page does not mean the end, as the service may cap the page size, and
    neither does `count`, which some services take for the length of the page: the end
    is the page that brings nothing new. Pages are chained by marker, as an offset would
    shift when tasks come or go between two pages.
    """
    try:
        return _read_twice(ask, query, PAGE_SIZE)
    except ApiError as error:
        # It may be the page size that the service refuses.
        if error.status != 400:
            raise
    return _read_twice(ask, query, SAFE_PAGE_SIZE)


def _read_twice(ask: Ask, query: Mapping[str, Any], page_size: int) -> list[Task]:
    try:
        return _read(ask, query, page_size)
    except PagingError as error:
        if not error.passing:
            raise
    return _read(ask, query, page_size)


def _read(ask: Ask, query: Mapping[str, Any], page_size: int) -> list[Task]:
    tasks, by_offset = _walk(ask, query, page_size)
    # When a task goes, those behind it move up, and one may get past the offset. The task that went was read
    # before, and would be missing from a second reading.
    if by_offset and _walk(ask, query, page_size)[0].keys() != tasks.keys():
        raise PagingError("the list changed while it was read by offset", passing=True)
    return list(tasks.values())


def _walk(ask: Ask, query: Mapping[str, Any], page_size: int) -> tuple[dict[str, Task], bool]:
    """The tasks by their IDs, and whether they were read by offset."""
    limit = query.get("limit")
    filters = {name: value for name, value in query.items() if name not in ("limit", "marker", "offset")}
    start = {name: query[name] for name in ("marker", "offset") if name in query}
    position = start
    by_offset = False
    tasks: dict[str, Task] = {}
    longest_page = 0
    counts = []
    while limit is None or len(tasks) < limit:
        # One more than is missing, for a service that begins the page with the marker's own task.
        size = page_size if limit is None else min(page_size, limit - len(tasks) + bool(tasks))
        answer = _ask(ask, {**filters, **position, "limit": size}, chained=position is not start)
        page = {_task_id(task): task for task in answer.tasks}
        counts.append(answer.counted or 0)
        longest_page = max(longest_page, len(page))
        seen = len(tasks)
        tasks.update((task_id, task) for task_id, task in page.items() if task_id not in tasks)
        if len(tasks) == seen:
            if not page.keys() <= {position.get("marker")}:
                raise PagingError(
                    f"the page at {position} holds {len(page)} tasks, all of which came before: "
                    "the service ignores paging, so the rest of the list cannot be read",
                    # By offset, a task also comes again when another one comes before it.
                    passing=by_offset,
                )
            if not page or longest_page > 1:
                break
            # Either the list has one task, or pages of one task never get past the marker's own.
            by_offset = True
        if by_offset:
            position = {**start, "offset": start.get("offset", 0) + len(tasks)}
        else:
            position = {"marker": next(reversed(tasks))}
    else:
        return dict(islice(tasks.items(), limit)), by_offset
    # Tasks may come or go meanwhile; with filters or a start, a service may count what these leave out.
    promised = min(counts[0], counts[-1])
    if promised > len(tasks) and not start and not filters.keys() & {"job_id", "status"}:
        raise PagingError(f"the service counts {promised} tasks and sends {len(tasks)} of them", passing=True)
    return tasks, by_offset


def _ask(ask: Ask, query: Mapping[str, Any], chained: bool) -> Page:
    try:
        return ask(query)
    except ApiError as error:
        if chained and error.status in UNKNOWN_MARKER_STATUSES:
            raise PagingError(f"the list broke off: {error}", passing=True) from error
        raise


def _task_id(task: Any) -> str:
    task_id = task.get("job_id") if isinstance(task, dict) else None
    if not isinstance(task_id, str) or not task_id:
        raise PagingError(f"the list holds a task without a job_id to tell it by: {shorten(repr(task))}")
    return task_id
