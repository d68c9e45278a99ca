# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which tasks are of one firing of a policy, and whether it is the one that was due."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.firing import due, firings
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.records import Policy, policy_of
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.rules import read_rules
from tools.documents import NOW, moment, policy, task

NIGHTLY = policy_of("p1", policy())
UNSCHEDULED = Policy("p1")


def rules(**options):
    return read_rules(**options, accept=["EXECUTE_SUCCESS"], restore_points="ignored")


def parted(times, known=NIGHTLY, **options):
    """The times of the tasks of each firing."""
    found = firings([task(at=f"2026-01-{time}") for time in times], known, rules(**options))
    return [[f"{time:%dT%H:%M:%S}" for time, _task in tasks] for tasks in found]


def test_a_schedule_parts_the_tasks_where_the_policy_was_due_whatever_their_order():
    times = ["06T00:54:59", "07T01:00:00", "06T00:55:00", "07T00:54:59", "07T06:00:00"]
    assert parted(times) == [["07T06:00:00", "07T01:00:00"], ["07T00:54:59", "06T00:55:00"], ["06T00:54:59"]]


def test_without_a_schedule_an_hour_before_the_newest_is_another_firing():
    # Of 0.467 seconds, as all times here.
    times = ["07T02:00:00", "07T01:00:01", "07T01:00:00"]
    assert parted(times, UNSCHEDULED) == [times[:2], times[2:]]


def test_a_window_overrules_the_schedule():
    times = ["07T01:20:00", "07T01:10:00", "07T01:00:00"]
    assert parted(times) == [times]
    assert parted(times, run_window=15) == [times[:2], times[2:]]


def test_a_task_without_a_time_may_be_of_the_latest_firing():
    timeless = {**task("v2"), "created_at": "yesterday"}
    latest, earlier = firings([timeless, task(at="2026-01-06T01:00:04"), task()], NIGHTLY, rules())
    assert [(time is None, found["resource_id"]) for time, found in latest] == [(False, "v1"), (True, "v2")]
    assert len(earlier) == 1
    assert firings([timeless], NIGHTLY, rules()) == [[(None, timeless)]]


def test_there_is_a_latest_firing_though_it_has_no_tasks():
    assert firings([], NIGHTLY, rules()) == [[]]


@pytest.mark.parametrize("known", [NIGHTLY, UNSCHEDULED])
def test_a_time_at_the_beginning_of_the_calendar_is_of_a_firing(known):
    history = [task(), task(created_at="0001-01-01T00:00:00")]
    assert [len(tasks) for tasks in firings(history, known, rules())] == [1, 1]


@given(st.lists(st.integers(0, 100_000), max_size=12), st.sampled_from([NIGHTLY, UNSCHEDULED]))
def test_each_task_is_of_one_firing_and_the_latest_come_first(seconds, known):
    history = [task(at=f"{(NOW - timedelta(seconds=one)).replace(tzinfo=None).isoformat()}") for one in seconds]
    found = [time for tasks in firings(history, known, rules()) for time, _task in tasks]
    assert [round((NOW - time).total_seconds() + 0.467) for time in found] == sorted(seconds)


def is_due(newest, now, **options):
    newest = newest and moment(f"2026-01-{newest}")
    return due(NIGHTLY, newest, rules(**options), moment(f"2026-01-{now}"))


def test_no_schedule_tells_nothing():
    assert due(UNSCHEDULED, NOW, rules(), NOW) is None


@pytest.mark.parametrize(("newest", "begun"), [("07T00:55:00", True), ("07T00:54:59", False), (None, False)])
def test_a_run_has_begun_if_a_task_is_not_older_than_it_by_more_than_the_clocks_may_differ(newest, begun):
    found = is_due(newest, "07T08:00:00")
    assert (found.at, found.next_at) == (moment("2026-01-07T01:00:00"), moment("2026-01-08T01:00:00"))
    assert (found.begun, found.waiting) == (begun, False)
    assert found.missed == (None if begun else found.at)


@pytest.mark.parametrize(("now", "waiting"), [("07T01:00:00", True), ("07T02:59:59", True), ("07T03:00:00", False)])
def test_a_run_may_be_late_by_the_grace(now, waiting):
    found = is_due("06T01:00:00", now)
    assert (found.begun, found.waiting) == (False, waiting)
    assert found.missed == (None if waiting else moment("2026-01-07T01:00:00"))


def test_the_grace_does_not_excuse_the_run_before():
    assert is_due("05T01:00:00", "07T02:00:00").missed == moment("2026-01-06T01:00:00")
    assert is_due(None, "07T02:00:00").missed == moment("2026-01-06T01:00:00")


def test_a_moment_that_only_one_reading_of_the_calendar_has_is_told_after_the_grace():
    # Every second day of the month begins anew on the 1st: at 23 hours in UTC, that is a day later in UTC+02:00.
    known = policy_of("p1", policy(frequency=2, start_time="23:00", time_zone="UTC+02:00"))
    at, newest = moment("2026-01-07T23:00:00"), moment("2026-01-06T23:00:03")
    last, perhaps = known.schedule.due(at)[0], known.schedule.perhaps_due(at)
    assert (last, perhaps) == (moment("2026-01-06T23:00:00"), at)
    assert due(known, newest, rules(), at + timedelta(hours=1)).perhaps is None
    found = due(known, newest, rules(), at + timedelta(hours=2))
    assert (found.begun, found.missed, found.perhaps) == (True, None, at)
    assert due(known, at, rules(), at + timedelta(hours=2)).perhaps is None
