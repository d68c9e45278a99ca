# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the role knows to expect by itself: every due run, every volume, a backup that is there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

pytestmark = pytest.mark.usefixtures("one_way")

PLAYBOOK = "otc.vbs.policy_run_check"
HOUR = 3600
DAY = 24 * HOUR
WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")


def daily(hours):
    """A schedule by which the policy was due so many hours ago, or up to an hour more."""
    return {"start_time": f"{datetime.now(UTC) - timedelta(hours=hours):%H}:00", "frequency": 1}


def task(volume, ago, status="EXECUTE_SUCCESS", **fields):
    return {
        "job_id": f"task-{volume}-{ago}",
        "resource_id": volume,
        "status": status,
        "created_at": f"@-{ago}",
        "backup_name": f"autobk_{volume}",
        **fields,
    }


def policy(*tasks, hours=3, **fields):
    return {"name": "nightly", "scheduled_policy": daily(hours), "tasks": list(tasks), **fields}


@pytest.fixture
def check(playbooks):
    """Load policies, run the playbook on them without any option but those given, and return what came of it."""

    def run(policies, *, login=None, scenario=None, **options):
        playbooks.load(policies=policies, **(scenario or {}))
        variables = {f"policy_run_check_{name}": value for name, value in options.items()}
        return playbooks.run(PLAYBOOK, variables=variables, environment=login or playbooks.token_login())

    return run


def test_all_is_well_without_any_option(check):
    run = check({"p1": policy(task("v1", 2 * HOUR), task("v2", 2 * HOUR))})
    assert run.status == 0, run.output
    assert "The latest run of 1 policy is good: 2 of 2 volumes have a good backup" in run.output


def test_a_run_with_fewer_volumes_than_the_policy_is_not_good(check):
    run = check({"p1": policy(task("v1", 3 * HOUR), task("v2", 3 * HOUR), hours=4, policy_resource_count=5)})
    assert run.status == 2
    assert "is NOT GOOD: 3 of 5 volumes in 1 of 1 policy have no good backup, problems: 1" in run.output
    assert "3 of its 5 volumes are not in the run, and no earlier run tells which" in run.output


def test_a_volume_that_dropped_out_is_told(check):
    yesterday = [task(f"v{number}", DAY + 3 * HOUR) for number in range(5)]
    run = check({"p1": policy(task("v0", 3 * HOUR), task("v1", 3 * HOUR), *yesterday, hours=4)})
    assert run.status == 2
    assert "3 of its 5 volumes are not in the run: v2, last backed up at " in run.output
    for volume in ("v3", "v4"):
        assert f"; {volume}, last backed up at " in run.output


def test_all_tasks_since_it_was_due_are_one_run(check):
    failed = [task(f"v{number}", 2 * HOUR + 60, "EXECUTE_FAIL") for number in range(4)]
    run = check({"p1": policy(*failed, task("v4", HOUR), hours=3)})
    assert run.status == 2
    assert "is NOT GOOD: 4 of 5 volumes in 1 of 1 policy have no good backup, problems: 4" in run.output


RISING = [task("v0", 60), *(task(f"v{number}", 30, appears_at=20 * number) for number in range(1, 5))]


def test_a_run_that_is_still_being_created_is_waited_for(check):
    run = check({"p1": policy(*RISING, hours=0, policy_resource_count=5)}, scenario={"tick": 10}, wait_interval=0.1)
    assert run.status == 0, run.output
    assert "is good: 5 of 5 volumes" in run.output


def test_a_run_that_is_still_being_created_is_not_good_without_a_wait(check):
    run = check({"p1": policy(*RISING, hours=0, policy_resource_count=5)}, wait=False)
    assert run.status == 2
    assert "the run is still being created: 4 of 5 volumes have no task yet" in run.output


def test_a_firing_that_never_came_is_told(check):
    hourly = {"start_time": ",".join(f"{hour:02}:00" for hour in range(24)), "frequency": 1}
    run = check({"p1": policy(task("v1", 23 * HOUR), scheduled_policy=hourly)})
    assert run.status == 2
    assert "the run that was due at " in run.output
    assert " UTC has not begun: the latest began at " in run.output


