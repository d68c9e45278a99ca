# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs cells in ansible-playbook, each as a host of the inventory, and gathers what came of them."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.playbooks import MODULE_PYTHON, PASSWORD, PROJECT, USER, Playbooks, Run, another_python

from . import clouds
from .fleet import Fleet, Station
from .kinds import API_TIMEOUT
from .matrix import JOBS, ROLE, TASKS, TIMES_OUT, Cell

RETRIES = 1
# More than the time of a lasting fault has room for: what ends them has to be the deadline.
RETRIES_OF_WAITS = 4
INTERVAL = 0.1
# A wait that times out takes the whole time: enough to meet the fault on a busy machine. Any other must not meet the
# end of it.
SHORT_TIMEOUT = 5
LONG_TIMEOUT = 60
# Most of the time is spent on pauses, but too many at once would make each other late.
PROCESSES = 2
FORKS = 3
CELLS_OF_A_RUN = 50
# Ansible would look for news every millisecond, which takes more of the machine than the modules do.
SETTINGS = "[defaults]\ninternal_poll_interval = 0.02\n"
RESOLVER = Path(__file__).parent / "resolver"

# Every target takes these through module_defaults, from its host's variables.
DEFAULTS = {name: "{{ login." + name + " }}" for name in ("endpoint", "auth", "project_id", "ca_cert")}
TASK_OF = {
    JOBS: {"otc.vbs.vbs_job_info": {"job_id": "{{ job_ids }}"}},
    TASKS: {"otc.vbs.vbs_policy_tasks_info": {"policy_id": clouds.POLICY}},
}
WAIT = {"wait": "{{ wait }}", "wait_timeout": "{{ wait_timeout }}", "wait_interval": INTERVAL}


@dataclass
class Result:
    """What came of a cell.

    failed: whether its target failed. returned: the result of the module, of the failed one for a role.
    verdict: the role's. waits: the results of the waits. lookups: how often the service's name was
    looked up, where connections can go astray. output: of the whole run that it was in.
    """

    cell: Cell
    station: Station
    failed: bool
    returned: dict[str, Any]
    verdict: dict[str, Any] | None
    waits: list[dict[str, Any]]
    lookups: int
    output: str

    @property
    def requests(self) -> list[dict[str, Any]]:
        """What the simulator was asked."""
        return self.station.simulation.journal.entries

    @property
    def root(self) -> str:
        """Where the service was."""
        return root(self.cell, self.station)


def wait_timeout(cell: Cell) -> float:
    """The cell's wait_timeout."""
    return SHORT_TIMEOUT if cell.outcome == TIMES_OUT else LONG_TIMEOUT


def retries(cell: Cell) -> int:
    """The cell's retries."""
    return RETRIES_OF_WAITS if cell.waits else RETRIES


def root(cell: Cell, station: Station) -> str:
    """The root of the cell's service."""
    return f"{'https' if cell.fault.secure else 'http'}://localhost:{station.port}"


