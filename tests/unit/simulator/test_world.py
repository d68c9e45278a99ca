# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated cloud without HTTP: virtual time, scripts, paging, scenarios."""

from __future__ import annotations

from datetime import datetime

import pytest

from simulator import scenario
from simulator.checks import InputError
from simulator.clock import UTC, Clock
from simulator.world import TaskQuery, UnknownMarker, UnknownObject

START = "2026-01-01T02:00:00"
TASK = {"job_id": "a", "created_at": "@0", "status": "RUNNING"}


class Seconds:
    """A monotonic clock that stands still until it is told otherwise."""

    def __init__(self):
        self.value = 1000.0

    def __call__(self) -> float:
        return self.value


def world_of(policies=None, jobs=None, **more):
    document = {"project_id": "p", "start": START, "policies": policies or {}, "jobs": jobs or {}, **more}
    return scenario.load(document, monotonic=Seconds())


def world_with_tasks(number: int, **more):
    tasks = [{"job_id": f"t{index}", "created_at": f"@{index}", "status": "RUNNING"} for index in range(number)]
    return world_of({"P": {"tasks": tasks}}, **more)


def page_ids(world, **query) -> list:
    return [task["job_id"] for task in world.task_page("P", TaskQuery(**query))["tasks"]]


class TestClock:
    def test_follows_real_time_at_its_speed(self):
        seconds = Seconds()
        clock = Clock(speed=60, monotonic=seconds)
        seconds.value += 2
        assert clock.elapsed == 120

    def test_keeps_what_has_passed_when_its_speed_changes(self):
        seconds = Seconds()
        clock = Clock(speed=10, monotonic=seconds)
        seconds.value += 1
        clock.speed = 0
        seconds.value += 100
        assert clock.elapsed == 10

    def test_advances_while_frozen(self):
        clock = Clock(datetime(2026, 1, 1, tzinfo=UTC), speed=0)
        clock.advance(90)
        assert clock.now == datetime(2026, 1, 1, 0, 1, 30, tzinfo=UTC)


class TestPaging:
    def test_newest_first_and_twenty_by_default(self):
        assert page_ids(world_with_tasks(25)) == [f"t{index}" for index in range(24, 4, -1)]

    def test_ascending(self):
        assert page_ids(world_with_tasks(3), direction="asc") == ["t0", "t1", "t2"]

    def test_tasks_of_one_instant_have_opposite_orders_in_both_directions(self):
        world = world_of({"P": {"tasks": [{**TASK, "job_id": name} for name in "bca"]}})
        assert page_ids(world) == page_ids(world, direction="asc")[::-1] == ["c", "b", "a"]

    def test_offset_and_limit(self):
        assert page_ids(world_with_tasks(5), direction="asc", offset=1, limit=2) == ["t1", "t2"]

    @pytest.mark.parametrize(("marker", "expected"), [("exclusive", ["t2", "t3"]), ("inclusive", ["t1", "t2"])])
    def test_marker(self, marker, expected):
        world = world_with_tasks(5, service={"marker": marker})
        assert page_ids(world, direction="asc", marker="t1", limit=2) == expected

    def test_marker_whose_task_the_filter_drops(self):
        world = world_with_tasks(3)
        scenario.merge(
            world,
            {
                "policies": {
                    "P": {
                        "tasks": [
                            {"job_id": "a", "created_at": "@1", "status": "WAITING"},
                            {"job_id": "b", "created_at": "@2", "status": "RUNNING"},
                        ]
                    }
                }
            },
        )
        assert page_ids(world, direction="asc", marker="a", status="RUNNING") == ["b"]

    def test_unknown_marker(self):
        with pytest.raises(UnknownMarker):
            page_ids(world_with_tasks(2), marker="nope")

    @pytest.mark.parametrize(("reading", "expected"), [("total", 5), ("page", 2)])
    def test_count(self, reading, expected):
        world = world_with_tasks(5, service={"count": reading})
        assert world.task_page("P", TaskQuery(limit=2, marker="t4"))["count"] == expected

    def test_count_is_of_the_tasks_that_pass_the_filters(self):
        assert world_with_tasks(5).task_page("P", TaskQuery(job_id="t3"))["count"] == 1

    def test_max_limit_lowers_the_limit(self):
        world = world_with_tasks(5, service={"max_limit": 2})
        assert len(page_ids(world, limit=4)) == len(page_ids(world)) == 2

    def test_without_paging_every_page_is_the_first(self):
        world = world_with_tasks(25, service={"paging": False})
        assert page_ids(world, limit=1, offset=3, marker="nope") == page_ids(world)

    @pytest.mark.parametrize(
        ("ignored", "filters"),
        [
            ("sort_dir", {"direction": "asc"}),
            ("limit", {"limit": 1}),
            ("offset", {"offset": 3}),
            ("marker", {"marker": "t3"}),
            ("job_id", {"job_id": "t3"}),
            ("status", {"status": "SKIP"}),
        ],
    )
    def test_a_filter_that_is_ignored_makes_no_difference(self, ignored, filters):
        assert page_ids(world_with_tasks(5), **filters) != page_ids(world_with_tasks(5))
        world = world_with_tasks(5, service={"ignores": [ignored]})
        assert page_ids(world, **filters) == page_ids(world)

    def test_unknown_policy(self):
        with pytest.raises(UnknownObject):
            world_of().task_page("P", TaskQuery())