def test_a_run_may_begin_late(check):
    run = check({"p1": policy(task("v1", DAY - HOUR), hours=0)})
    assert run.status == 0, run.output
    assert "has not begun yet, so the one before it was judged" in run.output
    assert check({"p1": policy(task("v1", DAY - HOUR), hours=0)}, grace=0).status == 2


def test_a_weekly_policy_is_good_until_it_is_due_again(check):
    due = datetime.now(UTC) - timedelta(days=6)
    weekly = {"start_time": f"{due:%H}:00", "frequency": None, "week_frequency": [WEEKDAYS[due.weekday()]]}
    run = check({"p1": policy(task("v1", 6 * DAY - 60), scheduled_policy=weekly)})
    assert run.status == 0, run.output
    missed = check({"p1": policy(task("v1", 8 * DAY), scheduled_policy=weekly)})
    assert missed.status == 2
    assert "has not begun: the latest began at " in missed.output


def test_a_policy_that_is_off_is_never_silently_good(check):
    off = policy(task("v1", HOUR), scheduled_policy={"status": "OFF"})
    run = check({"p1": off}, policy_id="p1")
    assert run.status == 2
    assert "it is switched off (scheduled_policy.status is OFF)" in run.output
    by_age = check({"p1": off}, policy_id="p1", max_age=25)
    assert by_age.status == 0, by_age.output
    assert "it is switched off (scheduled_policy.status is OFF), and was judged by its age alone" in by_age.output


def test_what_is_left_out_is_named(check):
    others = {
        "p2": policy(name="retired", scheduled_policy={"status": "OFF"}, policy_resource_count=1),
        "p3": policy(name="trial", policy_resource_count=0),
    }
    run = check({"p1": policy(task("v1", HOUR), hours=2), **others})
    assert run.status == 0, run.output
    assert "1 policy is left out (switched off): retired" in run.output
    assert "1 policy is left out (without volumes): trial" in run.output
    nothing = check(others)
    assert nothing.status == 2
    assert "There is no policy to judge" in nothing.output


def test_a_schedule_that_cannot_be_read_is_not_good(check):
    odd = policy(task("v1", HOUR), scheduled_policy={"start_time": "01:30"})
    run = check({"p1": odd})
    assert run.status == 2
    assert "the schedule cannot be read: scheduled_policy.start_time is '01:30'. It must be full hours" in run.output
    assert check({"p1": odd}, max_age=2).status == 0


def test_a_policy_that_never_ran_is_not_good(check):
    run = check({"p1": policy(policy_resource_count=1)})
    assert run.status == 2
    assert "Policy nightly (p1): there is no run in the 30 days that the service remembers" in run.output


def test_a_number_of_volumes_that_is_none_is_not_good(check, playbooks):
    run = check({"p1": policy(task("v1", HOUR), hours=2, policy_resource_count=0)}, policy_id="p1")
    assert run.status == 2
    assert "it has no volumes (policy_resource_count is 0)" in run.output
    playbooks.load(policies={"p1": policy(task("v1", HOUR), hours=2)})
    odd = {"backup_policy_id": "p1", "backup_policy_name": "nightly", "policy_resource_count": False}
    listed = {"backup_policies": [{**odd, "scheduled_policy": {"status": "ON", **daily(2)}}]}
    playbooks.simulator.fault(kind="answer", status=200, path="/backuppolicy$", json=listed)
    run = playbooks.run(PLAYBOOK, environment=playbooks.token_login())
    assert run.status == 2
    assert "how many volumes it has is not known: its policy_resource_count is False" in run.output


def test_a_volume_that_is_demanded_and_not_there_is_told(check):
    run = check({"p1": policy(task("v1", HOUR), hours=2)}, resource_ids="v1,v9")
    assert run.status == 2
    assert "Volume v9 is not in the latest run" in run.output


def test_a_pattern_chooses_policies(check):
    policies = {
        "p1": policy(task("v1", HOUR), name="nightly-a", hours=2),
        "p2": policy(task("v2", HOUR), name="nightly-b", hours=2),
        "p3": policy(task("v3", HOUR, "EXECUTE_FAIL"), name="weekly", hours=2),
    }
    run = check(policies, policy_name="nightly-*")
    assert run.status == 0, run.output
    assert "The latest run of 2 policies is good" in run.output
    none = check(policies, policy_name="monthly-*")
    assert none.status == 2
    assert "There is no policy whose name fits the pattern 'monthly-*'" in none.output


