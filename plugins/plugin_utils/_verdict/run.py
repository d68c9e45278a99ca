# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The verdict on the latest run of one policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._api.documents import UNFINISHED_TASKS, names_something, text_of
from ansible_collections.otc.vbs.plugins.module_utils._text import NAMED
from ansible_collections.otc.vbs.plugins.module_utils._time import minute, parse_time
from ansible_collections.otc.vbs.plugins.plugin_utils._no_template import no_template
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.expected import Expected, expected_of
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.firing import Dated, Due, due, firings
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.records import Policy, Volumes, labelled
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.restore_points import RestorePoints
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.rules import CLOCK_SKEW, Rules
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.streaks import (
    Past,
    last_good,
    pasts_of,
    streak_in_words,
    streak_of,
)
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.task import (
    GOOD,
    LOST,
    OUTCOMES,
    UNFINISHED,
    Jobs,
    judge_task,
)

Document = Mapping[str, Any]


class Facts(NamedTuple):
    """What is known beside the tasks, of all policies."""

    jobs: Jobs
    backups: RestorePoints | None
    volumes: Volumes
    rules: Rules
    now: datetime


def judge_run(
    history: Sequence[Document], policy: Policy, contradictions: Sequence[str], facts: Facts
) -> dict[str, Any]:
    """What the verdict tells of the latest run of a policy, whose whole history it needs."""
    rules, now = facts.rules, facts.now
    latest, *earlier = firings(history, policy, rules)
    pasts = pasts_of(earlier, rules.accept)
    tasks = _tasks(latest, pasts, facts)
    times = [time for time, _task in latest if time]
    newest, oldest = max(times, default=None), min(times, default=None)
    punctual = due(policy, newest, rules, now)
    named: dict[str, bool] = {}
    for task in tasks:
        if names_something(task["resource_id"]):
            named[task["resource_id"]] = named.get(task["resource_id"], True) and task["ok"]
    expected = expected_of(policy, facts.volumes, named, pasts)
    begun = punctual is None or punctual.begun
    creating = bool(tasks and oldest and expected.lacking and begun and now - oldest < rules.grace)
    overdue = [*_overdue(policy, punctual, newest, rules, now), *_too_old(newest, rules, now)]
    lacks = _lacks(expected, creating, pasts, facts.volumes) if tasks else []
    problems = [
        *_of_policy(policy, expected, rules),
        *([] if tasks else ["there is no run in the 30 days that the service remembers"]),
        *overdue,
        *(volume_problem(task) for task in tasks if not task["ok"]),
        *lacks,
        *_unclear(latest, tasks),
        *(f"{what} is listed more than once, with different content" for what in contradictions),
        *_from_the_future(newest, now),
    ]
    nameless = sum(not names_something(task["resource_id"]) for task in tasks)
    # One that does not tell its volume may be of one that is missing.
    total = len(named) + max(nameless, expected.lacking)
    # Of a volume that nobody can name, no good backup is known.
    unknown = total > len(named) + len(expected.missing)
    before = pasts[0].good if pasts else None
    return {
        "policy_id": policy.policy_id,
        "policy_name": policy.name,
        "ok": not problems,
        "schedule": policy.schedule.text if policy.schedule else None,
        "started_at": _moment(oldest),
        "age": None if newest is None else round((now - newest) / timedelta(hours=1), 2),
        "due_at": _moment(punctual.at if punctual else None),
        "last_good_at": _moment(None if unknown else _all_good_since(named, expected.missing, latest, pasts, rules)),
        "next_due_at": _moment(punctual.next_at if punctual else None),
        "is_due": punctual.begun if punctual else None,
        "overdue": bool(overdue),
        "statuses": dict(Counter(str(task["status"]) for task in tasks)),
        "problems": [no_template(problem) for problem in problems],
        "notes": [no_template(note) for note in _notes(policy, punctual, tasks, rules)],
        "tasks": tasks,
        "volumes_expected": expected.number,
        "volumes_total": total,
        "volumes_good": 0 if overdue or not tasks else sum(named.values()),
        "missing": [_missing(volume, pasts, facts.volumes) for volume in expected.missing],
        "being_created": creating,
        "joined": [] if before is None else [volume for volume in named if volume not in before],
        "left": [] if before is None or expected.lacking else [volume for volume in before if volume not in named],
        "stale_task_ids": _stale(earlier),
    }


