# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What all outputs tell of verdicts: the volumes above all."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.checks import read_checks
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run
from tools.documents import NOW, moment, policy, task, volume
from tools.outputs import NO_VERDICT

BEFORE = "2026-01-06T01:00:04"


def only_policy(*tasks, count=None, now=NOW, **options):
    verdict = latest_run(tasks, policies=[policy(len(tasks) if count is None else count)], now=now, **options)
    (check,) = read_checks(verdict, tasks, now=now).checks
    (found,) = check.policies
    return found


def states(found):
    return {one.label: one.state for one in found.volumes}


def test_each_volume_has_its_state_and_its_problem():
    found = only_policy(task("v1"), task("v2", status="SKIP"), volumes=[volume("v1", "web"), volume("v2")])
    assert states(found) == {"web (v1)": "good", "v2": "bad"}
    assert found.problems == []
    assert found.all_problems == ["volume v2 is SKIP: it has no vbs_job_id, so no job can tell more"]
    assert (found.label, found.state, found.good, found.total, found.seen, found.expected) == (
        *("nightly (p1)", "bad", 1, 2, 2, 2),
    )
    assert (found.due, found.begun) == (moment("2026-01-07T01:00:00"), moment("2026-01-07T01:00:04"))
    assert found.seconds == pytest.approx(540.467)


def test_a_volume_with_two_tasks_is_as_good_as_the_worse():
    assert states(only_policy(task(), {**task(status="RUNNING"), "job_id": "other"}, count=1)) == {"v1": "unfinished"}


def test_a_volume_is_not_good_in_a_run_that_is_not_the_one_that_was_due():
    found = only_policy(task(at=BEFORE))
    late = "the run that was due at 2026-01-07 01:00 UTC has not begun: the latest began at 2026-01-06 01:00 UTC"
    assert states(found) == {"v1": "bad"}
    assert found.problems == [late]
    assert found.volumes[0].problems == [f"volume v1 has no backup in time: {late}"]
    # It has been good once, though.
    assert found.last_good == moment("2026-01-06T01:00:04.467000")


def test_a_volume_is_not_good_in_a_run_that_is_too_old():
    assert states(only_policy(task(), max_age=1)) == {"v1": "bad"}


def test_a_missing_volume_is_bad_and_known_by_its_name():
    history = [task("v1"), task("v1", BEFORE), task("v2", BEFORE)]
    found = only_policy(*history, count=2, volumes=[volume("v1"), volume("v2", "web")])
    assert states(found) == {"v1": "good", "web (v2)": "bad"}
    assert found.problems == []
    assert found.all_problems == ["volume web (v2) is not in the run: last backed up at 2026-01-06 01:00 UTC"]
    assert found.last_good == moment("2026-01-06T01:00:04.467000")


def test_a_volume_that_may_still_come_is_unfinished():
    volumes = [volume("v1"), volume("v2")]
    found = only_policy(task(), count=2, volumes=volumes, now=moment("2026-01-07T01:30:00"))
    assert states(found) == {"v1": "good", "v2": "unfinished"}
    assert found.state == "unfinished"


def test_volumes_that_nobody_can_name_are_a_problem_of_the_policy():
    found = only_policy(task(), count=2)
    assert states(found) == {"v1": "good"}
    assert found.problems == ["1 of its 2 volumes is not in the run, and no earlier run tells which"]
    # Nor does anybody know since when all of them have a good backup.
    assert found.last_good is None


def test_a_task_that_names_no_volume_is_a_problem_of_the_policy():
    found = only_policy(task(""), count=1)
    assert (found.state, states(found), found.seen) == ("bad", {}, 0)
    assert [problem for problem in found.problems if "does not tell its volume" in problem]


def test_how_long_a_run_takes_is_known_when_all_of_it_has_ended():
    assert only_policy(task("v1"), task("v2", status="RUNNING")).seconds is None
    assert only_policy().seconds is None


@pytest.mark.parametrize("nothing", [None, {}, NO_VERDICT, {"ok": False, **NO_VERDICT}])
def test_what_came_to_no_verdict_is_a_check_that_could_not_be_made(nothing):
    (check,) = read_checks(nothing).checks
    assert (check.name, check.state, check.msg, check.details, list(check.policies)) == (
        *("vbs", "unknown", "The latest run could not be judged", [], []),
    )


def test_several_checks_are_told_apart_by_their_names():
    good = latest_run([task()], policies=[policy()], now=NOW)
    checks = read_checks({"a": good, "b\n": None, "b": {}, "c": NO_VERDICT}, [task()], now=NOW).checks
    assert [(check.name, check.state) for check in checks] == [
        *(("a", "good"), ("b", "unknown"), ("b (2)", "unknown"), ("c", "unknown")),
    ]


@pytest.mark.parametrize(
    ("verdicts", "options", "said"),
    [
        ([], {}, "Invalid value for _input: "),
        ("", {}, "Invalid value for _input: "),
        ([NO_VERDICT], {}, "Invalid value for _input: "),
        ({"runs": []}, {}, "this has no ok."),
        ({"a": {"ok": True}}, {}, "this has no msg."),
        ({**NO_VERDICT, "runs": [{}]}, {}, "runs[0] has no policy_id."),
        ({}, {"tasks": "none"}, "Invalid value for tasks: "),
        ({}, {"tasks": [None]}, "Invalid value for tasks: "),
        ({}, {"check": " "}, "Invalid value for check: "),
        ({}, {"check": None}, "Invalid value for check: "),
    ],
)
def test_what_is_no_verdict_is_refused(verdicts, options, said):
    with pytest.raises(InvalidInput) as caught:
        read_checks(verdicts, **options)
    assert said in str(caught.value)
