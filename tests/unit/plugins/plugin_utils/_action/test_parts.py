# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waits made in parts: what they tell, and that they come to the same as waits in one go."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_job_info import job_info
from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_policy_tasks_info import policy_tasks_info
from ansible_collections.otc.vbs.plugins.module_utils._errors import Incomplete
from ansible_collections.otc.vbs.plugins.plugin_utils._action.parts import in_parts


class Modules:
    """Runs the modules' logic, each start of which takes a while."""

    def __init__(self, service, start):
        self._service = service
        self._start = start
        self.starts = 0

    def run(self, logic, **params):
        self.starts += 1
        self._service.clock.sleep(self._start)
        client = self._service.client()
        try:
            return logic(client, self._service.vbs(client), params, **self._service.time)
        except Incomplete as error:
            return {"failed": True, "msg": str(error), **error.result}


def wait_for(service, logic, start=0.0, parts=True, **params):
    """The result of a wait, the lines said, and how often the module was started."""
    modules = Modules(service, start)
    params = {"wait": True, "until": None, "wait_timeout": 3600, "wait_interval": None, **params}
    lines = []
    if not parts:
        return modules.run(logic, **params), lines, modules.starts
    id_name, rows_name = ("job_id", "jobs") if logic is job_info else ("policy_id", "tasks")
    result = in_parts(
        lambda state: modules.run(logic, **params, _progress=state),
        id_name,
        rows_name,
        lines.append,
        **service.time,
    )
    return result, lines, modules.starts


def job(name, *script):
    return {"job_id": name, "status": "RUNNING", "script": [{"at": at, "set": {"status": to}} for at, to in script]}


def jobs(**ends):
    return {name: job(name, (end, "SUCCESS")) for name, end in ends.items()}


def test_each_part_but_the_last_says_how_it_goes(service):
    service.load(jobs=jobs(a=12, b=95, c=0))
    result, lines, starts = wait_for(service, job_info, job_id=["a", "b", "c"])
    assert lines == [
        "1 of 3 jobs settled (2 RUNNING, 1 SUCCESS) after 0 of 3600 seconds",
        "2 of 3 jobs settled (2 SUCCESS, 1 RUNNING) after 20 of 3600 seconds",
        "2 of 3 jobs settled (2 SUCCESS, 1 RUNNING) after 50 of 3600 seconds",
        "2 of 3 jobs settled (2 SUCCESS, 1 RUNNING) after 90 of 3600 seconds",
    ]
    assert starts == 5
    assert [(one["job_id"], one["status"]) for one in result["jobs"]] == [(name, "SUCCESS") for name in "abc"]
    assert (result["polls"], result["elapsed"]) == (11, 100)
    assert "_progress" not in result


def test_what_is_settled_is_not_asked_again_in_later_parts(service):
    service.load(jobs=jobs(a=0, b=95))
    wait_for(service, job_info, job_id=["a", "b"])
    assert len(service.asked("/jobs/a")) == 1


def test_the_tasks_of_policies_are_counted_by_status(service):
    task = {"job_id": "t", "status": "RUNNING", "created_at": "@-60", "resource_id": "v"}
    done = {**task, "job_id": "u", "status": "EXECUTE_SUCCESS"}
    ending = {**task, "script": [{"at": 5, "set": {"status": "EXECUTE_FAIL"}}]}
    service.load(policies={"p": {"tasks": [ending, done]}, "q": {"tasks": [done]}, "r": {"tasks": []}})
    result, lines, _starts = wait_for(service, policy_tasks_info, policy_id=["p", "q", "r"])
    assert lines == ["2 of 3 policies settled (2 EXECUTE_SUCCESS, 1 RUNNING) after 0 of 3600 seconds"]
    assert sorted((task["policy_id"], task["status"]) for task in result["tasks"]) == [
        ("p", "EXECUTE_FAIL"),
        ("p", "EXECUTE_SUCCESS"),
        ("q", "EXECUTE_SUCCESS"),
    ]
    assert result["count"] == 3


def test_a_wait_that_is_over_at_once_says_nothing(service):
    service.load(jobs=jobs(a=0))
    result, lines, starts = wait_for(service, job_info, job_id=["a"])
    assert (lines, starts, result["polls"]) == ([], 1, 1)


def test_without_a_wait_there_are_no_parts(service):
    service.load(jobs=jobs(a=50))
    result, lines, starts = wait_for(service, job_info, job_id=["a"], wait=False)
    assert (lines, starts) == ([], 1)
    assert "polls" not in result


def test_what_cannot_be_read_is_told_and_what_was_seen_of_it_stays(service):
    service.load(jobs=jobs(a=5000, b=5000))
    service.simulator.fault(
        kind="answer", status=503, json={"message": "later", "code": "VBS.9"}, path="/jobs/a", skip=1, times=None
    )
    result, lines, _starts = wait_for(service, job_info, job_id=["a", "b"], wait_timeout=60)
    assert len(lines) > 1
    for line in lines[1:]:
        assert "0 of 2 jobs settled (2 RUNNING)" in line
        assert "; 1 could not be read: GET http" in line
        assert "HTTP 503 Service Unavailable: VBS.9: later" in line
    assert result["failed"]
    assert [one["job_id"] for one in result["jobs"]] == ["a", "b"]


def test_a_status_that_is_no_word_does_not_reach_the_terminal(service):
    service.load(
        jobs={"a": {"job_id": "a", "status": "\x1b[31mRED", "script": [{"at": 5, "set": {"status": "SUCCESS"}}]}}
    )
    _result, lines, _starts = wait_for(service, job_info, job_id=["a"])
    assert lines == ["0 of 1 jobs settled (1 of an unknown status) after 0 of 3600 seconds"]


def test_the_time_to_start_the_module_is_no_part_of_the_pauses(service):
    service.load(jobs=jobs(a=5000))
    result, _lines, starts = wait_for(service, job_info, start=2, job_id=["a"], wait_timeout=100)
    asked = [request["at"] for request in service.asked("/jobs/a")]
    assert starts > 3
    assert [round(later - sooner, 1) for sooner, later in pairwise(asked)] == [10] * 10
    assert (result["elapsed"], result["polls"]) == (100, 11)


def test_a_module_that_starts_when_the_time_is_up_can_still_ask_a_last_time(service):
    service.load(jobs=jobs(a=5000))
    result, _lines, _starts = wait_for(service, job_info, start=10, job_id=["a"], wait_timeout=3)
    assert result["msg"] == "Timed out after 10.0 seconds and 2 polls. Job a: status is RUNNING"
    assert "error" not in result


def times(least, most, offset):
    """Seconds; those of different offsets never coincide, as which of two then comes first is the rounding's choice."""
    return st.integers(least * 4, most * 4).map(lambda quarters: quarters / 4 + offset)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ends=st.lists(st.tuples(times(0, 200, 1 / 8), st.sampled_from(["SUCCESS", "FAIL"])), min_size=1, max_size=5),
    timeout=times(1, 250, 1 / 16),
    interval=times(2, 60, 0),
)
def test_it_comes_to_what_a_wait_in_one_go_comes_to(service, ends, timeout, interval):
    scenario = {f"j{number}": job(f"j{number}", end) for number, end in enumerate(ends)}
    params = {"job_id": list(scenario), "until": "status != 'RUNNING'", "wait_timeout": timeout}
    params["wait_interval"] = min(interval, timeout)
    service.load(jobs=scenario)
    whole, _lines, _starts = wait_for(service, job_info, parts=False, **params)
    service.load(jobs=scenario)
    result, _lines, _starts = wait_for(service, job_info, **params)
    assert result == whole
