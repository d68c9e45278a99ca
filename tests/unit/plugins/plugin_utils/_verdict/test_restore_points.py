# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the backup that a task promises is there, and what the verdict makes of it."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run
from tools.documents import NOW, backup, policy, task

GOOD, TIMEOUT = "EXECUTE_SUCCESS", "EXECUTE_TIMEOUT"
NAME = "autobk-v1-07-01-00"


def judge(tasks, backups, **options):
    return latest_run(tasks, policies=[policy(len(tasks))], backups=backups, now=NOW, **options)


def only_task(backups, status=GOOD, fields=(), **options):
    verdict = judge([task(status=status, **dict(fields))], backups, **options)
    (run,) = verdict["runs"]
    (found,) = run["tasks"]
    assert verdict["ok"] is found["ok"] is (not verdict["problems"])
    assert verdict["restore_points_verified"] is True
    assert run["volumes_good"] == int(found["ok"])
    return found


def test_a_backup_that_is_available_is_good():
    found = only_task([backup(task())])
    assert (found["ok"], found["outcome"], found["reason"]) == (True, "good", None)
    assert (found["backup_id"], found["backup_status"]) == ("backup-of-task-v1-07-01-00", "available")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"status": "error", "fail_reason": "No space."}, f"its backup {NAME} is error (No space.)"),
        ({"status": "error"}, f"its backup {NAME} is error"),
        ({"status": "deleting"}, f"its backup {NAME} is deleting"),
        ({"status": "restoring"}, f"its backup {NAME} is restoring"),
        ({"status": "available "}, f"its backup {NAME} is available"),
        ({"status": None}, f"its backup {NAME} is None"),
        ({"status": ["available"]}, f'its backup {NAME} is ["available"]'),
    ],
)
def test_a_backup_that_is_not_available_is_lost_and_says_why(fields, said):
    found = only_task([backup(task(), **fields)])
    assert (found["outcome"], found["reason"]) == ("lost", said)
    assert found["backup_id"] == "backup-of-task-v1-07-01-00"
    verdict = judge([task()], [backup(task(), **fields)])
    assert verdict["problems"] == [f"Policy nightly (p1): volume v1 is EXECUTE_SUCCESS, but {said}"]


@pytest.mark.parametrize("status", ["Available", "AVAILABLE"])
def test_the_case_of_a_status_does_not_matter(status):
    assert only_task([backup(task(), status=status)])["ok"] is True


@pytest.mark.parametrize(
    "others",
    [
        [],
        [backup(task(), volume_id="v2")],
        [backup(task(), volume_id=None)],
        [backup(task(), name="another")],
        [backup(task(), name=None)],
        [backup(task(), name=["autobk-v1-07-01-00"])],
        # Such short names come again, and the last backup by this one is none of last night.
        [backup(task(), created_at="2025-11-07T01:00:04")],
        [backup(task(), created_at="2026-01-07T00:55:04.466")],
        [backup(task(), created_at="2026-01-07T01:14:04.468")],
        [backup(task(), created_at=None)],
        [backup(task(), created_at="yesterday")],
        [{}],
    ],
)
def test_no_other_backup_stands_for_it(others):
    found = only_task(others)
    assert (found["outcome"], found["reason"]) == ("lost", f"its backup {NAME} is not there")
    assert (found["backup_id"], found["backup_status"]) == (None, None)


@pytest.mark.parametrize("created_at", ["2026-01-07T00:55:04.467", "2026-01-07T01:09:04Z", "2026-01-07T01:14:04.467"])
def test_it_is_made_while_its_task_runs_by_the_clocks_of_both(created_at):
    assert only_task([backup(task(), created_at=created_at)])["ok"] is True


@pytest.mark.parametrize("turned", [False, True])
def test_of_several_that_it_may_be_all_must_be_available(turned):
    both = [backup(task()), backup(task(), id="other", status="error")]
    found = only_task(both[::-1] if turned else both)
    assert (found["outcome"], found["backup_id"]) == ("lost", "other")


def test_a_task_that_does_not_name_its_backup_has_the_one_made_while_it_ran():
    nameless = {"backup_name": None}
    assert only_task([backup(task())], fields=nameless)["ok"] is True
    assert only_task([backup(task(), created_at="2026-01-07T02:00:00")], fields=nameless)["ok"] is False
    assert only_task([], fields=nameless)["reason"] == "its backup is not there"


def test_a_task_with_neither_a_name_nor_an_end_may_have_any_backup():
    found = only_task([backup(task())], fields={"backup_name": "", "finished_at": None})
    assert found["outcome"] == "lost"
    assert found["reason"] == "its backup cannot be told: it has neither a backup_name nor an end"


