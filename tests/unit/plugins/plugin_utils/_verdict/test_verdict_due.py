# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The verdict by the schedule of a policy: whether the run that was due has begun, and which tasks are its."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._waiter.condition import Condition
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run
from tools.documents import LAST_NIGHT, NOW, moment, policy, task, volume

HOURLY = ",".join(f"{hour:02}:00" for hour in range(24))
WEEKLY = {"frequency": None, "week_frequency": ["WED"]}
NIGHT_BEFORE = "2026-01-06T01:00:04"


def judge(tasks, policies=None, now=NOW, **options):
    policies = [policy()] if policies is None else policies
    return latest_run(tasks, policies=policies, now=moment(now) if isinstance(now, str) else now, **options)


def only_run(*args, **options):
    verdict = judge(*args, **options)
    (run,) = verdict["runs"]
    # What is said of a policy is said with its name.
    label = f"Policy {run['policy_name']} ({run['policy_id']})" if run["policy_name"] else f"Policy {run['policy_id']}"
    assert verdict["ok"] is run["ok"] is (not run["problems"])
    assert verdict["problems"] == [f"{label}: {problem}" for problem in run["problems"]]
    assert verdict["notes"] == [f"{label}: {note}" for note in run["notes"]]
    return run


def test_the_run_that_was_due_is_good():
    verdict = judge([task(), task(at=NIGHT_BEFORE, status="EXECUTE_FAIL")])
    assert verdict["problems"] == []
    assert verdict["msg"] == "The latest run of 1 policy is good: 1 of 1 volumes have a good backup"
    (run,) = verdict["runs"]
    assert (run["due_at"], run["next_due_at"]) == ("2026-01-07T01:00:00Z", "2026-01-08T01:00:00Z")
    assert (run["is_due"], run["notes"], run["being_created"]) == (True, [], False)
    assert (run["schedule"], run["overdue"]) == ("daily at 01:00 (UTC)", False)
    assert (run["volumes_expected"], run["volumes_total"], run["volumes_good"]) == (1, 1, 1)


def test_a_run_that_has_not_begun_is_not_good_though_all_went_well_the_night_before():
    verdict = judge([task(at=NIGHT_BEFORE)])
    assert verdict["problems"] == [
        "Policy nightly (p1): the run that was due at 2026-01-07 01:00 UTC has not begun: "
        "the latest began at 2026-01-06 01:00 UTC"
    ]
    assert verdict["msg"] == (
        "The latest run of 1 policy is NOT GOOD: 1 of 1 volumes in 1 of 1 policy have no good backup, problems: 1"
    )
    (run,) = verdict["runs"]
    assert (run["is_due"], run["overdue"], run["volumes_good"], run["volumes_total"]) == (False, True, 0, 1)
    assert verdict["finished"] is True


def test_a_run_that_is_too_old_is_overdue_whatever_the_schedule():
    (old,), (young,) = (judge([task(at=NIGHT_BEFORE)], max_age=age)["runs"] for age in (24, 48))
    assert (old["overdue"], young["overdue"]) == (True, False)
    assert judge([task()], policies=[], max_age=24)["runs"][0]["schedule"] is None


def test_a_policy_that_never_ran_is_not_good():
    run = only_run([])
    assert run["problems"] == ["there is no run in the 30 days that the service remembers"]
    assert (run["volumes_good"], run["volumes_total"], run["started_at"]) == (0, 1, None)


@pytest.mark.parametrize(
    ("begun", "good"),
    [
        # The clock of the scheduler may go ahead of that of the tasks.
        ("2026-01-07T00:55:00.000", True),
        ("2026-01-07T00:54:59.999", False),
        # Late is late, and has begun.
        ("2026-01-07T02:30:00", True),
        ("2026-01-07T07:59:00", True),
    ],
)
def test_when_the_run_that_was_due_may_begin(begun, good):
    run = only_run([task(created_at=begun)])
    assert (run["ok"], run["is_due"]) == (good, good)


