# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The verdict on one task, by its status, its job and its backup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.restore_points import RestorePoints
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.task import Jobs, judge_task
from tools.documents import backup, task

ACCEPT = ("EXECUTE_SUCCESS",)


def judge(found, jobs=(), backups=None, failures=(), accept=ACCEPT):
    points = None if backups is None else RestorePoints(backups)
    return judge_task(found, Jobs(jobs, failures), points, accept)


def job(status, **fields):
    return {"job_id": "j1", "status": status, **fields}


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("EXECUTE_SUCCESS", "good"),
        ("EXECUTE_FAIL", "bad"),
        ("EXECUTE_TIMEOUT", "bad"),
        ("SKIP", "bad"),
        ("WAITING", "unfinished"),
        ("RUNNING", "unfinished"),
        ("NEW", "unknown"),
        ("execute_success", "unknown"),
        (None, "unknown"),
        (["EXECUTE_SUCCESS"], "unknown"),
    ],
)
def test_the_outcome_is_that_of_the_status_where_nothing_else_is_known(status, outcome):
    found = judge(task(status=status))
    assert (found["outcome"], found["ok"]) == (outcome, outcome == "good")
    assert (found["reason"] is None) is found["ok"]


def test_what_is_accepted_is_good():
    assert judge(task(status="SKIP"), accept=["SKIP"])["outcome"] == "good"
    assert judge(task(), accept=["SKIP"])["outcome"] == "bad"


@pytest.mark.parametrize(
    ("status", "job_status", "outcome"),
    [
        ("EXECUTE_SUCCESS", "SUCCESS", "good"),
        ("EXECUTE_SUCCESS", "RUNNING", "disagreement"),
        ("EXECUTE_SUCCESS", None, "disagreement"),
        ("EXECUTE_FAIL", "FAIL", "bad"),
        ("EXECUTE_FAIL", "SUCCESS", "disagreement"),
        ("RUNNING", "RUNNING", "unfinished"),
        ("RUNNING", "FAIL", "disagreement"),
        ("NEW", "FAIL", "unknown"),
    ],
)
def test_a_job_must_say_the_same(status, job_status, outcome):
    found = judge(task(status=status, vbs_job_id="j1"), [job(job_status)])
    assert (found["outcome"], found["job_status"]) == (outcome, job_status)


def test_only_its_own_job_counts():
    assert judge(task(vbs_job_id="j2"), [job("FAIL")])["ok"] is True
    # A job that does not tell its ID is not that of a task that does not either.
    assert judge(task(), [{"status": "FAIL"}])["ok"] is True


@pytest.mark.parametrize("turned", [False, True])
def test_all_that_is_told_of_a_job_must_say_the_same(turned):
    jobs = [job("SUCCESS"), job("FAIL")]
    assert judge(task(vbs_job_id="j1"), jobs[::-1] if turned else jobs)["outcome"] == "disagreement"


@pytest.mark.parametrize(
    ("fields", "jobs", "failures", "reason"),
    [
        ({}, [], [], "it has no vbs_job_id, so no job can tell more"),
        ({"vbs_job_id": "j/1"}, [], [], "its vbs_job_id 'j/1' is not an ID, so no job can tell more"),
        ({"vbs_job_id": "j1"}, [], [], "job j1 may tell more"),
        ({"vbs_job_id": "j1"}, [], [{"job_id": "j1", "reason": "404"}], "job j1 could not be read (404)"),
        ({"vbs_job_id": "j1", "message": "Own."}, [job("FAIL", fail_reason="No.")], [], "No. (job j1 says FAIL)"),
        ({"vbs_job_id": "j1", "message": "Own."}, [job("FAIL")], [], "Own. (job j1 says FAIL)"),
        (
            {"code": "VBS.9", "message": "{{ x }}"},
            [],
            [],
            "VBS.9: { { x }} (it has no vbs_job_id, so no job can tell more)",
        ),
    ],
)
def test_the_reason_is_the_cause_and_who_says_so(fields, jobs, failures, reason):
    assert judge(task(status="EXECUTE_FAIL", **fields), jobs, failures=failures)["reason"] == reason


def test_a_good_task_without_its_backup_is_lost():
    found = judge(task(), backups=[backup(task(), status="error")])
    assert (found["outcome"], found["ok"], found["backup_status"]) == ("lost", False, "error")
    assert judge(task(), backups=[])["outcome"] == "lost"
    assert judge(task(), backups=None)["outcome"] == "good"
    there = judge(task(), backups=[backup(task())])
    assert (there["ok"], there["backup_id"], there["reason"]) == (True, backup(task())["id"], None)


def test_a_task_that_timed_out_is_good_if_its_backup_is_there_and_its_job_ended_well():
    late = task(status="EXECUTE_TIMEOUT", vbs_job_id="j1")
    found = judge(late, [job("SUCCESS")], [backup(late)])
    assert (found["ok"], found["reason"]) == (True, "it timed out, and its backup is available all the same")
    assert judge(late, [], [backup(late)])["ok"] is True
    assert judge(late, [job("FAIL")], [backup(late)])["ok"] is False
    assert judge(late, [job("SUCCESS", sub_jobs=[{"status": "FAIL"}])], [backup(late)])["ok"] is False
    assert judge(late, [job("SUCCESS")], [])["ok"] is False
    assert judge(late)["ok"] is False


def test_what_a_task_says_is_told_as_text():
    found = judge(task(["v1"], status=7, resource_type="OS::Cinder::Volume"))
    assert (found["resource_id"], found["status"], found["resource_type"]) == ('["v1"]', "7", "OS::Cinder::Volume")


STATUSES = st.sampled_from(
    ["EXECUTE_SUCCESS", "EXECUTE_FAIL", "EXECUTE_TIMEOUT", "SKIP", "RUNNING", "WAITING", "X", None]
)
JOBS = st.lists(st.sampled_from(["SUCCESS", "FAIL", "RUNNING", "X", None]), max_size=2)


@given(status=STATUSES, jobs=JOBS, there=st.sampled_from([None, "available", "error", "gone"]))
def test_a_task_is_good_only_if_nothing_speaks_against_it(status, jobs, there):
    done = task(status=status, vbs_job_id="j1")
    backups = None if there is None else [] if there == "gone" else [backup(done, status=there)]
    found = judge(done, [job(one) for one in jobs], backups)
    accepted = status == "EXECUTE_SUCCESS" and there in (None, "available")
    late = status == "EXECUTE_TIMEOUT" and there == "available"
    assert found["ok"] is ((accepted or late) and set(jobs) <= {"SUCCESS"})