class TestScript:
    def test_steps_apply_in_order_once_their_time_has_come(self):
        world = world_of(
            speed=0,
            jobs={
                "j": {
                    "status": "INIT",
                    "fail_reason": None,
                    "script": [
                        {"at": 10, "set": {"status": "RUNNING", "begin_time": "@10"}},
                        {"at": 20, "set": {"status": "SUCCESS"}, "unset": ["fail_reason", "not_there"]},
                    ],
                }
            },
        )
        assert world.job("j") == {"status": "INIT", "fail_reason": None}
        world.clock.advance(10)
        assert world.job("j") == {"status": "RUNNING", "fail_reason": None, "begin_time": "2026-01-01T02:00:10.000Z"}
        world.clock.advance(10)
        assert world.job("j") == {"status": "SUCCESS", "begin_time": "2026-01-01T02:00:10.000Z"}

    def test_tasks_change_between_two_lists(self):
        world = world_of({"P": {"tasks": [{**TASK, "script": [{"at": 5, "set": {"status": "SKIP"}}]}]}}, speed=0)
        assert page_ids(world, status="RUNNING") == ["a"]
        world.clock.advance(5)
        assert page_ids(world, status="RUNNING") == []
        assert page_ids(world, status="SKIP") == ["a"]

    def test_tasks_appear_and_disappear(self):
        world = world_of({"P": {"tasks": [{**TASK, "appears_at": 10, "disappears_at": 20}]}}, speed=0)
        seen = []
        for _round in range(3):
            seen.append(page_ids(world))
            world.clock.advance(10)
        assert seen == [[], ["a"], []]

    def test_jobs_disappear(self):
        world = world_of(jobs={"j": {"disappears_at": 1}}, speed=0)
        assert world.job("j") == {}
        world.clock.advance(1)
        with pytest.raises(UnknownObject):
            world.job("j")

    def test_relative_times_at_any_depth(self):
        world = world_of(
            {"P": {"tasks": [{**TASK, "created_at": "@-3600.5"}]}},
            {"j": {"sub_jobs": [{"begin_time": "@+60"}], "entities": {"note": "a@0"}}},
        )
        assert world.task_page("P", TaskQuery())["tasks"][0]["created_at"] == "2026-01-01T00:59:59.500"
        assert world.job("j") == {"sub_jobs": [{"begin_time": "2026-01-01T02:01:00.000Z"}], "entities": {"note": "a@0"}}


class TestGenerate:
    def test_makes_distinct_tasks_up_to_the_start(self):
        world = world_of({"P": {"generate": {"tasks": 3, "spacing": 60, "status": "EXECUTE_FAIL"}}})
        tasks = world.task_page("P", TaskQuery())["tasks"]
        assert [task["created_at"] for task in tasks] == [
            "2026-01-01T02:00:00.000",
            "2026-01-01T01:59:00.000",
            "2026-01-01T01:58:00.000",
        ]
        assert len({task["job_id"] for task in tasks}) == 3
        assert {task["status"] for task in tasks} == {"EXECUTE_FAIL"}

    def test_is_deterministic_and_stands_beside_tasks(self):
        policies = {"P": {"generate": {"tasks": 2}, "tasks": [TASK]}}
        assert page_ids(world_of(policies)) == page_ids(world_of(policies))
        assert len(page_ids(world_of(policies))) == 3