def _all_good_since(
    named: Mapping[str, bool], missing: Sequence[str], latest: Sequence[Dated], pasts: Sequence[Past], rules: Rules
) -> datetime | None:
    """The moment since which each volume has had a good backup; None if one has none."""
    (this,) = pasts_of([latest], rules.accept)
    moments = [this.tried.get(volume) if ok else last_good(volume, pasts) for volume, ok in named.items()]
    moments += [last_good(volume, pasts) for volume in missing]
    return None if None in moments else min(filter(None, moments), default=None)


def volume_problem(task: Document) -> str:
    """What the verdict says of a task that is not good."""
    but = ", but" if task["outcome"] == LOST else ":"
    streak = streak_in_words(task)
    told = f" ({streak})" if streak else ""
    return no_template(f"volume {_label(task)} is {task['status']}{told}{but} {task['reason']}")


def missing_problem(missing: Document) -> str:
    """What the verdict says of a volume that is not in the run, one of those in C(missing)."""
    return no_template(f"volume {_label(missing)} is not in the run: {last_seen(missing)}")


def last_seen(missing: Document) -> str:
    """When a volume that is not in the run was in one."""
    moment = parse_time(missing["last_good_at"])
    return f"last backed up at {minute(moment)}" if moment else "no good backup of it is known"


def _label(task: Document) -> str:
    return labelled(task.get("resource_name"), task["resource_id"])


def _tasks(latest: Sequence[Dated], pasts: Sequence[Past], facts: Facts) -> list[dict[str, Any]]:
    """Those of the run, the worst first."""
    first_tried: dict[Any, datetime] = {}
    for time, task in latest:
        volume = text_of(task.get("resource_id"))
        if time:
            first_tried[volume] = min(first_tried.get(volume, time), time)
    tasks = []
    for _time, task in latest:
        judged = judge_task(task, facts.jobs, facts.backups, facts.rules.accept)
        volume = judged["resource_id"]
        streak = None
        if names_something(volume) and judged["outcome"] not in (GOOD, UNFINISHED):
            streak = streak_of(volume, first_tried.get(volume), pasts)
        tasks.append(
            {
                **judged,
                "resource_name": facts.volumes.names.get(volume),
                "bad_runs": streak.runs if streak else None,
                "bad_since": _moment(streak.since) if streak else None,
                "was_good": streak.seen and streak.runs == 1 if streak else None,
            }
        )
    return sorted(tasks, key=_badness)


def _badness(task: Document) -> tuple[Any, ...]:
    name = task["resource_name"] or task["resource_id"] or ""
    return (OUTCOMES.index(task["outcome"]), -(task["bad_runs"] or 0), name, task["created_at"] or "")


def _of_policy(policy: Policy, expected: Expected, rules: Rules) -> Iterable[str]:
    """What is wrong with the policy itself."""
    if policy.off and rules.max_age is None:
        yield "it is switched off (scheduled_policy.status is OFF), so nothing is backed up any more"
    if policy.lack and rules.max_age is None:
        yield f"{policy.lack[0].lower()}{policy.lack[1:]} Set max_age to judge it by its age alone"
    if policy.size_lack:
        yield f"how many volumes it has is not known: {policy.size_lack}"
    if policy.size == 0:
        but = f", but {expected.number} say that they are its" if expected.number else ""
        yield f"it has no volumes (policy_resource_count is 0){but}"


def _overdue(
    policy: Policy, punctual: Due | None, newest: datetime | None, rules: Rules, now: datetime
) -> Iterable[str]:
    if punctual and punctual.missed and rules.max_age is None and newest:
        yield f"the run that was due at {minute(punctual.missed)} has not begun: the latest began at {minute(newest)}"


