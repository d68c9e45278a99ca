# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report tells, whatever it is written in: the verdict and the history, the worst first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from typing import Any, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._api.documents import text_of
from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput
from ansible_collections.otc.vbs.plugins.plugin_utils._report.history import (
    DISPUTES,
    KINDS,
    NO_RUN,
    History,
    history,
    kind_of,
    volume_histories,
)
from ansible_collections.otc.vbs.plugins.plugin_utils._report.text import visible
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.run import volume_problem

Document = Mapping[str, Any]
# A verdict in a sentence is shorter.
MSG_LIMIT = 300


# What a report reads of a verdict: the types of a value, or a list with what each of its members must be.
STRING: tuple[type, ...] = (str,)
MAYBE: tuple[type, ...] = (str, type(None))
TRUTH: tuple[type, ...] = (bool,)
TASK = dict.fromkeys(("resource_id", "status", "job_id", "backup_name", "reason"), MAYBE)
RUN = {
    "policy_id": STRING,
    "policy_name": MAYBE,
    "ok": TRUTH,
    "age": (int, float, type(None)),
    "problems": [STRING],
    "tasks": [{**TASK, "ok": TRUTH, "outcome": STRING}],
}
VERDICT = {
    "ok": TRUTH,
    "msg": STRING,
    "problems": [STRING],
    "general_problems": [STRING],
    "notes": [STRING],
    "missing_resource_ids": [STRING],
    "runs": [RUN],
}
# Hours that no run is older than.
OLDEST = 10.0**9
NAMES = {str: "text", bool: "true or false", int: "a number", type(None): "null"}


class Volume(NamedTuple):
    """A volume of a policy: the kind and the verdict's task of its latest run, None if it is not in that."""

    resource_id: str | None
    ok: bool
    kind: str
    task: Document | None
    history: History

    @property
    def slow(self) -> bool:
        """Whether its latest good backup took clearly longer than usual."""
        return bool(self.history.speed and self.history.speed.slow)


class Policy(NamedTuple):
    """A policy: what its run lacks beside its volumes, and its volumes, the worst first."""

    policy_id: str
    name: str | None
    ok: bool
    age: float | None
    problems: Sequence[str]
    volumes: Sequence[Volume]

    @property
    def ended(self) -> int:
        """How many backups have ended in the last 30 days."""
        return sum(volume.history.ended for volume in self.volumes)

    @property
    def good(self) -> int:
        """How many of them are good."""
        return sum(volume.history.good for volume in self.volumes)


class Report(NamedTuple):
    """All of it, as of the moment `made`; policies: the worst first."""

    ok: bool
    msg: str
    problems: Sequence[str]
    notes: Sequence[str]
    missing: Sequence[str]
    policies: Sequence[Policy]
    made: datetime


def read_report(verdict: Any, tasks: Any, now: datetime | None = None) -> Report:
    """The report on a verdict of latest_run and the history that it was made from; raises InvalidInput."""
    if lack := _lack(verdict, VERDICT):
        expected = "It must be a verdict, as the filter otc.vbs.latest_run returns it"
        raise InvalidInput("_input", verdict, f"{expected}: {lack}.")
    if not isinstance(tasks, (list, tuple)) or not all(isinstance(task, Mapping) for task in tasks):
        raise InvalidInput("tasks", tasks, "It must be a list of dictionaries, as the modules return it.")
    moment = now or datetime.now(timezone.utc)
    by_policy: dict[str, list[Document]] = {}
    for task in tasks:
        by_policy.setdefault(text_of(task.get("policy_id")) or "", []).append(task)
    policies = [_policy(run, by_policy.get(run["policy_id"], []), moment) for run in verdict["runs"]]
    return Report(
        ok=verdict["ok"],
        msg=visible(verdict["msg"], MSG_LIMIT),
        problems=verdict["general_problems"],
        notes=verdict["notes"],
        missing=verdict["missing_resource_ids"],
        policies=sorted(policies, key=lambda policy: (policy.ok, rate(policy))),
        made=moment,
    )


def _lack(value: Any, expected: Any, place: str = "") -> str | None:
    """What a value of the verdict is not, in words; place: where it stands."""
    if isinstance(expected, tuple):
        wrong = not isinstance(value, expected) or (isinstance(value, bool) and bool not in expected)
        wrong = wrong or (isinstance(value, (int, float)) and not abs(value) <= OLDEST)
        told = " or ".join(NAMES[kind] for kind in expected if kind is not float)
        return f"{place} is not {told}" if wrong else None
    if isinstance(expected, list):
        if not isinstance(value, (list, tuple)):
            return f"{place} is not a list"
        lacks = (_lack(one, expected[0], f"{place}[{index}]") for index, one in enumerate(value))
    elif not isinstance(value, Mapping):
        return f"{place or 'this'} is not a dictionary"
    else:
        missing = next((name for name in expected if name not in value), None)
        if missing:
            return f"{place or 'this'} has no {missing}"
        lacks = (_lack(value[name], kind, f"{place}.{name}".lstrip(".")) for name, kind in expected.items())
    return next((lack for lack in lacks if lack), None)


def rate(counted: Policy | History) -> float:
    """The share of backups that are good; none is as bad as can be."""
    return counted.good / counted.ended if counted.ended else 0.0


def badness(volume: Volume) -> tuple[Any, ...]:
    """Sorts volumes, the worst first."""
    return (volume.ok, KINDS.index(volume.kind), not volume.slow, rate(volume.history), volume.resource_id or "")


def _policy(run: Document, tasks: Sequence[Document], now: datetime) -> Policy:
    disputed = {task["job_id"] for task in run["tasks"] if task["outcome"] in DISPUTES}
    known = volume_histories(tasks, disputed, now)
    latest: dict[str | None, Document] = {}
    # A run may hold several tasks of a volume: the worst one stands for it.
    for task in sorted(run["tasks"], key=lambda task: (task["ok"], KINDS.index(_kind(task)))):
        latest.setdefault(task["resource_id"], task)
    volumes = [
        # One that is not in the latest run may have been taken off the policy: it makes nothing bad by itself.
        Volume(resource_id, task["ok"] if task else True, _kind(task) if task else NO_RUN, task, past)
        for resource_id in dict.fromkeys([*latest, *known])
        for task, past in [(latest.get(resource_id), known.get(resource_id) or history([], now))]
    ]
    told = {volume_problem(task) for task in latest.values() if not task["ok"]}
    return Policy(
        policy_id=run["policy_id"],
        name=run["policy_name"],
        ok=run["ok"],
        age=run["age"],
        problems=[problem for problem in run["problems"] if problem not in told],
        volumes=sorted(volumes, key=badness),
    )


def _kind(task: Document) -> str:
    return kind_of(task["status"], disputed=task["outcome"] in DISPUTES)
