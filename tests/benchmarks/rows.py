# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The results as rows of ratios, for the printed tables, the page and the chart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .measures import (
    EARLIER,
    FORCED,
    PING,
    RAW,
    RAW_INSIDE,
    SDK,
    SERIAL,
    THIS,
    THREADED,
    URI,
    WITH_EACH_CORE,
    Amounts,
    target_jobs,
)
from .plays import TASK
from .targets import targets
from .timing import Measured


class Run(NamedTuple):
    """A measure, with an ansible-core."""

    measure: str
    core: str

    def title(self, work: str) -> str:
        """What the work is called."""
        return f"{work}, ansible-core {self.core}" if self.measure in WITH_EACH_CORE else work


# By run, by latency.
Results = dict[Run, dict[str, Measured]]

TITLES = {"jobs": "jobs", "tasks": "tasks of a policy", "policies": "policies x 10 volumes"}
# Tasks that take less of a play are not worth a line.
SHOWN_SHARE = 0.03
# The parts of a play's time.
PARTS = ("before", "during", "after")


class Compared(NamedTuple):
    """How long a contender takes, relative to this collection, by latency; calculated: not all of it was run."""

    work: str
    contender: str
    ratios: dict[str, float]
    calculated: bool = False


class Judged(NamedTuple):
    """A target, and the ratio at each latency, none if it was not measured; missed: what to say then."""

    text: str
    limit: str
    ratios: dict[str, float]
    met: bool
    missed: str


class Slopes(NamedTuple):
    """What one more costs between neighbouring sizes, relative to between the first and the last, by latency."""

    work: str
    contender: str
    sizes: list[int]
    relative: dict[str, list[float]]


class Spent(NamedTuple):
    """How many results of tasks a play had, and by latency what its parts took, relative to this collection's play."""

    work: str
    contender: str
    results: int
    parts: dict[str, list[float]]


def compared(results: Results, amounts: Amounts) -> list[Compared]:
    """This collection against the others, at each amount of work that is compared."""
    rows: list[Compared] = []
    tasks = amounts.tasks[-1]
    works = [
        ("one", 1, "1 job", THIS, (PING, FORCED, RAW, URI, SDK)),
        ("jobs", amounts.jobs[0], None, THIS, (SERIAL, THREADED, URI)),
        ("jobs", target_jobs(amounts), None, THIS, (SERIAL, THREADED, URI)),
        ("tasks", tasks, f"{tasks:,} tasks", THIS, (RAW,)),
        ("tasks", tasks, f"{tasks:,} tasks, inside the module", FORCED, (RAW_INSIDE,)),
        ("policies", amounts.policies[-1], None, THIS, (URI,)),
        ("hosts", amounts.hosts, f"{amounts.hosts} policies as hosts", THIS, (PING, EARLIER)),
    ]
    for measure, size, work, own, contenders in works:
        for run, by_latency in _runs_of(measure, results):
            for contender in contenders:
                if not _all_know(contender, by_latency):
                    continue
                what = "whole" if own == THIS else "inside"
                ratios = {
                    latency: measured.at(contender, size, what) / measured.median(own, size, what)
                    for latency, measured in by_latency.items()
                }
                calculated = any(size not in measured.sizes(contender) for measured in by_latency.values())
                title = run.title(work or f"{size:,} {TITLES[measure]}")
                rows.append(Compared(title, contender.removesuffix(", inside"), ratios, calculated))
    return rows


def judged(results: Results, amounts: Amounts) -> list[Judged]:
    """Each target of the measures."""
    rows = []
    for target in targets(amounts):
        for run, by_latency in _runs_of(target.measure, results):
            ratios = {}
            if _all_know(target.needs, by_latency):
                ratios = {latency: target.ratio(measured) for latency, measured in by_latency.items()}
            text = f"{run.title(target.work)}: {target.text}"
            limit = f"{'at least' if target.at_least else 'at most'} {target.limit:g}"
            met = bool(ratios) and all(map(target.is_met, ratios.values()))
            rows.append(Judged(text, limit, ratios, met, target.missed))
    return rows


def slopes(results: Results) -> list[Slopes]:
    """How the cost grows, of all that were run at three sizes or more."""
    rows = []
    for measure, work in TITLES.items():
        for _run, by_latency in _runs_of(measure, results):
            for contender in (THIS, URI):
                sizes = next((measured.sizes(contender) for measured in by_latency.values()), [])
                if len(sizes) > 2:
                    relative = {latency: measured.slopes(contender) for latency, measured in by_latency.items()}
                    rows.append(Slopes(work, contender, sizes, relative))
    return rows


def spent(results: Results, amounts: Amounts) -> list[Spent]:
    """Where the time of plays goes."""
    works = [
        ("one", 1, "1 job", (PING, THIS, FORCED, URI)),
        ("jobs", target_jobs(amounts), f"{target_jobs(amounts):,} jobs", (THIS,)),
        ("tasks", amounts.tasks[-1], f"{amounts.tasks[-1]:,} tasks", (THIS, RAW)),
        ("policies", amounts.policies[-1], f"{amounts.policies[-1]:,} {TITLES['policies']}", (THIS,)),
        ("hosts", amounts.hosts, f"{amounts.hosts} policies as hosts", (PING, THIS, EARLIER)),
    ]
    rows = []
    for measure, size, work, contenders in works:
        for run, by_latency in _runs_of(measure, results):
            for name in contenders:
                if not _all_know(name, by_latency):
                    continue
                parts = {
                    latency: [measured.median(name, size, part) / measured.median(THIS, size) for part in PARTS]
                    for latency, measured in by_latency.items()
                }
                number = next(int(measured.median(name, size, "results")) for measured in by_latency.values())
                rows.append(Spent(run.title(work), name, number, parts))
    return rows


def tasks_of_hosts(results: Results, amounts: Amounts) -> list[tuple[str, str, dict[str, float]]]:
    """What each task of the role takes of a play over policies as hosts, by work and task, but for the shortest."""
    rows = []
    for run, by_latency in _runs_of("hosts", results):
        for fact in next(iter(by_latency.values())).facts(THIS, amounts.hosts):
            shares = {
                latency: measured.median(THIS, amounts.hosts, fact) / measured.median(THIS, amounts.hosts)
                for latency, measured in by_latency.items()
            }
            if fact.startswith(TASK) and max(shares.values()) >= SHOWN_SHARE:
                rows.append((run.title(f"{amounts.hosts} policies as hosts"), fact.rpartition(" : ")[2], shares))
    return rows


def requests_of_waits(results: Results, amounts: Amounts) -> list[tuple[str, int, dict[str, float]]]:
    """How often each job was asked for, by contender and number of jobs."""
    waits = [*((THIS, size) for size in amounts.waits), (URI, 1)]
    return [
        (name, size, {latency: measured.median(name, size, "requests") for latency, measured in by_latency.items()})
        for _run, by_latency in _runs_of("waiting", results)
        for name, size in waits
    ]


def _runs_of(measure: str, results: Results) -> Iterator[tuple[Run, dict[str, Measured]]]:
    return ((run, by_latency) for run, by_latency in results.items() if run.measure == measure)


def _all_know(contender: str, by_latency: dict[str, Measured]) -> bool:
    return all(measured.knows(contender) for measured in by_latency.values())
