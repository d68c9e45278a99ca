# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""For how many runs a volume has been bad, by the runs that the service remembers."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.streaks import ordinal
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run
from tools.documents import NOW, backup, policy, task

LETTERS = {"g": "EXECUTE_SUCCESS", "f": "EXECUTE_FAIL", "s": "SKIP", "t": "EXECUTE_TIMEOUT", "r": "RUNNING", "n": "NEW"}


def nights(letters, volume="v1"):
    """A task a night, the last one last; '-' for none."""
    days = range(8 - len(letters), 8)
    return [
        task(volume, f"2026-01-{day:02}T01:00:04", LETTERS[letter])
        for day, letter in zip(days, letters, strict=True)
        if letter != "-"
    ]


def found_in(tasks, **options):
    volumes = {one["resource_id"] for one in tasks}
    verdict = latest_run(tasks, policies=[policy(len(volumes))], now=NOW, **options)
    return verdict["problems"], {one["resource_id"]: one for one in verdict["runs"][0]["tasks"]}


@pytest.mark.parametrize(
    ("letters", "runs", "since", "was_good", "said"),
    [
        # The first run of all is no change.
        ("f", 1, 7, False, ""),
        ("gf", 1, 7, True, " (new)"),
        ("ff", 2, 6, False, " (2nd run in a row)"),
        ("gff", 2, 6, False, " (2nd run in a row)"),
        ("fgf", 1, 7, True, " (new)"),
        ("gstf", 3, 5, False, " (3rd run in a row)"),
        ("nff", 3, 5, False, " (3rd run in a row)"),
        ("grf", 2, 6, False, " (2nd run in a row)"),
        # A night without a task makes no difference.
        ("f-f", 2, 5, False, " (2nd run in a row)"),
        ("g-f", 1, 7, True, " (new)"),
        ("ffffff", 6, 2, False, " (6th run in a row)"),
    ],
)
@pytest.mark.parametrize("others", [[], nights("ggggggg", "v2")])
def test_how_long_a_volume_has_been_bad(letters, runs, since, was_good, said, others):
    problems, tasks = found_in([*nights(letters), *others])
    found = tasks["v1"]
    assert (found["bad_runs"], found["was_good"]) == (runs, was_good)
    assert found["bad_since"] == f"2026-01-{since:02}T01:00:04Z"
    assert problems == [
        f"Policy nightly (p1): volume v1 is EXECUTE_FAIL{said}: it has no vbs_job_id, so no job can tell more"
    ]


@pytest.mark.parametrize("letters", ["fg", "fr"])
def test_one_that_is_good_or_goes_on_has_no_streak(letters):
    _problems, tasks = found_in(nights(letters))
    assert [tasks["v1"][name] for name in ("bad_runs", "bad_since", "was_good")] == [None, None, None]


def test_each_volume_has_its_own():
    _problems, tasks = found_in([*nights("fff"), *nights("gff", "v2"), *nights("fgf", "v3")])
    assert {name: one["bad_runs"] for name, one in tasks.items()} == {"v1": 3, "v2": 2, "v3": 1}


def test_what_is_accepted_ends_it():
    _problems, tasks = found_in(nights("fsf"), accept=["EXECUTE_SUCCESS", "SKIP"])
    assert (tasks["v1"]["bad_runs"], tasks["v1"]["was_good"]) == (1, True)


def test_a_run_with_one_bad_task_of_the_volume_is_bad():
    again = task("v1", "2026-01-06T01:30:00", "EXECUTE_FAIL")
    _problems, tasks = found_in([*nights("ggf"), again])
    assert (tasks["v1"]["bad_runs"], tasks["v1"]["bad_since"]) == (2, "2026-01-06T01:00:04Z")


def test_a_backup_that_is_lost_is_new():
    tasks = nights("gg")
    problems, found = found_in(tasks, backups=[backup(tasks[0])])
    assert found["v1"]["bad_runs"] == 1
    assert problems == [
        "Policy nightly (p1): volume v1 is EXECUTE_SUCCESS (new), but its backup autobk-v1-07-01-00 is not there"
    ]


def test_without_a_schedule_runs_are_told_by_the_gaps_between_them():
    tasks = nights("gfff")
    (run,) = latest_run(tasks, max_age=25, now=NOW)["runs"]
    assert run["tasks"][0]["bad_runs"] == 3


@pytest.mark.parametrize("odd", [{"created_at": None}, {"resource_id": None}, {"resource_id": ["v1"]}])
def test_odd_tasks_of_earlier_runs_do_no_harm(odd):
    _good, before, last = nights("gff")
    (run,) = latest_run([{**before, **odd}, last], policies=[policy()], now=NOW)["runs"]
    assert [found["bad_runs"] for found in run["tasks"] if found["created_at"] == last["created_at"]] == [1]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        *((1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (9, "9th"), (10, "10th"), (11, "11th"), (12, "12th")),
        *((13, "13th"), (14, "14th"), (20, "20th"), (21, "21st"), (22, "22nd"), (23, "23rd"), (30, "30th")),
        *((101, "101st"), (111, "111th"), (112, "112th"), (121, "121st"), (720, "720th")),
    ],
)
def test_ordinal(number, text):
    assert ordinal(number) == text
