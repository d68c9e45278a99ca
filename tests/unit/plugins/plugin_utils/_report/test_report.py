# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report tells, whatever it is written in."""

from __future__ import annotations

import pytest
from reports.made import judge, nightly, slow, task
from reports.sample import NOW

from ansible_collections.otc.vbs.plugins.plugin_utils._report.report import read_report
from ansible_collections.otc.vbs.plugins.plugin_utils._report.status import Status

BACKUP = {"id": "b1", "name": "b", "volume_id": "v1", "status": "available", "created_at": "2026-01-30T01:00:00"}


def policies(tasks, history=True, **options):
    return read_report(judge(tasks, **options), tasks if history else None, NOW).policies


def volume(tasks, **options):
    (policy,) = policies(tasks, **options)
    return policy.volumes[0]


def test_the_worst_comes_first():
    tasks = [
        task("good", "a"),
        task("often-good", "b"),
        task("often-good", "b", "EXECUTE_FAIL", hours=100),
        task("p1", "d"),
        task("p1", "e", "EXECUTE_FAIL"),
        task("p1", "f", "SKIP"),
        *slow("slow"),
    ]
    found = policies(tasks, policy_ids=["never"])
    assert [policy.policy_id for policy in found] == ["never", "p1", "slow", "often-good", "good"]
    assert [one.resource_id for one in found[1].volumes] == ["e", "f", "d"]


def test_of_several_tasks_of_a_volume_the_worst_counts_and_the_others_are_told():
    (policy,) = policies(
        [task(job_id="t1"), task(status="SKIP", job_id="t2"), task(status="EXECUTE_FAIL", job_id="t3")]
    )
    assert [one.status for one in policy.volumes] == [Status.FAILED]
    assert [problem.volume is None for problem in policy.problems] == [True, False]
    assert policy.problems[0].text.startswith("volume v1 is SKIP")


def test_a_volume_of_the_run_that_the_history_lacks_is_shown():
    (policy,) = read_report(judge([task(status="EXECUTE_FAIL")]), [], NOW).policies
    assert [one.status for one in policy.volumes] == [Status.FAILED]


def test_problems_of_volumes_stand_with_the_volumes():
    (policy,) = policies([task(status="EXECUTE_FAIL", hours=78.7)])
    assert policy.own_problems == ["the latest run is 78.7 hours old, more than 25"]


@pytest.mark.parametrize("before", ["EXECUTE_SUCCESS", "EXECUTE_FAIL"])
def test_a_run_that_has_not_begun_shows_no_outcome_of_the_one_before_as_its_own(before):
    (policy,) = policies([task(status=before, hours=31)], policies=[nightly()])
    (only,) = policy.volumes
    assert (only.ok, only.status) == (False, Status.NO_RUN)
    assert only.before is (Status.GOOD if before == "EXECUTE_SUCCESS" else Status.FAILED)
    # What was bad before is a problem of its own, beside the run that is missing.
    assert len(policy.problems) == (1 if before == "EXECUTE_SUCCESS" else 2)
    assert "has not begun" in policy.problems[0].text


def test_a_run_that_may_yet_begin_leaves_the_one_before_as_it_is():
    late = nightly(scheduled_policy={"status": "ON", "start_time": "07:00", "frequency": 1})
    only = volume([task(hours=24)], policies=[late])
    assert (only.ok, only.status, only.before) == (True, Status.GOOD, None)


def test_a_volume_that_is_missing_is_bad_and_named_once():
    volumes = [{"id": "v2", "name": "web-2", "policy_id": "p1"}, {"id": "v1", "name": "web-1", "policy_id": "p1"}]
    tasks = [task(hours=6), task(volume="v2", hours=30)]
    (policy,) = policies(tasks, policies=[nightly(policy_resource_count=2)], volumes=volumes)
    worst, other = policy.volumes
    assert (worst.name, worst.status, worst.ok) == ("web-2", Status.MISSING, False)
    assert (other.name, other.ok) == ("web-1", True)
    assert [problem.text for problem in policy.problems] == ["last backed up at 2026-01-29 01:40 UTC"]
    assert policy.own_problems == []


def test_a_volume_that_is_still_to_come_is_told_by_its_policy_alone():
    volumes = [{"id": name, "name": name, "policy_id": "p1"} for name in ("v1", "v2")]
    due = nightly(policy_resource_count=2, scheduled_policy={"status": "ON", "start_time": "07:00", "frequency": 1})
    (policy,) = policies([task(hours=0.5)], policies=[due], volumes=volumes)
    assert [problem.volume for problem in policy.problems] == [None]
    assert policy.volumes[0].status is Status.MISSING


