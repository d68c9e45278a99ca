# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The verdict on the latest run against a second opinion, which reads the tasks in its own way."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput
from ansible_collections.otc.vbs.plugins.module_utils._time import parse_time
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run

NOW = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)
POLICIES = ["p1", "p2"]
VOLUMES = ["v1", "v2", "v3"]
JOBS = ["j1", "j2"]
TASK_STATUSES = ["WAITING", "RUNNING", "EXECUTE_SUCCESS", "EXECUTE_FAIL", "EXECUTE_TIMEOUT", "SKIP"]
JOB_STATUSES = ["INIT", "RUNNING", "SUCCESS", "FAIL"]
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?"
# Not only for the field that each is meant for.
ODD = [
    *(None, "", " ", "?", "7", 7, 0, -1.5, True, False, [], {}, ["v1"], {"v1": "EXECUTE_SUCCESS"}),
    *("execute_success", "EXECUTE_SUCCESS ", "EXECUTE_SUCCESS\n", ["EXECUTE_SUCCESS"], "PARTIAL", "success"),
    *("2026-01-02", "2026-01-02T07:00", "2026-01-02T07:00:00+02:00", "2026-02-30T07:00:00", "0001-01-01T00:00:00"),
    *("2025-01-02T07:00:00.1e9", "2026-01-02T07:00:00.", "9999-12-31T23:59:59.999999999", "2026-1-2T7:0:0", 1767340800),
]
MISSING = object()
GOOD_TASK = {
    "policy_id": "p1",
    "job_id": "t1",
    "resource_id": "v1",
    "status": "EXECUTE_SUCCESS",
    "created_at": "2026-01-02T07:00:00.467",
    "vbs_job_id": "j1",
}


def written(hours):
    """The ways in which a service may write a time so many hours before now."""
    text = (NOW - timedelta(hours=hours)).isoformat(timespec="microseconds").removesuffix("+00:00")
    return st.sampled_from([text, text[:-3], text[:-7], text + "Z", text[:-3] + "Z", text[:-7] + "Z"])


def tasks(status, hours):
    return st.fixed_dictionaries(
        {
            "policy_id": st.sampled_from(POLICIES),
            "job_id": st.uuids().map(str),
            "resource_id": st.sampled_from(VOLUMES),
            "status": status,
            "created_at": hours.flatmap(written),
        },
        optional={"vbs_job_id": st.sampled_from(JOBS), "finished_at": st.just(""), "added": st.sampled_from(ODD)},
    )


# Of last night, mostly good, beside those of other nights.
last_night = tasks(st.sampled_from(["EXECUTE_SUCCESS"] * 30 + TASK_STATUSES), st.floats(6.9, 7.8))
other_nights = tasks(st.sampled_from(["EXECUTE_SUCCESS", *TASK_STATUSES]), st.floats(-0.2, 0.1) | st.floats(8, 800))
histories = st.tuples(
    st.lists(last_night, min_size=1, max_size=5),
    st.lists(other_nights, max_size=2),
).map(lambda parts: parts[0] + parts[1])
jobs = st.dictionaries(st.sampled_from(JOBS), st.sampled_from(["SUCCESS"] * 4 + JOB_STATUSES)).map(
    lambda statuses: [{"job_id": job_id, "status": status} for job_id, status in statuses.items()]
)
rules = st.fixed_dictionaries(
    {},
    optional={
        "policy_ids": st.lists(st.sampled_from(POLICIES), unique=True),
        "resource_ids": st.lists(st.sampled_from(VOLUMES), max_size=1),
        "max_age": st.sampled_from([7, 25, 1000]),
        "run_window": st.sampled_from([1, 30, 60]),
        "accept": st.lists(st.sampled_from(TASK_STATUSES[2:]), min_size=1),
    },
)


@st.composite
def spoilt(draw, documents):
    """Documents of which some have another value in a field, or lack it."""
    drawn = draw(documents)
    for _time in range(draw(st.integers(0, 3)) if drawn else 0):
        document = draw(st.sampled_from(drawn))
        field = draw(st.sampled_from(["status", "created_at", "resource_id", "vbs_job_id", "job_id", "policy_id"]))
        value = draw(st.sampled_from([MISSING, *ODD]))
        document.pop(field, None)
        if value is not MISSING:
            document[field] = value
    return drawn


