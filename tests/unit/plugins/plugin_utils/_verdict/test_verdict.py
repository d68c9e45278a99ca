# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The verdict on the latest run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput
from ansible_collections.otc.vbs.plugins.module_utils._time import parse_time
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.rules import LARGEST
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run

NOW = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)
STATUSES = ["WAITING", "RUNNING", "EXECUTE_SUCCESS", "EXECUTE_FAIL", "EXECUTE_TIMEOUT", "SKIP", "NEW_ONE", None]


def task(volume="v1", status="EXECUTE_SUCCESS", hours=7.0, **fields):
    created = NOW - timedelta(hours=hours)
    return {
        "policy_id": "p1",
        "job_id": f"task-{volume}-{hours}",
        "resource_id": volume,
        "status": status,
        "created_at": created.strftime("%Y-%m-%dT%H:%M:%S.") + "467",
        **fields,
    }


def policy(policy_id, name=None, count=1):
    """A policy that backs up so many volumes each night at one."""
    schedule = {"status": "ON", "start_time": "01:00", "frequency": 1}
    document = {"backup_policy_id": policy_id, "policy_resource_count": count, "scheduled_policy": schedule}
    return document if name is None else {**document, "backup_policy_name": name}


def judge(tasks, **options):
    """By its age, unless options say otherwise; schedules are tried in test_verdict_due.py."""
    return latest_run(tasks, now=NOW, **{"max_age": 25, **options})


def test_a_good_run():
    jobs = [{"job_id": "j1", "status": "SUCCESS"}, {"status": "FAIL"}]
    earlier = task("v1", "EXECUTE_FAIL", hours=31)
    verdict = judge([task("v1", hours=7.123, vbs_job_id="j1"), task("v2", hours=7.5), earlier], jobs=jobs)
    assert verdict["ok"] is True
    assert verdict["problems"] == []
    assert verdict["msg"] == "The latest run of 1 policy is good: 2 of 2 volumes have a good backup"
    (run,) = verdict["runs"]
    assert run["started_at"] == "2026-01-02T00:30:00Z"
    assert run["age"] == 7.12
    assert run["statuses"] == {"EXECUTE_SUCCESS": 2}
    assert [found["resource_id"] for found in run["tasks"]] == ["v1", "v2"]
    assert [found["job_status"] for found in run["tasks"]] == ["SUCCESS", None]
    assert [found["reason"] for found in run["tasks"]] == [None, None]


def test_it_tells_which_jobs_to_wait_for():
    verdict = judge(
        [
            task("v1", "RUNNING", vbs_job_id="j1"),
            task("v2", "WAITING", vbs_job_id="j1"),
            task("v3", "WAITING", policy_id="p2", vbs_job_id="j3"),
            task("v4", "RUNNING"),
            task("v5", "RUNNING", vbs_job_id="j/5"),
            task("v6", "EXECUTE_FAIL", vbs_job_id="j6"),
            task("v7", "RUNNING", hours=40, vbs_job_id="j7"),
        ]
    )
    assert verdict["finished"] is False
    assert verdict["unfinished_vbs_job_ids"] == ["j1", "j3"]
    verdict = judge([task("v4", "RUNNING")])
    assert (verdict["finished"], verdict["unfinished_vbs_job_ids"]) == (False, [])
    verdict = judge([task("v6", "EXECUTE_FAIL", vbs_job_id="j6"), task("v7", "RUNNING", hours=40, vbs_job_id="j7")])
    assert (verdict["finished"], verdict["unfinished_vbs_job_ids"]) == (True, [])


def test_it_tells_which_jobs_may_tell_why():
    tasks = [
        task("v1", vbs_job_id="j1"),
        task("v2", "EXECUTE_FAIL", vbs_job_id="j2"),
        task("v3", "EXECUTE_TIMEOUT", policy_id="p2", vbs_job_id="j3"),
        task("v4", "RUNNING", vbs_job_id="j4"),
        task("v5", "EXECUTE_FAIL"),
        task("v6", "EXECUTE_FAIL", vbs_job_id="j/6"),
        task("v7", vbs_job_id="j7"),
    ]
    assert judge(tasks)["unexplained_vbs_job_ids"] == ["j3", "j2", "j4"]
    jobs = [{"job_id": "j2", "status": "FAIL"}, {"job_id": "j7", "status": "FAIL"}]
    assert judge(tasks, jobs=jobs)["unexplained_vbs_job_ids"] == ["j3", "j4"]


