# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter hands all its options on to the verdict, and speaks of errors as Ansible does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.otc.vbs.plugins.filter.latest_run import FilterModule

SUCCESS = "is EXECUTE_SUCCESS"


def latest_run(tasks, **options):
    return FilterModule().filters()["latest_run"](tasks, **options)


def policy(name=None, count=1, **schedule):
    """One that is due each day in the hour of most tasks here, unless the schedule says otherwise."""
    hour = f"{datetime.now(UTC) - timedelta(hours=20):%H:00}"
    document = {
        "backup_policy_id": "p1",
        "policy_resource_count": count,
        "scheduled_policy": {"status": "ON", "start_time": hour, "frequency": 1, **schedule},
    }
    return document if name is None else {**document, "backup_policy_name": name}


def task(volume, status="EXECUTE_SUCCESS", hours=20.0, **fields):
    return {"policy_id": "p1", "resource_id": volume, "status": status, "hours": hours, **fields}


def dated(found):
    """The task with the time it had so many hours ago: the filter goes by the clock."""
    created = datetime.now(UTC) - timedelta(hours=found["hours"])
    return {**found, "created_at": created.strftime("%Y-%m-%dT%H:%M:%S.%f")}


@pytest.mark.parametrize(
    ("tasks", "options", "problems"),
    [
        ([task("v1"), task("v2")], {"max_age": 25}, []),
        ([task("v1")], {"policies": [policy()]}, []),
        ([task("v1")], {"max_age": 19}, ["Policy p1: the latest run is 20.0 hours old, more than 19"]),
        ([task("v1", hours=24.9)], {"max_age": 25}, []),
        ([task("v1", hours=25.2)], {"max_age": 25}, ["Policy p1: the latest run is 25.2 hours old, more than 25"]),
        ([task("v1")], {"max_age": 25, "resource_ids": ["v1", "v2"]}, ["Volume v2 is not in the latest run"]),
        (
            [task("v1")],
            {"max_age": 25, "policy_ids": ["p2", "p1"]},
            ["Policy p2: there is no run in the 30 days that the service remembers"],
        ),
        (
            [],
            {"policies": [policy("nightly")]},
            ["Policy nightly (p1): there is no run in the 30 days that the service remembers"],
        ),
        ([task("v1"), task("v1", "SKIP", hours=21.01)], {"max_age": 25}, []),
        (
            [task("v1"), task("v1", "SKIP", hours=20.9)],
            {"max_age": 25},
            ["Policy p1: volume v1 is SKIP: it has no vbs_job_id, so no job can tell more"],
        ),
        ([task("v1"), task("v1", "SKIP", hours=20.9)], {"max_age": 25, "run_window": 30}, []),
        ([task("v1", "SKIP"), task("v2")], {"max_age": 25, "accept": ["EXECUTE_SUCCESS", "SKIP"]}, []),
        (
            [task("v1", "EXECUTE_FAIL", vbs_job_id="j1")],
            {"max_age": 25, "jobs": [{"job_id": "j1", "status": "FAIL", "fail_reason": "No space."}]},
            ["Policy p1: volume v1 is EXECUTE_FAIL: No space. (job j1 says FAIL)"],
        ),
        (
            [task("v1", "EXECUTE_FAIL", vbs_job_id="j1")],
            {"max_age": 25, "job_failures": [{"job_id": "j1", "reason": "it is gone"}]},
            ["Policy p1: volume v1 is EXECUTE_FAIL: job j1 could not be read (it is gone)"],
        ),
        (
            [task("v1")],
            {"policies": [policy(count=2)], "volumes": [{"id": "v2", "name": "web-2", "policy_id": "p1"}]},
            ["Policy p1: volume web-2 (v2) is not in the run: no good backup of it is known"],
        ),
        (
            [task("v1", backup_name="b")],
            {"max_age": 25, "backups": []},
            [f"Policy p1: volume v1 {SUCCESS}, but its backup b is not there"],
        ),
        ([task("v1")], {"max_age": 25, "backups": [], "restore_points": "ignored"}, []),
        (
            [task("v1")],
            {"max_age": 25, "backups_error": "HTTP 403", "restore_points": "required"},
            ["The restore points were not verified: HTTP 403"],
        ),
    ],
)
def test_each_option_has_its_effect(tasks, options, problems):
    verdict = latest_run([dated(found) for found in tasks], **options)
    assert verdict["problems"] == problems
    assert verdict["ok"] is (not problems)


def test_the_grace_begins_at_the_hour_that_is_due():
    just_due = f"{datetime.now(UTC):%H:00}"
    options = {"policies": [policy(start_time=just_due)]}
    history = [dated(task("v1", hours=24))]
    verdict = latest_run(history, grace=2, **options)
    assert (verdict["ok"], len(verdict["notes"])) == (True, 1)
    assert latest_run(history, grace=0, **options)["ok"] is False


def test_those_left_out_and_what_could_not_be_read_are_told():
    left_out = [{"policy_id": "p2", "policy_name": "retired", "why": "switched off"}]
    verdict = latest_run([dated(task("v1"))], max_age=25, left_out=left_out, backups_error="HTTP 403")
    assert verdict["ok"] is True
    assert verdict["left_out"] == left_out
    assert verdict["notes"] == [
        "1 policy is left out (switched off): retired",
        "The restore points were not verified: HTTP 403",
    ]


def test_wrong_input_is_an_error_of_the_filter():
    with pytest.raises(AnsibleFilterError) as caught:
        latest_run([], max_age=0)
    expected = "otc.vbs.latest_run: Invalid value for max_age: 0. It must be a number above 0, and at most 1000000."
    assert str(caught.value) == expected
