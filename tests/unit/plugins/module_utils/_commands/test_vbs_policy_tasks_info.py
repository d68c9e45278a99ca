# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What vbs_policy_tasks_info does, against a real server and on a clock of the test's own."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_policy_tasks_info import policy_tasks_info
from ansible_collections.otc.vbs.plugins.module_utils._errors import Incomplete, VbsError

STATUSES = ["WAITING", "RUNNING", "EXECUTE_SUCCESS", "EXECUTE_FAIL", "EXECUTE_TIMEOUT", "SKIP"]


def task(name, status="EXECUTE_SUCCESS", age=100, **fields):
    return {
        "job_id": name,
        "status": status,
        "created_at": f"@-{age}",
        "backup_name": "autobk_" + name,
        "resource_id": "volume-" + name,
        "resource_type": "volume",
        **fields,
    }


def policies(**lists):
    return {name: {"tasks": tasks} for name, tasks in lists.items()}


def run(service, policy_id, client=None, **params):
    client = client or service.client()
    values = {"wait": False, "until": None, "wait_timeout": 100.0, "wait_interval": 10.0, **params}
    return policy_tasks_info(client, service.vbs(client), {"policy_id": policy_id, **values}, **service.time)


def fail(service, policy_id, **params):
    with pytest.raises(Incomplete) as caught:
        run(service, policy_id, **params)
    return str(caught.value), caught.value.result


def test_every_field_comes_through(service):
    failed = task(
        "t1", "EXECUTE_FAIL", code="VBS.0064", message="No space.", vbs_job_id="j1", finished_at="@-50", more=[1]
    )
    service.load(start="2026-01-02T01:00:00", policies=policies(p1=[failed]))
    result = run(service, ["p1"])
    assert result == {
        "count": 1,
        "tasks": [
            {
                "policy_id": "p1",
                "job_id": "t1",
                "status": "EXECUTE_FAIL",
                "created_at": "2026-01-02T00:58:20.000",
                "finished_at": "2026-01-02T00:59:10.000",
                "backup_name": "autobk_t1",
                "resource_id": "volume-t1",
                "resource_type": "volume",
                "code": "VBS.0064",
                "message": "No space.",
                "vbs_job_id": "j1",
                "more": [1],
            }
        ],
    }


def test_a_field_that_the_service_leaves_out_is_left_out(service):
    service.load(policies=policies(p1=[task("t1", "WAITING")]))
    assert "vbs_job_id" not in run(service, ["p1"])["tasks"][0]


def test_several_policies_in_the_order_asked(service):
    service.load(policies=policies(p1=[task("a"), task("b", age=50)], p2=[], p3=[task("c")]))
    result = run(service, ["p3", "p2", "p1", "p3"])
    assert [(found["policy_id"], found["job_id"]) for found in result["tasks"]] == [
        ("p3", "c"),
        ("p1", "b"),
        ("p1", "a"),
    ]
    assert result["count"] == 3


@pytest.mark.parametrize("status", STATUSES)
def test_filter_by_status(service, status):
    service.load(policies=policies(p1=[task(name, name) for name in STATUSES]))
    assert [found["job_id"] for found in run(service, ["p1"], status=status)["tasks"]] == [status]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"sort_dir": "asc"}, ["t1", "t2", "t3", "t4"]),
        ({"sort_dir": "desc", "sort_key": "created_at"}, ["t4", "t3", "t2", "t1"]),
        ({"job_id": "t2"}, ["t2"]),
        ({"limit": 3}, ["t4", "t3", "t2"]),
        ({"limit": 1}, ["t4"]),
        ({"offset": 3}, ["t1"]),
        ({"offset": 0}, ["t4", "t3", "t2", "t1"]),
        ({"limit": 2, "offset": 1}, ["t3", "t2"]),
        ({"marker": "t3"}, ["t2", "t1"]),
        ({"status": "SKIP"}, []),
    ],
)
def test_the_other_filters(service, filters, expected):
    service.load(policies=policies(p1=[task(f"t{n}", age=100 - n) for n in (1, 2, 3, 4)]))
    assert [found["job_id"] for found in run(service, ["p1"], **filters)["tasks"]] == expected


def test_an_offset_of_0_is_sent(service):
    service.load(policies=policies(p1=[]))
    run(service, ["p1"], offset=0)
    assert service.asked()[0]["query"]["offset"] == "0"


def test_limit_holds_for_each_policy(service):
    tasks = [task(f"t{n}") for n in range(5)]
    service.load(policies=policies(p1=tasks, p2=[{**one, "job_id": "x" + one["job_id"]} for one in tasks]))
    assert run(service, ["p1", "p2"], limit=2)["count"] == 4