def test_a_success_without_its_backup_is_not_good(check):
    run = check({"p1": policy(task("v1", HOUR, backup=None), task("v2", HOUR), hours=2)})
    assert run.status == 2
    assert "volume v1 is EXECUTE_SUCCESS, but its backup autobk_v1 is not there" in run.output
    broken = {"status": "error", "fail_reason": "The chain is broken."}
    run = check({"p1": policy(task("v1", HOUR, backup=broken), hours=2)})
    assert run.status == 2
    assert "volume v1 is EXECUTE_SUCCESS, but its backup autobk_v1 is error (The chain is broken.)" in run.output
    ignored = check({"p1": policy(task("v1", HOUR, backup=None), hours=2)}, restore_points="ignored")
    assert ignored.status == 0, ignored.output


def test_a_timeout_with_its_backup_is_good_and_says_why(check, playbooks):
    run = check({"p1": policy(task("v1", HOUR, "EXECUTE_TIMEOUT", backup={"size": 10}), hours=2)})
    assert run.status == 0, run.output
    assert "it timed out, and its backup is available all the same" in run.output
    assert check({"p1": policy(task("v1", HOUR, "EXECUTE_TIMEOUT"), hours=2)}).status == 2


def test_who_may_not_list_backups_is_told_so(check):
    policies = {"p1": policy(task("v1", HOUR), hours=2)}
    forbidden = {"service": {"forbidden": ["vbs:backups:list"]}}
    run = check(policies, scenario=forbidden)
    assert run.status == 0, run.output
    assert "The restore points were not verified: GET " in run.output
    insisting = check(policies, scenario=forbidden, restore_points="required")
    assert insisting.status == 2
    assert "The restore points were not verified: GET " in insisting.output


def test_volumes_have_their_names_and_are_the_ones_that_the_policy_has(check, playbooks):
    member = {"metadata": {"policy": "p1"}}
    volumes = {
        "v1": {"name": "web-1", **member},
        "v2": {"name": "web-2", **member},
        "v3": {"name": "elsewhere", "metadata": {"policy": "p2"}},
    }
    policies = {"p1": policy(task("v1", 3 * HOUR, "EXECUTE_FAIL"), hours=4)}
    login = {name: value for name, value in playbooks.password_login().items() if "OVERRIDE" not in name}
    run = check(policies, login=login, scenario={"volumes": volumes})
    assert run.status == 2
    assert "volume web-1 (v1) is EXECUTE_FAIL" in run.output
    assert "volume web-2 (v2) is not in the run: no good backup of it is known" in run.output
    assert "elsewhere" not in run.output


def test_what_is_new_and_what_is_not(check):
    earlier = [
        *(task(volume, DAY + HOUR, status) for volume, status in [("v1", "EXECUTE_SUCCESS"), ("v2", "EXECUTE_FAIL")]),
        *(task(volume, 2 * DAY + HOUR, "EXECUTE_FAIL") for volume in ("v1", "v2")),
    ]
    run = check({"p1": policy(task("v1", HOUR, "EXECUTE_FAIL"), task("v2", HOUR, "EXECUTE_FAIL"), *earlier, hours=2)})
    assert run.status == 2
    assert "volume v1 is EXECUTE_FAIL (new): " in run.output
    # The longer it lasts, the earlier it is told.
    assert run.output.index("volume v2 is EXECUTE_FAIL (3rd run in a row): ") < run.output.index("volume v1 is")


@pytest.mark.parametrize(
    ("option", "value", "right"),
    [
        ("grace", -1, "It must be a number of hours from 0 to 1000000."),
        ("restore_points", "sometimes", "It must be one of if_readable, required, ignored."),
        ("max_age", "weekly", "It must be a number above 0, and at most 1000000."),
    ],
)
def test_what_cannot_be_right_is_an_error_before_any_request(check, playbooks, option, value, right):
    run = check({"p1": policy(task("v1", HOUR))}, **{option: value})
    assert run.status == 2
    assert f"Invalid value for policy_run_check_{option}: {value!r}. {right}" in run.output.replace("\\'", "'")
    assert playbooks.simulator.requests() == []