def test_policies_are_judged_and_called_by_their_names():
    policies = [policy("p1", "nightly"), policy("p2"), policy("p3", ["odd"])]
    verdict = judge([task("v1", "SKIP"), task(policy_id="p4")], policy_ids=["p3"], policies=policies)
    # By name, where all are equally bad.
    assert [run["policy_id"] for run in verdict["runs"]] == ["p3", "p1", "p2", "p4"]
    assert [run["policy_name"] for run in verdict["runs"]] == ['["odd"]', "nightly", None, None]
    assert [problem.partition(":")[0] for problem in verdict["problems"]] == [
        'Policy ["odd"] (p3)',
        "Policy nightly (p1)",
        "Policy p2",
    ]


def test_the_worst_run_and_the_worst_task_come_first():
    tasks = [
        *(task(f"v{number}", policy_id="half") for number in range(2)),
        *(task(f"v{number}", "SKIP", policy_id="half") for number in range(2, 4)),
        task("v1", policy_id="all"),
        task("v1", "RUNNING", policy_id="none"),
        *(task(f"v{number}", policy_id="most") for number in range(8)),
        task("v8", "NEW_ONE", policy_id="most"),
        task("v9", "SKIP", policy_id="most"),
        task("va", "WAITING", policy_id="most"),
        task("vb", "SKIP", policy_id="most"),
        task("vb", "SKIP", hours=31, policy_id="most"),
    ]
    for given_tasks in (tasks, tasks[::-1]):
        runs = judge(given_tasks)["runs"]
        assert [run["policy_id"] for run in runs] == ["none", "half", "most", "all"]
        # Of those that are equally bad, the one that has been so for longer.
        found = [found["resource_id"] for found in runs[2]["tasks"]]
        assert found == ["vb", "v9", "v8", "va", *(f"v{number}" for number in range(8))]


def test_the_verdict_names_the_policies_that_were_left_out():
    left_out = [
        {"policy_id": "p7", "policy_name": "retired", "why": "switched off"},
        {"policy_id": "p8", "policy_name": "empty", "why": "without volumes"},
        {"policy_id": "p9", "policy_name": None, "why": "switched off", "more": 1},
        {"policy_id": "p10", "policy_name": " ", "why": "switched off"},
    ]
    verdict = judge([task()], left_out=left_out)
    assert verdict["ok"] is True
    assert verdict["notes"] == [
        "3 policies are left out (switched off): retired, p9, p10",
        "1 policy is left out (without volumes): empty",
    ]
    del left_out[2]["more"]
    assert verdict["left_out"] == left_out


def test_no_key_hides_a_method_of_dict():
    verdict = judge([task("v1"), task("v2", "SKIP"), task("v2", "RUNNING", hours=40)], resource_ids=["v3"])
    (run,) = verdict["runs"]
    for document in (verdict, run, *run["tasks"]):
        assert not document.keys() & set(dir(dict))


def test_the_order_of_the_tasks_does_not_matter():
    tasks = [task("v1", "EXECUTE_FAIL"), task("v2", hours=7.2), task("v3", "EXECUTE_FAIL", hours=40)]
    forwards, backwards = judge(tasks), judge(tasks[::-1])
    assert sorted(forwards["problems"]) == sorted(backwards["problems"])
    assert len(forwards["problems"]) == 1


