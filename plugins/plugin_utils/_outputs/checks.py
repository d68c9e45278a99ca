# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What all outputs tell of one or more verdicts, made fit to be shown: names and sentences on one line, all visible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from typing import Any, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._api.documents import names_something
from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput
from ansible_collections.otc.vbs.plugins.module_utils._time import parse_time
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.history import Backup, last_good_backups
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.state import (
    BAD,
    GOOD,
    UNFINISHED,
    state_of_run,
    state_of_task,
    state_of_verdict,
    worst,
)
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.text import name_of, sentence, unique
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.records import labelled
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.run import missing_problem, volume_problem
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.shape import read_tasks, unlike_verdict

Document = Mapping[str, Any]

DEFAULT_NAME = "vbs"
NO_VERDICT = "The latest run could not be judged"


class Volume(NamedTuple):
    """A volume of a policy; problems: why it is not good; last_good: None where no good backup is known."""

    volume_id: str
    name: str | None
    state: str
    problems: Sequence[str]
    last_good: Backup | None

    @property
    def label(self) -> str:
        """What people call it."""
        return labelled(self.name, self.volume_id)


class Policy(NamedTuple):
    """A policy and its latest run; problems: those that are about none of its volumes.

    due, begun, seconds, expected: None where they are not known. last_good: the moment since which each of its volumes
    has had a good backup; None if one has none. seen: how many volumes are in the run.
    """

    policy_id: str
    name: str | None
    state: str
    problems: Sequence[str]
    notes: Sequence[str]
    due: datetime | None
    begun: datetime | None
    seconds: float | None
    expected: int | None
    seen: int
    total: int
    good: int
    last_good: datetime | None
    volumes: Sequence[Volume]

    @property
    def label(self) -> str:
        """What people call it."""
        return labelled(self.name, self.policy_id)

    @property
    def all_problems(self) -> list[str]:
        """Why it is not good."""
        return [*self.problems, *(problem for volume in self.volumes for problem in volume.problems)]


class Check(NamedTuple):
    """What one verdict came to. problems: those that are about no policy; missing: volumes that are in no run."""

    name: str
    state: str
    msg: str
    problems: Sequence[str]
    missing: Sequence[str]
    notes: Sequence[str]
    policies: Sequence[Policy]

    @property
    def details(self) -> list[str]:
        """All that is wrong, what is about no policy first, and what has to be known."""
        return [
            *self.problems,
            *(f"Volume {volume} is not in the latest run" for volume in self.missing),
            *(f"Policy {policy.label}: {problem}" for policy in self.policies for problem in policy.all_problems),
            *self.notes,
        ]


class Checks(NamedTuple):
    """All of them, as of the moment `made`."""

    checks: Sequence[Check]
    made: datetime


def read_checks(
    verdicts: Any, tasks: Any = (), check: Any = DEFAULT_NAME, now: datetime | None = None, several: bool = True
) -> Checks:
    """The checks that verdicts tell of: one verdict, or several by the names of the checks; raises InvalidInput.

    check: the name of a single one. An empty verdict, or null, is that of a check that came to none.
    """
    if verdicts is not None and not isinstance(verdicts, Mapping):
        raise InvalidInput("_input", verdicts, "It must be a verdict of the filter otc.vbs.latest_run.")
    by_policy = read_tasks(tasks)
    if not isinstance(check, str) or not check.strip():
        raise InvalidInput("check", check, "It must be the name of the check.")
    named = verdicts or {check: None}
    if not several or not all(one is None or isinstance(one, Mapping) for one in named.values()):
        named = {check: verdicts}
    names = unique([name_of(name) for name in named])
    return Checks(
        [_check(name, one, by_policy) for name, one in zip(names, named.values())], now or datetime.now(timezone.utc)
    )


