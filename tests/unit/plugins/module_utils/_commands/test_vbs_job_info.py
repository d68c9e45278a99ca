# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What vbs_job_info does, against a real server and on a clock of the test's own."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_job_info import job_info
from ansible_collections.otc.vbs.plugins.module_utils._errors import Incomplete, VbsError
from ansible_collections.otc.vbs.plugins.module_utils._http.client import CONNECTIONS

RUNNING_THEN_SUCCESS = {
    "job_id": "a",
    "status": "INIT",
    "job_type": "bksCreateBackup",
    "begin_time": "@0",
    "entities": {"volume_id": "v"},
    "error_code": None,
    "fail_reason": None,
    "script": [{"at": 10, "set": {"status": "RUNNING"}}, {"at": 25, "set": {"status": "SUCCESS", "end_time": "@+25"}}],
}
FAILED = {"job_id": "f", "status": "FAIL", "error_code": "VBS.0064", "fail_reason": "No space.", "sub_jobs": []}


def run(service, job_id, client=None, **params):
    client = client or service.client()
    values = {"wait": False, "until": None, "wait_timeout": 100.0, "wait_interval": 10.0, **params}
    return job_info(client, service.vbs(client), {"job_id": job_id, **values}, **service.time)


def fail(service, job_id, **params):
    with pytest.raises(Incomplete) as caught:
        run(service, job_id, **params)
    return str(caught.value), caught.value.result


def test_jobs_come_whole_and_in_the_order_asked(service):
    jobs = {
        name: {"job_id": name, "status": "INIT", "odd": {"values": [name]}, "sub_jobs": [{}]} for name in "abcdefghijkl"
    }
    service.load(jobs=jobs)
    asked = list("lkjabcdefghij")
    result = run(service, asked)
    assert result == {"jobs": [jobs[name] for name in dict.fromkeys(asked)]}


def test_every_field_comes_through(service):
    job = {
        "job_id": "f",
        "status": "FAIL",
        "job_type": "bksCreateBackup",
        "begin_time": "2016-01-28T16:14:09.466Z",
        "end_time": "2016-01-28T16:25:27.690Z",
        "entities": {"volume_id": "v"},
        "error_code": "VBS.0064",
        "fail_reason": "No space.",
        "message": "It failed.",
        "code": "VBS.1",
        "sub_jobs": [{"job_id": "s", "status": "FAIL", "message": "Deep.", "code": "VBS.2"}],
    }
    service.load(jobs={"f": job})
    assert run(service, ["f"]) == {"jobs": [job]}


def test_without_wait_a_failed_job_is_no_failure(service):
    service.load(jobs={"f": FAILED})
    assert run(service, ["f"]) == {"jobs": [FAILED]}


def test_jobs_that_do_not_exist_are_named_and_the_others_returned(service):
    service.load(jobs={"f": FAILED})
    message, result = fail(service, ["x", "f", "y"])
    assert result["jobs"] == [FAILED]
    assert [failure["job_id"] for failure in result["failures"]] == ["x", "y"]
    assert result["error"]["status"] == 404
    assert result["failures"][1]["error"]["url"].endswith("/jobs/y")
    assert message.startswith("Job x: GET ")
    assert "; Job y: GET " in message


@pytest.mark.parametrize("found", ["other", 7, ["a"], {}])
def test_an_answer_about_another_job_is_not_trusted(service, found):
    service.load(jobs={"a": {"job_id": found, "status": "SUCCESS"}})
    message, result = fail(service, ["a"], wait=True)
    place = f"{service.simulator.url}/v1/4229d7a45436489f8c3dc2b1d35d4987/jobs/a"
    assert message == f"Job a: GET {place} cannot be trusted: the answer is about the job {found!r}"
    assert result["jobs"] == []


@pytest.mark.parametrize("document", [{"status": "SUCCESS"}, {"status": "SUCCESS", "job_id": None}])
def test_an_answer_that_does_not_name_its_job_is_about_the_one_asked_for(service, document):
    service.load(jobs={"a": document})
    assert run(service, ["a"]) == {"jobs": [{"status": "SUCCESS", "job_id": "a"}]}


@pytest.mark.parametrize("sub_jobs", [1, True, "text", {"a": 1}, [1, None, {"status": "FAIL"}], None])
def test_odd_sub_jobs_do_no_harm(service, sub_jobs):
    service.load(jobs={"f": {**FAILED, "error_code": None, "fail_reason": None, "sub_jobs": sub_jobs}})
    message, result = fail(service, ["f"], wait=True)
    assert message == "Job f: status is FAIL"
    assert result["jobs"][0]["sub_jobs"] == sub_jobs


