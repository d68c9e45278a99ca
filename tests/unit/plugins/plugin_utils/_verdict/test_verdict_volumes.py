# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which volumes a run ought to hold, what they are called, and which came and went."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run
from tools.documents import NOW, policy, task, volume

NIGHT_BEFORE = "2026-01-06T01:00:04"
NIGHTS_BEFORE = "2026-01-05T01:00:04"


def judge(tasks, count=1, **options):
    return latest_run(tasks, policies=[policy(count)], now=NOW, **options)


def only_run(*args, **options):
    verdict = judge(*args, **options)
    (run,) = verdict["runs"]
    assert verdict["ok"] is (not run["problems"])
    return run


def test_a_volume_that_says_it_is_the_policys_and_has_no_task_is_named():
    tasks = [task("v1"), task("v1", NIGHT_BEFORE), task("v2", NIGHTS_BEFORE), task("v2", NIGHT_BEFORE, "EXECUTE_FAIL")]
    told = [volume("v1", "web-1"), volume("v2", "web-2"), volume("v3"), volume("v4", "other", policy_id="p2")]
    run = only_run(tasks, 3, volumes=told)
    assert run["problems"] == [
        "volume web-2 (v2) is not in the run: last backed up at 2026-01-05 01:00 UTC",
        "volume v3 is not in the run: no good backup of it is known",
    ]
    assert run["missing"] == [
        {"resource_id": "v2", "resource_name": "web-2", "last_good_at": "2026-01-05T01:00:04Z"},
        {"resource_id": "v3", "resource_name": None, "last_good_at": None},
    ]
    assert (run["volumes_expected"], run["volumes_total"], run["volumes_good"]) == (3, 3, 1)


def test_the_volume_service_counts_where_it_tells_of_more_than_the_policy():
    run = only_run([task("v1")], 1, volumes=[volume("v1"), volume("v2")])
    assert run["problems"] == ["volume v2 is not in the run: no good backup of it is known"]
    assert (run["volumes_expected"], run["volumes_total"]) == (2, 2)


def test_the_policy_counts_where_it_has_more_than_the_volume_service_tells():
    run = only_run([task("v1"), task("v3", NIGHT_BEFORE)], 3, volumes=[volume("v1"), volume("v2")])
    assert run["problems"] == [
        "volume v2 is not in the run: no good backup of it is known",
        "1 of its 3 volumes is not in the run: v3, last backed up at 2026-01-06 01:00 UTC",
    ]
    assert run["volumes_total"] == 3


def test_a_volume_need_not_say_whose_it_is():
    run = only_run([task("v1"), task("v2")], 2, volumes=[volume("v1"), volume("v2", policy_id=None)])
    assert (run["ok"], run["volumes_expected"]) == (True, 2)
    assert only_run([task("v1"), task("v2")], 2)["ok"] is True


def test_a_volume_of_the_run_that_is_another_policys_by_now_makes_up_for_none():
    told = [volume("v1"), volume("v2", "moved", policy_id="p2")]
    run = only_run([task("v1"), task("v2")], 2, volumes=told)
    assert run["problems"] == ["1 of its 2 volumes is not in the run, and no earlier run tells which"]
    assert (run["volumes_good"], run["volumes_total"]) == (2, 3)
    assert only_run([task("v1"), task("v2")], 1, volumes=told)["ok"] is True
    # Nor is it the one that is missing.
    run = only_run([task("v1"), task("v2", NIGHT_BEFORE)], 2, volumes=told)
    assert run["problems"] == ["1 of its 2 volumes is not in the run, and no earlier run tells which"]


def test_a_volume_of_the_run_makes_up_for_none_that_is_known_to_be_missing():
    run = only_run([task("v1"), task("v9")], 2, volumes=[volume("v1"), volume("v2")])
    assert run["problems"] == ["volume v2 is not in the run: no good backup of it is known"]
    assert (run["volumes_good"], run["volumes_total"]) == (2, 3)


def past(number):
    """Tasks of so many volumes in the night before, among them those of last night."""
    return [task(f"v{index:02}", NIGHT_BEFORE) for index in range(number)]


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (1, "2 of its 3 volumes are not in the run, and no earlier run tells which"),
        (2, "2 of its 3 volumes are not in the run: perhaps v01, {good}"),
        (3, "2 of its 3 volumes are not in the run: v01, {good}; v02, {good}"),
        (4, "2 of its 3 volumes are not in the run: perhaps v01, {good}; v02, {good}; v03, {good}"),
    ],
)
def test_of_those_that_are_only_counted_earlier_runs_tell_which_may_be_missing(before, said):
    run = only_run([task("v00"), *past(before)], 3)
    assert run["problems"] == [said.format(good="last backed up at 2026-01-06 01:00 UTC")]
    assert run["missing"] == []
    assert (run["volumes_expected"], run["volumes_total"], run["volumes_good"]) == (3, 3, 1)


