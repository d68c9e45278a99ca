# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers that the documentation does not have: each is passed through or explained, and no unknown one is good."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tools.playbooks import Playbooks

MISSING = object()
ODD = {
    "missing": MISSING,
    "null": None,
    "empty": "",
    "text": "TOMORROW",
    "number": 7,
    "flag": True,
    "list": [1],
    "mapping": {"a": 1},
    "template": "{{ 6 * 7 }}",
}
TASK_FIELDS = (
    *("status", "job_id", "created_at", "finished_at", "backup_name"),
    *("resource_id", "resource_type", "vbs_job_id", "message", "code"),
)
JOB_FIELDS = (
    *("status", "job_id", "job_type", "begin_time", "end_time", "entities"),
    *("error_code", "fail_reason", "sub_jobs", "message", "code"),
)
# A task that lacks one of these, or has an odd one, is not good. Without its job_id, its list cannot be read at all.
DECISIVE = ("status", "created_at", "resource_id")
EXTRA = {"tomorrow": {"deep": [None]}, "items": [1], "values": 2, "a b": "{{ 1 }}"}
# What may stand in the place of a list of tasks, of a task, or of a job.
NO_DOCUMENTS: dict[str, Any] = {"null": None, "number": 7, "text": "TOMORROW", "flag": False, "list": [], "mapping": {}}


def task(**changes: Any) -> dict[str, Any]:
    """A task of a good run, but for the changes."""
    good = {
        "status": "EXECUTE_SUCCESS",
        "job_id": "t",
        "created_at": time(),
        "finished_at": time(hours=1),
        "backup_name": "autobk",
        "resource_id": "v",
        "resource_type": "volume",
        "vbs_job_id": "sound",
    }
    return {name: value for name, value in {**good, **changes}.items() if value is not MISSING}


def job(name: str, /, **changes: Any) -> dict[str, Any]:
    """A job that has failed, but for the changes."""
    failed = {"job_id": name, "status": "FAIL", "error_code": "VBS.0064", "fail_reason": "No space.", "sub_jobs": []}
    return {name: value for name, value in {**failed, **changes}.items() if value is not MISSING}


def time(hours: float = 2, timespec: str = "milliseconds", zone: str = "") -> str:
    """A time so many hours ago."""
    moment = datetime.now(UTC).replace(tzinfo=None) - timedelta(hours=hours)
    return moment.isoformat(timespec=timespec) + zone


def page(*tasks: Any, **changes: Any) -> dict[str, Any]:
    """A page of tasks, but for the changes."""
    whole = {"tasks": list(tasks), "count": len(tasks), **changes}
    return {name: value for name, value in whole.items() if value is not MISSING}