def test_tasks_of_just_before_it_was_due_are_of_that_run():
    early = task(at="2026-01-07T00:57:00")
    before = task("v1", NIGHT_BEFORE, "EXECUTE_FAIL")
    assert only_run([early, before])["ok"] is True
    run = only_run([task("v2"), {**early, "status": "EXECUTE_FAIL"}, before], [policy(2)])
    assert (run["statuses"], run["started_at"]) == (
        {"EXECUTE_FAIL": 1, "EXECUTE_SUCCESS": 1},
        "2026-01-07T00:57:00Z",
    )


NOTE = "the run due at 2026-01-07 01:00 UTC has not begun yet, so the one before it was judged"


@pytest.mark.parametrize(
    ("now", "options", "good"),
    [
        ("2026-01-07T01:00:00", {}, True),
        ("2026-01-07T02:59:59", {}, True),
        ("2026-01-07T03:00:00", {}, False),
        ("2026-01-07T01:59:59", {"grace": 1}, True),
        ("2026-01-07T02:00:00", {"grace": 1}, False),
        ("2026-01-07T01:00:00", {"grace": 0}, False),
        ("2026-01-07T08:00:00", {"grace": 8}, True),
    ],
)
def test_within_the_grace_the_run_before_is_judged(now, options, good):
    run = only_run([task(at=NIGHT_BEFORE)], now=now, **options)
    assert (run["ok"], run["is_due"], run["volumes_good"]) == (good, False, int(good))
    assert run["notes"] == ([NOTE] if good else [])
    assert run["due_at"] == "2026-01-07T01:00:00Z"


def test_one_that_has_begun_within_the_grace_is_judged_itself():
    run = only_run([task(), task(at=NIGHT_BEFORE, status="SKIP")], now="2026-01-07T01:30:00")
    assert (run["ok"], run["is_due"], run["notes"]) == (True, True, [])


def test_a_moment_before_it_is_due_nothing_is_late():
    run = only_run([task(at=NIGHT_BEFORE)], now="2026-01-07T00:59:59")
    assert (run["ok"], run["is_due"], run["notes"]) == (True, True, [])


@pytest.mark.parametrize("grace", [2, 1000])
def test_the_grace_does_not_excuse_the_run_before(grace):
    run = only_run([task(at=NIGHT_BEFORE, status="SKIP")], now="2026-01-07T02:00:00", grace=grace)
    assert run["ok"] is False
    assert run["problems"][0].startswith("volume v1 is SKIP: ")
    run = only_run([task(at="2026-01-05T01:00:04")], now="2026-01-07T02:00:00", grace=grace)
    assert run["problems"] == [
        "the run that was due at 2026-01-06 01:00 UTC has not begun: the latest began at 2026-01-05 01:00 UTC"
    ]


def test_an_hourly_policy_that_is_silent_for_a_day_is_not_good():
    tasks = [task(at="2026-01-06T09:00:04")]
    # Which is younger than any age that does for a nightly one.
    assert judge(tasks, [policy(start_time=HOURLY)], max_age=25)["ok"] is True
    run = only_run(tasks, [policy(start_time=HOURLY)], now="2026-01-07T08:30:00")
    assert run["problems"] == [
        "the run that was due at 2026-01-07 07:00 UTC has not begun: the latest began at 2026-01-06 09:00 UTC"
    ]
    assert only_run([task(at="2026-01-07T08:00:04")], [policy(start_time=HOURLY)])["ok"] is True


@pytest.mark.parametrize(
    ("now", "good"), [("2026-01-13T23:59:00", True), ("2026-01-14T02:59:00", True), ("2026-01-14T03:00:00", False)]
)
def test_a_weekly_policy_is_good_for_a_week(now, good):
    run = only_run([task()], [policy(**WEEKLY)], now=now)
    assert run["ok"] is good


def test_the_time_zone_of_the_policy_tells_its_day():
    # In Tokyo it is Thursday already at 20:00 UTC on Wednesday.
    late = policy(start_time="20:00", time_zone="UTC+09:00", frequency=None, week_frequency=["WED"])
    assert only_run([task(at="2026-01-06T20:00:04")], [late])["ok"] is True
    assert only_run([task(at="2025-12-31T20:00:04")], [late])["ok"] is False