@pytest.mark.parametrize("cap", [2, 3])
def test_limit_beyond_one_page_with_a_marker_that_counts(service, cap):
    service.load(
        service={"marker": "inclusive", "max_limit": cap},
        policies=policies(p1=[task(f"t{n}", age=100 + n) for n in range(9)]),
    )
    assert [found["job_id"] for found in run(service, ["p1"], limit=5)["tasks"]] == ["t0", "t1", "t2", "t3", "t4"]


@pytest.mark.parametrize("limit", [None, 500])
def test_a_service_that_refuses_long_pages_is_read_in_short_ones(service, limit):
    service.load(policies=policies(p1=[task(f"t{number}", age=number) for number in range(120)]))
    service.simulator.fault(kind="answer", status=400, path="backuptasks", query={"limit": "^[0-9]{3,}$"}, times=None)
    assert run(service, ["p1"], limit=limit)["count"] == 120


def test_an_unknown_policy_is_named_and_the_others_returned(service):
    service.load(policies=policies(p1=[task("t1")]))
    message, result = fail(service, ["nope", "p1"])
    assert message.startswith("Policy nope: GET ")
    assert "HTTP 404" in message
    assert result["failures"][0]["policy_id"] == "nope"
    assert [found["job_id"] for found in result["tasks"]] == ["t1"]


def test_waits_until_none_is_unfinished(service):
    waiting = task(
        "t1",
        "WAITING",
        script=[
            {"at": 10, "set": {"status": "RUNNING", "vbs_job_id": "j"}},
            {"at": 20, "set": {"status": "EXECUTE_FAIL"}},
        ],
    )
    service.load(policies=policies(p1=[waiting], p2=[task("t2")]))
    result = run(service, ["p1", "p2"], wait=True)
    assert [found["status"] for found in result["tasks"]] == ["EXECUTE_FAIL", "EXECUTE_SUCCESS"]
    assert (result["elapsed"], result["polls"]) == (20, 3)
    # Each policy is read in two pages: the second shows that there is no more.
    assert len(service.asked("/p2/")) == 2


@pytest.mark.parametrize("status", STATUSES)
def test_each_status_is_finished_or_not(service, status):
    service.load(policies=policies(p1=[task("t1", status)]))
    if status in ("WAITING", "RUNNING"):
        message, _result = fail(service, ["p1"], wait=True, wait_timeout=0.0)
        assert message.endswith(f"not all of its 1 tasks are finished: 1 {status}")
    else:
        assert run(service, ["p1"], wait=True)["polls"] == 1


def test_the_time_is_up(service):
    service.load(policies=policies(p1=[task("a", "WAITING"), task("b", "RUNNING"), task("c", "SKIP")]))
    message, result = fail(service, ["p1"], wait=True, wait_timeout=20.0)
    assert message == (
        "Timed out after 20.0 seconds and 3 polls. Policy p1: not all of its 3 tasks are finished: 1 WAITING, 1 RUNNING"
    )
    assert result["count"] == 3
    assert (result["elapsed"], result["polls"]) == (20, 3)


def test_an_empty_list_is_what_until_makes_of_it(service):
    service.load(policies=policies(p1=[task("t1", appears_at=20)]))
    assert run(service, ["p1"], wait=True)["count"] == 0
    result = run(service, ["p1"], wait=True, until="count > `0`")
    assert (result["count"], result["polls"]) == (1, 3)


@pytest.mark.parametrize(
    ("tasks", "found"),
    [([], "none"), ([task("a"), task("b", "SKIP", age=90), task("c", age=80)], "2 EXECUTE_SUCCESS, 1 SKIP")],
)
def test_a_wait_for_what_never_comes_ends_in_time(service, tasks, found):
    service.load(policies=policies(p1=tasks))
    message, result = fail(service, ["p1"], wait=True, wait_timeout=30.0, until="count > `9`")
    expected = "Timed out after 30.0 seconds and 4 polls. Policy p1: until 'count > `9`' is false; its tasks: "
    assert message == expected + found
    assert result["elapsed"] == 30


@pytest.mark.parametrize("fault", [{"kind": "answer", "status": 503, "json": {}}, {"kind": "reset"}])
def test_a_service_that_stays_away_is_no_empty_list(service, fault):
    service.load(policies=policies(p1=[task("t1")]))
    service.simulator.fault(times=None, **fault)
    message, result = fail(service, ["p1"], wait=True, wait_timeout=20.0)
    assert message.startswith("Timed out after 20.0 seconds and 3 polls. Policy p1: GET ")
    assert result["tasks"] == []
    assert result["error"]["url"].endswith("/backuppolicy/p1/backuptasks")