def test_a_condition_that_cannot_be_judged_keeps_what_there_is(service):
    service.load(jobs={"f": FAILED})
    message, result = fail(service, ["f"], wait=True, until="fail_reasn")
    assert "until 'fail_reasn' yields null, not true or false on" in message
    assert result["jobs"] == [FAILED]
    assert result["failures"][0]["job_id"] == "f"
    assert result["polls"] == 1


def test_a_pause_that_the_service_asks_for_outlasts_the_interval(service):
    service.load(jobs={"a": {"job_id": "a", "status": "SUCCESS"}})
    service.simulator.fault(kind="answer", status=429, headers={"Retry-After": "45"}, json={})
    assert run(service, ["a"], wait=True, wait_timeout=60.0, wait_interval=5.0)["elapsed"] == 45


def test_waits_until_success(service):
    service.load(jobs={"a": RUNNING_THEN_SUCCESS})
    result = run(service, ["a"], wait=True)
    assert result["jobs"][0]["status"] == "SUCCESS"
    assert (result["elapsed"], result["polls"]) == (30, 4)
    assert service.clock.slept == [10, 10, 10]


def test_the_time_is_up(service):
    service.load(jobs={"a": RUNNING_THEN_SUCCESS})
    message, result = fail(service, ["a"], wait=True, wait_timeout=15.0)
    assert message == "Timed out after 15.0 seconds and 3 polls. Job a: status is RUNNING"
    assert result["jobs"][0]["status"] == "RUNNING"
    assert result["failures"] == [{"job_id": "a", "reason": "status is RUNNING"}]
    assert (result["elapsed"], result["polls"]) == (15, 3)
    assert "error" not in result


def test_a_job_that_has_failed_ends_the_wait_at_once(service):
    service.load(jobs={"f": FAILED, "a": RUNNING_THEN_SUCCESS})
    message, result = fail(service, ["a", "f"], wait=True)
    assert message == "Job f: status is FAIL (VBS.0064: No space.)"
    assert result["polls"] == 1
    assert [job["job_id"] for job in result["jobs"]] == ["a", "f"]


def test_the_reason_of_the_deepest_failed_sub_job(service):
    deep = {"job_id": "s2", "status": "FAIL", "error_code": "VBS.2", "fail_reason": "Deep."}
    middle = {"job_id": "s1", "status": "FAIL", "error_code": "VBS.1", "fail_reason": "Middle.", "sub_jobs": [deep]}
    done = {"job_id": "s0", "status": "SUCCESS", "error_code": "VBS.0", "fail_reason": "Got over it."}
    service.load(jobs={"f": {"job_id": "f", "status": "FAIL", "error_code": None, "sub_jobs": [done, middle]}})
    message, _result = fail(service, ["f"], wait=True)
    assert message == "Job f: status is FAIL (VBS.2: Deep. (sub-job s2))"


def test_a_finished_job_that_cannot_meet_until_ends_the_wait(service):
    service.load(jobs={"a": {"job_id": "a", "status": "SUCCESS"}})
    message, result = fail(service, ["a"], wait=True, until="status == 'FAIL'")
    assert message == """Job a: status is SUCCESS, until "status == 'FAIL'" is false"""
    assert result["polls"] == 1


def test_until_may_be_met_by_a_failed_job(service):
    service.load(jobs={"f": FAILED})
    assert run(service, ["f"], wait=True, until="status == 'SUCCESS' || status == 'FAIL'")["polls"] == 1


def test_an_unknown_status_is_waited_for(service):
    service.load(jobs={"a": {"job_id": "a", "status": "PAUSED", "script": [{"at": 10, "set": {"status": "SUCCESS"}}]}})
    assert run(service, ["a"], wait=True)["polls"] == 2


def test_each_round_asks_only_for_what_is_not_settled(service):
    service.load(jobs={"a": RUNNING_THEN_SUCCESS, "b": {"job_id": "b", "status": "SUCCESS"}})
    run(service, ["a", "b"], wait=True)
    assert len(service.asked("/jobs/b")) == 1
    assert len(service.asked("/jobs/a")) == 4


def test_three_of_many_are_named(service):
    message, _result = fail(service, ["a", "b", "c"])
    assert message.count("; Job ") == 2
    assert "more" not in message


def test_many_jobs_share_one_deadline(service):
    service.load(jobs={f"j{n}": {"job_id": f"j{n}", "status": "RUNNING"} for n in range(20)})
    message, result = fail(service, [f"j{n}" for n in range(20)], wait=True, wait_timeout=20.0)
    assert result["elapsed"] == 20
    assert message.endswith("Job j2: status is RUNNING; and 17 more")
    assert len(result["failures"]) == 20


