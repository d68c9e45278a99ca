# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists that do not add up are errors, and what a service ignores is found or read by another way."""

from __future__ import annotations

from itertools import count

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._api import paging as paging_module
from ansible_collections.otc.vbs.plugins.module_utils._api.paging import Page, PagingError, read_all
from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, PassingError
from tools.answers import POLICY, distrusted, page, task

LARGE = "^[0-9]{3,}$"


def history(number):
    return {POLICY: {"generate": {"policy_id": POLICY, "tasks": number, "spacing": 600}}}


@pytest.mark.parametrize("last", [0, 20, 50])
def test_a_list_with_less_than_its_first_page_counts_is_not_whole(service, last):
    page(service, *(task(f"t{number}") for number in range(20)), query={"marker": None}, count=50)
    page(service, query={"marker": "."}, count=last)
    error = distrusted(service)
    assert "the service counts 50 tasks and sends 20 of them" in str(error)
    # It may have changed while it was read.
    assert isinstance(error, PassingError)


@pytest.mark.parametrize("value", ["50", 50.0, True, False, -1, None, [], {}])
def test_a_count_that_is_no_number_of_tasks_is_an_error(service, value):
    page(service, task("t1"), count=value)
    error = distrusted(service)
    assert f"cannot be trusted: its count is {value!r}" in str(error)
    assert not isinstance(error, PassingError)


def test_a_count_below_the_tasks_beside_it_is_an_error(service):
    page(service, task("t1"), task("t2"), count=1)
    assert "the service counts 1 tasks and sends 2" in str(distrusted(service))


def test_a_service_that_does_not_count_is_read_to_the_end(service):
    service.simulator.fault(kind="answer", status=200, json={"tasks": [task("t1")]}, times=None, query={"marker": None})
    service.simulator.fault(kind="answer", status=200, json={"tasks": []}, times=None, query={"marker": "."})
    assert [one["job_id"] for one in service.vbs().tasks(POLICY, {})] == ["t1"]


@pytest.mark.parametrize(
    ("first", "second"),
    [("EXECUTE_FAIL", "EXECUTE_SUCCESS"), ("EXECUTE_SUCCESS", "EXECUTE_FAIL"), ("SKIP", "SKIP")],
)
def test_a_task_twice_on_a_page_is_an_error(service, first, second):
    page(service, task("t1", status=first), task("t2"), task("t1", status=second))
    error = distrusted(service)
    assert "a page holds the task t1 more than once" in str(error)
    assert not isinstance(error, PassingError)


def two_readings(first, second):
    """A service that begins a page with the marker's own task, which has changed meanwhile."""

    def ask(query):
        if "marker" in query:
            return Page([task("t2", status=second)], None)
        return Page([task("t1"), task("t2", status=first)], None)

    return ask


@pytest.mark.parametrize("now", ["RUNNING", "EXECUTE_SUCCESS", "EXECUTE_FAIL"])
@pytest.mark.parametrize("before", ["WAITING", "RUNNING"])
def test_of_two_readings_of_an_unfinished_task_the_newer_holds(before, now):
    assert read_all(two_readings(before, now), {}) == [task("t1"), task("t2", status=now)]


@pytest.mark.parametrize(
    ("before", "now"),
    [("EXECUTE_FAIL", "EXECUTE_SUCCESS"), ("EXECUTE_SUCCESS", "EXECUTE_FAIL"), ("EXECUTE_SUCCESS", "RUNNING")],
)
def test_a_finished_task_that_changes_is_an_error(before, now):
    with pytest.raises(PagingError, match=f"the task t2 first says '{before}' and then '{now}'") as caught:
        read_all(two_readings(before, now), {})
    assert caught.value.passing


@pytest.mark.parametrize("total", ["total", "page"])
@pytest.mark.parametrize("ignored", ["marker", "offset"])
@pytest.mark.parametrize("max_limit", [None, 1, 7])
@pytest.mark.parametrize("number", [1, 2, 9])
def test_a_service_is_read_by_whichever_it_honours(service, number, max_limit, ignored, total):
    service.load(service={"ignores": [ignored], "max_limit": max_limit, "count": total}, policies=history(number))
    tasks = service.vbs().tasks(POLICY, {})
    assert len({one["job_id"] for one in tasks}) == len(tasks) == number
    times = [one["created_at"] for one in tasks]
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize("limit", [1, 7, 20, 25])
def test_a_limit_holds_where_the_marker_is_ignored(service, limit):
    service.load(service={"ignores": ["marker"], "max_limit": 7}, policies=history(30))
    every = service.vbs().tasks(POLICY, {})
    assert service.vbs().tasks(POLICY, {"limit": limit}) == every[:limit]


def test_new_tasks_do_not_pass_for_the_next_page_where_the_marker_is_ignored(service):
    old = [{**task(f"old{n:02}"), "created_at": f"@-{1000 + n}"} for n in range(30)]
    new = [{**task(f"new{n}"), "created_at": f"@-{10 - n}", "appears_at": 0.5} for n in range(5)]
    service.load(tick=1, service={"ignores": ["marker"], "max_limit": 20}, policies={POLICY: {"tasks": old + new}})
    found = [one["job_id"] for one in service.vbs().tasks(POLICY, {"limit": 25})]
    assert found == [*(f"new{n}" for n in (4, 3, 2, 1, 0)), *(f"old{n:02}" for n in range(20))]


