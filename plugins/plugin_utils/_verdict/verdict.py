# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The verdict on the latest run of backup policies.

What it does not know is never good: an unknown status, a time that cannot be read,
a schedule that nobody can tell, a volume without a task.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any

from ansible_collections.otc.vbs.plugins.module_utils._api.documents import UNFINISHED_TASKS, text_of
from ansible_collections.otc.vbs.plugins.module_utils._checks import ID
from ansible_collections.otc.vbs.plugins.module_utils._text import some_of
from ansible_collections.otc.vbs.plugins.module_utils._time import parse_time
from ansible_collections.otc.vbs.plugins.plugin_utils._no_template import no_template
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.firing import EVER
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.records import (
    labelled,
    name_in,
    policy_of,
    tasks_by_policy,
    volumes_of,
)
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.restore_points import RestorePoints
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.rules import (
    DEFAULT_ACCEPT,
    DEFAULT_GRACE,
    IF_READABLE,
    IGNORED,
    REQUIRED,
    read_documents,
    read_names,
    read_rules,
)
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.run import Facts, judge_run
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.task import UNFINISHED, Jobs

Document = Mapping[str, Any]

# What the verdict tells of a policy that was left out.
LEFT_OUT = ("policy_id", "policy_name", "why")


def latest_run(
    tasks: Sequence[Document],
    *,
    policy_ids: Sequence[str] | str = (),
    policies: Sequence[Document] = (),
    left_out: Sequence[Document] = (),
    volumes: Sequence[Document] = (),
    volumes_error: str | None = None,
    jobs: Sequence[Document] = (),
    job_failures: Sequence[Document] = (),
    backups: Sequence[Document] | None = None,
    backups_error: str | None = None,
    max_age: float | None = None,
    grace: float = DEFAULT_GRACE,
    resource_ids: Sequence[str] | str = (),
    run_window: float | None = None,
    accept: Sequence[str] | str = DEFAULT_ACCEPT,
    restore_points: str = IF_READABLE,
    now: datetime | None = None,
) -> dict[str, Any]:
    """The verdict that the filter latest_run documents, as of `now`; raises InvalidInput."""
    rules = read_rules(
        max_age=max_age, run_window=run_window, grace=grace, accept=accept, restore_points=restore_points
    )
    demanded = read_names("resource_ids", resource_ids)
    documented = {"_input": tasks, "policies": policies, "left_out": left_out, "volumes": volumes}
    documented |= {"jobs": jobs, "job_failures": job_failures, "backups": () if backups is None else backups}
    for option, documents in documented.items():
        read_documents(option, documents)

    known = {text_of(policy.get("backup_policy_id")) or "": policy for policy in policies}
    # Those that are known first, with or without tasks.
    asked: list[str] = [*read_names("policy_ids", policy_ids), *known]
    histories = {**{policy_id: [] for policy_id in asked}, **tasks_by_policy(tasks)}
    verified = backups is not None and rules.restore_points != IGNORED
    facts = Facts(
        Jobs(jobs, job_failures),
        RestorePoints(backups or ()) if verified else None,
        volumes_of(volumes),
        rules,
        now or datetime.now(timezone.utc),
    )
    ambiguous = _contradictions(policies, "backup_policy_id")
    runs = []
    for policy_id, history in histories.items():
        contradictions = [f"task {task_id}" for task_id in _contradictions(history, "job_id")]
        contradictions += ["the policy"] if policy_id in ambiguous else []
        runs.append(judge_run(history, policy_of(policy_id, known.get(policy_id)), contradictions, facts))
    runs.sort(key=_badness)

    found = [task for run in runs for task in run["tasks"]]
    present = {task["resource_id"] for task in found}
    absent = [resource_id for resource_id in dict.fromkeys(demanded) if resource_id not in present]
    problems = [f"Policy {_label(run)}: {problem}" for run in runs for problem in run["problems"]]
    problems += [f"Volume {facts.volumes.label(resource_id)} is not in the latest run" for resource_id in absent]
    general = []
    if not runs:
        general.append("There is no policy to judge" if left_out else "There is no run: there are no tasks")
    if rules.restore_points == REQUIRED and not verified:
        general.append(f"The restore points were not verified: {backups_error or 'there is no list of backups'}")
    problems += general
    notes = [f"Policy {_label(run)}: {note}" for run in runs for note in run["notes"]]
    notes += _about_left_out(left_out)
    if volumes_error:
        notes.append(f"Which volumes the policies have could not be read, only their number: {volumes_error}")
    if rules.restore_points == IF_READABLE and not verified and backups_error:
        notes.append(f"The restore points were not verified: {backups_error}")
    problems = [no_template(problem) for problem in problems]
    unfinished = [task for task in found if task["status"] in UNFINISHED_TASKS]
    return {
        "ok": not problems,
        "msg": summary(runs, problems),
        "problems": problems,
        "general_problems": [no_template(problem) for problem in general],
        "notes": [no_template(note) for note in notes],
        "runs": runs,
        "left_out": [{name: text_of(one.get(name)) for name in LEFT_OUT} for one in left_out],
        "restore_points_verified": verified,
        "missing_resource_ids": absent,
        "finished": not unfinished and not any(run["being_created"] for run in runs),
        "until": _until(runs, histories),
        "unfinished_vbs_job_ids": _job_ids(task for task in unfinished if task["outcome"] == UNFINISHED),
        "unexplained_vbs_job_ids": _job_ids(task for task in found if _is_unexplained(task)),
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


def _is_unexplained(task: Document) -> bool:
    """Whether its job has to be asked: a task that timed out is good only if that did not fail."""
    return task["job_status"] is None and (not task["ok"] or task["status"] == "EXECUTE_TIMEOUT")


def _until(runs: Sequence[Document], histories: Mapping[str, Sequence[Document]]) -> str:
    """What to wait for: no unfinished task but stale ones, which may stay so for ever, and the tasks still to come."""
    stale = [task_id for run in runs for task_id in run["stale_task_ids"] if task_id and ID.fullmatch(task_id)]
    conditions = [
        "length(tasks[?(status == 'WAITING' || status == 'RUNNING') "
        f"&& !contains(`{json.dumps(stale)}`, job_id)]) == `0`"
    ]
    for run in runs:
        if not run["being_created"]:
            continue
        # The newest are first in a list: the one that is the newest by now will have moved on by those that come. These
        # may also be created as if before it, and add to the list as long as none goes.
        newest_id = max(histories[run["policy_id"]], key=_created, default={}).get("job_id")
        coming = run["volumes_total"] - len({task["resource_id"] for task in run["tasks"]})
        if all(ID.fullmatch(str(own_id)) for own_id in (run["policy_id"], newest_id)):
            conditions.append(
                f"(tasks[0].policy_id != '{run['policy_id']}' || contains(tasks[{coming}:].job_id, '{newest_id}') "
                f"|| length(tasks) >= `{len(histories[run['policy_id']]) + coming}`)"
            )
    return " && ".join(conditions)


def _created(task: Document) -> datetime:
    return parse_time(task.get("created_at")) or EVER


def _badness(run: Document) -> tuple[Any, ...]:
    """Sorts runs, the worst first."""
    total = run["volumes_total"]
    share = run["volumes_good"] / total if total else 0.0
    return (run["ok"], share, run["policy_name"] or run["policy_id"], run["policy_id"])


def _label(run: Document) -> str:
    return labelled(run["policy_name"], run["policy_id"])


def _about_left_out(left_out: Sequence[Document]) -> Iterable[str]:
    reasons: dict[str, list[str]] = {}
    for policy in left_out:
        name = name_in(policy, "policy_name") or text_of(policy.get("policy_id"))
        reasons.setdefault(str(policy.get("why")), []).append(str(name))
    for why, names in reasons.items():
        policies = "1 policy is" if len(names) == 1 else f"{len(names)} policies are"
        yield f"{policies} left out ({why}): {some_of(names)}"


def summary(runs: Sequence[Document], problems: Sequence[str]) -> str:
    """The verdict on runs in one sentence."""
    total, good = sum(run["volumes_total"] for run in runs), sum(run["volumes_good"] for run in runs)
    policies = "1 policy" if len(runs) == 1 else f"{len(runs)} policies"
    if not problems:
        return f"The latest run of {policies} is good: {good} of {total} volumes have a good backup"
    bad_runs = sum(not run["ok"] for run in runs)
    told = f"{total - good} of {total} volumes in {bad_runs} of {policies} have no good backup"
    if good == total:
        told = f"{good} of {total} volumes have a good backup, but not all is well"
    return f"The latest run of {policies} is NOT GOOD: {told}, problems: {len(problems)}"
