# Private to otc.vbs: it may change in any release.
# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The verdict on the latest run of backup policies.

What it does not know is never good: an unknown status, a time that cannot be read,
a volume without a task.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._documents import (
    FINISHED_JOBS,
    FINISHED_TASKS,
    UNFINISHED_TASKS,
    failure_of,
    names_something,
    text_of,
    unlike_success,
)
from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput, shorten
from ansible_collections.otc.vbs.plugins.module_utils._no_template import no_template
from ansible_collections.otc.vbs.plugins.module_utils._options import ID
from ansible_collections.otc.vbs.plugins.module_utils._time import parse_time

# The clocks of the service and of the controller may differ by this much.
CLOCK_SKEW = timedelta(minutes=5)
# For numbers of hours and minutes: more would be no date any more.
LARGEST = 1000000

# What the verdict tells of each task beside its own findings.
TASK_FIELDS = (
    *("resource_id", "resource_type", "status", "job_id", "vbs_job_id"),
    *("backup_name", "created_at", "finished_at"),
)

Document = Mapping[str, Any]
# A task and when it was created, None where it does not tell.
Dated = tuple["datetime | None", Document]


class Rules(NamedTuple):
    """What makes a run good: max_age in hours, run_window in minutes, accepted statuses."""

    max_age: float
    run_window: float
    accept: Sequence[str]


def latest_run(
    tasks: Sequence[Document],
    *,
    policy_ids: Sequence[str] | str = (),
    policies: Sequence[Document] = (),
    jobs: Sequence[Document] = (),
    job_failures: Sequence[Document] = (),
    max_age: float = 25,
    resource_ids: Sequence[str] | str = (),
    run_window: float = 60,
    accept: Sequence[str] | str = ("EXECUTE_SUCCESS",),
    now: datetime | None = None,
) -> dict[str, Any]:
    """The verdict that the filter latest_run documents, as of `now`; raises InvalidInput."""
    rules = Rules(
        read_positive("max_age", max_age), read_positive("run_window", run_window), read_accept("accept", accept)
    )
    expected = read_names("resource_ids", resource_ids)
    documented = (("_input", tasks), ("policies", policies), ("jobs", jobs), ("job_failures", job_failures))
    for option, documents in documented:
        _check_list(option, documents, Mapping, "a list of dictionaries, as the modules return it")

    names = {text_of(policy.get("backup_policy_id")) or "": policy.get("backup_policy_name") for policy in policies}
    ambiguous = _contradictions(policies, "backup_policy_id")
    wanted = [*read_names("policy_ids", policy_ids), *names]
    histories: dict[str, list[Document]] = {policy_id: [] for policy_id in wanted}
    for task in tasks:
        histories.setdefault(text_of(task.get("policy_id")) or "", []).append(task)
    known_jobs: dict[str | None, list[Document]] = {}
    for job in jobs:
        known_jobs.setdefault(text_of(job.get("job_id")), []).append(job)
    unread_jobs = {text_of(failure.get("job_id")): failure.get("reason") for failure in job_failures}
    moment = now or datetime.now(timezone.utc)
    runs = []
    for policy_id, history in histories.items():
        members, stale = _split(history, rules)
        contradictions = [f"task {task_id}" for task_id in _contradictions(history, "job_id")]
        contradictions += ["the policy"] if policy_id in ambiguous else []
        judged = [_judge_task(task, known_jobs, unread_jobs, rules) for _time, task in members]
        runs.append(
            {
                "policy_id": policy_id,
                "policy_name": text_of(names.get(policy_id)),
                **_judge_run(members, judged, stale, contradictions, rules, moment),
            }
        )

    found = [task for run in runs for task in run["tasks"]]
    unfinished = [task for task in found if task["status"] in UNFINISHED_TASKS]
    present = {task["resource_id"] for task in found}
    absent = [resource_id for resource_id in dict.fromkeys(expected) if resource_id not in present]
    problems = [no_template(f"Policy {_label(run)}: {problem}") for run in runs for problem in run["problems"]]
    problems += [no_template(f"Volume {resource_id} is not in the latest run") for resource_id in absent]
    if not runs:
        problems.append("There is no run: there are no tasks")
    return {
        "ok": not problems,
        "msg": _summary(runs, problems),
        "problems": problems,
        "runs": runs,
        "missing_resource_ids": absent,
        "finished": not unfinished,
        "unfinished_vbs_job_ids": _job_ids(task for task in unfinished if task["outcome"] == "unfinished"),
        "unexplained_vbs_job_ids": _job_ids(task for task in found if not task["ok"] and task["job_status"] is None),
    }