@pytest.mark.parametrize("status", [status for status in STATUSES if status != "EXECUTE_SUCCESS"])
@pytest.mark.parametrize(
    ("fields", "reason"),
    [({}, "it has no vbs_job_id, so no job can tell more"), ({"vbs_job_id": "j1"}, "job j1 may tell more")],
)
def test_any_other_status_is_not_good_and_named(status, fields, reason):
    verdict = judge([task("v1"), task("v2", status, **fields)])
    assert verdict["ok"] is False
    assert verdict["problems"] == [f"Policy p1: volume v2 is {status}: {reason}"]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("WAITING", "unfinished"),
        ("RUNNING", "unfinished"),
        ("SKIP", "bad"),
        ("EXECUTE_TIMEOUT", "bad"),
        ("NEW", "unknown"),
    ],
)
def test_outcomes(status, outcome):
    assert judge([task(status=status)])["runs"][0]["tasks"][0]["outcome"] == outcome


def test_the_run_ends_exactly_one_window_before_its_newest_task():
    inside, outside = task("v2", "SKIP", hours=7.999), task("v3", "SKIP", hours=8)
    run = judge([task("v1", hours=7), inside, outside])["runs"][0]
    assert {found["resource_id"] for found in run["tasks"]} == {"v1", "v2"}
    assert judge([task("v1", hours=7), inside], run_window=30)["ok"] is True


def test_no_run():
    verdict = judge([], policy_ids=["p1"])
    assert verdict["ok"] is False
    assert verdict["problems"] == ["Policy p1: there is no run in the 30 days that the service remembers"]
    assert judge([])["ok"] is False
    assert judge([])["problems"] == ["There is no run: there are no tasks"]


def test_a_policy_without_a_run_beside_a_good_one():
    verdict = judge([task()], policy_ids=["p2", "p1"])
    assert [run["policy_id"] for run in verdict["runs"]] == ["p2", "p1"]
    assert [run["ok"] for run in verdict["runs"]] == [False, True]
    assert verdict["ok"] is False
    assert verdict["msg"] == (
        "The latest run of 2 policies is NOT GOOD: 1 of 1 volumes have a good backup, but not all is well, problems: 1"
    )


@pytest.mark.parametrize(("hours", "options"), [(25, {}), (0.4, {"max_age": 0.5}), (700, {"max_age": LARGEST})])
def test_young_enough(hours, options):
    created = NOW - timedelta(hours=hours)
    assert judge([task(created_at=f"{created:%Y-%m-%dT%H:%M:%SZ}")], **options)["ok"] is True


def test_too_old():
    verdict = judge([task(hours=25.1)])
    assert verdict["problems"] == ["Policy p1: the latest run is 25.1 hours old, more than 25"]


def test_a_run_in_the_future_is_not_good():
    assert judge([task(created_at="2026-01-02T08:05:00Z")])["ok"] is True
    assert judge([task(created_at="2026-01-02T08:05:01Z")])["ok"] is False
    verdict = judge([task(hours=-2), task("v2", hours=5)])
    assert verdict["ok"] is False
    assert "lies in the future, at 2026-01-02T10:00:00Z: compare the clocks" in verdict["problems"][0]


@pytest.mark.parametrize(
    "created_at", [None, "", "yesterday", "2026-01-02T01:00:00X", 1700000000, "2026-13-01T00:00:00", ["x"]]
)
def test_a_time_that_cannot_be_read_is_not_good(created_at):
    verdict = judge([task("v1"), {**task("v2"), "created_at": created_at}])
    assert verdict["ok"] is False
    assert len(verdict["problems"]) == 1
    assert "Policy p1: volume v2 has a task with the time" in verdict["problems"][0]


def test_missing_volumes():
    verdict = judge([task("v1"), task("v2", hours=40)], resource_ids=["v1", "v2", "v3", "v3"])
    assert verdict["missing_resource_ids"] == ["v2", "v3"]
    assert verdict["problems"] == ["Volume v2 is not in the latest run", "Volume v3 is not in the latest run"]


def test_accept():
    tasks = [task("v1"), task("v2", "SKIP")]
    assert judge(tasks)["ok"] is False
    assert judge(tasks, accept=["EXECUTE_SUCCESS", "SKIP"])["ok"] is True
    assert judge(tasks, accept=["EXECUTE_SUCCESS", "EXECUTE_FAIL", "EXECUTE_TIMEOUT", "SKIP"])["ok"] is True


