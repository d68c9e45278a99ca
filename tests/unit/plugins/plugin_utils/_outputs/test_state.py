# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What verdicts mean for those who watch, in all formats."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.state import (
    BAD,
    GOOD,
    STATES,
    UNFINISHED,
    UNKNOWN,
    state_of_run,
    state_of_task,
    state_of_verdict,
    worst,
)
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.task import OUTCOMES
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run
from tools.documents import NOW, backup, moment, policy, task, volume
from tools.outputs import NO_VERDICT

BEFORE = "2026-01-06T01:00:04"


def judged(*tasks, count=None, now=NOW, **options):
    return latest_run(tasks, policies=[policy(len(tasks) if count is None else count)], now=now, **options)


LATE = task(status="EXECUTE_TIMEOUT")


@pytest.mark.parametrize(
    ("verdict", "state"),
    [
        (judged(task()), GOOD),
        (judged(task("v1"), task("v2", status="SKIP"), accept=["EXECUTE_SUCCESS", "SKIP"]), GOOD),
        (judged(task(status="EXECUTE_FAIL")), BAD),
        (judged(task(status="EXECUTE_TIMEOUT")), BAD),
        (judged(task(status="SKIP")), BAD),
        (judged(task(status="RUNNING")), UNFINISHED),
        (judged(task(status="WAITING")), UNFINISHED),
        (judged(task(status="NEW_STATUS")), UNKNOWN),
        (judged(task("v1", status="RUNNING"), task("v2", status="NEW_STATUS")), UNKNOWN),
        (judged(task("v1", status="RUNNING"), task("v2", status="EXECUTE_FAIL")), BAD),
        (judged(task("v1", status="NEW_STATUS"), task("v2", status="EXECUTE_FAIL")), BAD),
        # Its volumes are well, or about to be, and something else is not.
        (judged(task(at=BEFORE)), BAD),
        (judged(task(at=BEFORE, status="RUNNING")), BAD),
        (judged(task(), count=2), BAD),
        (judged(task(status="RUNNING"), count=2), BAD),
        (judged(task(), resource_ids=["v9"]), BAD),
        (judged(task(status="RUNNING"), resource_ids=["v9"]), BAD),
        (judged(task(), restore_points="required"), BAD),
        (judged(task(status="RUNNING"), restore_points="required"), BAD),
        (judged(task(), backups=[]), BAD),
        (judged(count=1), BAD),
        (judged(task(vbs_job_id="j"), jobs=[{"job_id": "j", "status": "FAIL"}]), BAD),
        # Still being created.
        (judged(task(), count=2, now=moment("2026-01-07T01:30:00")), UNFINISHED),
        (judged(task(status="RUNNING"), count=2, now=moment("2026-01-07T01:30:00")), UNFINISHED),
        (judged(task(status="EXECUTE_FAIL"), count=2, now=moment("2026-01-07T01:30:00")), BAD),
        # Good, and something has to be known.
        (judged(task(at=BEFORE), now=moment("2026-01-07T01:30:00")), GOOD),
        (judged(LATE, backups=[backup(LATE)]), GOOD),
        (judged(task(), backups_error="no right to read them"), GOOD),
        # There was nothing to judge.
        (NO_VERDICT, UNKNOWN),
        ({}, UNKNOWN),
        (None, UNKNOWN),
        (latest_run([], left_out=[{"policy_id": "p1", "why": "switched off"}]), UNKNOWN),
    ],
)
def test_the_state_of_a_verdict(verdict, state):
    assert state_of_verdict(verdict) == state


def test_notes_make_nothing_worse():
    verdict = judged(task(), volumes_error="no right to read them", left_out=[{"policy_name": "x", "why": "empty"}])
    assert verdict["notes"]
    assert state_of_verdict(verdict) == GOOD


@pytest.mark.parametrize("outcome", [*OUTCOMES, "new", ""])
def test_only_a_good_task_is_good(outcome):
    assert (state_of_task({"outcome": outcome, "ok": True}) == GOOD) is (outcome == "good")
    assert state_of_task({"outcome": outcome, "ok": False}) != GOOD


def test_of_nothing_nothing_is_known():
    assert worst([]) == UNKNOWN
    assert state_of_run({"tasks": [], "problems": [], "ok": True, "being_created": False}) == UNKNOWN


STATUSES = ["EXECUTE_SUCCESS", "EXECUTE_FAIL", "EXECUTE_TIMEOUT", "SKIP", "WAITING", "RUNNING", "OTHER"]


@given(
    st.lists(st.tuples(st.sampled_from(["v1", "v2", "", None]), st.sampled_from(STATUSES), st.integers(0, 60))),
    st.integers(0, 3),
    st.lists(st.sampled_from(["v1", "v9"]), max_size=1),
)
def test_no_verdict_that_is_not_ok_is_good(tasks, count, demanded):
    history = [
        {**task(name, status=status), "created_at": f"{NOW - timedelta(hours=ago):%Y-%m-%dT%H:%M:%S}"}
        for name, status, ago in tasks
    ]
    verdict = latest_run(
        history, policies=[policy(count)], volumes=[volume("v1")], resource_ids=demanded, now=NOW, grace=8
    )
    assert (state_of_verdict(verdict) == GOOD) is verdict["ok"]
    for run in verdict["runs"]:
        assert (state_of_run(run) == GOOD) is run["ok"]
        # Whatever else a playbook makes of it, what it says is bad stays so.
        assert state_of_run({**run, "ok": False}) != GOOD
        assert state_of_run({**run, "problems": [*run["problems"], "x"]}) == BAD
    assert state_of_verdict({**verdict, "ok": False}) in STATES[:-1]