def _contradictions(documents: Sequence[Document], id_name: str) -> list[str]:
    """The IDs that are in a list more than once, and not always with the same content."""
    first: dict[str, Document] = {}
    found = []
    for document in documents:
        own_id = document.get(id_name)
        if isinstance(own_id, str) and own_id and first.setdefault(own_id, document) != document:
            found.append(own_id)
    return list(dict.fromkeys(found))


def _job_ids(tasks: Iterable[Document]) -> list[str]:
    """Those that can be asked for: the verdict tells of the others that they are none."""
    job_ids = dict.fromkeys(task["vbs_job_id"] for task in tasks)
    return [job_id for job_id in job_ids if job_id and ID.fullmatch(job_id)]


def _split(history: Sequence[Document], rules: Rules) -> tuple[list[Dated], list[Document]]:
    """The tasks of the latest run, and the unfinished ones of earlier runs."""
    dated = [(parse_time(task.get("created_at")), task) for task in history]
    newest = max((time for time, _task in dated if time), default=None)
    members, stale = [], []
    for time, task in dated:
        # A task without a time may belong to the run, so it counts.
        if time is None or newest is None or newest - time < timedelta(minutes=rules.run_window):
            members.append((time, task))
        elif text_of(task.get("status")) in UNFINISHED_TASKS:
            stale.append(task)
    return members, stale


def _judge_task(
    task: Document,
    jobs: Mapping[str | None, Sequence[Document]],
    unread_jobs: Mapping[Any, Any],
    rules: Rules,
) -> dict[str, Any]:
    found: dict[str, Any] = {name: text_of(task.get(name)) for name in TASK_FIELDS}
    status, vbs_job_id = found["status"], found["vbs_job_id"]
    documents = jobs.get(vbs_job_id, ()) if vbs_job_id else ()
    # Where a job is told of more than once, it must never disagree: which of them holds is not known.
    disagreeing = next((one for one in documents if _disagree(status, one)), None)
    job = disagreeing or next(iter(documents), None)
    if disagreeing:
        outcome = "disagreement"
    elif status in rules.accept:
        outcome = "good"
    elif status in UNFINISHED_TASKS:
        outcome = "unfinished"
    else:
        outcome = "bad" if status in FINISHED_TASKS else "unknown"
    return {
        **found,
        "ok": outcome == "good",
        "outcome": outcome,
        "job_status": text_of(job.get("status")) if job else None,
        "reason": None if outcome == "good" else _reason(task, vbs_job_id, job, unread_jobs),
    }


def _disagree(task_status: Any, job: Document) -> bool:
    job_status = text_of(job.get("status"))
    if task_status == "EXECUTE_SUCCESS":
        return job_status != "SUCCESS" or unlike_success(job) is not None
    if task_status in UNFINISHED_TASKS:
        return job_status in FINISHED_JOBS
    return job_status == "SUCCESS"


def _reason(task: Document, vbs_job_id: str | None, job: Document | None, unread_jobs: Mapping[Any, Any]) -> str:
    own = failure_of(task)
    if job:
        said = f"job {vbs_job_id} says {text_of(job.get('status'))}"
        if job.get("status") == "SUCCESS" and (unlike := unlike_success(job)):
            said, own = f"{said}, but {unlike}", None
        else:
            own = failure_of(job) or own
    elif not vbs_job_id:
        said = "it has no vbs_job_id, so no job can tell more"
    elif not ID.fullmatch(vbs_job_id):
        said = f"its vbs_job_id {shorten(repr(vbs_job_id))} is not an ID, so no job can tell more"
    elif vbs_job_id in unread_jobs:
        said = f"job {vbs_job_id} could not be read ({unread_jobs[vbs_job_id]})"
    else:
        said = f"job {vbs_job_id} may tell more"
    return no_template(f"{said}: {own}" if own else said)


