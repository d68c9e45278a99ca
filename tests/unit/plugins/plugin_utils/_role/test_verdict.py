# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The verdict of the role, of what its tasks have registered."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ansible_collections.otc.vbs.plugins.plugin_utils._role.options import read_role_options
from ansible_collections.otc.vbs.plugins.plugin_utils._role.verdict import judge, rest_of_wait

NOW = datetime(2026, 1, 2, 8, tzinfo=UTC)
OPTIONS = read_role_options({"policy_run_check_policy_id": "p", "policy_run_check_max_age": 24})
FOUND = {
    "policies": [{"backup_policy_id": "p", "backup_policy_name": "nightly", "policy_resource_count": 1}],
    "volumes": [],
    "volumes_error": "no such service",
}
SKIPPED = {"skipped": True, "changed": False}


def task(status="EXECUTE_SUCCESS", **fields):
    return {
        "policy_id": "p",
        "job_id": "t1",
        "vbs_job_id": "j1",
        "status": status,
        "created_at": "2026-01-02T01:00:00",
        "resource_id": "v1",
        **fields,
    }


def verdict(tasks, **results):
    return judge(OPTIONS, FOUND, {"tasks": tasks}, now=NOW, **results)


def test_tasks_that_were_skipped_tell_nothing():
    known = verdict([task()], waited=SKIPPED, refetched=SKIPPED, backups=SKIPPED, asked=SKIPPED)
    assert known == verdict([task()])
    assert known["ok"] is True


def test_the_tasks_are_those_fetched_last():
    assert verdict([task("RUNNING")], refetched={"tasks": [task()]})["ok"] is True
    assert verdict([task()], refetched={"tasks": []})["ok"] is False


def test_a_job_counts_that_has_ended_while_it_was_waited_for():
    failed = {"job_id": "j1", "status": "FAIL", "fail_reason": "no room"}
    bad = verdict([task()], waited={"jobs": [failed]})
    assert bad["ok"] is False
    assert "no room" in bad["problems"][0]


def test_a_job_that_was_waited_for_in_vain_is_asked_once_more_and_counts_then():
    waited = {"jobs": [{"job_id": "j1", "status": "RUNNING"}], "failures": [{"job_id": "j1", "reason": "time is up"}]}
    before = verdict([task("RUNNING")], waited=waited, refetched={"tasks": [task()]})
    assert before["unexplained_vbs_job_ids"] == ["j1"]
    asked = {"jobs": [{"job_id": "j1", "status": "FAIL", "fail_reason": "no room"}]}
    after = verdict([task("RUNNING")], waited=waited, refetched={"tasks": [task()]}, asked=asked)
    assert after["ok"] is False
    assert after["unexplained_vbs_job_ids"] == []


def test_backups_that_cannot_be_read_are_not_verified_and_told():
    told = verdict([task()], backups={"failed": False, "error": {"status": 403}, "msg": "not allowed", "backups": []})
    assert told["restore_points_verified"] is False
    assert any("not allowed" in note for note in told["notes"])
    assert verdict([task()], backups={"backups": []})["ok"] is False


@pytest.mark.parametrize(
    ("waited", "expected"),
    [
        ({}, {"wait_timeout": 3600.0, "wait_interval": 10.0}),
        (SKIPPED, {"wait_timeout": 3600.0, "wait_interval": 10.0}),
        ({"elapsed": 3595.5}, {"wait_timeout": 4.5, "wait_interval": 4.5}),
        ({"elapsed": 3700.0}, {"wait_timeout": 0.0, "wait_interval": 1.0}),
    ],
)
def test_the_second_wait_has_the_time_that_the_first_has_left(waited, expected):
    assert rest_of_wait(OPTIONS, waited) == expected