@pytest.mark.parametrize(("before", "more"), [(11, ""), (12, " and 1 more"), (15, " and 4 more")])
def test_a_sentence_names_ten_of_them(before, more):
    (problem,) = only_run([task("v00"), *past(before)], before)["problems"]
    assert problem.count("last backed up") == 10
    assert problem.endswith(f"; v10, last backed up at 2026-01-06 01:00 UTC{more}")


def test_those_that_may_be_missing_are_called_by_their_names():
    tasks = [task("v1"), task("v2", NIGHT_BEFORE, "EXECUTE_FAIL")]
    run = only_run(tasks, 2, volumes=[volume("v2", "web-2", policy_id=None)])
    assert run["problems"] == [
        "1 of its 2 volumes is not in the run: web-2 (v2), no good backup of it is known",
    ]


def test_volumes_are_called_by_their_names():
    tasks = [task("v1", status="SKIP"), task("v2")]
    told = [volume("v1", "web-1"), volume("v2", " "), volume("v9", "web-9", policy_id=None)]
    verdict = judge(tasks, 2, volumes=told, resource_ids=["v1", "v8", "v9"])
    assert verdict["problems"] == [
        "Policy nightly (p1): volume web-1 (v1) is SKIP: it has no vbs_job_id, so no job can tell more",
        "Volume v8 is not in the latest run",
        "Volume web-9 (v9) is not in the latest run",
    ]
    found = verdict["runs"][0]["tasks"]
    assert [(one["resource_id"], one["resource_name"]) for one in found] == [("v1", "web-1"), ("v2", None)]


@pytest.mark.parametrize(
    "odd",
    [
        {},
        *({"id": odd, "name": "n", "policy_id": "p1"} for odd in (None, 7, "", " ", ["v2"])),
        *({"id": "v2", "name": "n", "policy_id": odd} for odd in (None, 7, "", ["p1"], {"p1": 1}, "p2")),
        *({"id": "v1", "name": odd, "policy_id": "p1"} for odd in (None, 7, "", " ", ["n"])),
    ],
)
def test_odd_volumes_do_no_harm(odd):
    run = only_run([task("v1")], volumes=[odd])
    assert (run["problems"], run["tasks"][0]["resource_name"]) == ([], None)


def test_a_volume_that_is_told_of_twice_is_missing_once():
    run = only_run([task("v1")], 2, volumes=[volume("v1"), volume("v2"), volume("v2")])
    assert (len(run["problems"]), run["volumes_expected"], run["volumes_total"]) == (1, 2, 2)


def test_a_task_that_does_not_tell_its_volume_may_be_of_the_one_that_is_missing():
    run = only_run([task("v1"), task(None)], 2)
    assert (run["ok"], run["volumes_total"], run["volumes_good"]) == (False, 2, 1)
    assert "1 of its 2 volumes is not in the run, and no earlier run tells which" in run["problems"]


def test_what_joined_and_left_since_the_run_before():
    tasks = [task("v1"), task("v3"), task("v1", NIGHT_BEFORE), task("v2", NIGHT_BEFORE), task("v3", NIGHTS_BEFORE)]
    run = only_run(tasks, 2)
    assert (run["ok"], run["joined"], run["left"]) == (True, ["v3"], ["v2"])


def test_a_volume_that_is_missing_has_not_left():
    run = only_run([task("v1"), task("v1", NIGHT_BEFORE), task("v2", NIGHT_BEFORE)], 2)
    assert (run["ok"], run["joined"], run["left"]) == (False, [], [])


def test_of_a_first_run_nothing_joined():
    run = only_run([task("v1")])
    assert (run["joined"], run["left"]) == ([], [])


def test_the_volumes_of_all_policies_are_counted():
    second = {**policy(2), "backup_policy_id": "p2", "backup_policy_name": "weekly"}
    third = {**policy(1), "backup_policy_id": "p3", "backup_policy_name": "good"}
    tasks = [task("v1", status="SKIP"), task("w1", policy_id="p2"), task("x1", policy_id="p3")]
    verdict = latest_run(tasks, policies=[policy(1), second, third], now=NOW)
    assert verdict["msg"] == (
        "The latest run of 3 policies is NOT GOOD: 2 of 4 volumes in 2 of 3 policies have no good backup, problems: 2"
    )
    assert [run["policy_name"] for run in verdict["runs"]] == ["nightly", "weekly", "good"]


def test_without_a_policy_nobody_tells_how_many_volumes_there_are():
    (run,) = latest_run([task("v1")], max_age=25, now=NOW)["runs"]
    assert (run["ok"], run["volumes_expected"], run["volumes_total"]) == (True, None, 1)
