# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated cloud's state and what its service answers: no HTTP here."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from .clock import Clock
from .identity import Identity
from .policy import ASCENDING, DESCENDING, Policy, member

UNFINISHED_TASK_STATUSES = ("WAITING", "RUNNING")
FINISHED_TASK_STATUSES = ("EXECUTE_SUCCESS", "EXECUTE_FAIL", "EXECUTE_TIMEOUT", "SKIP")
TASK_STATUSES = UNFINISHED_TASK_STATUSES + FINISHED_TASK_STATUSES

SORT_DIRECTIONS = (ASCENDING, DESCENDING)
SORT_KEYS = ("created_at",)
DEFAULT_LIMIT = 20

# The filters that can be ignored, and where a query keeps each.
FILTERS = {
    "sort_dir": "direction",
    "limit": "limit",
    "offset": "offset",
    "marker": "marker",
    "job_id": "job_id",
    "status": "status",
}

# Those that the list of backups has beside these.
BACKUP_FILTERS = ("name", "volume_id")

COUNT_TOTAL = "total"
COUNT_PAGE = "page"
MARKER_EXCLUSIVE = "exclusive"
MARKER_INCLUSIVE = "inclusive"


class UnknownObject(LookupError):
    """The service does not know such a policy, job or backup."""


class UnknownMarker(ValueError):
    """No task of the policy, or no backup, has the marker's ID."""


@dataclass(frozen=True)
class ServiceOptions:
    """The readings of the documentation that a real service may have chosen, and its habits.

    ``count``: ``total`` of the matching tasks, or those on this ``page``.
    ``marker``: a page starts after the marker's task (``exclusive``) or with it (``inclusive``).
    ``max_limit``: a higher limit is silently lowered to it.
    ``paging``: false ignores limit, marker and offset: every answer is the first page.
    ``ignores``: names of filters that are read and make no difference, such as ``[marker]`` or ``[status, sort_dir]``.
    ``latency``: real seconds before each answer.
    ``token_lifetime``: virtual seconds.
    ``region``: the region of the catalog's endpoint.
    ``forbidden``: rights that nobody has, such as ``[evs:volumes:list]``: what needs one is answered with 403.
    """

    count: str = COUNT_TOTAL
    marker: str = MARKER_EXCLUSIVE
    max_limit: int | None = None
    paging: bool = True
    ignores: tuple = ()
    latency: float = 0.0
    token_lifetime: float = 86400
    region: str = "eu-de"
    forbidden: tuple = ()


@dataclass(frozen=True)
class TaskQuery:
    """The filters of the task list, checked."""

    direction: str = DESCENDING
    limit: int = DEFAULT_LIMIT
    offset: int = 0
    marker: str | None = None
    job_id: str | None = None
    status: str | None = None

    def without(self, names: tuple) -> TaskQuery:
        """The query as if these of its parts had not been given."""
        return replace(self, **{FILTERS[name]: getattr(TaskQuery, FILTERS[name]) for name in names if name in FILTERS})

    def select(self, tasks: list) -> list:
        """The documents that the filters let through."""
        filters = {"job_id": self.job_id, "status": self.status}
        wanted = {name: value for name, value in filters.items() if value is not None}
        if not wanted:
            return tasks
        return [task for task in tasks if all(member(task, name) == value for name, value in wanted.items())]


@dataclass
class World:
    """One project of the simulated cloud; all its policies and jobs belong to ``project_id``.

    ``keystone`` is the URL of a real Keystone whose tokens are good too. ``volumes`` is None where there is no service
    for them.
    """

    project_id: str
    clock: Clock = field(default_factory=Clock)
    tick: float = 0
    strict: bool = True
    options: ServiceOptions = field(default_factory=ServiceOptions)
    identity: Identity = field(default_factory=Identity)
    keystone: str | None = None
    policies: dict = field(default_factory=dict)
    backups: dict = field(default_factory=dict)
    jobs: dict = field(default_factory=dict)
    volumes: dict | None = None

    def job(self, job_id: str):
        """The job's document now."""
        elapsed = self.clock.elapsed
        record = self.jobs.get(job_id)
        if record is None or not record.exists(elapsed):
            raise UnknownObject(f"The job {job_id} does not exist.")
        return record.document(elapsed)

    def policy_documents(self) -> list:
        """The documents of all policies, as the scenario orders them."""
        return [{"backup_policy_id": policy_id, **policy.document} for policy_id, policy in self.policies.items()]

    def task_page(self, policy_id: str, query: TaskQuery) -> dict:
        """One page of the policy's tasks now."""
        policy: Policy | None = self.policies.get(policy_id)
        if policy is None:
            raise UnknownObject(f"The backup policy {policy_id} does not exist.")
        query = query.without(self.options.ignores)
        tasks = policy.tasks(self.clock.elapsed, query.direction)
        first = self._first(tasks, query)
        page = self._cut(query.select(tasks[first:]), query)
        counted = page if self.options.count == COUNT_PAGE else query.select(tasks)
        return {"tasks": page, "count": len(counted)}

    def _first(self, tasks: list, query: TaskQuery) -> int:
        """Where the list starts. The marker's task need not pass the filters: its status may have changed."""
        if query.marker is None or not self.options.paging:
            return 0
        for index, task in enumerate(tasks):
            if member(task, "job_id") == query.marker:
                return index + (self.options.marker == MARKER_EXCLUSIVE)
        raise UnknownMarker(f"The marker {query.marker} does not exist.")

    def _cut(self, tasks: list, query: TaskQuery) -> list:
        offset, limit = (query.offset, query.limit) if self.options.paging else (0, DEFAULT_LIMIT)
        if self.options.max_limit is not None:
            limit = min(limit, self.options.max_limit)
        return tasks[offset : offset + limit]