def test_failures_an_hour_before_a_late_success_are_of_the_same_run():
    failures = [task(f"v{number}", "2026-01-07T01:00:04", "EXECUTE_FAIL") for number in range(4)]
    tasks = [*failures, task("v4", "2026-01-07T02:01:05")]
    run = only_run(tasks, [policy(5)])
    assert (run["volumes_good"], run["volumes_total"]) == (1, 5)
    assert len(run["problems"]) == 4
    assert run["started_at"] == "2026-01-07T01:00:04Z"
    # Who sets the window says otherwise.
    assert len(only_run(tasks, [policy(5)], run_window=60)["tasks"]) == 1
    assert len(only_run(tasks, [], max_age=25)["tasks"]) == 1


def test_a_run_begins_where_the_policy_was_due_and_not_before():
    # Two firings within an hour, one of which failed.
    tasks = [task(at="2026-01-07T08:00:04"), task(at="2026-01-07T07:50:04", status="EXECUTE_FAIL")]
    run = only_run(tasks, [policy(start_time="07:00,08:00")], now="2026-01-07T08:30:00")
    assert (run["ok"], run["statuses"]) == (True, {"EXECUTE_SUCCESS": 1})
    assert only_run(tasks, [policy(start_time="07:00")])["ok"] is False


def test_a_policy_that_is_switched_off_is_not_good_unless_its_age_decides():
    tasks = [task()]
    run = only_run(tasks, [policy(status="OFF")])
    assert run["problems"] == ["it is switched off (scheduled_policy.status is OFF), so nothing is backed up any more"]
    assert (run["due_at"], run["next_due_at"], run["is_due"]) == (None, None, None)
    run = only_run(tasks, [policy(status="OFF")], max_age=25)
    assert run["problems"] == []
    assert run["notes"] == ["it is switched off (scheduled_policy.status is OFF), and was judged by its age alone"]
    assert only_run(tasks, [policy(status="OFF")], max_age=6)["ok"] is False


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (policy(start_time="1 am"), "scheduled_policy.start_time is '1 am'. It must be full hours, such as"),
        (policy(status="PAUSED"), "scheduled_policy.status is 'PAUSED'. It must be ON or OFF."),
        (policy(frequency=None), "scheduled_policy.frequency has no value. It, or week_frequency, must tell"),
        ({**policy(), "scheduled_policy": None}, "scheduled_policy has no value. It must be a dictionary."),
        ({**policy(), "time_zone": "Europe/Berlin"}, "time_zone is 'Europe/Berlin'. It must be from UTC-12:00"),
    ],
)
def test_a_schedule_that_cannot_be_read_is_not_good_unless_its_age_decides(document, said):
    run = only_run([task()], [document])
    (problem,) = run["problems"]
    assert problem.startswith(f"the schedule cannot be read: {said}")
    assert problem.endswith(". Set max_age to judge it by its age alone")
    assert only_run([task()], [document], max_age=25)["ok"] is True


def test_a_policy_of_which_nothing_is_known_is_not_good_unless_its_age_decides():
    verdict = judge([task()], [])
    assert verdict["problems"] == [
        "Policy p1: the policy is not in policies, so its schedule is not known. "
        "Set max_age to judge it by its age alone"
    ]
    assert judge([task()], [], policy_ids=["p1"], max_age=25)["ok"] is True


def test_the_age_overrules_the_schedule():
    assert only_run([task(at=NIGHT_BEFORE)], max_age=48)["ok"] is True
    run = only_run([task()], max_age=6)
    assert run["problems"] == ["the latest run is 7.0 hours old, more than 6"]
    assert (run["is_due"], run["volumes_good"]) == (True, 0)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (None, "how many volumes it has is not known: its policy_resource_count is None"),
        ("2", "how many volumes it has is not known: its policy_resource_count is '2'"),
        (True, "how many volumes it has is not known: its policy_resource_count is True"),
        (False, "how many volumes it has is not known: its policy_resource_count is False"),
        (-1, "how many volumes it has is not known: its policy_resource_count is -1"),
        (1.0, "how many volumes it has is not known: its policy_resource_count is 1.0"),
        (0, "it has no volumes (policy_resource_count is 0)"),
        (2, "1 of its 2 volumes is not in the run, and no earlier run tells which"),
    ],
)
@pytest.mark.parametrize("options", [{}, {"max_age": 25}])
def test_a_number_of_volumes_that_does_not_fit_is_not_good(count, said, options):
    run = only_run([task()], [policy(count)], **options)
    assert run["problems"] == [said]