def test_the_jobs_tell_why():
    tasks = [task("v1", "EXECUTE_FAIL", vbs_job_id="j1"), task("v2", "EXECUTE_FAIL", vbs_job_id="j2")]
    jobs = [
        {"job_id": "j1", "status": "FAIL", "error_code": "VBS.0064", "fail_reason": "No space."},
        {
            "job_id": "j2",
            "status": "FAIL",
            "error_code": None,
            "fail_reason": None,
            "sub_jobs": [
                {"job_id": "s1", "status": "SUCCESS"},
                {
                    "job_id": "s2",
                    "status": "FAIL",
                    "error_code": "VBS.1",
                    "fail_reason": "Upper.",
                    "sub_jobs": [{"job_id": "s3", "status": "FAIL", "error_code": "VBS.2", "fail_reason": "Deep."}],
                },
            ],
        },
    ]
    verdict = judge(tasks, jobs=jobs)
    assert verdict["runs"][0]["tasks"][0]["reason"] == "VBS.0064: No space. (job j1 says FAIL)"
    assert verdict["problems"] == [
        "Policy p1: volume v1 is EXECUTE_FAIL: VBS.0064: No space. (job j1 says FAIL)",
        "Policy p1: volume v2 is EXECUTE_FAIL: VBS.2: Deep. (sub-job s3) (job j2 says FAIL)",
    ]


def test_the_tasks_own_words_where_no_job_has_any():
    failed = task("v1", "EXECUTE_FAIL", code="VBS.9", message="Broken.")
    assert judge([failed])["problems"] == [
        "Policy p1: volume v1 is EXECUTE_FAIL: VBS.9: Broken. (it has no vbs_job_id, so no job can tell more)"
    ]


def test_a_job_that_cannot_be_read_does_not_hide_the_verdict():
    failures = [{"job_id": "j1", "reason": "GET u answered HTTP 404", "error": {"status": 404}}]
    bad = judge([task("v1", "EXECUTE_FAIL", vbs_job_id="j1")], job_failures=failures)
    assert "volume v1 is EXECUTE_FAIL: job j1 could not be read (GET u answered HTTP 404)" in bad["problems"][0]
    assert judge([task("v1", vbs_job_id="j1")], job_failures=failures)["ok"] is True


@pytest.mark.parametrize(
    ("task_status", "job_status"),
    [
        ("EXECUTE_SUCCESS", "FAIL"),
        ("EXECUTE_SUCCESS", "RUNNING"),
        ("EXECUTE_SUCCESS", "NEW_ONE"),
        ("EXECUTE_FAIL", "SUCCESS"),
        ("RUNNING", "SUCCESS"),
        ("WAITING", "FAIL"),
    ],
)
def test_a_job_that_disagrees_with_its_task(task_status, job_status):
    verdict = judge([task("v1", task_status, vbs_job_id="j1")], jobs=[{"job_id": "j1", "status": job_status}])
    assert verdict["ok"] is False
    assert verdict["runs"][0]["tasks"][0]["outcome"] == "disagreement"
    assert f"volume v1 is {task_status}: job j1 says {job_status}" in verdict["problems"][0]


def test_stale_tasks_of_earlier_runs_are_named_and_not_judged():
    verdict = judge([task("v1"), task("v2", "RUNNING", hours=50), task("v3", hours=50)])
    assert verdict["ok"] is True
    assert verdict["runs"][0]["stale_task_ids"] == ["task-v2-50"]


NUMBER = "It must be a number above 0, and at most 1000000."
GRACE = "It must be a number of hours from 0 to 1000000."
POINTS = "It must be one of if_readable, required, ignored."
STRINGS = "It must be a list of strings."
STATUS = "It must hold some of EXECUTE_SUCCESS, EXECUTE_FAIL, EXECUTE_TIMEOUT, SKIP."
DOCUMENTS = "It must be a list of dictionaries, as the modules return it."


