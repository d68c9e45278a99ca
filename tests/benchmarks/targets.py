# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the collection has to reach, as ratios of medians of one run."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from .measures import (
    EARLIER,
    FORCED,
    INTERVAL,
    PING,
    RAW,
    RAW_INSIDE,
    SERIAL,
    THIS,
    THREADED,
    URI,
    Amounts,
    target_jobs,
)
from .timing import Measured

# Seconds beside the interval that a wait may take to see a job's end.
ALLOWANCE = 0.3

# What to say where a target is missed.
UNKNOWN = "Why is not known."
ONE = "Nearly all of the play is the start and the end of Ansible, which both plays have: see where the time goes."
LOOPS = "A loop pays for each request, and this collection for the start of Ansible too: see where the time goes."
ROLE = (
    "Nearly all of the play is the tasks of the role: see where the time goes. What each of them takes is not measured "
    "here."
)
HOSTS = "Each task of the role takes a process on each host, whatever it does: see what each task takes."
EARLIER_ROLE = (
    f"{EARLIER[0].upper()}{EARLIER[1:]} asks for the tasks of a policy alone. The role now asks for its schedule, its "
    "volumes and the backups as well, as a verdict without these was too easily good: see what each task takes."
)


class Target(NamedTuple):
    """measure: its name. work: how much of it. limit: of the ratio. at_least: whether that is the lowest.

    missed: what to say where it is missed. needs: a contender that may not have run.
    """

    measure: str
    work: str
    text: str
    limit: float
    ratio: Callable[[Measured], float]
    missed: str = UNKNOWN
    at_least: bool = False
    needs: str = THIS

    def is_met(self, ratio: float) -> bool:
        return ratio >= self.limit if self.at_least else ratio <= self.limit


def targets(amounts: Amounts) -> list[Target]:
    """All of them, for these amounts of work."""
    jobs, tasks, policies, hosts = target_jobs(amounts), amounts.tasks[-1], amounts.policies[-1], amounts.hosts
    many_jobs, many_tasks, as_hosts = f"{jobs:,} jobs", f"{tasks:,} tasks", f"{hosts} policies as hosts"
    return [
        Target("one", "one job", "the task to `ping`", 0.85, lambda m: _over(m, THIS, PING, 1), ONE),
        Target("one", "one job", "the task to `uri`", 0.80, lambda m: _over(m, THIS, URI, 1), ONE),
        Target(
            "jobs",
            many_jobs,
            "the task without a `ping`, to the best raw client",
            1.3,
            lambda m: _without_ping(m, THIS, jobs) / min(m.median(SERIAL, jobs), m.median(THREADED, jobs)),
        ),
        Target(
            "jobs",
            many_jobs,
            "the `uri` loop to the task",
            150,
            lambda m: _uri_over_this(m, jobs),
            LOOPS,
            at_least=True,
        ),
        Target(
            "tasks",
            many_tasks,
            "the task to one of raw paging, both without a `ping`",
            1.2,
            lambda m: _without_ping(m, THIS, tasks) / _without_ping(m, RAW, tasks),
        ),
        Target(
            "tasks",
            many_tasks,
            "time inside the module, to raw paging",
            1.2,
            lambda m: _over(m, FORCED, RAW_INSIDE, tasks, "inside"),
        ),
        Target(
            "tasks",
            many_tasks,
            "peak of memory inside the module, to raw paging",
            2.0,
            lambda m: _over(m, FORCED, RAW_INSIDE, tasks, "memory"),
        ),
        Target(
            "policies",
            f"{policies} policies x 10 volumes",
            "the `uri` loops to the role",
            120,
            lambda m: _uri_over_this(m, policies),
            ROLE,
            at_least=True,
        ),
        Target("hosts", as_hosts, "the role to one `ping`", 2.0, lambda m: _over(m, THIS, PING, hosts), HOSTS),
        Target(
            "hosts",
            as_hosts,
            f"{EARLIER} to the role",
            2.2,
            lambda m: _over(m, EARLIER, THIS, hosts),
            EARLIER_ROLE,
            at_least=True,
            needs=EARLIER,
        ),
        *(_wait(size) for size in amounts.waits),
    ]


def _over(measured: Measured, one: str, other: str, size: int, what: str = "whole") -> float:
    return measured.median(one, size, what) / measured.median(other, size, what)


def _without_ping(measured: Measured, name: str, size: int) -> float:
    return measured.median(name, size) - measured.median(PING, 0)


def _uri_over_this(measured: Measured, size: int) -> float:
    return measured.at(URI, size) / measured.median(THIS, size)


def _wait(size: int) -> Target:
    def late(measured: Measured) -> float:
        return measured.largest(THIS, size, "late") / (INTERVAL + ALLOWANCE)

    work = "1 job waited for" if size == 1 else f"{size} jobs waited for"
    text = f"from the end to the result, the longest, to `wait_interval` + {ALLOWANCE} s"
    return Target("waiting", work, text, 1.0, late)