TWO = [task("v1"), task("v2", "2026-01-07T01:00:06")]
EARLIER = [task(name, NIGHT_BEFORE) for name in ("v1", "v2", "v3")]


def newest_first(tasks):
    """As the role asks for them, of one policy at a time."""
    return {"tasks": sorted(tasks, key=lambda one: one["created_at"], reverse=True), "count": len(tasks)}


@pytest.mark.parametrize(("now", "creating"), [("2026-01-07T01:01:00", True), ("2026-01-07T03:00:04", False)])
def test_a_run_that_lacks_volumes_is_still_being_created_for_a_while(now, creating):
    verdict = judge([*TWO, *EARLIER], [policy(3)], now=moment(now) + timedelta(milliseconds=467))
    assert (verdict["ok"], verdict["finished"]) == (False, not creating)
    (run,) = verdict["runs"]
    assert (run["being_created"], run["volumes_total"], run["volumes_good"]) == (creating, 3, 2)
    expected = "1 of its 3 volumes is not in the run: v3, last backed up at 2026-01-06 01:00 UTC"
    if creating:
        expected = "the run is still being created: 1 of 3 volumes have no task yet: v3"
    assert run["problems"] == [expected]


def test_a_run_whose_tasks_are_all_there_is_not_being_created():
    verdict = judge([*TWO, *EARLIER], [policy(2)], now="2026-01-07T01:01:00")
    assert (verdict["finished"], verdict["runs"][0]["being_created"]) == (True, False)


def test_the_run_before_is_not_being_created_any_more():
    tasks = [task("v1", "2026-01-07T01:10:00"), task("v2", "2026-01-07T01:10:00")]
    verdict = judge(tasks, [policy(3, start_time="01:00,02:00")], now="2026-01-07T02:10:00")
    assert (verdict["ok"], verdict["finished"]) == (False, True)


@pytest.mark.parametrize("options", [{"policies": [policy(3)]}, {"policies": [policy(3)], "max_age": 25}])
def test_a_wait_ends_when_the_tasks_to_come_have_come_and_ended(options):
    tasks = [*TWO, *EARLIER, task("v4", "2026-01-05T01:00:04", "RUNNING", job_id="stale")]
    verdict = judge(tasks, now="2026-01-07T01:01:00", **options)
    is_over = Condition(verdict["until"])
    assert is_over(newest_first(tasks)) is False
    assert is_over(newest_first([*tasks, task("v3", "2026-01-07T01:01:09", "RUNNING")])) is False
    came = [*tasks, task("v3", "2026-01-07T01:01:09", "EXECUTE_FAIL")]
    assert is_over(newest_first(came)) is True
    assert judge(came, now="2026-01-07T01:12:00", **options)["finished"] is True
    # The lists of the other policies go through the same condition.
    assert is_over(newest_first([task("v9", policy_id="p2")])) is True
    assert is_over(newest_first([])) is True


def test_a_wait_for_two_tasks_does_not_end_with_one():
    tasks = [task("v1"), *EARLIER]
    is_over = Condition(judge(tasks, [policy(3)], now="2026-01-07T01:01:00")["until"])
    for name, at, over in (("v2", "2026-01-07T01:01:09", False), ("v3", "2026-01-07T01:01:10", True)):
        assert is_over(newest_first(tasks)) is False
        tasks.append(task(name, at))
        assert is_over(newest_first(tasks)) is over


def test_tasks_that_are_there_twice_do_not_shorten_the_wait():
    again = task("v1", "2026-01-07T01:00:30", job_id="again")
    tasks = [*TWO, again, *EARLIER]
    is_over = Condition(judge(tasks, [policy(3)], now="2026-01-07T01:01:00")["until"])
    assert is_over(newest_first(tasks)) is False
    assert is_over(newest_first([*tasks, task("v3", "2026-01-07T01:01:09")])) is True