@pytest.mark.parametrize(
    ("options", "said", "expected"),
    [
        ({"max_age": 0}, "max_age: 0", NUMBER),
        ({"run_window": 0}, "run_window: 0", NUMBER),
        ({"max_age": "soon"}, "max_age: 'soon'", NUMBER),
        ({"max_age": float("nan")}, "max_age: nan", NUMBER),
        ({"run_window": -1}, "run_window: -1", NUMBER),
        ({"run_window": 1e300}, "run_window: 1e+300", NUMBER),
        ({"accept": []}, "accept: []", STATUS),
        ({"accept": ["SUCCESS"]}, "accept: ['SUCCESS']", STATUS),
        ({"accept": "SKIP,x"}, "accept: ['SKIP', 'x']", STATUS),
        ({"accept": ",\n"}, "accept: []", STATUS),
        ({"accept": "execute_success"}, "accept: ['execute_success']", STATUS),
        ({"max_age": True}, "max_age: True", NUMBER),
        ({"max_age": "nan"}, "max_age: 'nan'", NUMBER),
        ({"max_age": "inf"}, "max_age: 'inf'", NUMBER),
        ({"max_age": 10**400}, f"max_age: 1{'0' * 296}...", NUMBER),
        ({"run_window": True}, "run_window: True", NUMBER),
        ({"accept": [1]}, "accept: 1", STRINGS),
        ({"resource_ids": {"v1": 1}}, "resource_ids: {'v1': 1}", STRINGS),
        ({"policy_ids": [1]}, "policy_ids: 1", STRINGS),
        ({"jobs": {"job_id": "j"}}, "jobs: {'job_id': 'j'}", DOCUMENTS),
        ({"job_failures": ["j"]}, "job_failures: 'j'", DOCUMENTS),
        ({"policies": ["nightly"]}, "policies: 'nightly'", DOCUMENTS),
        ({"left_out": "nightly"}, "left_out: 'nightly'", DOCUMENTS),
        ({"volumes": ["v1"]}, "volumes: 'v1'", DOCUMENTS),
        ({"backups": [None]}, "backups: None", DOCUMENTS),
        ({"grace": -0.1}, "grace: -0.1", GRACE),
        ({"grace": False}, "grace: False", GRACE),
        ({"grace": None}, "grace: None", GRACE),
        ({"grace": 1000001}, "grace: 1000001", GRACE),
        ({"restore_points": "always"}, "restore_points: 'always'", POINTS),
        ({"restore_points": None}, "restore_points: None", POINTS),
        ({"restore_points": ["required"]}, "restore_points: ['required']", POINTS),
    ],
)
def test_wrong_options_are_named(options, said, expected):
    with pytest.raises(InvalidInput) as caught:
        judge([], **options)
    assert str(caught.value) == f"Invalid value for {said}. {expected}"


def test_a_string_is_a_list_as_in_ansible():
    verdict = judge([task("v1"), task("v2", "SKIP")], policy_ids="p1, p2", resource_ids="v1", accept="SKIP")
    # The worst comes first.
    assert [run["policy_id"] for run in verdict["runs"]] == ["p2", "p1"]
    assert verdict["missing_resource_ids"] == []
    assert {found["resource_id"]: found["ok"] for found in verdict["runs"][1]["tasks"]} == {"v1": False, "v2": True}


@pytest.mark.parametrize("odd", [7, True, ["x"], {"a": [1]}])
@pytest.mark.parametrize("field", ["status", "vbs_job_id", "resource_id", "job_id", "policy_id"])
def test_odd_fields_do_no_harm(field, odd):
    odd_task = {**task("v2", "EXECUTE_FAIL", vbs_job_id="j2"), field: odd}
    verdict = judge([task("v1"), odd_task], jobs=[{"job_id": odd, "status": odd}], job_failures=[{"job_id": odd}])
    assert verdict["ok"] is False


@pytest.mark.parametrize(
    ("odd", "shown"),
    [(7, "7"), (True, "true"), (["x"], '["x"]'), (datetime(2026, 1, 2), '"datetime.datetime(2026, 1, 2, 0, 0)"')],
)
def test_odd_fields_are_shown_as_text(odd, shown):
    (found,) = judge([task(status=odd)])["runs"][0]["tasks"]
    assert found["status"] == shown


