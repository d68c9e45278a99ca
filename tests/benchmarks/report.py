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
from ansible_collections.otc.vbs.plugins.module_utils._http.client import CONNECTIONS

from .chart import chart
from .earlier import COMMIT
from .environments import NEWEST
from .measures import INTERVAL, WITH_EACH_CORE, Amounts
from .rows import SHOWN_SHARE, Results, compared, judged, requests_of_waits, slopes, spent, tasks_of_hosts

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

{missed}
An hour's wait with a login by password takes 1 login: `test_an_hour_of_waiting_takes_one_login` counts them at the
simulator, in virtual time.

## The others, relative to this collection

More than 1 takes longer than this collection, less takes less long. What is marked with * was not run at that size: it
is the straight line through the sizes that were, which are below.

{compared}

- `ping` does nothing, but as a module: it is the floor of every module.
- This collection does its work in Ansible's own process. As a module, it is the same code behind an
  `ansible_python_interpreter` that is a script which starts Ansible's own Python.
- The requests module is one that sends the same requests and does nothing else: the least that any module on requests
  takes.
- The openstacksdk module is a module as they are commonly written for this cloud, on openstacksdk and otcextensions.
- `requests`, one by one and with {connections} threads as `vbs_job_info` has them, is a program without Ansible.
- Tasks are fetched in pages of {page_size:,}, by both. The module of raw paging starts a Python, as `ping` does, which
  is not done in Ansible's own process; inside the module, both have one.
- The policies' latest runs go on when they are checked. The role is `policy_run_check`, the loops are
  `tests/benchmarks/playbooks/loops.yml`.
- As hosts, each policy is checked by the role on a host of its own, with Ansible's usual number of forks, and all runs
  have ended well. The role at {commit} is from before the work was done in Ansible's own process. It asks for the
  tasks of the policy alone, where the role now asks for its schedule, its volumes and the backups as well.

## How the cost grows

What one more costs between two neighbouring sizes, relative to what it costs on average from the first size to the
last. A straight line has 1 everywhere.

{slopes}

## Where the time of a play goes

From the start of `ansible-playbook` to the first task, from there to the last result, and from there to the exit,
relative to the whole play with this collection. Results are those of all tasks on all hosts, also of skipped ones.

{spent}

Of the role with policies as hosts, each task from its start to that of the next one, all hosts together, as a share of
the whole play. Tasks with less than {share:.0%} are left out.

{tasks}

## Requests of a wait

How often each job was asked for until all had ended, with a `wait_interval` of {interval:g} s. All end at the same
moment, which is another one between two polls in each round. `uri` has Ansible's `until`, with a `delay` as long.

{waits}

## How it is measured

`make bench` runs everything anew and writes this page, which took {duration}. `BENCH=quick make bench` only shows that
it works.

- The service is the [simulator](simulator.md) in a process of its own: once it answers at once, once after 20 ms, as a
  real one does. All contenders bring the same token, so none logs in.
- Times are those of whole runs of `ansible-playbook` with one play on localhost, from start to exit, but for what is
  *inside the module*: that is the module's process.
- A round runs every contender once, one after the other. Numbers are medians of {rounds} rounds, of {rounds_of_one} for
  one job and of {rounds_of_hosts} for policies as hosts; those of waits are the worst.
- One job and policies as hosts are measured with two ansible-cores: the one below, and {newest} with the newest Python
  for it on the `PATH`, by names like `python3.13`.{lacking}
- The number of module calls that the role makes depends on neither policies nor volumes: a test counts them.
- This page was made with {machine}.
"""


def text(results: Results, amounts: Amounts) -> str:
    """The tables as plain text."""
    parts = [
        _plain(_compared_rows(results, amounts)),
        _plain(_target_rows(results, amounts)),
        _missed(results, amounts),
        _lacking(results) and f"ansible-core {NEWEST} needs a newer Python on the PATH. {_lacking(results)}",
        _plain(_slope_rows(results)),
        _plain(_spent_rows(results, amounts)),
        _plain(_task_rows(results, amounts)),
        _plain(_wait_rows(results, amounts)),
    ]
    return "\n\n".join(part for part in parts if part)


def write(results: Results, amounts: Amounts, seconds: float) -> None:
    """Write the page and the chart; seconds: how long it took to measure."""
    page = TEMPLATE.format(
        targets=_markdown(_target_rows(results, amounts)),
        compared=_markdown(_compared_rows(results, amounts)),
        missed="".join(f"- {line}\n" for line in _missed(results, amounts).splitlines()),
        slopes=_markdown(_slope_rows(results)),
        spent=_markdown(_spent_rows(results, amounts)),
        share=SHOWN_SHARE,
        tasks=_markdown(_task_rows(results, amounts)),
        waits=_markdown(_wait_rows(results, amounts)),
        connections=CONNECTIONS,
        page_size=PAGE_SIZE,
        interval=INTERVAL,
        rounds=amounts.rounds,
        rounds_of_one=amounts.rounds_of_one,
        rounds_of_hosts=amounts.rounds_of_hosts,
        commit=COMMIT,
        newest=NEWEST,
        lacking=f" {lacking}" if (lacking := _lacking(results)) else "",
        duration=_duration(seconds),
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
            if row.ratios
            else [row.text, row.limit, *("-" for _latency in _latencies(results)), "not measured"]
            for row in judged(results, amounts)
        ),
    ]


def _missed(results: Results, amounts: Amounts) -> str:
    """Why targets are missed, and what was not measured: a line each."""
    lines: dict[str, list[str]] = {}
    for row in judged(results, amounts):
        if not row.ratios:
            lines.setdefault(f"This clone does not have the commit {COMMIT}, so it was not measured.", [])
        elif not row.met:
            lines.setdefault(row.missed, []).append(row.text)
    return "\n".join(f"Missed: {'; '.join(texts)}. {said}" if texts else said for said, texts in lines.items())


def _spent_rows(results: Results, amounts: Amounts) -> list[list[str]]:
    return [
        ["Work", "With", "Results", *(f"{latency}: before, tasks, after" for latency in _latencies(results))],
        *(
            [
                row.work,
                row.contender,
                f"{row.results:,}",
                *(", ".join(f"{part:.2f}" for part in parts) for parts in row.parts.values()),
            ]
            for row in spent(results, amounts)
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


def _task_rows(results: Results, amounts: Amounts) -> list[list[str]]:
    return [
        ["Work", "Task", *_latencies(results)],
        *(
            [work, task, *(f"{share:.2f}" for share in shares.values())]
            for work, task, shares in tasks_of_hosts(results, amounts)
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


def _lacking(results: Results) -> str:
    """What to say where no Python was there for the newest ansible-core."""
    cores = {run.core for run in results if run.measure in WITH_EACH_CORE}
    return f"There was none, so {NEWEST} was not measured." if cores and NEWEST not in cores else ""


def _duration(seconds: float) -> str:
    return f"about {seconds / 3600:.1f} hours"


def _machine() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return f"Python {platform.python_version()}, {libraries}, on {os.cpu_count()} processors under {sys.platform}"
