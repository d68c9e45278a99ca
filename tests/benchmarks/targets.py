# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the collection has to reach, as ratios of medians of one run."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from .measures import INTERVAL, PING, RAW, SDK, SERIAL, THIS, THREADED, URI, Amounts, target_jobs
from .timing import Measured

# Seconds beside the interval that a wait may take to see a job's end.
ALLOWANCE = 0.3


class Target(NamedTuple):
    """measure: its name. limit: of the ratio. at_least: whether that is the lowest, not the highest."""

    measure: str
    text: str
    limit: float
    ratio: Callable[[Measured, Amounts], float]
    at_least: bool = False

    def is_met(self, ratio: float) -> bool:
        return ratio >= self.limit if self.at_least else ratio <= self.limit


def _share_over_floor(measured: Measured, _amounts: Amounts) -> float:
    floor = measured.median(PING, 1)
    return (measured.median(THIS, 1) - floor) / (measured.median(SDK, 1) - floor)


def _jobs_over_raw(measured: Measured, amounts: Amounts) -> float:
    jobs = target_jobs(amounts)
    best = min(measured.median(SERIAL, jobs), measured.median(THREADED, jobs))
    return (measured.median(THIS, jobs) - measured.median(PING, 0)) / best


def _uri_over_this(measured: Measured, size: int) -> float:
    return measured.at(URI, size) / measured.median(THIS, size)


def _tasks_over_raw(measured: Measured, amounts: Amounts, what: str) -> float:
    size = amounts.tasks[-1]
    return measured.median(THIS, size, what) / measured.median(RAW, size, what)


def _wait(size: int) -> Target:
    def late(measured: Measured, _amounts: Amounts) -> float:
        return measured.largest(THIS, size, "late") / (INTERVAL + ALLOWANCE)

    jobs = "1 job" if size == 1 else f"{size} jobs"
    text = f"{jobs} waited for: from the end to the return, the longest, to `wait_interval` + {ALLOWANCE} s"
    return Target("waiting", text, 1.0, late)


def targets(amounts: Amounts) -> list[Target]:
    """All of them, for these amounts of work."""
    jobs, tasks, policies = target_jobs(amounts), amounts.tasks[-1], amounts.policies[-1]
    return [
        Target("one", "one job: the task to `uri`", 1.0, lambda m, _a: m.median(THIS, 1) / m.median(URI, 1)),
        Target("one", "one job: the task to `ping`", 1.1, lambda m, _a: m.median(THIS, 1) / m.median(PING, 1)),
        Target("one", "one job: the share above `ping`, to that of the openstacksdk module", 0.25, _share_over_floor),
        Target("jobs", f"{jobs:,} jobs: the task without a `ping`, to the best raw client", 1.3, _jobs_over_raw),
        Target("jobs", f"{jobs:,} jobs: the `uri` loop to the task", 150, lambda m, _a: _uri_over_this(m, jobs), True),
        Target(
            "tasks",
            f"{tasks:,} tasks: time inside the module, to raw paging",
            1.2,
            lambda measured, amounts: _tasks_over_raw(measured, amounts, "inside"),
        ),
        Target(
            "tasks",
            f"{tasks:,} tasks: peak of memory inside the module, to raw paging",
            2.0,
            lambda measured, amounts: _tasks_over_raw(measured, amounts, "memory"),
        ),
        Target(
            "policies",
            f"{policies} policies x 10 volumes: the `uri` loops to the role",
            100,
            lambda m, _a: _uri_over_this(m, policies),
            True,
        ),
        *(_wait(size) for size in amounts.waits),
    ]
