# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading all pages of a list that changes between any two of them."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from ansible_collections.otc.vbs.plugins.module_utils._api.paging import Page, PagingError, read_all
from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError


class Service:
    """A service with a list of tasks, each a number that tells its place, which changes after each answer.

    changes: for each answer, what then comes and goes. A change from 0 on is the place of a task that comes, between
    the oldest at 0 and the newest at 1; one below 0 chooses a task that goes, also by its place.
    cap: the longest page. inclusive: a page begins with the marker's task. total: it counts all tasks, else those on
    the page. descending: it lists the newest first.
    """

    def __init__(self, number, changes, cap, inclusive, total, descending):
        self._tasks = [index / number for index in range(number)]
        self.changes = iter(changes)
        self._cap, self._inclusive, self._total, self._descending = cap, inclusive, total, descending
        self.throughout = set(self._tasks)
        self.ever = set(self._tasks)

    def ask(self, query):
        tasks = rest = self.listed()
        if "marker" in query:
            marker = float(query["marker"])
            if marker not in tasks:
                raise ApiError("answered HTTP 404", method="GET", url="u", status=404)
            rest = tasks[tasks.index(marker) + (not self._inclusive) :]
        page = rest[query.get("offset", 0) :][: min(query["limit"], self._cap)]
        for change in next(self.changes, ()):
            self._change(change)
        return Page([{"job_id": str(task)} for task in page], len(tasks if self._total else page))

    def in_order(self, tasks):
        return sorted(tasks, reverse=self._descending)

    def listed(self):
        return self.in_order(self._tasks)

    def _change(self, place):
        if place >= 0:
            # One that is gone does not come back.
            if place not in self.ever:
                self._tasks.append(place)
                self.ever.add(place)
        elif self._tasks:
            self._tasks.sort()
            gone = self._tasks.pop(int(-place * len(self._tasks)) % len(self._tasks))
            self.throughout.discard(gone)


services = {"cap": st.integers(1, 12), "inclusive": st.booleans(), "total": st.booleans(), "descending": st.booleans()}
comes, goes = st.floats(0, 1), st.floats(-1, -1e-9)


def read(service, **query):
    """The places of all tasks; None if the list cannot be read."""
    try:
        found = [float(task["job_id"]) for task in read_all(service.ask, query)]
    except PagingError:
        return None
    assert len(found) == len(set(found))
    assert found == service.in_order(found)
    assert set(found) <= service.ever
    return found


@given(number=st.integers(1, 40), changes=st.lists(st.lists(comes | goes, max_size=3), max_size=60), **services)
# By offset, a task hides behind one that goes, whatever the count says.
@example(number=4, changes=[[], [], [], [-1e-9]], cap=1, inclusive=True, total=True, descending=False)
@example(number=4, changes=[[], [], [], [-1e-9, 1.0]], cap=1, inclusive=True, total=True, descending=False)
@example(number=2, changes=[[], [-1e-9]], cap=1, inclusive=True, total=False, descending=False)
def test_what_exists_throughout_is_neither_lost_nor_repeated(number, changes, **service):
    service = Service(number, changes, **service)
    found = read(service)
    assert found is None or service.throughout <= set(found)


@given(
    number=st.integers(1, 40),
    changes=st.lists(st.lists(comes | goes, max_size=3), max_size=60),
    limit=st.integers(1, 45),
    **services,
)
@example(number=4, changes=[[], [], [-1e-9]], limit=3, cap=1, inclusive=True, total=True, descending=False)
def test_nothing_is_lost_before_a_limit(number, changes, limit, **service):
    service = Service(number, changes, **service)
    found = read(service, limit=limit)
    if found is None:
        return
    assert len(found) <= limit
    wanted = service.throughout
    if len(found) == limit:
        order = service.in_order(wanted | set(found))
        wanted &= set(order[: order.index(found[-1])])
    assert wanted <= set(found)


@given(
    number=st.integers(1, 40),
    changes=st.lists(st.lists(comes | goes, max_size=3), max_size=20),
    **services,
)
def test_a_list_that_has_come_to_rest_can_be_read(number, changes, **service):
    # As a wait does, which asks again after a passing error.
    service = Service(number, changes, **service)
    read(service)
    service.changes = iter(())
    assert read(service) == service.listed()


@given(number=st.integers(1, 40), news=st.lists(st.integers(0, 2), max_size=60), **services)
# One task that is the marker's own need not be the whole list.
@example(number=1, news=[0, 1], cap=5, inclusive=True, total=True, descending=True)
def test_new_tasks_hinder_nobody(number, news, cap, inclusive, **service):
    changes = [[1 + answer + one / 4 for one in range(times)] for answer, times in enumerate(news)]
    service = Service(number, changes, cap, inclusive, **service)
    found = read(service)
    if found is None:
        # Such pages have to be read by offset, and for that the list must stay as it is.
        assert (cap, inclusive) == (1, True)
        return
    assert service.throughout <= set(found)
