# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks in the order that was asked for, whatever the service makes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._time import parse_time

POLICY = "fbe69dd4-9a1f-4c2a-8a4f-3a9e6e2c8f10"


def history(number):
    return {POLICY: {"generate": {"policy_id": POLICY, "tasks": number, "spacing": 600}}}


def task(job_id, **fields):
    return {"job_id": job_id, "status": "EXECUTE_SUCCESS", **fields}


@pytest.mark.parametrize("direction", ["asc", "desc"])
@pytest.mark.parametrize("limit", [None, 1, 2, 20, 50])
@pytest.mark.parametrize("number", [1, 2, 30])
@pytest.mark.parametrize("ignores", [[], ["sort_dir"], ["sort_dir", "marker"], ["sort_dir", "limit"]])
def test_the_order_is_as_asked_for_whatever_the_service_makes_of_it(service, ignores, number, limit, direction):
    service.load(service={"ignores": ignores, "max_limit": 20}, policies=history(number))
    query = {"sort_dir": direction, "sort_key": "created_at"} | ({} if limit is None else {"limit": limit})
    times = [one["created_at"] for one in service.vbs().tasks(POLICY, query)]
    service.load(policies=history(number))
    every = sorted((one["created_at"] for one in service.vbs().tasks(POLICY, {})), reverse=direction == "desc")
    # The history was made anew in between.
    assert len(times) == len(every[:limit])
    assert times == sorted(times, reverse=direction == "desc")
    assert not times or abs(parse_time(times[0]) - parse_time(every[0])) < timedelta(seconds=300)


def test_tasks_without_a_time_do_not_count_in_the_order(service):
    tasks = [task("t1", created_at="@-10"), task("odd", created_at=None), task("t2", created_at="@-20")]
    service.load(strict=False, service={"ignores": ["sort_dir"]}, policies={POLICY: {"tasks": tasks}})
    found = service.vbs().tasks(POLICY, {"sort_dir": "desc"})
    assert [one["job_id"] for one in found] == ["t1", "t2", "odd"]
    found = service.vbs().tasks(POLICY, {"sort_dir": "asc"})
    assert [one["job_id"] for one in found] == ["t2", "t1", "odd"]


def test_all_tasks_of_one_time_are_in_any_order(service):
    tasks = [task(f"t{number}", created_at="@-10") for number in range(5)]
    service.load(policies={POLICY: {"tasks": tasks}})
    assert len(service.vbs().tasks(POLICY, {"sort_dir": "desc", "limit": 3})) == 3
