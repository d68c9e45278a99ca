# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading all pages, against every kind of service there is."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ansible_collections.otc.vbs.plugins.module_utils._api.paging import PAGE_SIZE, Page, PagingError, read_all
from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, PassingError

POLICY = "fbe69dd4-9a1f-4c2a-8a4f-3a9e6e2c8f10"


def task_service(number, cap, inclusive, requests=None, total=True):
    """A service of that many tasks, in a list.

    inclusive: a page begins with the marker's task. total: it counts all tasks, else those on the page.
    """
    tasks = [{"job_id": f"t{index}"} for index in range(number)]
    requests = [] if requests is None else requests

    def ask(query):
        # Reading that does not end must fail a test, not hang it.
        assert len(requests) < 500
        requests.append(dict(query))
        rest = tasks
        if "marker" in query:
            at = next(index for index, task in enumerate(tasks) if task["job_id"] == query["marker"])
            rest = tasks[at if inclusive else at + 1 :]
        rest = rest[query.get("offset", 0) :]
        page = rest[: min(query["limit"], cap)]
        return Page(page, number if total else len(page))

    return tasks, ask


@given(
    number=st.integers(0, 60),
    cap=st.integers(1, 70),
    inclusive=st.booleans(),
    total=st.booleans(),
    limit=st.none() | st.integers(1, 80),
    offset=st.none() | st.integers(0, 70),
)
@example(number=3, cap=1, inclusive=True, total=False, limit=None, offset=None)
@example(number=3, cap=1, inclusive=True, total=False, limit=2, offset=1)
def test_every_task_once_and_in_order(number, cap, inclusive, total, limit, offset):
    tasks, ask = task_service(number, cap, inclusive, total=total)
    query = {name: value for name, value in (("limit", limit), ("offset", offset)) if value is not None}
    assert read_all(ask, query) == tasks[offset or 0 :][:limit]


@given(number=st.integers(1, 40), cap=st.integers(1, 50), inclusive=st.booleans(), at=st.integers(0, 39))
def test_the_users_marker_is_the_services_matter(number, cap, inclusive, at):
    tasks, ask = task_service(number, cap, inclusive)
    at = min(at, number - 1)
    expected = tasks[at if inclusive else at + 1 :]
    assert read_all(ask, {"marker": f"t{at}"}) == expected


def test_the_filters_go_with_every_page():
    requests = []
    _tasks, ask = task_service(250, 1000, False, requests)
    read_all(ask, {"status": "SKIP", "offset": 3})
    assert [request["status"] for request in requests] == ["SKIP"] * len(requests)
    assert requests[0] == {"status": "SKIP", "offset": 3, "limit": PAGE_SIZE}
    assert "offset" not in requests[1]


@pytest.mark.parametrize(
    ("number", "cap", "inclusive", "limit", "sizes"),
    [
        (2500, 9999, False, 1500, [1000, 501]),
        (2500, 9999, False, 3, [3]),
        (2500, 9999, False, None, [1000, 1000, 1000, 1000]),
        (3, 2, True, None, [1000, 1000, 1000]),
    ],
)
def test_no_more_is_asked_for_than_is_needed(number, cap, inclusive, limit, sizes):
    requests = []
    _tasks, ask = task_service(number, cap, inclusive, requests)
    read_all(ask, {} if limit is None else {"limit": limit})
    assert [request["limit"] for request in requests] == sizes


@pytest.mark.parametrize("number", [2, 5, 150])
def test_a_service_that_ignores_paging_is_an_error(number):
    tasks = [{"job_id": f"t{index}"} for index in range(number)]
    with pytest.raises(PagingError) as caught:
        read_all(lambda query: Page(tasks[:20], number), {})
    last = min(number, 20)
    assert str(caught.value) == (
        f"the page at {{'offset': {last}}} holds {last} tasks, all of which came before: "
        "the service ignores paging, so the rest of the list cannot be read"
    )
    assert not caught.value.passing


@pytest.mark.parametrize("task", [{}, {"job_id": None}, {"job_id": ""}, {"job_id": 7}, None, "text", ["job_id"]])
def test_a_task_that_cannot_be_told_by_its_id_is_an_error(task):
    with pytest.raises(PagingError) as caught:
        read_all(lambda query: Page([task], 1), {})
    assert str(caught.value) == f"the list holds a task without a job_id to tell it by: {task!r}"
    assert not caught.value.passing