def is_good(history, known, policy_ids=(), resource_ids=(), max_age=25, run_window=60, accept=("EXECUTE_SUCCESS",)):
    """Whether all volumes in the latest runs of all policies are good, as the documentation has it.

    By the age of the runs: test_verdict_due_properties.py has another one, by their schedules.
    """
    seen = set()
    runs = {}
    for task in history:
        runs.setdefault(json.dumps(task.get("policy_id")), []).append(task)
    for policy_tasks in runs.values():
        named = [(task.get("job_id"), json.dumps(task, sort_keys=True)) for task in policy_tasks]
        if len({one for one in named if is_text(one[0])}) != len({name for name, _task in named if is_text(name)}):
            return False
        times = [moment(task.get("created_at")) for task in policy_tasks]
        if None in times:
            return False
        newest = max(times)
        if not NOW - timedelta(hours=max_age) <= newest <= NOW + timedelta(minutes=5):
            return False
        for time, task in zip(times, policy_tasks, strict=True):
            if newest - time >= timedelta(minutes=run_window):
                continue
            if task.get("status") not in accept or not is_name(task.get("resource_id")):
                return False
            own = task.get("vbs_job_id")
            said = [job.get("status") for job in known if own is not None and job.get("job_id") == own]
            if any((one == "SUCCESS") != (task["status"] == "EXECUTE_SUCCESS") for one in said):
                return False
            seen.add(task["resource_id"])
    return bool(runs) and set(resource_ids) <= seen and {json.dumps(policy) for policy in policy_ids} <= set(runs)


def moment(text):
    if not is_text(text) or not re.fullmatch(TIME, text):
        return None
    try:
        return datetime.fromisoformat(text.removesuffix("Z") + "+00:00")
    except ValueError:
        return None


def is_text(value):
    return isinstance(value, str) and value != ""


def is_name(value):
    return is_text(value) and re.search(r"\w", value) is not None


def judge(history, **options):
    return latest_run(history, now=NOW, **{"max_age": 25, **options})


@settings(max_examples=300)
@given(history=histories, known=jobs, rules=rules)
def test_a_verdict_is_good_exactly_if_every_volume_is(history, known, rules):
    assert judge(history, jobs=known, **rules)["ok"] is is_good(history, known, **rules)


@given(history=spoilt(histories), known=spoilt(jobs))
# An exponent would make a run of a year ago one of last night.
@example(history=[{**GOOD_TASK, "created_at": "2025-01-02T07:00:00.03150e9"}], known=[])
def test_no_odd_value_makes_a_verdict_good(history, known):
    verdict = judge(history, jobs=known)
    assert not verdict["ok"] or is_good(history, known)
    assert verdict["ok"] is not bool(verdict["problems"])
    # Ansible hands it on as JSON.
    assert json.loads(json.dumps(verdict)) == verdict


anything = st.recursive(
    st.sampled_from(ODD) | st.floats() | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*GOOD_TASK, "backup_policy_id", "reason", "sub_jobs"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(
    tasks=anything | st.lists(st.just(GOOD_TASK)),
    options=st.dictionaries(
        st.sampled_from(
            [
                *("policy_ids", "policies", "left_out", "volumes", "jobs", "job_failures", "backups", "backups_error"),
                *("max_age", "grace", "resource_ids", "run_window", "accept", "restore_points"),
            ]
        ),
        anything,
    ),
)
def test_anything_is_judged_or_refused(tasks, options):
    try:
        verdict = latest_run(tasks, now=NOW, **options)
    except InvalidInput as error:
        assert str(error).startswith("Invalid value for ")  # noqa: PT017
    else:
        assert verdict["ok"] is not bool(verdict["problems"])


def name_of(value):
    # pytest would escape a backslash anew each time that it runs in the same process, as 'make mutants' has it do.
    return "missing" if value is MISSING else repr(value).replace("\\n", "(line break)")


@pytest.mark.parametrize("field", ["status", "created_at", "resource_id"])
@pytest.mark.parametrize("value", [MISSING, *ODD], ids=name_of)
def test_each_odd_value_by_itself(field, value):
    odd = {**GOOD_TASK, "job_id": "t2", "resource_id": "v2", field: value}
    if value is MISSING:
        del odd[field]
    history = [GOOD_TASK, odd]
    assert is_good([GOOD_TASK], [])
    assert judge(history)["ok"] is is_good(history, [])


@pytest.mark.parametrize("text", [value for value in ODD if not moment(value)])
def test_what_is_no_time_is_none(text):
    assert parse_time(text) is None
