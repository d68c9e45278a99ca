# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Simulated policies that fire by their schedule."""

from __future__ import annotations

import pytest

from simulator import scenario
from simulator.checks import InputError
from simulator.world import TaskQuery, UnknownObject

HOUR = 3600
DAY = 24 * HOUR
# A Thursday.
START = "2026-01-15T00:30:00"


def world_of(schedule=None, start=START, volumes=("v1",), **fires):
    policy = {"scheduled_policy": schedule or {}, "fires": {"volumes": list(volumes), **fires}}
    return scenario.load({"project_id": "p", "start": start, "speed": 0, "policies": {"P": policy}})


def tasks_of(world):
    return world.task_page("P", TaskQuery(direction="asc", limit=100000))["tasks"]


def times_of(world):
    return [task["created_at"][:16] for task in tasks_of(world)]


def jobs_of(world):
    return [world.job(task["vbs_job_id"]) for task in tasks_of(world) if "vbs_job_id" in task]


def test_a_policy_fires_when_its_time_comes():
    world = world_of({"start_time": "01:00"}, **{"from": "@0"})
    assert tasks_of(world) == []
    world.clock.advance(HOUR / 2 - 1)
    assert tasks_of(world) == []
    world.clock.advance(1)
    assert times_of(world) == ["2026-01-15T01:00"]
    world.clock.advance(DAY)
    assert times_of(world) == ["2026-01-15T01:00", "2026-01-16T01:00"]


def test_it_has_fired_for_thirty_days():
    world = world_of({"start_time": "01:00"})
    assert (times_of(world)[0], times_of(world)[-1], len(times_of(world))) == (
        "2025-12-16T01:00",
        "2026-01-14T01:00",
        30,
    )
    # Older ones go as newer ones come.
    world.clock.advance(7 * DAY)
    assert (times_of(world)[0], len(times_of(world))) == ("2025-12-23T01:00", 30)


@pytest.mark.parametrize(
    ("schedule", "start", "expected"),
    [
        ({"start_time": "22:00, 10:00"}, START, ["2026-01-14T10:00", "2026-01-14T22:00"]),
        ({"start_time": "00:00"}, "2026-01-15T00:00:00", ["2026-01-14T00:00", "2026-01-15T00:00"]),
        # Days 1, 1+n, 1+2n, ... of each month, whatever the month before.
        ({"frequency": 14}, "2026-02-02T00:00:00", ["2026-01-29T01:00", "2026-02-01T01:00"]),
        ({"frequency": 30}, "2026-02-02T00:00:00", ["2026-01-31T01:00", "2026-02-01T01:00"]),
        ({"week_frequency": ["SUN", "WED"]}, START, ["2026-01-11T01:00", "2026-01-14T01:00"]),
        # A Sunday of the user's begins on Saturday, in UTC.
        (
            {"week_frequency": ["SUN"], "time_zone": "UTC+02:00", "start_time": "22:00,00:00,02:00"},
            START,
            ["2026-01-10T22:00", "2026-01-11T00:00", "2026-01-11T02:00"],
        ),
        (
            {"week_frequency": ["SUN"], "time_zone": "UTC-03:30", "start_time": "03:00,04:00"},
            START,
            ["2026-01-11T04:00", "2026-01-12T03:00"],
        ),
        # The days of the month come before those of the week.
        ({"week_frequency": ["SUN"], "frequency": 13}, START, ["2026-01-01T01:00", "2026-01-14T01:00"]),
        ({"week_frequency": []}, START, []),
        ({"status": "OFF"}, START, []),
    ],
)
def test_the_schedule(schedule, start, expected):
    found = times_of(world_of(schedule, start, until="@+1"))
    assert (found[-len(expected) :] if expected else found) == expected


@pytest.mark.parametrize("start", ["2026-12-27T06:38:30.144772", "2026-12-10T04:33:26.450527"])
def test_it_fires_on_the_hour_whenever_the_world_starts(start):
    assert {task["created_at"][11:] for task in tasks_of(world_of({"start_time": "01:00"}, start))} == {"01:00:00.000"}


def test_a_weekly_policy_says_no_interval_of_days():
    for schedule, names in (({"week_frequency": ["SUN"]}, {"week_frequency"}), ({}, {"frequency"})):
        (policy,) = world_of(schedule).policy_documents()
        assert policy["scheduled_policy"].keys() & {"frequency", "week_frequency"} == names


def test_a_task_waits_runs_and_ends():
    world = world_of({"start_time": "01:00"}, duration=60, **{"from": "@0"})
    seen = []
    for seconds in (HOUR / 2, 4.5, 0.5, 59.5, 0.5):
        world.clock.advance(seconds)
        (task,) = tasks_of(world)
        seen.append((task["status"], "vbs_job_id" in task, [job["status"] for job in jobs_of(world)]))
    assert seen == [
        ("WAITING", False, []),
        ("WAITING", False, []),
        ("RUNNING", True, ["RUNNING"]),
        ("RUNNING", True, ["RUNNING"]),
        ("EXECUTE_SUCCESS", True, ["SUCCESS"]),
    ]
    assert (task["created_at"], task["finished_at"]) == ("2026-01-15T01:00:00.000", "2026-01-15T01:01:05.000")
    (job,) = jobs_of(world)
    assert (job["begin_time"], job["end_time"]) == ("2026-01-15T01:00:05.000Z", "2026-01-15T01:01:05.000Z")
    assert job["entities"]["volume_id"] == task["resource_id"] == "v1"
    assert job["entities"]["bks_create_volume_name"] == task["backup_name"]