@pytest.mark.parametrize("fault", [{"kind": "answer", "status": 503, "json": {}}, {"kind": "reset"}])
def test_a_list_does_not_end_at_a_page_that_did_not_come(service, fault):
    service.load(service={"max_limit": 2}, policies=policies(p1=[task(f"t{n}", age=100 + n) for n in range(5)]))
    service.simulator.fault(query={"marker": "t1"}, times=2, **fault)
    _message, result = fail(service, ["p1"])
    assert result["tasks"] == []
    # The list is judged only once it is whole.
    result = run(service, ["p1"], wait=True, until="count > `0`")
    assert (result["count"], result["polls"]) == (5, 2)


def test_until_is_evaluated_for_each_policy(service):
    service.load(policies=policies(p1=[task("a")], p2=[task("b"), task("c", appears_at=10)]))
    result = run(service, ["p1", "p2"], wait=True, until="count == `1` || tasks[1].job_id == 'b'")
    assert result["polls"] == 1
    with pytest.raises(VbsError, match="yields null, not true or false"):
        run(service, ["p1"], wait=True, until="tasks[0].nothing")


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"error": {"code": "VBS.7", "message": "Odd."}}, "answered HTTP 200 OK: VBS.7: Odd."),
        (
            {"tasks": [], "count": 0, "error": {"code": "VBS.7", "message": "Odd."}},
            "answered HTTP 200 OK: VBS.7: Odd.",
        ),
        (
            {"tasks": [], "error_code": "APIG.0301", "error_msg": "No."},
            "answered HTTP 200 OK: APIG.0301: No.",
        ),
        ({"tasks": [], "error": "No."}, "answered HTTP 200 OK: No."),
        ({"tasks": [], "code": "VBS.7", "message": "Odd."}, "cannot be trusted: it says VBS.7: Odd."),
        ({"tasks": None, "count": 0}, "cannot be trusted: tasks is not a list: None"),
        ({"tasks": {}, "count": 0}, "cannot be trusted: tasks is not a list: {}"),
        ({"tasks": "none", "count": 0}, "cannot be trusted: tasks is not a list: 'none'"),
        (
            {"tasks": [None], "count": 1},
            "cannot be trusted: the list holds a task without a job_id to tell it by: None",
        ),
        ({"tasks": [], "count": 3}, "cannot be trusted: the service counts 3 tasks and sends 0 of them"),
        (
            {"count": 0},
            "answered HTTP 200 OK: a JSON object, which is not the object with 'tasks' that belongs there",
        ),
        ([], "answered HTTP 200 OK: a JSON list, which is not the object with 'tasks' that belongs there"),
        (None, "answered HTTP 200 OK: a JSON null, which is not the object with 'tasks' that belongs there"),
    ],
)
def test_an_odd_answer_is_no_empty_history(service, document, said):
    service.load(policies=policies(p1=[]))
    service.simulator.fault(kind="answer", status=200, json=document, times=None)
    message, result = fail(service, ["p1"])
    place = f"{service.simulator.url}/v2/4229d7a45436489f8c3dc2b1d35d4987/backuppolicy/p1/backuptasks"
    assert message.partition(" (request ID ")[0] == f"Policy p1: GET {place} {said}"
    assert result["tasks"] == []
    assert (result["error"]["method"], result["error"]["url"]) == ("GET", place)
    assert result["error"]["message"] in said


@pytest.mark.parametrize("fields", [{"code": "0"}, {"message": "fine"}, {"count": 0}])
def test_a_list_with_something_beside_it_is_a_list(service, fields):
    service.simulator.fault(kind="answer", status=200, json={"tasks": [], **fields}, times=None)
    assert run(service, ["p1"])["tasks"] == []


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"policy_id": []}, "Missing value for policy_id"),
        ({"policy_id": ["my policy"]}, "policy_id: 'my policy'"),
        ({"limit": 0}, "limit: 0. It must be 1 or more"),
        ({"limit": -5}, "limit: -5"),
        ({"offset": -1}, "offset: -1. It must be 0 or more"),
        ({"job_id": "../x"}, "job_id: '../x'"),
        ({"marker": ""}, "marker: ''"),
        ({"until": "tasks[?"}, "until: 'tasks[?'"),
    ],
)
def test_bad_input_is_named_before_any_request(service, params, said):
    with pytest.raises(VbsError) as caught:
        run(service, **{"policy_id": ["p1"], **params})
    assert said in str(caught.value)
    assert service.asked() == []