def test_a_name_is_enough_where_the_end_is_not_known():
    assert only_task([backup(task())], fields={"finished_at": None})["ok"] is True


@pytest.mark.parametrize(
    "jobs",
    [[], [{"job_id": "j1", "status": "SUCCESS"}], [{"job_id": "other", "status": "FAIL"}]],
)
def test_a_task_that_timed_out_is_good_if_its_backup_is_available_and_says_so(jobs):
    found = only_task([backup(task())], TIMEOUT, {"vbs_job_id": "j1"}, jobs=jobs)
    assert (found["ok"], found["outcome"], found["status"]) == (True, "good", TIMEOUT)
    assert found["reason"] == "it timed out, and its backup is available all the same"


@pytest.mark.parametrize(
    ("backups", "jobs"),
    [
        ([], []),
        ([backup(task(), status="creating")], []),
        ([backup(task(), status="error")], []),
        ([backup(task(), volume_id="v2")], []),
        ([backup(task())], [{"job_id": "j1", "status": "FAIL"}]),
        ([backup(task())], [{"job_id": "j1", "status": "RUNNING"}]),
        ([backup(task())], [{"job_id": "j1", "status": "SUCCESS"}, {"job_id": "j1", "status": "FAIL"}]),
        ([backup(task())], [{"job_id": "j1", "status": "SUCCESS", "sub_jobs": [{"status": "FAIL"}]}]),
    ],
)
def test_a_task_that_timed_out_is_bad_in_any_other_case(backups, jobs):
    found = only_task(backups, TIMEOUT, {"vbs_job_id": "j1"}, jobs=jobs)
    assert found["ok"] is False


@pytest.mark.parametrize("status", ["EXECUTE_FAIL", "SKIP", "RUNNING", "WAITING", "NEW_ONE", None])
def test_a_backup_makes_no_other_status_good(status):
    found = only_task([backup(task())], status)
    assert (found["ok"], found["backup_id"]) == (False, None)


def test_a_status_that_is_accepted_needs_no_backup():
    assert only_task([], "SKIP", accept=["EXECUTE_SUCCESS", "SKIP"])["ok"] is True
    assert only_task([], TIMEOUT, accept=["EXECUTE_SUCCESS", TIMEOUT])["ok"] is True


def test_a_job_that_disagrees_is_told_before_the_backup():
    found = only_task([], fields={"vbs_job_id": "j1"}, jobs=[{"job_id": "j1", "status": "FAIL"}])
    assert (found["outcome"], found["reason"]) == ("disagreement", "job j1 says FAIL")


def test_each_volume_needs_a_backup_of_its_own():
    verdict = judge([task("v1"), task("v2")], [backup(task("v1"))])
    assert [found["resource_id"] for found in verdict["runs"][0]["tasks"]] == ["v2", "v1"]
    assert verdict["msg"] == (
        "The latest run of 1 policy is NOT GOOD: 1 of 2 volumes in 1 of 1 policy have no good backup, problems: 1"
    )


@pytest.mark.parametrize(
    ("options", "problems", "notes"),
    [
        ({}, [], []),
        ({"backups_error": "HTTP 403"}, [], ["The restore points were not verified: HTTP 403"]),
        (
            {"backups_error": "HTTP 403", "restore_points": "required"},
            ["The restore points were not verified: HTTP 403"],
            [],
        ),
        (
            {"restore_points": "required"},
            ["The restore points were not verified: there is no list of backups"],
            [],
        ),
        ({"backups_error": "HTTP 403", "restore_points": "ignored"}, [], []),
    ],
)
def test_backups_that_could_not_be_read(options, problems, notes):
    verdict = judge([task()], None, **options)
    assert (verdict["ok"], verdict["problems"], verdict["notes"]) == (not problems, problems, notes)
    assert verdict["restore_points_verified"] is False
    assert verdict["runs"][0]["tasks"][0]["backup_id"] is None


@pytest.mark.parametrize("restore_points", ["if_readable", "required"])
def test_backups_that_could_be_read_are_verified(restore_points):
    verdict = judge([task()], [backup(task())], restore_points=restore_points)
    assert (verdict["ok"], verdict["notes"], verdict["restore_points_verified"]) == (True, [], True)
    assert judge([task()], [], restore_points=restore_points)["ok"] is False


def test_backups_are_not_verified_if_they_are_to_be_ignored():
    verdict = judge([task()], [], restore_points="ignored")
    assert (verdict["ok"], verdict["restore_points_verified"]) == (True, False)