def _judge_run(
    members: list[Dated],
    tasks: list[dict[str, Any]],
    stale: list[Document],
    contradictions: list[str],
    rules: Rules,
    now: datetime,
) -> dict[str, Any]:
    times = [time for time, _task in members if time]
    newest = max(times, default=None)
    age = (now - newest) / timedelta(hours=1) if newest else None
    problems = []
    for (time, member), task in zip(members, tasks):
        if not task["ok"]:
            problems.append(volume_problem(task))
        if time is None:
            problems.append(f"volume {task['resource_id']} has a task with the time {task['created_at']!r}")
        if not task["resource_id"]:
            problems.append(f"task {task['job_id']} does not tell its volume: it has no resource_id")
        elif not isinstance(member["resource_id"], str):
            problems.append(f"task {task['job_id']} does not tell its volume: its resource_id is no string")
        elif not names_something(member["resource_id"]):
            problems.append(f"task {task['job_id']} does not tell its volume: its resource_id has no letter or digit")
    problems += [f"{what} is listed more than once, with different content" for what in contradictions]
    if not tasks:
        problems.append("there is no run in the 30 days that the service remembers")
    if age is not None and age > rules.max_age:
        problems.append(f"the latest run is {age:.1f} hours old, more than {rules.max_age:g}")
    if newest and newest - now > CLOCK_SKEW:
        problems.append(f"the latest run lies in the future, at {newest:%Y-%m-%dT%H:%M:%SZ}: compare the clocks")
    return {
        "ok": not problems,
        "started_at": f"{min(times):%Y-%m-%dT%H:%M:%SZ}" if times else None,
        "age": None if age is None else round(age, 2),
        "statuses": dict(Counter(str(task["status"]) for task in tasks)),
        "problems": [no_template(problem) for problem in problems],
        "tasks": tasks,
        "stale_task_ids": [text_of(task.get("job_id")) for task in stale],
    }


def _label(run: Document) -> str:
    return f"{run['policy_name']} ({run['policy_id']})" if run["policy_name"] else str(run["policy_id"])


def volume_problem(task: Document) -> str:
    """What the verdict says of a task that is not good."""
    return no_template(f"volume {task['resource_id']} is {task['status']}: {task['reason']}")


def _summary(runs: Sequence[Document], problems: Sequence[str]) -> str:
    # The volumes of each policy are counted, not their tasks, all of which have to be good.
    volumes: dict[tuple[str, Any], bool] = {}
    for run in runs:
        for index, task in enumerate(run["tasks"]):
            named = names_something(task["resource_id"])
            volume = (run["policy_id"], task["resource_id"] if named else index)
            volumes[volume] = volumes.get(volume, True) and named and task["ok"]
    good, total = sum(volumes.values()), len(volumes)
    policies = "1 policy" if len(runs) == 1 else f"{len(runs)} policies"
    verdict = "NOT GOOD" if problems else "good"
    return f"The latest run of {policies} is {verdict}: {good} of {total} volumes are good, problems: {len(problems)}"


def read_positive(option: str, value: Any) -> float:
    """A number of hours or minutes."""
    try:
        # float() would make a number of a truth value.
        number = 0.0 if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        number = 0.0
    if not 0 < number <= LARGEST:
        raise InvalidInput(option, value, f"It must be a number above 0, and at most {LARGEST}.")
    return number


def read_accept(option: str, values: Any) -> list[str]:
    """Statuses that count as good."""
    accepted = read_names(option, values)
    if not accepted or not set(accepted) <= set(FINISHED_TASKS):
        raise InvalidInput(option, accepted, f"It must hold some of {', '.join(FINISHED_TASKS)}.")
    return accepted


def read_names(option: str, values: Any) -> list[str]:
    """A list of strings, blank ones left out.

    As for list options of Ansible, commas make a list of one string. So do line breaks, which no name has.
    """
    items = values.split(",") if isinstance(values, str) else values
    _check_list(option, items, str, "a list of strings")
    names = (line.strip() for item in items for line in item.splitlines())
    return [name for name in names if name]


def _check_list(option: str, values: Any, kind: type, expected: str) -> None:
    if isinstance(values, (str, Mapping)) or not isinstance(values, Sequence):
        raise InvalidInput(option, values, f"It must be {expected}.")
    for value in values:
        if not isinstance(value, kind):
            raise InvalidInput(option, value, f"It must be {expected}.")
