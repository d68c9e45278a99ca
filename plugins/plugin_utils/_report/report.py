# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report tells, whatever it is written in: the verdicts and their history, the worst first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._time import minute, parse_time
from ansible_collections.otc.vbs.plugins.plugin_utils._report.history import History, history, volume_histories
from ansible_collections.otc.vbs.plugins.plugin_utils._report.inputs import Document, Given, read_verdicts
from ansible_collections.otc.vbs.plugins.plugin_utils._report.status import DISPUTED, Status, status_of
from ansible_collections.otc.vbs.plugins.plugin_utils._report.text import visible
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.run import last_seen, missing_problem, volume_problem
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.streaks import streak_in_words
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import summary

# A verdict in a sentence is shorter.
MSG_LIMIT = 300
NO_VERDICT = "There is no verdict"


class RestorePoint(NamedTuple):
    """The last good backup of a volume; state: what is known of it beside its task."""

    created: datetime
    name: str | None
    backup_id: str | None
    state: str


class Volume(NamedTuple):
    """A volume of a policy.

    status: what became of it in the run that was due, `said` in the service's words where it says nothing known.
    before: what became of it in the run before, where the one that was due has not begun.
    problem: whether it is to be named, and not just its policy.
    history: None where none was given.
    """

    resource_id: str | None
    name: str | None
    ok: bool
    status: Status
    said: str | None
    before: Status | None
    problem: bool
    streak: str | None
    reason: str | None
    restore_point: RestorePoint | None
    history: History | None

    @property
    def slow(self) -> bool:
        """Whether its latest good backup took clearly longer than usual."""
        return bool(self.history and self.history.speed and self.history.speed.slow)

    @property
    def stands_out(self) -> bool:
        """Whether it deserves a look."""
        return self.slow or not self.ok

    @property
    def badness(self) -> tuple[Any, ...]:
        """Sorts volumes, the worst first."""
        share = rate(self.history) if self.history else 0.0
        return (self.ok, self.status.badness, not self.slow, share, self.name or "", self.resource_id or "")


class Problem(NamedTuple):
    """Something bad about a policy, or about one volume of it."""

    volume: Volume | None
    text: str | None


def problems_of(volumes: Sequence[Volume]) -> list[Problem]:
    """What is wrong with volumes."""
    return [Problem(volume, volume.reason) for volume in volumes if volume.problem]


class Policy(NamedTuple):
    """A policy: what is wrong with it beside its volumes, and its volumes, the worst first."""

    host: str | None
    policy_id: str
    name: str | None
    ok: bool
    schedule: str | None
    due: datetime | None
    begun: datetime | None
    next_due: datetime | None
    overdue: bool
    volumes_total: int
    volumes_good: int
    own_problems: Sequence[str]
    volumes: Sequence[Volume]
    has_history: bool

    @property
    def problems(self) -> Sequence[Problem]:
        """All that is wrong: its own, and those of its volumes."""
        own = [Problem(None, problem) for problem in self.own_problems]
        return own + problems_of(self.volumes)

    @property
    def label(self) -> str:
        """What people call it."""
        return self.name or self.policy_id or "Tasks without a policy"

    @property
    def ended(self) -> int:
        """How many backups have ended in the last 30 days."""
        return sum(volume.history.ended for volume in self.volumes if volume.history)

    @property
    def good(self) -> int:
        """How many of them are good."""
        return sum(volume.history.good for volume in self.volumes if volume.history)

    @property
    def slow(self) -> int:
        """How many volumes are slow."""
        return sum(volume.slow for volume in self.volumes)

    @property
    def stands_out(self) -> bool:
        """Whether it deserves a look."""
        return not self.ok or self.slow > 0

    @property
    def badness(self) -> tuple[Any, ...]:
        """Sorts policies, the worst first."""
        share = self.volumes_good / self.volumes_total if self.volumes_total > 0 else 0.0
        return (self.ok, not self.slow, share, rate(self), self.label)


class Report(NamedTuple):
    """All of it, as of the moment `made`; policies: the worst first.

    problems: those that are not about one policy, and notes: what has to be known, each with the host it is of.
    """

    ok: bool
    msg: str
    problems: Sequence[tuple[str | None, str]]
    notes: Sequence[tuple[str | None, str]]
    policies: Sequence[Policy]
    made: datetime


def read_report(verdicts: Any, tasks: Any = None, now: datetime | None = None) -> Report:
    """The report on what latest_run returned, once or for each of many, and the history; raises InvalidInput."""
    given = read_verdicts(verdicts, tasks)
    moment = now or datetime.now(timezone.utc)
    policies = sorted((policy for one in given for policy in _policies(one, moment)), key=lambda one: one.badness)
    known = [one.verdict for one in given if one.verdict is not None]
    ok = bool(given) and all(one.verdict is not None and one.verdict["ok"] for one in given)
    return Report(
        ok=ok,
        msg=visible(known[0]["msg"] if len(given) == len(known) == 1 else _msg(known, given, ok=ok), MSG_LIMIT),
        problems=[(one.host, problem) for one in given for problem in _general(one)] if given else [(None, NO_VERDICT)],
        notes=[(one.host, note) for one in given if one.verdict is not None for note in one.verdict["notes"]],
        policies=policies,
        made=moment,
    )