def test_a_task_without_a_policy_is_judged_all_the_same():
    (run,) = judge([task(policy_id=None)])["runs"]
    assert (run["policy_id"], run["ok"]) == ("", True)


def test_a_job_id_that_is_none_is_told():
    verdict = judge([task("v1", "EXECUTE_FAIL", vbs_job_id="j/2")])
    assert "its vbs_job_id 'j/2' is not an ID, so no job can tell more" in verdict["problems"][0]


@pytest.mark.parametrize("resource_id", [None, ""])
def test_a_task_that_does_not_tell_its_volume_is_not_good(resource_id):
    verdict = judge([{**task("v1"), "resource_id": resource_id}])
    assert verdict["problems"] == ["Policy p1: task task-v1-7.0 does not tell its volume: it has no resource_id"]
    verdict = judge([task(5)])
    assert verdict["problems"] == ["Policy p1: task task-5-7.0 does not tell its volume: its resource_id is no string"]


@pytest.mark.parametrize(
    "resource_id", [" ", "\t\n", "\u200b", "\u00a0", "\u2060\ufeff", "\x00", "\x1b[0m"[:2], "\u3164", "-", "\u2800"]
)
def test_a_volume_whose_id_cannot_be_read_is_not_good(resource_id):
    verdict = judge([task("v1"), {**task("v2"), "resource_id": resource_id}])
    assert verdict["problems"] == [
        "Policy p1: task task-v2-7.0 does not tell its volume: its resource_id has no letter or digit"
    ]
    assert "NOT GOOD: 1 of 2 volumes in 1 of 1 policy have no good backup" in verdict["msg"]


@pytest.mark.parametrize(
    "status", [" EXECUTE_SUCCESS", "EXECUTE_SUCCESS\n", "Execute_Success", "EXECUTE_SUCCESS\u200b"]
)
def test_a_status_that_only_looks_like_a_good_one_is_unknown(status):
    (found,) = judge([task(status=status)])["runs"][0]["tasks"]
    assert (found["ok"], found["outcome"]) == (False, "unknown")


def test_volumes_are_counted_and_not_their_tasks():
    again = task("v1", hours=7.1)
    verdict = judge([task("v1"), again])
    assert verdict["msg"] == "The latest run of 1 policy is good: 1 of 1 volumes have a good backup"
    assert len(verdict["runs"][0]["tasks"]) == 2
    verdict = judge([task("v1"), again, task("v2")], policy_ids=["p1"])
    assert "good: 2 of 2 volumes" in verdict["msg"]
    # Each policy has a backup of it to be made.
    verdict = judge([task("v1"), again, task("v1", policy_id="p2")])
    assert "good: 2 of 2 volumes" in verdict["msg"]


@pytest.mark.parametrize("hours", [6.9, 7.1])
def test_a_volume_is_good_only_if_all_of_its_tasks_are(hours):
    verdict = judge([task("v1"), task("v1", "EXECUTE_FAIL", hours=hours)])
    assert (
        verdict["msg"]
        == "The latest run of 1 policy is NOT GOOD: 1 of 1 volumes in 1 of 1 policy have no good backup, problems: 1"
    )
    assert verdict["problems"] == [
        "Policy p1: volume v1 is EXECUTE_FAIL: it has no vbs_job_id, so no job can tell more"
    ]


@pytest.mark.parametrize("other", [{"status": "EXECUTE_FAIL"}, {"created_at": "2025-12-31T01:00:00"}, {"message": "x"}])
@pytest.mark.parametrize("turned", [False, True])
def test_a_task_that_is_listed_with_different_content_is_not_good(other, turned):
    tasks = [task("v1"), {**task("v1"), **other}]
    verdict = judge(tasks[::-1] if turned else tasks)
    assert verdict["ok"] is False
    assert "Policy p1: task task-v1-7.0 is listed more than once, with different content" in verdict["problems"]


def test_a_policy_that_is_listed_with_different_content_is_not_good():
    policies = [policy("p1", name) for name in ("nightly", "weekly")]
    verdict = judge([task("v1")], policies=policies)
    assert verdict["problems"] == ["Policy weekly (p1): the policy is listed more than once, with different content"]
    assert judge([task("v1")], policies=policies[:1] * 2)["ok"] is True


