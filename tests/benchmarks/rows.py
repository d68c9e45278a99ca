# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The results as rows of ratios, for the printed tables, the page and the chart."""

from __future__ import annotations

from typing import NamedTuple

from .measures import PING, RAW, SDK, SERIAL, THIS, THREADED, URI, Amounts, target_jobs
from .targets import targets
from .timing import Measured

# By measure, by latency.
Results = dict[str, dict[str, Measured]]

TITLES = {"jobs": "jobs", "tasks": "tasks of a policy", "policies": "policies x 10 volumes"}


class Compared(NamedTuple):
    """How long a contender takes, relative to this collection, by latency; calculated: not all of it was run."""

    work: str
    contender: str
    ratios: dict[str, float]
    calculated: bool = False


class Judged(NamedTuple):
    """A target, and the ratio at each latency."""

    text: str
    limit: str
    ratios: dict[str, float]
    met: bool


class Slopes(NamedTuple):
    """What one more costs between neighbouring sizes, relative to between the first and the last, by latency."""

    work: str
    contender: str
    sizes: list[int]
    relative: dict[str, list[float]]


def compared(results: Results, amounts: Amounts) -> list[Compared]:
    """This collection against the others, at each amount of work that is compared."""
    rows: list[Compared] = []
    works = [
        ("one", 1, "1 job", (PING, RAW, URI, SDK)),
        ("jobs", amounts.jobs[0], None, (SERIAL, THREADED, URI)),
        ("jobs", target_jobs(amounts), None, (SERIAL, THREADED, URI)),
        ("tasks", amounts.tasks[-1], f"{amounts.tasks[-1]:,} tasks, inside the module", (RAW,)),
        ("policies", amounts.policies[-1], None, (URI,)),
    ]
    for measure, size, work, contenders in works:
        by_latency = results.get(measure)
        if by_latency:
            for contender in contenders:
                what = "inside" if measure == "tasks" else "whole"
                ratios = {
                    latency: measured.at(contender, size, what) / measured.median(THIS, size, what)
                    for latency, measured in by_latency.items()
                }
                calculated = any(size not in measured.sizes(contender) for measured in by_latency.values())
                rows.append(Compared(work or f"{size:,} {TITLES[measure]}", contender, ratios, calculated))
    return rows


def judged(results: Results, amounts: Amounts) -> list[Judged]:
    """Each target that was measured."""
    rows = []
    for target in targets(amounts):
        by_latency = results.get(target.measure)
        if by_latency:
            ratios = {latency: target.ratio(measured, amounts) for latency, measured in by_latency.items()}
            limit = f"{'at least' if target.at_least else 'at most'} {target.limit:g}"
            rows.append(Judged(target.text, limit, ratios, all(map(target.is_met, ratios.values()))))
    return rows


def slopes(results: Results) -> list[Slopes]:
    """How the cost grows, of all that were run at three sizes or more."""
    rows = []
    for measure in TITLES:
        for contender in (THIS, URI):
            by_latency = results.get(measure, {})
            sizes = next((measured.sizes(contender) for measured in by_latency.values()), [])
            if len(sizes) > 2:
                relative = {latency: measured.slopes(contender) for latency, measured in by_latency.items()}
                rows.append(Slopes(TITLES[measure], contender, sizes, relative))
    return rows


def requests_of_waits(results: Results, amounts: Amounts) -> list[tuple[str, int, dict[str, float]]]:
    """How often each job was asked for, by contender and number of jobs."""
    by_latency = results.get("waiting")
    if not by_latency:
        return []
    waits = [*((THIS, size) for size in amounts.waits), (URI, 1)]
    return [
        (name, size, {latency: measured.median(name, size, "requests") for latency, measured in by_latency.items()})
        for name, size in waits
    ]