def rate(counted: Policy | History) -> float:
    """The share of backups that are good; none is as bad as can be."""
    return counted.good / counted.ended if counted.ended else 0.0


def _msg(known: Sequence[Document], given: Sequence[Given], *, ok: bool) -> str:
    """What several verdicts come to."""
    problems = [problem for verdict in known for problem in verdict["problems"]]
    problems += [NO_VERDICT] * (len(given) - len(known) if given else 1)
    runs = [run for verdict in known for run in verdict["runs"]]
    return summary(runs, [] if ok else problems or [NO_VERDICT])


def _general(given: Given) -> Iterable[str]:
    """What is wrong beside the policies."""
    if given.verdict is None:
        yield NO_VERDICT
        return
    yield from given.verdict["general_problems"]
    for volume in given.verdict["missing_resource_ids"]:
        yield f"Volume {volume} is expected, and in no latest run"


def _policies(given: Given, now: datetime) -> Iterable[Policy]:
    if given.verdict is None:
        return
    for run in given.verdict["runs"]:
        tasks = None if given.histories is None else given.histories.get(run["policy_id"], ())
        disputed = {task["job_id"]: DISPUTED[task["outcome"]] for task in run["tasks"] if task["outcome"] in DISPUTED}
        histories = None if tasks is None else volume_histories(tasks, disputed, now)
        latest = _latest(run)
        told = {volume_problem(task) for task in latest.values() if not task["ok"]}
        told |= {missing_problem(missing) for missing in run["missing"]}
        yield Policy(
            host=given.host,
            policy_id=run["policy_id"],
            name=run["policy_name"],
            ok=run["ok"],
            schedule=run["schedule"],
            due=parse_time(run["due_at"]),
            begun=parse_time(run["started_at"]),
            next_due=parse_time(run["next_due_at"]),
            overdue=run["overdue"],
            volumes_total=run["volumes_total"],
            volumes_good=run["volumes_good"],
            own_problems=[problem for problem in run["problems"] if problem not in told],
            volumes=sorted(_volumes(run, latest, histories, given.verdict, now), key=lambda one: one.badness),
            has_history=histories is not None,
        )


def _latest(run: Document) -> dict[str | None, Document]:
    """The task of each volume in a run. Of several, the worst stands for it."""
    latest: dict[str | None, Document] = {}
    for task in sorted(run["tasks"], key=lambda task: (task["ok"], _status(task).badness)):
        latest.setdefault(task["resource_id"], task)
    return latest


def _volumes(
    run: Document,
    latest: Mapping[str | None, Document],
    histories: Mapping[str | None, History] | None,
    verdict: Document,
    now: datetime,
) -> Iterable[Volume]:
    missing = {one["resource_id"]: one for one in run["missing"]}
    for resource_id in dict.fromkeys([*latest, *missing, *(histories or ())]):
        past = None if histories is None else histories.get(resource_id) or history([], now)
        task = latest.get(resource_id)
        point = _restore_point(task, past, verified=verdict["restore_points_verified"])
        if task:
            yield _of_task(resource_id, task, run, past, point)
            continue
        lacking = missing.get(resource_id)
        yield Volume(
            resource_id=resource_id,
            name=lacking["resource_name"] if lacking else None,
            # One that nobody misses may have been taken off the policy: it makes nothing bad by itself.
            ok=lacking is None,
            status=Status.MISSING if lacking else Status.NO_RUN,
            said=None,
            before=None,
            problem=bool(lacking) and not run["being_created"],
            streak=None,
            reason=last_seen(lacking) if lacking else None,
            restore_point=point,
            history=past,
        )


def _of_task(
    resource_id: str | None, task: Document, run: Document, past: History | None, point: RestorePoint | None
) -> Volume:
    since, streak = parse_time(task["bad_since"]), streak_in_words(task)
    if streak and since and task["bad_runs"] > 1:
        streak = f"{streak}, since {minute(since)}"
    return Volume(
        resource_id=resource_id,
        name=task["resource_name"],
        ok=task["ok"] and not run["overdue"],
        # The task is not of the run that ought to have begun.
        status=Status.NO_RUN if run["overdue"] else _status(task),
        said=task["status"],
        before=_status(task) if run["overdue"] else None,
        problem=not task["ok"],
        streak=streak,
        reason=task["reason"],
        restore_point=point,
        history=past,
    )


def _restore_point(task: Document | None, past: History | None, *, verified: bool) -> RestorePoint | None:
    """That of the task of the run, of which the verdict knows more, else that of an earlier one."""
    created = parse_time(task["created_at"]) if task and task["ok"] else None
    # A task that timed out is good for its backup, or else by a rule of the user's, as one that was skipped may be.
    if task and created and (_status(task) is Status.GOOD or (task["status"] == "EXECUTE_TIMEOUT" and task["reason"])):
        state = task["backup_status"] or ("" if verified else "not verified")
        return RestorePoint(created, task["backup_name"], task["backup_id"], state)
    last = past.last_good if past else None
    return RestorePoint(last.created, last.name, None, "not verified") if last else None


def _status(task: Document) -> Status:
    return status_of(task["status"], task["outcome"])