def test_a_task_that_is_listed_twice_is_one():
    assert judge([task("v1"), task("v1")])["ok"] is True


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("other", ["FAIL", "RUNNING", None])
def test_a_job_that_is_told_of_twice_must_never_disagree(turned, other):
    jobs = [{"job_id": "j1", "status": "SUCCESS"}, {"job_id": "j1", "status": other, "fail_reason": "No space."}]
    verdict = judge([task("v1", vbs_job_id="j1")], jobs=jobs[::-1] if turned else jobs)
    assert verdict["ok"] is False
    assert verdict["problems"] == [f"Policy p1: volume v1 is EXECUTE_SUCCESS: No space. (job j1 says {other})"]


def sub(status="SUCCESS", *inner, **fields):
    return {"job_id": "s", "status": status, "sub_jobs": list(inner), **fields}


def nested(depth):
    job = sub("FAIL", fail_reason="Deep.")
    for _level in range(depth):
        job = sub("SUCCESS", job)
    return job


@pytest.mark.parametrize(
    ("sub_jobs", "said"),
    [
        ([sub("FAIL", error_code="VBS.2", fail_reason="No.")], "its sub-job s says FAIL: VBS.2: No."),
        ([sub(), sub("SUCCESS", sub(), sub("FAIL"))], "its sub-job s says FAIL"),
        ([sub("RUNNING")], "its sub-job s says RUNNING"),
        ([sub("success")], "its sub-job s says success"),
        ([sub(None)], "its sub-job s says None"),
        ([nested(5000)], "its sub-job s says FAIL: Deep."),
        ([None], "one of its sub_jobs is no job"),
        ("FAIL", "its sub_jobs are no list"),
        ({"status": "FAIL"}, "its sub_jobs are no list"),
    ],
)
def test_a_job_is_no_success_while_a_sub_job_is_none(sub_jobs, said):
    verdict = judge([task("v1", vbs_job_id="j1")], jobs=[{"job_id": "j1", "status": "SUCCESS", "sub_jobs": sub_jobs}])
    assert verdict["problems"] == [f"Policy p1: volume v1 is EXECUTE_SUCCESS: job j1 says SUCCESS, but {said}"]
    assert verdict["runs"][0]["tasks"][0]["outcome"] == "disagreement"


@pytest.mark.parametrize("sub_jobs", [None, [], "", {}, [sub(), sub("SUCCESS", sub("SUCCESS", sub_jobs=None))]])
def test_a_job_whose_sub_jobs_succeeded_is_a_success(sub_jobs):
    jobs = [{"job_id": "j1", "status": "SUCCESS", "sub_jobs": sub_jobs}]
    assert judge([task("v1", vbs_job_id="j1")], jobs=jobs)["ok"] is True


def test_the_deepest_failed_sub_job_tells_why_however_deep_it_is():
    job = sub("FAIL", fail_reason="Deep.")
    for _level in range(5000):
        job = sub("FAIL", job)
    verdict = judge([task("v1", "EXECUTE_FAIL", vbs_job_id="j1")], jobs=[{**job, "job_id": "j1"}])
    assert verdict["problems"] == ["Policy p1: volume v1 is EXECUTE_FAIL: Deep. (sub-job s) (job j1 says FAIL)"]


@pytest.mark.parametrize("status", ["RUNNING", "WAITING"])
def test_a_task_that_goes_on_is_not_finished_whatever_its_job_says(status):
    verdict = judge([task("v1", status, vbs_job_id="j1")], jobs=[{"job_id": "j1", "status": "SUCCESS"}])
    assert verdict["finished"] is False
    assert verdict["unfinished_vbs_job_ids"] == []


HOSTILE = "{{ lookup('pipe', 'id') }}{%x%}{#y#}{{{%"