def test_a_volume_that_nobody_misses_makes_nothing_bad():
    gone = volume([task(), task(volume="v2", hours=40)])
    assert gone.status is Status.GOOD
    (policy,) = policies([task(), task(volume="v2", hours=40)])
    assert [(one.resource_id, one.ok, one.status) for one in policy.volumes] == [
        ("v1", True, Status.GOOD),
        ("v2", True, Status.NO_RUN),
    ]


@pytest.mark.parametrize(
    ("statuses", "streak"),
    [
        (["EXECUTE_FAIL"], None),
        (["EXECUTE_FAIL", "EXECUTE_SUCCESS"], "new"),
        (["EXECUTE_FAIL", "SKIP", "EXECUTE_FAIL"], "3rd run in a row, since 2026-01-28 00:40 UTC"),
        (["EXECUTE_SUCCESS", "EXECUTE_FAIL"], None),
    ],
)
def test_for_how_long_a_volume_is_bad(statuses, streak):
    tasks = [task(status=status, hours=7 + 24 * ago) for ago, status in enumerate(statuses)]
    assert volume(tasks).streak == streak


@pytest.mark.parametrize(
    ("status", "options", "point"),
    [
        ("EXECUTE_SUCCESS", {}, ("b", None, "not verified")),
        ("EXECUTE_SUCCESS", {"backups": [BACKUP]}, ("b", "b1", "available")),
        ("EXECUTE_TIMEOUT", {"backups": [BACKUP]}, ("b", "b1", "available")),
        ("EXECUTE_SUCCESS", {"backups": []}, None),
        ("EXECUTE_TIMEOUT", {"accept": ["EXECUTE_TIMEOUT"]}, None),
        ("SKIP", {"accept": ["SKIP"]}, None),
        ("EXECUTE_FAIL", {}, None),
    ],
)
@pytest.mark.parametrize("earlier", [True, False])
def test_the_restore_point_is_the_last_good_backup(status, options, point, earlier):
    tasks = [task(status=status, backup_name="b", job_id="t1", minutes=60)]
    tasks += [task(hours=31, backup_name="a", job_id="t0")] if earlier else []
    found = volume(tasks, **options).restore_point
    before = ("a", None, "not verified") if earlier else None
    assert (found and (found.name, found.backup_id, found.state)) == (point or before)


def test_without_a_history_only_what_the_verdict_knows_is_told():
    tasks = [task(), task(volume="v2", status="EXECUTE_FAIL")]
    (policy,) = policies(tasks, history=False)
    assert not policy.has_history
    assert [one.history for one in policy.volumes] == [None, None]
    assert [one.restore_point is None for one in policy.volumes] == [True, False]


def several(**verdicts):
    return read_report(verdicts, None, NOW)


GOOD = judge([task()])
BAD = judge([task("p2", status="EXECUTE_FAIL")])
UNJUDGED = {
    **judge([]),
    **{key: ["The latest run could not be judged"] for key in ("problems", "general_problems")},
}


def test_several_verdicts_are_one():
    found = several(web=GOOD, db=BAD)
    assert not found.ok
    assert found.msg == (
        "The latest run of 2 policies is NOT GOOD: 1 of 2 volumes in 1 of 2 policies have no good backup, problems: 1"
    )
    assert [(policy.host, policy.ok) for policy in found.policies] == [("db", False), ("web", True)]
    assert several(web=GOOD, db=GOOD).msg == ("The latest run of 2 policies is good: 2 of 2 volumes have a good backup")
    assert several(web=GOOD, db=GOOD).ok


@pytest.mark.parametrize(
    ("verdict", "problem"),
    [(None, "There is no verdict"), ({}, "There is no verdict"), (UNJUDGED, "The latest run could not be judged")],
)
def test_a_host_that_could_not_be_judged_is_bad(verdict, problem):
    found = several(web=GOOD, db=verdict)
    assert not found.ok
    assert "NOT GOOD" in found.msg
    assert found.problems == [("db", problem)]


@pytest.mark.parametrize("verdicts", [[], {}, [None], {"web": None}])
def test_no_verdict_at_all_is_bad(verdicts):
    found = read_report(verdicts, None, NOW)
    assert not found.ok
    assert "NOT GOOD" in found.msg
    assert [problem for _host, problem in found.problems] == ["There is no verdict"]


def test_a_verdict_that_is_not_good_and_does_not_say_why_is_bad_among_others():
    found = several(web=GOOD, db={**GOOD, "ok": False})
    assert not found.ok
    assert "NOT GOOD" in found.msg


def test_expected_volumes_that_are_in_no_run_are_told():
    found = read_report(judge([task()], resource_ids=["v9"]), None, NOW)
    assert found.problems == [(None, "Volume v9 is expected, and in no latest run")]