class TestScenario:
    @pytest.mark.parametrize(
        ("document", "place"),
        [
            ([], "scenario: must be a mapping"),
            ({}, "project_id is missing"),
            ({"project_id": "p", "polices": {}}, "unknown key 'polices'"),
            ({"project_id": "p", "start": "noon"}, "scenario.start"),
            ({"project_id": "p", "tick": -1}, "scenario.tick"),
            ({"project_id": "p", "service": {"count": "both"}}, "scenario.service.count"),
            ({"project_id": "p", "service": {"max_limit": True}}, "scenario.service.max_limit"),
            ({"project_id": "p", "service": {"ignores": ["sort_key"]}}, "scenario.service.ignores"),
            (
                {"project_id": "p", "policies": {"P": {"tasks": [{"job_id": "a"}]}}},
                r"scenario.policies.P.tasks\[0\].created_at",
            ),
            ({"project_id": "p", "policies": {"P": {"tasks": [TASK, TASK]}}}, r"tasks\[1\].job_id: .* twice"),
            ({"project_id": "p", "policies": {"P": {"name": ""}}}, "scenario.policies.P.name"),
            (
                {"project_id": "p", "policies": {"P": {"policy_resource_count": -1}}},
                "scenario.policies.P.policy_resource_count",
            ),
            (
                {"project_id": "p", "policies": {"P": {"scheduled_policy": "ON"}}},
                "scenario.policies.P.scheduled_policy",
            ),
            ({"project_id": "p", "jobs": {"j": {"script": [{"set": {}}]}}}, r"scenario.jobs.j.script\[0\].at"),
            ({"project_id": "p", "jobs": {"j": {"at": datetime(2026, 1, 1)}}}, r"scenario.jobs.j.at: .* quote"),
            ({"project_id": "p", "users": [{"id": "u"}]}, r"scenario.users\[0\].domain"),
            ({"project_id": "p", "tokens": {"t": {"expires": 1}}}, "scenario.tokens.t: unknown key 'expires'"),
        ],
    )
    def test_errors_name_their_place(self, document, place):
        with pytest.raises(InputError, match=place):
            scenario.load(document)

    def test_odd_documents_pass_when_not_strict_and_sort_last(self):
        odd = [{"job_id": "x"}, None, "text", {"job_id": "y", "created_at": 7}]
        world = world_of({"P": {"tasks": [*odd, TASK]}}, {"j": ["a list"]}, strict=False)
        for direction in ("asc", "desc"):
            tasks = world.task_page("P", TaskQuery(direction=direction))["tasks"]
            assert tasks[0]["job_id"] == "a"
            assert tasks[1:] == odd
        assert world.job("j") == ["a list"]

    def test_merge_replaces_what_it_names_and_keeps_the_rest(self):
        world = world_of({"P": {"tasks": [TASK]}}, {"j": {"status": "INIT"}}, service={"max_limit": 5}, speed=0)
        world.clock.advance(7)
        scenario.merge(world, {"jobs": {"k": {}}, "service": {"count": "page"}, "tick": 3})
        assert (world.job("j"), world.job("k"), page_ids(world)) == ({"status": "INIT"}, {}, ["a"])
        assert (world.options.max_limit, world.options.count, world.tick) == (5, "page", 3)
        assert world.clock.elapsed == 7

    def test_a_wrong_merge_changes_nothing(self):
        world = world_of()
        with pytest.raises(InputError):
            scenario.merge(world, {"tick": 5, "jobs": {"j": {}}, "policies": 1})
        assert (world.tick, world.jobs) == (0, {})

    def test_a_token_expires_counted_from_its_merge(self):
        world = world_of(speed=0)
        world.clock.advance(100)
        scenario.merge(world, {"tokens": {"t": {"expires_in": 10}}})
        assert world.identity.valid("t", 109) is not None
        assert world.identity.valid("t", 110) is None

    def test_reads_json_and_yaml(self, tmp_path):
        pytest.importorskip("yaml")
        (tmp_path / "s.json").write_text('{"project_id": "p"}')
        (tmp_path / "s.yml").write_text("project_id: p\n")
        assert scenario.read_file(str(tmp_path / "s.json")) == scenario.read_file(str(tmp_path / "s.yml"))
