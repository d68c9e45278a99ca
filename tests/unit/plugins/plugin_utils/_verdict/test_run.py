# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The verdict on the latest run of one policy."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.records import policy_of, volumes_of
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.rules import read_rules
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.run import (
    Facts,
    judge_run,
    last_seen,
    missing_problem,
    volume_problem,
)
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.task import Jobs
from tools.documents import NOW, policy, task, volume

NIGHT_BEFORE = "2026-01-06T01:00:04"


def judge(history, count=1, contradictions=(), volumes=(), document=None, **options):
    rules = read_rules(**options, accept=["EXECUTE_SUCCESS"], restore_points="ignored")
    facts = Facts(Jobs((), ()), None, volumes_of(volumes), rules, NOW)
    run = judge_run(history, policy_of("p1", document or policy(count)), contradictions, facts)
    assert run["ok"] is (not run["problems"])
    return run


def test_a_good_run_tells_when_it_was_due_and_began():
    run = judge([task("v1"), task("v2", "2026-01-07T01:30:00")], 2)
    assert run["ok"] is True
    assert (run["policy_id"], run["policy_name"], run["schedule"]) == ("p1", "nightly", "daily at 01:00 (UTC)")
    assert (run["due_at"], run["next_due_at"]) == ("2026-01-07T01:00:00Z", "2026-01-08T01:00:00Z")
    # It began with its oldest task, and is as old as its newest.
    assert (run["started_at"], run["age"]) == ("2026-01-07T01:00:04Z", 6.5)
    assert (run["volumes_expected"], run["volumes_total"], run["volumes_good"]) == (2, 2, 2)
    assert run["statuses"] == {"EXECUTE_SUCCESS": 2}


def test_no_tasks_are_no_run():
    run = judge([])
    assert run["problems"] == ["there is no run in the 30 days that the service remembers"]
    assert (run["started_at"], run["age"], run["volumes_good"], run["tasks"]) == (None, None, 0, [])


def test_none_is_good_of_a_run_that_is_overdue():
    run = judge([task(at=NIGHT_BEFORE)])
    assert (run["overdue"], run["is_due"], run["volumes_good"], run["volumes_total"]) == (True, False, 0, 1)


def test_what_is_listed_with_different_content_is_a_problem():
    (problem,) = judge([task()], contradictions=["task t1"])["problems"]
    assert problem == "task t1 is listed more than once, with different content"


@pytest.mark.parametrize(
    ("volume_at", "before", "last_good"),
    [
        # Each volume has a backup of this run.
        ("EXECUTE_SUCCESS", "EXECUTE_SUCCESS", "2026-01-07T01:00:04Z"),
        # Not the one that is bad: of it, the run before counts.
        ("EXECUTE_FAIL", "EXECUTE_SUCCESS", "2026-01-06T01:00:04Z"),
        ("EXECUTE_FAIL", "EXECUTE_FAIL", None),
    ],
)
def test_the_moment_since_which_all_have_a_backup(volume_at, before, last_good):
    history = [task("v1"), task("v2", status=volume_at), task("v1", NIGHT_BEFORE), task("v2", NIGHT_BEFORE, before)]
    assert judge(history, 2)["last_good_at"] == last_good


def test_a_volume_that_is_missing_counts_for_that_moment():
    told = [volume("v1"), volume("v2")]
    assert judge([task("v1"), task("v2", NIGHT_BEFORE)], 2, volumes=told)["last_good_at"] == "2026-01-06T01:00:04Z"
    assert judge([task("v1")], 2, volumes=told)["last_good_at"] is None


@pytest.mark.parametrize(
    ("history", "count"),
    [
        ([task("v1")], 2),
        # The volume of the night before may be the one that is missing, or have been replaced by it.
        ([task("v1"), task("v2", NIGHT_BEFORE)], 2),
        ([task("v1"), task("")], None),
    ],
    ids=["no run tells it", "an earlier run suggests it", "its task does not tell it"],
)
def test_that_moment_is_not_known_where_a_volume_is_not(history, count):
    run = judge(history, count)
    assert (run["last_good_at"], run["volumes_total"], run["missing"]) == (None, 2, [])


def test_the_worst_tasks_come_first_and_one_that_is_bad_for_longer_before_another():
    history = [
        task("v1"),
        task("v2", status="RUNNING"),
        task("v3", status="SKIP"),
        task("v4", status="SKIP"),
        task("v4", NIGHT_BEFORE, "SKIP"),
    ]
    run = judge(history, 4)
    found = [(one["resource_id"], one["bad_runs"]) for one in run["tasks"]]
    assert found == [("v4", 2), ("v3", 1), ("v2", None), ("v1", None)]
    assert run["tasks"][0]["bad_since"] == "2026-01-06T01:00:04Z"


def test_a_policy_that_is_off_is_judged_by_its_age_alone():
    off = policy(status="OFF")
    assert "it is switched off" in judge([task()], document=off)["problems"][0]
    run = judge([task()], document=off, max_age=25)
    assert (run["ok"], len(run["notes"])) == (True, 1)
    assert "was judged by its age alone" in run["notes"][0]


def test_unfinished_tasks_of_earlier_runs_are_stale():
    history = [task(), task("v1", NIGHT_BEFORE, "RUNNING"), task("v2", NIGHT_BEFORE)]
    assert judge(history)["stale_task_ids"] == ["task-v1-06-01-00"]


def judged(**fields):
    return {
        "resource_id": "v1",
        "resource_name": "web-1",
        "status": "EXECUTE_FAIL",
        "outcome": "bad",
        "reason": "No space.",
        **fields,
    }


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "volume web-1 (v1) is EXECUTE_FAIL: No space."),
        ({"resource_name": None}, "volume v1 is EXECUTE_FAIL: No space."),
        ({"bad_runs": 3}, "volume web-1 (v1) is EXECUTE_FAIL (3rd run in a row): No space."),
        ({"bad_runs": 1, "was_good": True}, "volume web-1 (v1) is EXECUTE_FAIL (new): No space."),
        ({"status": "OK", "outcome": "lost", "reason": "it is gone"}, "volume web-1 (v1) is OK, but it is gone"),
        ({"resource_name": "{{ x }}"}, "volume { { x }} (v1) is EXECUTE_FAIL: No space."),
    ],
)
def test_what_is_said_of_a_task_that_is_not_good(fields, said):
    assert volume_problem(judged(**fields)) == said


def test_what_is_said_of_a_volume_that_is_missing():
    missing = {"resource_id": "v1", "resource_name": "{%x", "last_good_at": "2026-01-06T01:00:04Z"}
    assert last_seen(missing) == "last backed up at 2026-01-06 01:00 UTC"
    assert missing_problem(missing) == "volume { %x (v1) is not in the run: last backed up at 2026-01-06 01:00 UTC"
    assert last_seen({**missing, "last_good_at": None}) == "no good backup of it is known"
