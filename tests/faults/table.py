# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes docs/faults.md from the matrix: PYTHONPATH=tests .venv/bin/python -m faults.table"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from .kinds import DETAILS, FAULTS, REQUEST_ID
from .matrix import JOBS, OUTCOMES, POSITIONS, ROLE, TARGETS, TASKS, Cell

PAGE = Path(__file__).resolve().parents[2] / "docs" / "faults.md"

# What a cell calls those for which the same comes of a fault.
GROUPS = {
    (JOBS, TASKS): "modules",
    (JOBS,): "jobs",
    (TASKS,): "tasks",
    (ROLE,): "role",
    (TASKS, ROLE): "tasks and role",
}

TEMPLATE = """\
<!--
Copyright (c) 2026 The otc.vbs contributors
GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
{spdx}: GPL-3.0-or-later
-->
<!-- Written by: PYTHONPATH=tests .venv/bin/python -m faults.table -->

# Faults

What the modules and the role do when something on the way to the cloud goes wrong. Each cell of the tables is a test
that runs it in `ansible-playbook` against the [simulator](simulator.md), and `tests/faults/matrix.py` has the rules
behind them. None causes a traceback or a false success, and no wait lasts longer than `wait_timeout` and one
`api_timeout`.

`make faults` runs a sample of the cells, `FAULT_MATRIX=all make faults` all of them.

## Where a fault occurs

{positions}

All cells run both ways, [in Ansible's own process and by the module](development.md#in-process-or-by-the-module), and
log in with a password. With a token of your own, no new login is possible, so a 401 fails at once.

The role first fetches the tasks without waiting. Then it waits for their jobs, and after that for the tasks. The second
wait has the time that the first one has left, but each may take one `api_timeout` more.

## Outcomes

{outcomes}

Where the outcome is not the same for all, a cell distinguishes between `vbs_job_info` (jobs), `vbs_policy_tasks_info`
(tasks), both (modules) and `policy_run_check` (role).

## A fault that occurs once

{once}

## A fault that occurs from then on

{lasting}

## What the message says

`msg` names the request, as in `GET https://.../jobs/ID`, and holds what the table shows, as the simulator answered.
`api_timeout` was one second. *Request ID* is the answer's `X-Request-Id`, *details* are the messages of the libraries.

{messages}
"""


def page() -> str:
    """The whole page."""
    return TEMPLATE.format(
        # A tool that checks licences would take it for this file's second one.
        spdx="SPDX-License-" + "Identifier",
        positions="\n".join(f"- **{position}**: {meaning}." for position, meaning in POSITIONS.items()),
        outcomes=_table(("Outcome", "Means"), OUTCOMES.items()),
        once=_outcomes(lasting=False),
        lasting=_outcomes(lasting=True),
        messages=_table(
            ("Fault", "In `msg`"), [(fault.title, _said(fault.says)) for fault in FAULTS.values() if fault.says]
        ),
    )


def _outcomes(lasting: bool) -> str:
    rows = [
        (fault.title, *(_cell(name, position, lasting) for position in POSITIONS)) for name, fault in FAULTS.items()
    ]
    return _table(("Fault", *POSITIONS), rows)


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    columns = list(columns)
    return "\n".join(f"| {' | '.join(row)} |" for row in (columns, ["---"] * len(columns), *rows))


def _cell(fault_name: str, position: str, lasting: bool) -> str:
    """What comes of it for all targets, or for each group of targets that share it."""
    groups: dict[str, list[str]] = {}
    for target in TARGETS:
        groups.setdefault(Cell(target, position, fault_name, lasting, in_process=True).outcome, []).append(target)
    if len(groups) == 1:
        return next(iter(groups))
    return "; ".join(f"{GROUPS[tuple(targets)]}: {outcome}" for outcome, targets in groups.items())


def _said(says: tuple[str, ...]) -> str:
    """What stands for itself, and names for what does not."""
    names = {REQUEST_ID: "*request ID*", DETAILS: "`failed:` *details*"}
    return ", ".join(names.get(text) or f"`{text}`" for text in says)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
