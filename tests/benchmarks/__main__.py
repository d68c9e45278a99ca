# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures the collection against what people use today: run by 'make bench'.

Names of measures as arguments have only those run. The page is written by a full run of all.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from simulator.process import Simulator

from . import cloud, environments, report
from .earlier import earlier
from .environments import Environment
from .measures import FULL, MEASURES, QUICK, WITH_EACH_CORE, Amounts
from .plays import BenchmarkError, Plays
from .rows import Results, Run
from .timing import Measured, interleave

# Seconds that the service takes before each answer, by what the reports call it.
LATENCIES = {"at once": 0.0, "after 20 ms": 0.02}


def main(names: list[str]) -> int:
    """Measure, print, and perhaps write the page; returns the exit status."""
    unknown = set(names) - set(MEASURES)
    if unknown:
        print(f"Unknown: {', '.join(sorted(unknown))}. Measures: {', '.join(MEASURES)}.", file=sys.stderr)
        return 2
    quick = os.environ.get("BENCH") == "quick"
    amounts = QUICK if quick else FULL
    wanted = [name for name in MEASURES if not names or name in names]
    cores = [environments.this_one()]
    if not {*wanted}.isdisjoint(WITH_EACH_CORE) and (newest := environments.newest()):
        cores.append(newest)
    started = time.monotonic()
    with Simulator() as simulator, tempfile.TemporaryDirectory() as directory:
        results = measure_all(simulator, Path(directory), wanted, cores, amounts)
    _say("")
    if quick:
        print("So little work only shows that the benchmarks work: what is met here says nothing.\n")
    print(report.text(results, amounts))
    if not names and not quick:
        report.write(results, amounts, time.monotonic() - started)
    return 0


def measure_all(
    simulator: Simulator, directory: Path, names: list[str], cores: list[Environment], amounts: Amounts
) -> Results:
    """These measures, with the first ansible-core or with each."""
    before = earlier(directory) if "hosts" in names else None
    results: Results = {}
    for name in names:
        for environment in cores if name in WITH_EACH_CORE else cores[:1]:
            plays = Plays(simulator, directory, environment, before)
            by_latency = {latency: measure(plays, name, latency, amounts) for latency in LATENCIES}
            results[Run(name, environment.core)] = by_latency
    return results


def measure(plays: Plays, name: str, latency: str, amounts: Amounts) -> Measured:
    """All contenders of a measure, at one latency."""

    def load(**content: Any) -> None:
        plays.simulator.load(cloud.scenario(LATENCIES[latency], **content))

    def say(text: str) -> None:
        _say(f"{name}, service answers {latency}: {text}")

    return interleave(MEASURES[name](plays, load, amounts), amounts.rounds_of(name), say)


def _say(text: str) -> None:
    """What goes on, on one line that the next one replaces; only where somebody looks on."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except BenchmarkError as error:
        sys.exit(f"\n{error}")
    except KeyboardInterrupt:
        sys.exit(130)