def run_cells(cells: list[Cell], fleet: Fleet, directory: Path) -> dict[Cell, Result]:
    """Runs the cells in several processes of ansible-playbook, some at a time."""
    # Ansible forks for each task, which takes the longer the more hosts it knows.
    number = max(PROCESSES, len(cells) // CELLS_OF_A_RUN)
    parts = [part for part in (cells[start::number] for start in range(number)) if part]
    works = [directory / f"run-{number}" for number in range(len(parts))]
    with ThreadPoolExecutor(PROCESSES) as pool:
        found = pool.map(lambda part, work: _run(part, fleet, work), parts, works)
        return {cell: result for part in found for cell, result in part.items()}


def _run(cells: list[Cell], fleet: Fleet, work: Path) -> dict[Cell, Result]:
    work.mkdir(parents=True)
    stations = {cell: _station(cell, fleet) for cell in cells}
    hosts = {cell.name: _variables(cell, stations[cell], fleet, work) for cell in cells}
    groups: dict[str, Any] = {
        target: {"hosts": {cell.name: {} for cell in cells if cell.target == target}} for target in (JOBS, TASKS, ROLE)
    }
    (work / "inventory.json").write_text(json.dumps({"all": {"hosts": hosts, "children": groups}}), encoding="utf-8")
    (work / "playbook.json").write_text(json.dumps(_plays(work)), encoding="utf-8")
    (work / "ansible.cfg").write_text(SETTINGS, encoding="utf-8")
    run = Playbooks(None, work).execute(
        ["ansible-playbook", "-i", "inventory.json", "playbook.json"],
        {
            "ANSIBLE_FORKS": str(FORKS),
            "ANSIBLE_PIPELINING": "true",
            "ANSIBLE_INVENTORY_ENABLED": "yaml",
            "PYTHONPATH": str(RESOLVER),
            "NO_PROXY": "localhost",
            "no_proxy": "localhost",
        },
    )
    found = work / "found.json"
    if not found.exists():
        raise AssertionError(f"The run broke off:\n{run.output[-5000:]}")
    outcomes = json.loads(found.read_text(encoding="utf-8"))
    results = {}
    for cell in cells:
        lookups = _lookups(cell, work).stat().st_size if cell.fault.astray else 0
        results[cell] = _result(cell, stations[cell], outcomes[cell.name], lookups, run)
    return results


def _lookups(cell: Cell, work: Path) -> Path:
    return work / f"{cell.name}.lookups"


def _station(cell: Cell, fleet: Fleet) -> Station:
    fault, wire = cell.fault, None
    if fault.wire:
        wire = {
            **fault.wire,
            "path": clouds.path(cell),
            "skip": clouds.place(cell).requests,
            "times": None if cell.lasting else 1,
        }
        if wire["kind"] == "redirect":
            wire["location"] = f"http://127.0.0.1:{fleet.elsewhere.port}/login"
    return fleet.add(clouds.scenario(cell), wire, closing=bool(fault.astray), secure=fault.secure)


def _variables(cell: Cell, station: Station, fleet: Fleet, work: Path) -> dict[str, Any]:
    environment = {}
    if cell.fault.astray:
        plan = {
            "name": "localhost",
            "skip": clouds.place(cell).connections,
            "times": None if cell.lasting else 1,
            "to": fleet.astray[cell.fault.astray],
            "log": str(_lookups(cell, work)),
        }
        environment = {"ASTRAY": json.dumps(plan)}
    return {
        "ansible_python_interpreter": MODULE_PYTHON if cell.in_process else another_python(work),
        "login": {
            "endpoint": root(cell, station),
            "project_id": PROJECT,
            "ca_cert": fleet.authority,
            "auth": {
                "auth_url": f"{root(cell, station)}/v3",
                "username": USER["name"],
                "password": PASSWORD,
                "user_domain_name": USER["domain"]["name"],
            },
        },
        # Not 'environment', which is a word of Ansible's own; and text that looks like JSON would be taken for it.
        "module_environment": environment,
        "job_ids": clouds.job_ids(cell),
        "wait": cell.waits,
        "retries": retries(cell),
        "wait_timeout": wait_timeout(cell),
    }


def _plays(work: Path) -> list[dict[str, Any]]:
    common = {
        "gather_facts": False,
        "connection": "local",
        "module_defaults": {"group/otc.vbs.vbs": {**DEFAULTS, "api_timeout": API_TIMEOUT, "retries": "{{ retries }}"}},
        "environment": "{{ module_environment }}",
        "strategy": "free",
    }
    modules = [
        {
            **common,
            "hosts": target,
            "tasks": [{name: {**arguments, **WAIT}, "register": "outcome", "ignore_errors": True}],
        }
        for target, task in TASK_OF.items()
        for name, arguments in task.items()
    ]
    outcome = {
        "failure": "{{ failure | default(None) }}",
        "verdict": "{{ policy_run_check_result | default(None) }}",
        "waited": "{{ __policy_run_check_waited | default({}) }}",
        "refetched": "{{ __policy_run_check_refetched | default({}) }}",
    }
    role = {
        **common,
        "hosts": ROLE,
        "vars": {
            "policy_run_check_policy_id": clouds.POLICY,
            "policy_run_check_wait_timeout": "{{ wait_timeout }}",
            "policy_run_check_wait_interval": INTERVAL,
        },
        "tasks": [
            {
                "block": [{"ansible.builtin.import_role": {"name": "otc.vbs.policy_run_check"}}],
                "rescue": [{"ansible.builtin.set_fact": {"failure": "{{ ansible_failed_result }}"}}],
                "always": [{"ansible.builtin.set_fact": {"outcome": outcome}}],
            }
        ],
    }
    everything = "{{ dict(groups['all'] | zip(groups['all'] | map('extract', hostvars, 'outcome'))) | to_json }}"
    gather = {
        "hosts": "localhost",
        "connection": "local",
        "gather_facts": False,
        "tasks": [{"ansible.builtin.copy": {"content": everything, "dest": str(work / "found.json"), "mode": "0600"}}],
    }
    return [*modules, role, gather]


def _result(cell: Cell, station: Station, outcome: dict[str, Any], lookups: int, run: Run) -> Result:
    if cell.target != ROLE:
        waits = [outcome] if cell.waits else []
        return Result(cell, station, outcome["failed"], outcome, None, waits, lookups, run.output)
    failure = outcome["failure"] or {}
    waits = [outcome["waited"], outcome["refetched"]] if cell.waits else []
    return Result(cell, station, bool(failure), failure, outcome["verdict"], waits, lookups, run.output)
