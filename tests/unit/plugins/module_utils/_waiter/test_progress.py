# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a wait tells while it lasts, as the modules that wait have it."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_job_info import job_info
from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_policy_tasks_info import policy_tasks_info
from ansible_collections.otc.vbs.plugins.module_utils._errors import Incomplete


@pytest.fixture
def wait_for(service):
    """Call it with the logic and options, for the result of a wait and the lines said."""

    def run(logic, **params):
        lines = []
        client = service.client()
        params = {"wait": True, "until": None, "wait_timeout": 3600, "wait_interval": None, **params}
        try:
            result = logic(client, service.vbs(client), params, say=lines.append, **service.time)
        except Incomplete as error:
            result = error.result
        return result, lines

    return run


def jobs(**ends):
    return {
        name: {"job_id": name, "status": "RUNNING", "script": [{"at": end, "set": {"status": "SUCCESS"}}]}
        for name, end in ends.items()
    }


def test_it_tells_how_the_wait_goes_and_ever_more_seldom(service, wait_for):
    service.load(jobs=jobs(a=12, b=95, c=0))
    result, lines = wait_for(job_info, job_id=["a", "b", "c"])
    assert lines == [
        "1 of 3 jobs settled (2 RUNNING, 1 SUCCESS) after 0 of 3600 seconds",
        "1 of 3 jobs settled (2 RUNNING, 1 SUCCESS) after 10 of 3600 seconds",
        "2 of 3 jobs settled (2 SUCCESS, 1 RUNNING) after 20 of 3600 seconds",
        "2 of 3 jobs settled (2 SUCCESS, 1 RUNNING) after 40 of 3600 seconds",
        "2 of 3 jobs settled (2 SUCCESS, 1 RUNNING) after 70 of 3600 seconds",
    ]
    assert (result["polls"], result["elapsed"]) == (11, 100)


def test_the_tasks_of_policies_are_counted_by_status(service, wait_for):
    task = {"job_id": "t", "status": "RUNNING", "created_at": "@-60", "resource_id": "v"}
    done = {**task, "job_id": "u", "status": "EXECUTE_SUCCESS"}
    ending = {**task, "script": [{"at": 5, "set": {"status": "EXECUTE_FAIL"}}]}
    service.load(policies={"p": {"tasks": [ending, done]}, "q": {"tasks": [done]}, "r": {"tasks": []}})
    _result, lines = wait_for(policy_tasks_info, policy_id=["p", "q", "r"])
    assert lines == ["2 of 3 policies settled (2 EXECUTE_SUCCESS, 1 RUNNING) after 0 of 3600 seconds"]


@pytest.mark.parametrize("wait", [True, False])
def test_what_is_over_at_once_says_nothing(service, wait_for, wait):
    service.load(jobs=jobs(a=0 if wait else 50))
    _result, lines = wait_for(job_info, job_id=["a"], wait=wait)
    assert lines == []


def test_what_cannot_be_read_is_told_and_what_was_seen_of_it_stays(service, wait_for):
    service.load(jobs=jobs(a=5000, b=5000))
    service.simulator.fault(
        kind="answer", status=503, json={"message": "later", "code": "VBS.9"}, path="/jobs/a", skip=1, times=None
    )
    result, lines = wait_for(job_info, job_id=["a", "b"], wait_timeout=60)
    assert len(lines) > 1
    for line in lines[1:]:
        assert "0 of 2 jobs settled (2 RUNNING)" in line
        assert "; 1 could not be read: GET http" in line
        assert "HTTP 503 Service Unavailable: VBS.9: later" in line
    assert [one["job_id"] for one in result["jobs"]] == ["a", "b"]


def test_a_status_that_is_no_word_does_not_reach_the_terminal(service, wait_for):
    service.load(
        jobs={"a": {"job_id": "a", "status": "\x1b[31mRED", "script": [{"at": 5, "set": {"status": "SUCCESS"}}]}}
    )
    _result, lines = wait_for(job_info, job_id=["a"])
    assert lines == ["0 of 1 jobs settled (1 of an unknown status) after 0 of 3600 seconds"]