GOOD = {
    **{
        f"{field}-{name}": page(task(**{field: value}))
        for field in TASK_FIELDS
        if field not in (*DECISIVE, "job_id")
        for name, value in ODD.items()
    },
    **{
        f"time-{timespec}-{zone or 'none'}": page(task(created_at=time(2, timespec, zone)))
        for timespec in ("seconds", "milliseconds", "microseconds")
        for zone in ("", "Z")
    },
    "count-missing": page(task(), count=MISSING),
    "extra": page(task(**EXTRA), tomorrow=EXTRA),
    "job_id-text": page(task(job_id="TOMORROW")),
    "job_id-template": page(task(job_id="{{ 6 * 7 }}")),
    "resource_id-text": page(task(resource_id="TOMORROW")),
    "resource_id-template": page(task(resource_id="{{ 6 * 7 }}")),
}
# And what the verdict says of each.
BAD = {
    **{
        f"{field}-{name}": (page(task(**{field: value})), said)
        for field, said in (
            ("status", "volume v is "),
            ("created_at", "has a task with the time "),
            ("resource_id", "does not tell its volume"),
        )
        for name, value in ODD.items()
        if f"{field}-{name}" not in GOOD
    },
    "status-tomorrow": (page(task(status="EXECUTE_PARTIAL")), "volume v is EXECUTE_PARTIAL"),
    "status-lower": (page(task(status="execute_success")), "volume v is execute_success"),
    "future": (page(task(created_at=time(-3))), "lies in the future"),
    "other-zone": (page(task(created_at=time(2, zone="+00:00"))), "has a task with the time "),
    "exponent": (page(task(created_at=time(9000, "seconds", ".3e9"))), "has a task with the time "),
}
UNREADABLE = {
    **{f"job_id-{name}": page(task(job_id=value)) for name, value in ODD.items() if f"job_id-{name}" not in GOOD},
    **{f"tasks-{name}": page(tasks=value) for name, value in NO_DOCUMENTS.items() if name != "list"},
    "tasks-missing": page(tasks=MISSING),
    **{f"task-{name}": page(task(), value) for name, value in NO_DOCUMENTS.items()},
    **{f"page-{name}": value for name, value in NO_DOCUMENTS.items()},
    **{f"count-{name}": page(task(), count=value) for name, value in ODD.items() if name != "missing"},
}
# Jobs are asked about a task that has failed. These come as they are.
SOUND_JOBS = {
    **{
        f"{field}-{name}": job(f"{field}-{name}", **{field: value})
        for field in JOB_FIELDS
        for name, value in ODD.items()
        if (field not in ("status", "job_id") or name in ("text", "template", "empty"))
        if field != "job_id"
    },
    "status-tomorrow": job("status-tomorrow", status="PARTIAL"),
    "sub_jobs-odd": job("sub_jobs-odd", error_code=None, fail_reason=None, sub_jobs=[None, 7, [], {"status": "FAIL"}]),
    "extra": job("extra", **EXTRA),
}
# An answer that does not name its job is about the one that was asked for.
UNNAMED_JOBS = {f"job_id-{name}": job("", job_id=ODD[name]) for name in ("missing", "null")}
ODD_JOBS = {
    **{
        f"{field}-{name}": job(f"{field}-{name}", **{field: value})
        for field in ("status", "job_id")
        for name, value in ODD.items()
        if f"{field}-{name}" not in {**SOUND_JOBS, **UNNAMED_JOBS}
    },
    **{f"job-{name}": value for name, value in NO_DOCUMENTS.items()},
}
JOBS = {**SOUND_JOBS, **UNNAMED_JOBS, **ODD_JOBS}
PAGES = {**GOOD, **{name: answer for name, (answer, _said) in BAD.items()}, **UNREADABLE}
# Policies whose task has failed, or goes on, with such a job behind it.
TELLING_JOBS = [name for name in JOBS if name not in SOUND_JOBS or name.endswith(("list", "template", "tomorrow"))]
FAILED = {f"failed-{name}": page(task(status="EXECUTE_FAIL", vbs_job_id=name)) for name in TELLING_JOBS}
GOING_ON = {f"going-on-{name}": page(task(status="RUNNING", vbs_job_id=name)) for name in TELLING_JOBS}
NOT_GOOD = [*(f"bad-{name}" for name in BAD), *FAILED, *GOING_ON]
READABLE = [*(f"good-{name}" for name in GOOD), *NOT_GOOD]
POLICIES = {
    **{f"good-{name}": answer for name, answer in GOOD.items()},
    **{f"bad-{name}": answer for name, (answer, _said) in BAD.items()},
    **{f"unreadable-{name}": answer for name, answer in UNREADABLE.items()},
    **FAILED,
    **GOING_ON,
}


def count(answer: Any) -> dict[str, Any]:
    """The count of a page, if it has one."""
    return {"count": answer["count"]} if isinstance(answer, dict) and "count" in answer else {}


def check(name: str, policies: list[str], **variables: Any) -> dict[str, Any]:
    """The role's failure, if any, and its verdict under a name."""
    return {
        "block": [
            {
                "ansible.builtin.include_role": {"name": "otc.vbs.policy_run_check"},
                # Nothing of what is answered here has made a backup.
                "vars": {
                    "policy_run_check_policy_id": policies,
                    "policy_run_check_restore_points": "ignored",
                    **variables,
                },
            }
        ],
        "rescue": [{"ansible.builtin.set_fact": {f"{name}_failure": "{{ ansible_failed_result }}"}}],
        "always": [{"ansible.builtin.set_fact": {f"{name}_verdict": "{{ policy_run_check_result }}"}}],
    }


def module(register: str, name: str, **arguments: Any) -> dict[str, Any]:
    return {f"otc.vbs.{name}": arguments, "register": register, "ignore_errors": True}


RESULTS = (
    *("tasks", "awaited_tasks", "jobs", "awaited_jobs"),
    *("good_verdict", "not_good_verdict", "unreadable_verdict", "unreadable_failure"),
)