def _check(name: str, verdict: Document | None, tasks: Mapping[str, Sequence[Document]]) -> Check:
    if not verdict:
        return Check(name, state_of_verdict(None), NO_VERDICT, [], [], [], [])
    if wrong := unlike_verdict(verdict):
        expected = "It must be a verdict, as the filter otc.vbs.latest_run returns it"
        raise InvalidInput("_input", verdict, f"{expected}: {wrong}.")
    runs = verdict["runs"]
    ids = unique([name_of(run["policy_id"]) for run in runs])
    return Check(
        name=name,
        state=state_of_verdict(verdict),
        msg=sentence(verdict["msg"]),
        problems=[sentence(problem) for problem in verdict["general_problems"] if problem != verdict["msg"]],
        missing=unique([name_of(volume) for volume in verdict["missing_resource_ids"]]),
        notes=[sentence(note) for note in verdict["notes"]],
        policies=[_policy(own_id, run, tasks.get(run["policy_id"], ())) for own_id, run in zip(ids, runs)],
    )


def _policy(own_id: str, run: Document, history: Sequence[Document]) -> Policy:
    by_volume: dict[str, list[Document]] = {}
    for task in run["tasks"]:
        # What does not tell its volume is a problem of the run.
        if names_something(task["resource_id"]):
            by_volume.setdefault(task["resource_id"], []).append(task)
    told = {volume_problem(task) for tasks in by_volume.values() for task in tasks}
    told |= {missing_problem(volume) for volume in run["missing"]}
    problems = [problem for problem in run["problems"] if problem not in told]
    backups = last_good_backups(run, history)
    volumes = [_in_run(own_id, tasks, backups) for own_id, tasks in by_volume.items()]
    # Volumes that are good in a run that does not count, as it is not the one that was due, or too old.
    if not run["volumes_good"]:
        volumes = [_not_counted(one, problems) if one.state == GOOD else one for one in volumes]
    volumes += [_missing(volume, run, backups) for volume in run["missing"]]
    shown = [
        volume._replace(volume_id=volume_id)
        for volume, volume_id in zip(volumes, unique([name_of(volume.volume_id) for volume in volumes]))
    ]
    begun = parse_time(run["started_at"])
    ends = [parse_time(task["finished_at"]) for task in run["tasks"]]
    end = max((end for end in ends if end), default=None)
    ended = begun and end and None not in ends and end >= begun
    # Of those that nobody can name, no last good backup is known.
    lacking = run["volumes_total"] > len(shown)
    goods = [volume.last_good.created if volume.last_good else None for volume in shown]
    return Policy(
        policy_id=own_id,
        name=None if run["policy_name"] is None else name_of(run["policy_name"]),
        state=state_of_run(run),
        problems=[sentence(problem) for problem in problems],
        notes=[sentence(note) for note in run["notes"]],
        due=parse_time(run["due_at"]),
        begun=begun,
        seconds=(end - begun).total_seconds() if ended and begun and end else None,
        expected=run["volumes_expected"],
        seen=len(by_volume),
        total=run["volumes_total"],
        good=run["volumes_good"],
        last_good=None if None in goods or lacking else min((good for good in goods if good), default=None),
        volumes=shown,
    )


def _in_run(volume_id: str, tasks: Sequence[Document], backups: Mapping[str | None, Backup]) -> Volume:
    problems = [sentence(volume_problem(task)) for task in tasks if state_of_task(task) != GOOD]
    state = worst(map(state_of_task, tasks))
    return Volume(volume_id, _name(tasks[0]), state, problems, backups.get(volume_id))


def _not_counted(volume: Volume, problems: Sequence[str]) -> Volume:
    why = "; ".join(problems) or "its run does not count"
    return volume._replace(state=BAD, problems=[sentence(f"volume {volume.label} has no backup in time: {why}")])


def _missing(volume: Document, run: Document, backups: Mapping[str | None, Backup]) -> Volume:
    volume_id = volume["resource_id"]
    if run["being_created"]:
        said = f"volume {labelled(volume['resource_name'], volume_id)} has no task yet: the run is still being created"
        state = UNFINISHED
    else:
        said, state = missing_problem(volume), BAD
    return Volume(volume_id, _name(volume), state, [sentence(said)], backups.get(volume_id))


def _name(document: Document) -> str | None:
    name = document["resource_name"]
    return None if name is None else name_of(name)
