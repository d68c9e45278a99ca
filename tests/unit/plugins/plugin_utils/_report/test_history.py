# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the last 30 days were like."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ansible_collections.otc.vbs.plugins.plugin_utils._report.history import volume_histories
from ansible_collections.otc.vbs.plugins.plugin_utils._report.status import Status

NOW = datetime(2026, 1, 30, 7, 40, tzinfo=UTC)


def task(status="EXECUTE_SUCCESS", days=0, volume="v1", minutes=None, **fields):
    created = NOW.replace(hour=1, minute=0) - timedelta(days=days)
    ended = {} if minutes is None else {"finished_at": f"{created + timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%S}.5"}
    return {
        "policy_id": "p1",
        "job_id": f"task-{volume}-{days}-{status}",
        "resource_id": volume,
        "status": status,
        "created_at": f"{created:%Y-%m-%dT%H:%M:%S}.5",
        **ended,
        **fields,
    }


def history(*tasks, disputed=None):
    (found,) = volume_histories(tasks, disputed or {}, NOW).values()
    return found


@pytest.mark.parametrize(("said", "status"), [("EXECUTE_FAIL", Status.FAILED), (["x"], Status.UNKNOWN)])
def test_a_day_shows_its_backup(said, status):
    days = history(task(said, days=3)).days
    assert [day.status for day in days] == [Status.NO_RUN] * 26 + [status] + [Status.NO_RUN] * 3
    assert (days[0].date.isoformat(), days[-1].date.isoformat()) == ("2026-01-01", "2026-01-30")


def test_a_day_with_several_backups_shows_the_worst_and_counts_all():
    day = history(task(), task("EXECUTE_FAIL"), task(), task("SKIP"), task("RUNNING")).days[-1]
    assert day.status is Status.FAILED
    assert day.statuses == {Status.GOOD: 2, Status.FAILED: 1, Status.SKIPPED: 1, Status.RUNNING: 1}


def test_the_share_of_good_backups_counts_those_that_ended():
    found = history(task(days=2), task("SKIP", days=1), task("RUNNING"))
    assert (found.good, found.ended) == (1, 2)


def test_the_last_good_backup():
    found = history(task(days=4), task(days=2, backup_name="b"), task("EXECUTE_FAIL")).last_good
    assert (found.name, found.created.isoformat()) == ("b", "2026-01-28T01:00:00.500000+00:00")
    assert history(task("EXECUTE_FAIL")).last_good is None


def test_a_backup_that_is_not_what_its_task_says_is_not_good():
    found = history(task(job_id="t1"), disputed={"t1": Status.LOST})
    assert (found.days[-1].status, found.good, found.last_good) == (Status.LOST, 0, None)


@pytest.mark.parametrize(
    ("minutes", "latest", "usual", "slow"),
    [
        ([10, 10, 12, 30], 1800, 600, True),
        ([10, 10, 12, 14], 840, 600, False),
        ([10, 30], 1800, 600, False),
        ([0.1, 0.1, 0.1, 0.3], 18, 6, False),
        ([1, 1, 1, 1.9], 114, 60, False),
        ([10, 10, 10, 15], 900, 600, True),
        ([1, 1, 1, 2], 120, 60, True),
    ],
    ids=[
        *("slower", "a little slower", "too few to tell", "a matter of seconds", "not a minute"),
        *("just half again as long", "just a minute"),
    ],
)
def test_a_backup_that_takes_longer_than_usual(minutes, latest, usual, slow):
    speed = history(*(task(days=len(minutes) - day, minutes=took) for day, took in enumerate(minutes))).speed
    assert (round(speed.latest), round(speed.usual), speed.slow) == (latest, usual, slow)


def test_only_good_backups_tell_how_long_one_takes():
    found = history(task(days=1, minutes=5), task("EXECUTE_TIMEOUT", minutes=600))
    assert (found.days[-1].seconds, found.speed.latest) == (None, 300)


@pytest.mark.parametrize("created_at", [None, "", "yesterday", 5, ["x"]])
def test_a_time_that_cannot_be_read_has_no_day(created_at):
    assert {day.status for day in history(task(created_at=created_at)).days} == {Status.NO_RUN}


@pytest.mark.parametrize("finished_at", [None, "never", "2020-01-01T00:00:00"])
def test_an_odd_end_is_no_duration(finished_at):
    assert history(task(finished_at=finished_at)).speed is None


def test_a_clock_that_is_ahead_shows_on_today():
    assert history(task(days=-1)).days[-1].status is Status.GOOD


def test_what_is_older_than_the_first_day_shows_on_none_but_was_a_good_backup():
    found = history(task(days=30))
    assert {day.status for day in found.days} == {Status.NO_RUN}
    assert found.last_good.created.date().isoformat() == "2025-12-31"


def test_tasks_without_a_volume_are_one_row():
    assert len(volume_histories([task(volume=None), task(volume=None, days=1), task(volume=["x"])], {}, NOW)) == 2