@pytest.fixture(scope="module")
def found(simulator, tmp_path_factory):
    """What came of everything, in one playbook."""
    directory = tmp_path_factory.mktemp("unknown")
    playbooks = Playbooks(simulator, directory)
    # The odd values are in the tasks; their policies are as they should be.
    playbooks.load(policies={name: {"policy_resource_count": 1} for name in POLICIES})
    answers = {
        **{rf"/backuppolicy/{name}/backuptasks$": (answer, None) for name, answer in POLICIES.items()},
        **{
            rf"/jobs/{name}$": (answer, {})
            for name, answer in {**JOBS, "sound": job("sound", status="SUCCESS")}.items()
        },
    }
    faults = []
    for path, (answer, query) in answers.items():
        sound = {"kind": "answer", "status": 200, "path": path, "times": None}
        if query is None:
            # The page after the last task.
            last = {"json": {**page(), **count(answer)}, "query": {"marker": "."}}
            faults += [{**sound, "json": answer, "query": {"marker": None}}, {**sound, **last}]
        else:
            faults.append({**sound, "json": answer})
    for fault in faults:
        simulator.fault(**fault)
    wait = {"wait": True, "wait_timeout": 0}
    run = playbooks.run(
        [
            module("tasks", "vbs_policy_tasks_info", policy_id=list(POLICIES)),
            module("awaited_tasks", "vbs_policy_tasks_info", policy_id=list(POLICIES), **wait),
            module("jobs", "vbs_job_info", job_id=list(JOBS)),
            module("awaited_jobs", "vbs_job_info", job_id=list(JOBS), **wait),
            check("good", [f"good-{name}" for name in GOOD]),
            check("not_good", NOT_GOOD, policy_run_check_fail=False, policy_run_check_wait_timeout=0),
            check("unreadable", [f"unreadable-{name}" for name in UNREADABLE], policy_run_check_fail=False),
            {
                "ansible.builtin.copy": {
                    "content": "{{ {" + ", ".join(f"'{name}': {name}" for name in RESULTS) + "} | to_json }}",
                    "dest": str(directory / "found.json"),
                    "mode": "0600",
                }
            },
        ],
        environment=playbooks.token_login(),
    )
    assert run.status == 0, run.output[-5000:]
    assert "Traceback" not in run.output + run.log
    assert "MODULE FAILURE" not in run.output
    return json.loads((directory / "found.json").read_text(encoding="utf-8"))


def runs(found, name):
    return {run["policy_id"]: run for run in found[f"{name}_verdict"]["runs"]}


def by_policy(task):
    return task["policy_id"]


@pytest.mark.parametrize("result", ["tasks", "awaited_tasks"])
def test_the_tasks_come_as_they_are_or_with_a_reason(found, result):
    expected = [{**one, "policy_id": policy_id} for policy_id in READABLE for one in POLICIES[policy_id]["tasks"]]
    assert sorted(found[result]["tasks"], key=by_policy) == sorted(expected, key=by_policy)
    reasons = {failure["policy_id"]: failure["reason"] for failure in found[result]["failures"]}
    waiting = set(GOING_ON) if result == "awaited_tasks" else set()
    assert set(reasons) == {f"unreadable-{name}" for name in UNREADABLE} | waiting
    assert all(reasons.values())


@pytest.mark.parametrize("result", ["jobs", "awaited_jobs"])
def test_the_jobs_come_as_they_are_or_with_a_reason(found, result):
    by_id = {one["job_id"]: one for one in found[result]["jobs"]}
    assert by_id == {**SOUND_JOBS, **{name: {**one, "job_id": name} for name, one in UNNAMED_JOBS.items()}}
    reasons = {failure["job_id"]: failure["reason"] for failure in found[result]["failures"]}
    assert set(reasons) == set(JOBS if result == "awaited_jobs" else ODD_JOBS)
    assert all(reasons.values())
    if result == "awaited_jobs":
        assert reasons["status-tomorrow"].startswith("status is PARTIAL")


def test_what_does_not_matter_leaves_a_run_good(found):
    assert found["good_verdict"]["problems"] == []
    assert found["good_verdict"]["ok"] is True
    assert len(runs(found, "good")) == len(GOOD)


@pytest.mark.parametrize("name", BAD)
def test_what_is_unknown_is_not_good_and_the_verdict_says_why(found, name):
    run = runs(found, "not_good")[f"bad-{name}"]
    assert run["ok"] is False
    assert BAD[name][1] in "\n".join(run["problems"])


@pytest.mark.parametrize("policies", [FAILED, GOING_ON], ids=["failed", "going on"])
def test_an_odd_job_hides_no_verdict(found, policies):
    for policy_id in policies:
        (problem,) = runs(found, "not_good")[policy_id]["problems"]
        assert f"job {policy_id.removeprefix('failed-').removeprefix('going-on-')} " in problem


def test_tasks_that_cannot_be_read_are_no_verdict(found):
    assert found["unreadable_verdict"]["ok"] is False
    assert found["unreadable_verdict"]["runs"] == []
    failures = found["unreadable_failure"]["failures"]
    assert {failure["policy_id"] for failure in failures} == {f"unreadable-{name}" for name in UNREADABLE}