def test_a_run_that_is_under_way_at_the_start():
    world = world_of({"start_time": "00:00"}, duration=HOUR, **{"from": "@-3600"})
    (task,) = tasks_of(world)
    assert (task["status"], [job["status"] for job in jobs_of(world)]) == ("RUNNING", ["RUNNING"])
    world.clock.advance(HOUR)
    (task,) = tasks_of(world)
    assert (task["status"], [job["status"] for job in jobs_of(world)]) == ("EXECUTE_SUCCESS", ["SUCCESS"])


@pytest.mark.parametrize(
    ("status", "jobs"),
    [
        ("EXECUTE_FAIL", [("FAIL", "The volume is in an error state.")]),
        ("EXECUTE_TIMEOUT", [("FAIL", "The volume is in an error state.")]),
        ("SKIP", []),
    ],
)
def test_other_ends(status, jobs):
    world = world_of(status=status, **{"from": "@-86400"})
    (task,) = tasks_of(world)
    assert task["status"] == status
    assert task["finished_at"] > task["created_at"]
    assert [(job["status"], job["fail_reason"]) for job in jobs_of(world)] == jobs


def test_the_tasks_of_a_firing_come_one_after_the_other():
    world = world_of(volumes=["a", "b", "c"], spacing=30, **{"from": "@0"})
    seen = []
    for seconds in (HOUR / 2, 30, 30):
        world.clock.advance(seconds)
        seen.append([task["resource_id"] for task in tasks_of(world)])
    assert seen == [["a"], ["a", "b"], ["a", "b", "c"]]
    assert [task["created_at"][17:] for task in tasks_of(world)] == ["00.000", "30.000", "00.000"]


def test_the_policy_counts_its_volumes_before_it_fires():
    (policy,) = world_of(volumes=["a", "b"], **{"from": "@0"}).policy_documents()
    assert policy["policy_resource_count"] == 2


def test_from_and_until_when_it_fires():
    world = world_of({"start_time": "01:00"}, start="2026-01-15T01:00:00", **{"from": "@-172800", "until": "@+0"})
    world.clock.advance(10 * DAY)
    assert times_of(world) == ["2026-01-13T01:00", "2026-01-14T01:00"]


def test_ids_are_the_same_each_time_and_of_one_task_each():
    def ids(world):
        return [task["job_id"] for task in tasks_of(world)] + [job["job_id"] for job in jobs_of(world)]

    hourly = {"start_time": ",".join(f"{hour:02}:00" for hour in range(24))}
    found = ids(world_of(hourly, volumes=["a", "b"]))
    assert found == ids(world_of(hourly, volumes=["a", "b"]))
    assert len(set(found)) == len(found) == 2 * 2 * 30 * 24


def test_tasks_of_ones_own_stand_beside():
    own = {"job_id": "own", "created_at": "@-60", "status": "SKIP"}
    policies = {"P": {"fires": {"volumes": ["v"], "from": "@-86400"}, "tasks": [own]}}
    jobs = {"j": {"job_id": "j"}}
    document = {"project_id": "p", "start": START, "speed": 0, "policies": policies, "jobs": jobs}
    world = scenario.load(document)
    assert times_of(world) == ["2026-01-14T01:00", "2026-01-15T00:29"]
    assert (len(jobs_of(world)), world.job("j")) == (1, {"job_id": "j"})


def test_a_job_is_there_with_its_task():
    world = world_of({"start_time": "01:00"}, **{"from": "@0"})
    later = world_of({"start_time": "01:00"}, **{"from": "@0"})
    later.clock.advance(HOUR)
    (job,) = jobs_of(later)
    with pytest.raises(UnknownObject):
        world.job(job["job_id"])


@pytest.mark.parametrize(
    ("policy", "place"),
    [
        ({"fires": []}, "P.fires: must be a mapping"),
        ({"fires": {}}, "P.fires.volumes: must be a list"),
        ({"fires": {"volumes": [""]}}, r"P.fires.volumes\[0\]"),
        ({"fires": {"volumes": [], "at": 1}}, "P.fires: unknown key 'at'"),
        ({"fires": {"volumes": [], "spacing": -1}}, "P.fires.spacing"),
        ({"fires": {"volumes": [], "duration": "long"}}, "P.fires.duration"),
        ({"fires": {"volumes": [], "status": "RUNNING"}}, "P.fires.status"),
        ({"fires": {"volumes": [], "from": -3600}}, "P.fires.from: must be a time like"),
        ({"fires": {"volumes": [], "until": "noon"}}, "P.fires.until: must be a time like"),
        ({"fires": {"volumes": []}, "scheduled_policy": {"start_time": "01:30"}}, "P.scheduled_policy.start_time"),
        ({"fires": {"volumes": []}, "scheduled_policy": {"frequency": "1"}}, "P.scheduled_policy.frequency"),
        (
            {"fires": {"volumes": []}, "scheduled_policy": {"week_frequency": ["SUNDAY"]}},
            r"P.scheduled_policy.week_frequency\[0\]",
        ),
        (
            {"fires": {"volumes": []}, "scheduled_policy": {"week_frequency": ["SUN"], "time_zone": "CET"}},
            "P.scheduled_policy.time_zone: must be like",
        ),
    ],
)
def test_errors_name_their_place(policy, place):
    with pytest.raises(InputError, match=f"scenario.policies.{place}"):
        scenario.load({"project_id": "p", "policies": {"P": policy}})