def test_no_sentence_of_the_verdict_is_a_template():
    everywhere = dict.fromkeys(("resource_id", "job_id", "status", "message", "code", "vbs_job_id"), HOSTILE)
    tasks = [
        {**task("v1"), **everywhere, "policy_id": HOSTILE, "created_at": HOSTILE},
        {**task("v1"), **everywhere, "policy_id": HOSTILE},
        task("v2", "EXECUTE_FAIL", vbs_job_id="j1"),
        task("v3", "EXECUTE_FAIL", vbs_job_id="j2"),
        task("v4", vbs_job_id="j3"),
        {**task("v5"), "job_id": HOSTILE, "resource_id": "{%"},
    ]
    verdict = judge(
        tasks,
        policies=[policy("p1", HOSTILE, count=HOSTILE)],
        left_out=[{"policy_id": HOSTILE, "policy_name": HOSTILE, "why": HOSTILE}],
        volumes=[{"id": name, "name": HOSTILE, "policy_id": "p1"} for name in ("v2", "v6", HOSTILE)],
        backups=[{"volume_id": "v2", "name": HOSTILE, "status": HOSTILE, "fail_reason": HOSTILE}],
        resource_ids=["x{{y}}"],
        jobs=[
            {"job_id": "j2", "status": HOSTILE, "fail_reason": HOSTILE},
            {"job_id": "j3", "status": "SUCCESS", "sub_jobs": [{"job_id": HOSTILE, "status": HOSTILE}]},
        ],
        job_failures=[{"job_id": "j1", "reason": HOSTILE}],
    )
    sentences = [verdict["msg"], *verdict["problems"], *verdict["notes"]]
    for run in verdict["runs"]:
        sentences += [*run["problems"], *run["notes"], *(found["reason"] for found in run["tasks"] if found["reason"])]
    assert len(sentences) > 25
    for sentence in sentences:
        assert not any(opening in sentence for opening in ("{{", "{%", "{#"))
    assert "{ { lookup('pipe', 'id') }}{ %x%}{ #y#}{ { { %" in verdict["problems"][0]


@pytest.mark.parametrize("tasks", [None, "text", {"tasks": []}, [1], 5])
def test_what_is_no_list_of_tasks_is_refused(tasks):
    with pytest.raises(InvalidInput, match=f"^Invalid value for _input: .*{DOCUMENTS}"):
        judge(tasks)


@pytest.mark.parametrize(
    ("text", "microseconds"),
    [
        ("2016-12-02T09:06:46", 0),
        ("2016-12-02T09:06:46Z", 0),
        ("2016-12-02T09:06:46z", 0),
        ("2016-12-02T09:06:46.706", 706000),
        ("2016-12-02T09:06:46.706Z", 706000),
        ("2016-12-02T09:06:46.5", 500000),
    ],
)
def test_times(text, microseconds):
    assert parse_time(text) == datetime(2016, 12, 2, 9, 6, 46, microseconds, tzinfo=UTC)


some_task = st.builds(
    task,
    volume=st.sampled_from(["v1", "v2", "v3"]),
    status=st.sampled_from(STATUSES),
    hours=st.floats(-30, 800),
    policy_id=st.sampled_from(["p1", "p2"]),
    vbs_job_id=st.sampled_from([None, "j1", "j2"]),
)
some_job = st.fixed_dictionaries(
    {"job_id": st.sampled_from(["j1", "j2"]), "status": st.sampled_from(["SUCCESS", "FAIL", "RUNNING", "INIT", "?"])}
)


@given(tasks=st.lists(some_task, max_size=8), jobs=st.lists(some_job, max_size=2))
def test_a_good_verdict_means_that_all_is_good(tasks, jobs):
    verdict = judge(tasks, jobs=jobs)
    if not verdict["ok"]:
        assert verdict["problems"]
        return
    for policy_id in {found["policy_id"] for found in tasks}:
        history = [(parse_time(found["created_at"]), found) for found in tasks if found["policy_id"] == policy_id]
        newest = max(time for time, _found in history)
        assert timedelta(minutes=-5) <= NOW - newest <= timedelta(hours=25)
        for time, found in history:
            if newest - time < timedelta(hours=1):
                assert found["status"] == "EXECUTE_SUCCESS"