def _too_old(newest: datetime | None, rules: Rules, now: datetime) -> Iterable[str]:
    if newest and rules.max_age is not None and now - newest > rules.max_age:
        age, most = ((one / timedelta(hours=1)) for one in (now - newest, rules.max_age))
        yield f"the latest run is {age:.1f} hours old, more than {most:g}"


def _from_the_future(newest: datetime | None, now: datetime) -> Iterable[str]:
    if newest and newest - now > CLOCK_SKEW:
        yield f"the latest run lies in the future, at {_moment(newest)}: compare the clocks"


def _notes(policy: Policy, punctual: Due | None, tasks: Sequence[Document], rules: Rules) -> Iterable[str]:
    """What makes nothing bad, and has to be known."""
    if policy.off and rules.max_age is not None:
        yield "it is switched off (scheduled_policy.status is OFF), and was judged by its age alone"
    for task in tasks:
        if task["ok"] and task["reason"]:
            yield f"volume {_label(task)} is good: {task['reason']}"
    if punctual and punctual.perhaps and rules.max_age is None:
        yield (
            f"it may have been due at {minute(punctual.perhaps)} too, and did not run then: whether its days are "
            "those of UTC or of its time zone is not known"
        )
    if punctual and punctual.waiting and rules.max_age is None:
        yield f"the run due at {minute(punctual.at)} has not begun yet, so the one before it was judged"


def _lacks(expected: Expected, creating: bool, pasts: Sequence[Past], volumes: Volumes) -> Iterable[str]:
    """The volumes that ought to be in the run."""
    if creating:
        names = [volumes.label(volume) for volume in [*expected.missing, *expected.suspects]]
        which = f": {', '.join(names[:NAMED])}" if names and len(names) == expected.lacking <= NAMED else ""
        yield f"the run is still being created: {expected.lacking} of {expected.number} volumes have no task yet{which}"
        return
    for volume in expected.missing:
        yield missing_problem(_missing(volume, pasts, volumes))
    if expected.unnamed:
        suspects = [_missing(volume, pasts, volumes) for volume in expected.suspects[:NAMED]]
        named = [f"{_label(volume)}, {last_seen(volume)}" for volume in suspects]
        more = f" and {len(expected.suspects) - NAMED} more" if len(expected.suspects) > NAMED else ""
        sure = "" if len(expected.suspects) == expected.unnamed else "perhaps "
        which = f": {sure}{'; '.join(named)}{more}" if named else ", and no earlier run tells which"
        are = "is" if expected.unnamed == 1 else "are"
        yield f"{expected.unnamed} of its {expected.number} volumes {are} not in the run{which}"


def _missing(volume: str, pasts: Sequence[Past], volumes: Volumes) -> dict[str, Any]:
    return {
        "resource_id": volume,
        "resource_name": volumes.names.get(volume),
        "last_good_at": _moment(last_good(volume, pasts)),
    }


def _unclear(latest: Sequence[Dated], tasks: Sequence[Document]) -> Iterable[str]:
    """What tasks ought to tell."""
    for time, task in latest:
        resource_id, job_id = task.get("resource_id"), text_of(task.get("job_id"))
        if time is None:
            created_at = text_of(task.get("created_at"))
            yield f"volume {text_of(resource_id)} has a task with the time {created_at!r}"
        if not resource_id:
            yield f"task {job_id} does not tell its volume: it has no resource_id"
        elif not isinstance(resource_id, str):
            yield f"task {job_id} does not tell its volume: its resource_id is no string"
        elif not names_something(resource_id):
            yield f"task {job_id} does not tell its volume: its resource_id has no letter or digit"


def _stale(earlier: Sequence[Sequence[Dated]]) -> list[str | None]:
    tasks = (task for firing in earlier for _time, task in firing)
    return [text_of(task.get("job_id")) for task in tasks if text_of(task.get("status")) in UNFINISHED_TASKS]


def _moment(time: datetime | None) -> str | None:
    return f"{time:%Y-%m-%dT%H:%M:%SZ}" if time else None