def test_an_object_that_is_missing_does_not_escape_the_timeout(service):
    message, result = fail(service, ["gone"], wait=True)
    assert result["polls"] == 1
    assert result["error"]["status"] == 404
    assert message.startswith("Job gone: GET ")


def test_passing_faults_do_not_end_the_wait_even_without_retries(service):
    service.load(jobs={"a": RUNNING_THEN_SUCCESS})
    service.simulator.fault(kind="answer", status=503, json={}, skip=1, times=2)
    result = run(service, ["a"], wait=True)
    assert result["polls"] == 4


def test_a_service_that_stays_away_is_no_success(service):
    service.load(jobs={"a": {"job_id": "a", "status": "SUCCESS"}})
    service.simulator.fault(
        kind="answer", status=503, json={"error": {"code": "VBS.5", "message": "Down."}}, times=None
    )
    message, result = fail(service, ["a"], wait=True, wait_timeout=20.0)
    assert message.startswith("Timed out after 20.0 seconds and 3 polls. Job a: GET ")
    assert result["jobs"] == []
    assert result["error"]["code"] == "VBS.5"


def test_once_the_service_is_away_not_every_id_is_tried(service):
    service.load(jobs={f"j{n}": {"job_id": f"j{n}", "status": "SUCCESS"} for n in range(100)})
    service.simulator.fault(kind="reset", times=None)
    _message, result = fail(service, [f"j{n}" for n in range(100)])
    assert len(result["failures"]) == 100
    # Those under way when so many in a row got no answer do end.
    asked = len(service.asked())
    assert CONNECTIONS <= asked <= 2 * CONNECTIONS
    reasons = [failure["reason"].startswith("not asked for, as GET") for failure in result["failures"]]
    assert reasons.count(True) >= 100 - asked


def test_one_lost_connection_fails_one_id(service):
    service.load(jobs={f"j{n}": {"job_id": f"j{n}", "status": "SUCCESS"} for n in range(40)})
    service.simulator.fault(kind="reset", path="/jobs/j0$")
    _message, result = fail(service, [f"j{n}" for n in range(40)])
    assert [failure["job_id"] for failure in result["failures"]] == ["j0"]
    assert len(result["jobs"]) == 39


def test_wait_timeout_0_polls_once(service):
    service.load(jobs={"a": RUNNING_THEN_SUCCESS})
    message, _result = fail(service, ["a"], wait=True, wait_timeout=0.0)
    assert message == "Timed out after 0.0 seconds and 1 poll. Job a: status is INIT"
    assert service.clock.slept == []


@pytest.mark.parametrize(("timeout", "tries"), [(0.0, 1), (2.0, 4)])
def test_no_retry_outlasts_the_wait(service, timeout, tries):
    service.simulator.fault(kind="answer", status=503, json={}, times=None)
    client = service.client(retries=10)
    message, result = fail(service, ["a"], client=client, wait=True, wait_timeout=timeout, wait_interval=None)
    assert message.startswith(f"Timed out after {timeout} seconds and ")
    assert result["elapsed"] == sum(service.clock.slept) == timeout
    assert len(service.asked()) == tries


@pytest.mark.parametrize("timeout", [3.0, 100.0])
def test_the_default_interval_fits_the_timeout(service, timeout):
    service.load(jobs={"a": {"job_id": "a", "status": "RUNNING"}})
    fail(service, ["a"], wait=True, wait_timeout=timeout, wait_interval=None)
    assert service.clock.slept[0] == min(10, timeout)


def test_the_time_is_told_in_milliseconds(service):
    service.load(jobs={"a": {"job_id": "a", "status": "RUNNING"}})
    _message, result = fail(service, ["a"], wait=True, wait_timeout=1.23456, wait_interval=1.0)
    assert result["elapsed"] == 1.235


def test_an_error_body_under_200_is_no_job(service):
    service.simulator.fault(kind="answer", status=200, json={"error": {"code": "VBS.7", "message": "Odd."}})
    _message, result = fail(service, ["a"], wait=True, until="status != 'RUNNING'")
    assert result["jobs"] == []
    assert result["error"]["code"] == "VBS.7"