@pytest.mark.parametrize("count", ["total", "page"])
@pytest.mark.parametrize("marker", ["exclusive", "inclusive"])
@pytest.mark.parametrize("max_limit", [None, 20, 7])
def test_2000_tasks_from_a_real_server(service, count, marker, max_limit):
    service.load(
        service={"count": count, "marker": marker, "max_limit": max_limit},
        policies={POLICY: {"generate": {"policy_id": POLICY, "tasks": 2000, "spacing": 600}}},
    )
    tasks = service.vbs().tasks(POLICY, {})
    assert len({task["job_id"] for task in tasks}) == len(tasks) == 2000
    times = [task["created_at"] for task in tasks]
    assert times == sorted(times, reverse=True)
    assert {task["policy_id"] for task in tasks} == {POLICY}


def test_tasks_that_appear_between_two_pages_neither_repeat_nor_hide_any(service):
    old = [{"job_id": f"old{n}", "status": "SKIP", "created_at": f"@-{1000 + n}"} for n in range(45)]
    new = [{"job_id": f"new{n}", "status": "SKIP", "created_at": f"@-{100 - n}", "appears_at": n + 1} for n in range(9)]
    service.load(tick=1, service={"max_limit": 10}, policies={POLICY: {"tasks": old + new}})
    found = [task["job_id"] for task in service.vbs().tasks(POLICY, {"sort_dir": "desc"})]
    assert len(found) == len(set(found))
    assert found == [task["job_id"] for task in old]


@pytest.mark.parametrize("times", [1, 2])
def test_a_list_that_ends_before_the_services_count_is_not_whole(service, times):
    service.load(
        service={"max_limit": 20},
        policies={POLICY: {"generate": {"policy_id": POLICY, "tasks": 25, "spacing": 600}}},
    )
    empty = {"kind": "answer", "status": 200, "json": {"tasks": [], "count": 25}, "query": {"marker": "."}}
    service.simulator.fault(**empty, times=times)
    if times == 1:  # it is read anew
        assert len(service.vbs().tasks(POLICY, {})) == 25
        return
    with pytest.raises(PassingError, match="the service counts 25 tasks and sends 20 of them") as caught:
        service.vbs().tasks(POLICY, {})
    assert caught.value.status == 200


@pytest.mark.parametrize("status", [400, 404])
def test_a_list_that_breaks_off_twice_is_an_error_of_that_status(service, status):
    service.load(
        service={"max_limit": 20},
        policies={POLICY: {"generate": {"policy_id": POLICY, "tasks": 25, "spacing": 600}}},
    )
    service.simulator.fault(kind="answer", status=status, json={}, query={"marker": "."}, times=2)
    with pytest.raises(PassingError, match=f"the list broke off: GET .* answered HTTP {status} ") as caught:
        service.vbs().tasks(POLICY, {})
    assert caught.value.status == status


@pytest.mark.parametrize("times", [1, 2])
def test_a_list_that_changes_while_it_is_read_by_offset_is_not_whole(times):
    # Pages of one task that begin with the marker's own: only an offset gets past it.
    tasks, ask = task_service(3, 1, True)
    walks = []

    def changing(query):
        if not query.keys() & {"marker", "offset"}:
            walks.append(query)
            if len(walks) in (3, 6)[:times]:
                tasks.append({"job_id": f"new{len(walks)}"})
        return ask(query)

    if times == 1:  # it is read anew
        assert read_all(changing, {}) == tasks
        return
    with pytest.raises(PagingError, match=r"^the list changed while it was read by offset$") as caught:
        read_all(changing, {})
    assert caught.value.passing


@pytest.mark.parametrize("query", [{"status": "SKIP"}, {"offset": 50}, {"marker": "last"}, {"job_id": "none"}])
def test_a_count_that_leaves_out_the_filters_does_no_harm(service, query):
    service.load(policies={POLICY: {"tasks": [{"job_id": "last", "status": "RUNNING", "created_at": "@-60"}]}})
    service.simulator.fault(kind="answer", status=200, json={"tasks": [], "count": 1}, times=None)
    assert service.vbs().tasks(POLICY, query) == []


def test_a_marker_that_expires_between_two_pages(service):
    tasks = [{"job_id": f"t{n}", "status": "SKIP", "created_at": f"@-{1000 + n}"} for n in range(15)]
    # The last task of the first page is gone when the second is asked for.
    tasks[9]["disappears_at"] = 0.5
    service.load(tick=1, service={"max_limit": 10}, policies={POLICY: {"tasks": tasks}})
    found = [task["job_id"] for task in service.vbs().tasks(POLICY, {})]
    assert found == [f"t{n}" for n in range(15) if n != 9]


def test_a_server_that_ignores_paging_names_the_request(service):
    service.load(
        service={"paging": False},
        policies={POLICY: {"generate": {"policy_id": POLICY, "tasks": 30, "spacing": 600}}},
    )
    with pytest.raises(
        ApiError, match=rf"GET .*/backuppolicy/{POLICY}/backuptasks cannot be trusted.*ignores paging"
    ) as caught:
        service.vbs().tasks(POLICY, {})
    assert not isinstance(caught.value, PassingError)