def test_a_volume_that_left_does_not_shorten_the_wait():
    # The volume service knows of two, one of which has no task; what has one is another policy's by now.
    told = [volume("v1"), volume("v3"), volume("v2", policy_id="p2")]
    verdict = judge([*TWO, *EARLIER], [policy(2)], volumes=told, now="2026-01-07T01:01:00")
    is_over = Condition(verdict["until"])
    assert is_over(newest_first([*TWO, *EARLIER])) is False
    assert is_over(newest_first([*TWO, *EARLIER, task("v3", "2026-01-07T01:01:09")])) is True


@pytest.mark.parametrize("odd", ["p'1", "p1`", "a || b", "{{ x }}", ""])
@pytest.mark.parametrize("field", ["policy_id", "job_id"])
def test_no_odd_id_breaks_the_condition(field, odd):
    own = {"policy_id": "p1", "job_id": "t1", field: odd}
    tasks = [task("v1", **own), task("v2", NIGHT_BEFORE, "RUNNING", **own)]
    document = {**policy(3), "backup_policy_id": own["policy_id"]}
    verdict = judge(tasks, [document], now="2026-01-07T01:01:00")
    assert verdict["finished"] is False
    Condition(verdict["until"])(newest_first(tasks))
    assert odd == "" or odd not in verdict["until"]


def test_volumes_that_are_missing_for_good_are_not_waited_for():
    tasks = [task("v1"), task("v2", status="RUNNING")]
    is_over = Condition(judge(tasks, [policy(3)])["until"])
    assert is_over(newest_first(tasks)) is False
    assert is_over(newest_first([task("v1"), task("v2")])) is True


def test_several_policies_are_waited_for_at_once():
    second = {**policy(2), "backup_policy_id": "p2"}
    tasks = [task("v1"), task("w1", policy_id="p2")]
    is_over = Condition(judge(tasks, [policy(2), second], now="2026-01-07T01:01:00")["until"])
    for name, policy_id in (("v", "p1"), ("w", "p2")):
        own = [one for one in tasks if one["policy_id"] == policy_id]
        assert is_over(newest_first(own)) is False
        assert is_over(newest_first([*own, task(f"{name}2", "2026-01-07T01:01:09", policy_id=policy_id)])) is True


@pytest.mark.parametrize("odd", ["0001-01-01T00:00:00", "9999-12-31T23:59:59", "9999-12-01T00:00:00"])
@pytest.mark.parametrize("options", [{}, {"max_age": 25}, {"run_window": 1000000}, {"time_zone": "UTC-05:00"}])
def test_times_at_the_ends_of_the_calendar_do_no_harm(odd, options):
    document = {**policy(**WEEKLY), "time_zone": options.pop("time_zone", None)} if "time_zone" in options else policy()
    odd_task = task("v1", created_at=odd, finished_at=odd)
    for tasks in ([odd_task], [task(), odd_task]):
        verdict = judge(tasks, [document], backups=[{"volume_id": "v1", "created_at": LAST_NIGHT}], **options)
        assert verdict["ok"] is False


def test_a_run_in_the_future_is_not_the_one_that_was_due():
    run = only_run([task(at="2026-01-07T08:06:00")])
    assert run["problems"] == ["the latest run lies in the future, at 2026-01-07T08:06:00Z: compare the clocks"]
    assert only_run([task(at="2026-01-07T08:04:00")])["ok"] is True


def test_a_run_that_was_due_by_one_reading_of_the_turn_of_the_month_is_told():
    """At 23:00 UTC it is the next day in the policy's zone: 31 and 1 by the one, 1 and 31 by the other reading."""
    monthly = policy(frequency=30, start_time="23:00", time_zone="UTC+02:00")
    begun = task(at="2026-01-31T23:00:05")
    told = (
        "it may have been due at 2026-02-01 23:00 UTC too, and did not run then: whether its days are those of UTC or"
    )
    run = only_run([begun], [monthly], now="2026-02-25T08:00:00")
    assert run["ok"] is True
    assert [note.startswith(told) for note in run["notes"]] == [True]
    # As long as it may begin late, or once it has begun, there is nothing to tell.
    assert only_run([begun], [monthly], now="2026-02-02T00:30:00")["notes"] == []
    assert only_run([begun, task(at="2026-02-01T23:00:05")], [monthly], now="2026-02-25T08:00:00")["notes"] == []