def test_a_check_knows_nothing_of_an_earlier_one(playbooks):
    """What the earlier one found must not be judged in place of what the later one is about to find."""
    rising = task("v1", 60, "RUNNING", vbs_job_id="j1", script=[{"at": 60, "set": {"status": "EXECUTE_SUCCESS"}}])
    jobs = {"j1": {"job_id": "j1", "status": "SUCCESS"}, "j2": {"job_id": "j2", "status": "FAIL"}}
    glossing = task("v2", 60, "RUNNING", vbs_job_id="j2", script=[{"at": 500, "set": {"status": "EXECUTE_SUCCESS"}}])
    playbooks.load(tick=20, policies={"p1": policy(rising, hours=0), "p2": policy(glossing, hours=0)}, jobs=jobs)
    check = {"ansible.builtin.include_role": {"name": "otc.vbs.policy_run_check"}}
    options = {"policy_run_check_wait_interval": 0.05, "policy_run_check_fail": False}
    say = {"ansible.builtin.debug": {"msg": "{{ policy_run_check_result.problems }}"}}
    run = playbooks.run(
        [{**check, "vars": {**options, "policy_run_check_policy_id": one}} for one in ("p1", "p2")] + [say],
        environment=playbooks.token_login(),
    )
    assert run.status == 0, run.output
    assert "volume v2 is EXECUTE_SUCCESS: job j2 says FAIL" in run.output.partition("debug")[2]


def test_what_is_left_when_the_backups_cannot_be_read_is_no_verdict(playbooks):
    playbooks.load(policies={"p1": policy(task("v1", HOUR, backup=None), hours=2)})
    playbooks.simulator.fault(kind="answer", status=501, path="/backups/detail", times=None)
    run = playbooks.run(
        [
            {"ansible.builtin.include_role": {"name": "otc.vbs.policy_run_check", "apply": {"ignore_errors": True}}},
            {"ansible.builtin.debug": {"msg": "so {{ policy_run_check_result.ok }}"}},
        ],
        environment=playbooks.token_login(),
    )
    assert "so False" in run.output
    assert "is good" not in run.output


def test_all_are_all_where_one_is_called_so(check):
    run = check(
        {
            "p1": policy(task("v1", HOUR), name="*", hours=2),
            "p2": policy(task("v2", HOUR, "EXECUTE_FAIL"), hours=2),
        }
    )
    assert run.status == 2
    assert "The latest run of 2 policies is NOT GOOD: 1 of 2 volumes" in run.output


def test_that_volumes_cannot_be_read_is_told(check, playbooks):
    member = {"metadata": {"policy": "p1"}}
    world = {"volumes": {"v1": member, "v2": member}, "service": {"forbidden": ["evs:volumes:list"]}}
    login = {name: value for name, value in playbooks.password_login().items() if "OVERRIDE" not in name}
    run = check({"p1": policy(task("v1", HOUR), hours=2)}, login=login, scenario=world)
    assert run.status == 0, run.output
    assert "Which volumes the policies have could not be read, only their number: GET " in run.output


def test_a_timeout_is_no_better_than_its_job(check):
    timed_out = task("v1", HOUR, "EXECUTE_TIMEOUT", backup={"size": 10}, vbs_job_id="j1")
    failed = {"job_id": "j1", "status": "FAIL", "error_code": "VBS.1", "fail_reason": "It broke."}
    run = check({"p1": policy(timed_out, hours=2)}, scenario={"jobs": {"j1": failed}})
    assert run.status == 2
    assert "volume v1 is EXECUTE_TIMEOUT: VBS.1: It broke. (job j1 says FAIL)" in run.output


def test_a_policy_that_counts_none_of_its_volumes_is_not_left_out(check, playbooks):
    policies = {"p1": policy(task("v1", HOUR), hours=2), "p0": policy(name="zero", policy_resource_count=0)}
    login = {name: value for name, value in playbooks.password_login().items() if "OVERRIDE" not in name}
    run = check(policies, login=login, scenario={"volumes": {"v0": {"metadata": {"policy": "p0"}}}})
    assert run.status == 2
    assert "it has no volumes (policy_resource_count is 0), but 1 say that they are its" in run.output
