# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter hands all its options on to the verdict, and speaks of errors as Ansible does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.otc.vbs.plugins.filter.latest_run import FilterModule


def latest_run(tasks, **options):
    return FilterModule().filters()["latest_run"](tasks, **options)


def task(volume, status="EXECUTE_SUCCESS", hours=20.0, **fields):
    return {"policy_id": "p1", "resource_id": volume, "status": status, "hours": hours, **fields}


def dated(found):
    """The task with the time it had so many hours ago: the filter goes by the clock."""
    created = datetime.now(UTC) - timedelta(hours=found["hours"])
    return {**found, "created_at": created.strftime("%Y-%m-%dT%H:%M:%S.%f")}


@pytest.mark.parametrize(
    ("tasks", "options", "problems"),
    [
        ([task("v1"), task("v2")], {}, []),
        ([task("v1")], {"max_age": 19}, ["Policy p1: the latest run is 20.0 hours old, more than 19"]),
        ([task("v1", hours=24.9)], {}, []),
        ([task("v1", hours=25.2)], {}, ["Policy p1: the latest run is 25.2 hours old, more than 25"]),
        ([task("v1")], {"resource_ids": ["v1", "v2"]}, ["Volume v2 is not in the latest run"]),
        (
            [task("v1")],
            {"policy_ids": ["p2", "p1"]},
            ["Policy p2: there is no run in the 30 days that the service remembers"],
        ),
        (
            [],
            {"policies": [{"backup_policy_id": "p1", "backup_policy_name": "nightly"}]},
            ["Policy nightly (p1): there is no run in the 30 days that the service remembers"],
        ),
        ([task("v1"), task("v1", "SKIP", hours=21.01)], {}, []),
        (
            [task("v1"), task("v1", "SKIP", hours=20.9)],
            {},
            ["Policy p1: volume v1 is SKIP: it has no vbs_job_id, so no job can tell more"],
        ),
        ([task("v1"), task("v1", "SKIP", hours=20.9)], {"run_window": 30}, []),
        ([task("v1", "SKIP"), task("v2")], {"accept": ["EXECUTE_SUCCESS", "SKIP"]}, []),
        (
            [task("v1", "EXECUTE_FAIL", vbs_job_id="j1")],
            {"jobs": [{"job_id": "j1", "status": "FAIL", "fail_reason": "No space."}]},
            ["Policy p1: volume v1 is EXECUTE_FAIL: job j1 says FAIL: No space."],
        ),
        (
            [task("v1", "EXECUTE_FAIL", vbs_job_id="j1")],
            {"job_failures": [{"job_id": "j1", "reason": "it is gone"}]},
            ["Policy p1: volume v1 is EXECUTE_FAIL: job j1 could not be read (it is gone)"],
        ),
    ],
)
def test_each_option_has_its_effect(tasks, options, problems):
    verdict = latest_run([dated(found) for found in tasks], **options)
    assert verdict["problems"] == problems
    assert verdict["ok"] is (not problems)


def test_wrong_input_is_an_error_of_the_filter():
    with pytest.raises(AnsibleFilterError) as caught:
        latest_run([], max_age=0)
    expected = "otc.vbs.latest_run: Invalid value for max_age: 0. It must be a number above 0, and at most 1000000."
    assert str(caught.value) == expected