def test_no_key_hides_a_method_of_dict(service):
    service.load(jobs={"a": RUNNING_THEN_SUCCESS, "f": FAILED})
    _message, failed = fail(service, ["a", "f", "gone"], wait=True)
    assert len(failed["failures"]) == 3
    for result in (failed, *failed["failures"], failed["error"], run(service, ["a"], wait=True)):
        assert not result.keys() & set(dir(dict))


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"status": "ERROR", "error_code": "APIG.0301", "error_msg": "No."}, "No."),
        ({"status": 500, "error": "Internal Server Error", "message": "No.", "path": "/"}, "Internal Server Error"),
        ({"status": 500, "path": "/"}, "its status is 500"),
        ({"status": None}, "its status is None"),
    ],
)
def test_what_has_a_status_need_not_be_a_job(service, document, said):
    service.simulator.fault(kind="answer", status=200, json=document)
    _message, result = fail(service, ["a"], wait=True, until="status != 'RUNNING'")
    assert result["jobs"] == []
    assert result["error"]["message"] == said


def test_until_that_yields_no_boolean_names_the_job(service):
    service.load(jobs={"f": {"status": "FAIL"}})
    with pytest.raises(VbsError, match="Job f: until"):
        run(service, ["f"], wait=True, until="stauts")


@pytest.mark.parametrize("status", ["SUCCESS", "FAIL", 500])
def test_an_error_beside_a_status_is_no_job(service, status):
    document = {"status": status, "error": {"code": "VBS.7", "message": "Odd."}}
    service.simulator.fault(kind="answer", status=200, json=document)
    _message, result = fail(service, ["a"], wait=True, until="status != 'RUNNING'")
    assert result["jobs"] == []
    assert result["error"]["code"] == "VBS.7"


def test_until_that_yields_no_boolean_shows_it_all(service):
    service.load(jobs={"f": FAILED})
    with pytest.raises(VbsError, match=r"until 'error_code' yields \"VBS.0064\", not true or false on .*No space"):
        run(service, ["f"], wait=True, until="error_code")


ID = "An ID consists of letters, digits, '-' and '_', as 4010b39b5281d3590152874bfa3b1604."
TIMEOUT = "It must be a number of seconds from 0 to 31536000."
INTERVAL = "It must be a number of seconds above 0, and at most 31536000."


@pytest.mark.parametrize(
    ("job_id", "params", "said"),
    [
        ([], {}, "Missing value for job_id. Give at least one ID."),
        ([""], {}, f"Invalid value for job_id: ''. {ID}"),
        (["ok", "../secret"], {}, f"Invalid value for job_id: '../secret'. {ID}"),
        (["a b"], {}, f"Invalid value for job_id: 'a b'. {ID}"),
        (["a/b"], {}, f"Invalid value for job_id: 'a/b'. {ID}"),
        ([".."], {}, f"Invalid value for job_id: '..'. {ID}"),
        (["x" * 129], {}, f"Invalid value for job_id: '{'x' * 129}'. {ID}"),
        (["a"], {"wait": True, "wait_interval": 0.0}, f"Invalid value for wait_interval: 0.0. {INTERVAL}"),
        (["a"], {"wait": True, "wait_interval": -1.0}, f"Invalid value for wait_interval: -1.0. {INTERVAL}"),
        (
            ["a"],
            {"wait": True, "wait_interval": 101.0},
            "Invalid value for wait_interval: 101.0. It must not be more than wait_timeout, which is 100.",
        ),
        (
            ["a"],
            {"wait_timeout": 0.5, "wait_interval": 1.0},
            "Invalid value for wait_interval: 1.0. It must not be more than wait_timeout, which is 0.5.",
        ),
        (["a"], {"wait_timeout": -1.0}, f"Invalid value for wait_timeout: -1.0. {TIMEOUT}"),
        (["a"], {"wait_timeout": float("inf")}, f"Invalid value for wait_timeout: inf. {TIMEOUT}"),
    ],
)
def test_bad_input_is_named_before_any_request(service, job_id, params, said):
    with pytest.raises(VbsError) as caught:
        run(service, job_id, **params)
    assert str(caught.value) == said
    assert service.asked() == []


def test_a_broken_condition_is_named_before_any_request(service):
    with pytest.raises(VbsError, match=r"^Invalid value for until: 'status =='"):
        run(service, ["a"], until="status ==")
    assert service.asked() == []


def test_a_condition_counts_only_for_a_wait(service):
    service.load(jobs={"f": FAILED})
    assert run(service, ["f"], until="status == 'SUCCESS'") == {"jobs": [FAILED]}


def test_a_year_is_not_too_long_a_wait(service):
    service.load(jobs={"a": RUNNING_THEN_SUCCESS})
    assert run(service, ["a"], wait=True, wait_timeout=31536000.0)["polls"] == 4