@pytest.mark.parametrize("ignores", [["marker", "offset"], ["marker", "offset", "limit"]])
def test_a_service_that_ignores_both_cannot_be_read(service, ignores):
    service.load(service={"ignores": ignores, "max_limit": 20}, policies=history(30))
    error = distrusted(service)
    assert "the service ignores paging, so the rest of the list cannot be read" in str(error)
    assert not isinstance(error, PassingError)


@pytest.mark.parametrize("limit", [None, 500])
@pytest.mark.parametrize("retries", [0, 1, 3])
@pytest.mark.parametrize("status", [400, 406, 413, 414, 422, 431, 500, 502, 503, 504])
def test_a_page_that_is_refused_is_asked_for_in_smaller_ones(service, status, retries, limit):
    service.load(policies=history(120))
    service.simulator.fault(kind="answer", status=status, json={}, query={"limit": LARGE}, times=None)
    vbs = service.vbs(service.client(retries=retries))
    assert len(vbs.tasks(POLICY, {} if limit is None else {"limit": limit})) == 120
    refused = [entry for entry in service.asked() if entry["fault"]]
    # What may pass is tried again for a second page, in case that it was not the size.
    assert len(refused) <= (2 if status < 500 else 5)


@pytest.mark.parametrize("kind", ["reset", "reset_after_headers", "truncate", "short_body"])
def test_a_page_that_breaks_off_is_asked_for_in_smaller_ones(service, kind):
    service.load(policies=history(120))
    service.simulator.fault(kind=kind, query={"limit": LARGE}, times=None)
    assert len(service.vbs(service.client(retries=2)).tasks(POLICY, {})) == 120


def test_one_lost_answer_does_not_make_all_pages_small(service):
    service.load(service={"max_limit": 300}, policies=history(1000))
    service.simulator.fault(kind="reset", times=1)
    assert len(service.vbs(service.client(retries=1)).tasks(POLICY, {})) == 1000
    assert [entry["query"]["limit"] for entry in service.asked()] == ["1000", "200", "1000", "1000", "1000", "1000"]


@pytest.mark.parametrize("status", [401, 403, 404, 405, 407, 409, 501])
def test_a_refusal_that_no_smaller_page_cures_is_one(service, status):
    service.simulator.fault(kind="answer", status=status, json={}, times=None)
    with pytest.raises(ApiError):
        service.vbs(service.client(retries=3)).tasks(POLICY, {})
    assert len(service.asked()) == 1


@pytest.mark.parametrize("fault", [{"kind": "answer", "status": 503, "json": {}}, {"kind": "reset"}])
def test_a_service_that_is_down_gets_no_more_tries_and_pauses_for_its_pages(service, fault):
    service.simulator.fault(times=None, **fault)
    with pytest.raises(PassingError):
        service.vbs(service.client(retries=3)).tasks(POLICY, {})
    assert len(service.asked()) == 4
    assert service.clock.slept == [0.5, 1.0, 2.0]


def test_a_pause_that_is_asked_for_is_not_cut_short_by_a_smaller_page(service):
    service.simulator.fault(kind="answer", status=503, json={}, headers={"Retry-After": "3600"}, times=None)
    with pytest.raises(PassingError):
        service.vbs().tasks(POLICY, {})
    assert len(service.asked()) == 1


def test_a_page_that_is_refused_later_is_read_in_smaller_ones(service):
    service.load(service={"max_limit": 300}, policies=history(700))
    service.simulator.fault(kind="answer", status=400, json={}, query={"limit": "^1000$", "marker": "."}, times=None)
    assert len(service.vbs().tasks(POLICY, {})) == 700


def endless():
    numbers = count()
    return lambda query: Page([task(f"t{next(numbers)}") for _turn in range(query["limit"])], None)


def test_a_list_that_does_not_end_is_an_error():
    with pytest.raises(PagingError, match="the list does not end after 100000 tasks") as caught:
        read_all(endless(), {})
    assert not caught.value.passing


def test_pages_that_do_not_end_are_an_error():
    numbers = count()
    with pytest.raises(PagingError, match="the list does not end after 10000 pages"):
        read_all(lambda query: Page([task(f"t{next(numbers)}")], None), {})


def test_a_limit_may_not_lead_beyond_the_end():
    with pytest.raises(PagingError, match="the list does not end after 100000 tasks"):
        read_all(endless(), {"limit": 10**9})


def test_as_many_tasks_as_allowed_are_read():
    numbers = iter(range(paging_module.MOST_ITEMS))

    def ask(query):
        return Page([task(f"t{number}") for _turn, number in zip(range(query["limit"]), numbers, strict=False)], None)

    assert len(read_all(ask, {})) == paging_module.MOST_ITEMS
