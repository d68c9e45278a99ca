# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The results as text, and as the page docs/benchmarks.md with its chart."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from ansible_collections.otc.vbs.plugins.module_utils._api.paging import PAGE_SIZE
from ansible_collections.otc.vbs.plugins.module_utils._waiter.concurrent import CONNECTIONS

from .chart import chart
from .measures import INTERVAL, Amounts
from .rows import Results, compared, judged, requests_of_waits, slopes

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = DOCS / "benchmarks.md"
CHART = DOCS / "benchmarks.svg"
LIBRARIES = ("ansible-core", "requests", "openstacksdk", "otcextensions")

# A tool that checks licences would take it for this file's own.
SPDX = "SPDX-License-" + "Identifier"
NOTICE = f"""\
<!--
Copyright (c) 2026 The otc.vbs contributors
GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
{SPDX}: GPL-3.0-or-later
-->
"""

TEMPLATE = """\
<!-- Written by: make bench -->

# Benchmarks

How long the same work takes with this collection and with what people use today, side by side in one run. All numbers
are ratios: they say little about seconds, which depend on the machine, and much about each other.

![The ratios as bars](benchmarks.svg)

## The targets

{targets}

## The others, relative to this collection

More than 1 takes longer than this collection, less takes less long. What is marked with * was not run at that size: it
is the straight line through the sizes that were, which are below.

{compared}

- `ping` does nothing: it is the floor of every task.
- The requests module is one that sends the same requests and does nothing else: the least that any module on requests
  takes.
- The openstacksdk module is a module as they are commonly written for this cloud, on openstacksdk and otcextensions.
- `requests`, one by one and with {connections} threads as `vbs_job_info` has them, is a program without Ansible.
- Tasks are fetched in pages of {page_size:,}, by both.
- The policies' latest runs go on when they are checked. The role is `policy_run_check`, the loops are
  `tests/benchmarks/playbooks/loops.yml`.

## How the cost grows

What one more costs between two neighbouring sizes, relative to what it costs on average from the first size to the
last. A straight line has 1 everywhere.

{slopes}

## Requests of a wait

How often each job was asked for until all had ended, with a `wait_interval` of {interval:g} s. All end at the same
moment, which is another one between two polls in each round. `uri` has Ansible's `until`, with a `delay` as long.

{waits}

## How it is measured

`make bench` runs everything anew and writes this page; `BENCH=quick make bench` only shows that it works.

- The service is the [simulator](simulator.md) in a process of its own: once it answers at once, once after 20 ms, as a
  real one does. All contenders bring the same token, so none logs in.
- Times are those of whole runs of `ansible-playbook` with one play on localhost, from start to exit, but for what is
  *inside the module*: that is the module's process.
- A round runs every contender once, one after the other. Numbers are medians of {rounds} rounds, of {rounds_of_one} for
  one job; those of waits are the worst.
- The number of module calls that the role makes depends on neither policies nor volumes: a test counts them.
- This page was made with {machine}.
"""


def text(results: Results, amounts: Amounts) -> str:
    """The tables as plain text."""
    parts = [
        _plain(_compared_rows(results, amounts)),
        _plain(_target_rows(results, amounts)),
        _plain(_slope_rows(results)),
        _plain(_wait_rows(results, amounts)),
    ]
    return "\n\n".join(part for part in parts if part)


def write(results: Results, amounts: Amounts) -> None:
    """Write the page and the chart."""
    page = TEMPLATE.format(
        targets=_markdown(_target_rows(results, amounts)),
        compared=_markdown(_compared_rows(results, amounts)),
        slopes=_markdown(_slope_rows(results)),
        waits=_markdown(_wait_rows(results, amounts)),
        connections=CONNECTIONS,
        page_size=PAGE_SIZE,
        interval=INTERVAL,
        rounds=amounts.rounds,
        rounds_of_one=amounts.rounds_of_one,
        machine=_machine(),
    )
    PAGE.write_text(NOTICE + page, encoding="utf-8")
    CHART.write_text(NOTICE + chart(compared(results, amounts)) + "\n", encoding="utf-8")


def _compared_rows(results: Results, amounts: Amounts) -> list[list[str]]:
    rows = compared(results, amounts)
    return [
        ["Work", "Contender", *_latencies(results)],
        *(
            [row.work, row.contender + (" *" if row.calculated else ""), *map(_number, row.ratios.values())]
            for row in rows
        ),
    ]


def _target_rows(results: Results, amounts: Amounts) -> list[list[str]]:
    return [
        ["Ratio", "Target", *_latencies(results), "Met"],
        *(
            [row.text, row.limit, *map(_number, row.ratios.values()), "yes" if row.met else "NO"]
            for row in judged(results, amounts)
        ),
    ]


def _slope_rows(results: Results) -> list[list[str]]:
    return [
        ["Of", "With", "At", *_latencies(results)],
        *(
            [
                row.work,
                row.contender,
                ", ".join(f"{size:,}" for size in row.sizes),
                *(", ".join(f"{slope:.2f}" for slope in values) for values in row.relative.values()),
            ]
            for row in slopes(results)
        ),
    ]


def _wait_rows(results: Results, amounts: Amounts) -> list[list[str]]:
    return [
        ["Jobs", "With", *_latencies(results)],
        *(
            [f"{size}", name, *(f"{number:g}" for number in requests.values())]
            for name, size, requests in requests_of_waits(results, amounts)
        ),
    ]


def _latencies(results: Results) -> list[str]:
    return list(next(iter(results.values())))


def _number(ratio: float) -> str:
    return f"{ratio:.0f}" if ratio >= 100 else f"{ratio:.3g}"


def _markdown(rows: Sequence[Sequence[str]]) -> str:
    header, *body = rows
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, ["---"] * len(header), *body))


def _plain(rows: Sequence[Sequence[str]]) -> str:
    """Columns of equal width; nothing where there is but a header."""
    if len(rows) == 1:
        return ""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _machine() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return f"Python {platform.python_version()}, {libraries}, on {os.cpu_count()} processors under {sys.platform}"
