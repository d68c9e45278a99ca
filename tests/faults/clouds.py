# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What each cell's cloud holds, and where in the flow of requests its fault stands."""

from __future__ import annotations

from typing import Any, NamedTuple

from tools.playbooks import PROJECT, USER

from .matrix import FIRST, FURTHER, JOBS, MID_WAIT, RENEWAL, ROLE, TASKS, Cell

# Virtual seconds that pass with each request.
TICK = 1000
POLICY = "nightly"
# A page of the simulated service holds two: the third page holds the fifth task.
PAGE_SIZE = 2
VOLUMES = 5

SERVICE_PATH = "^/v[12]/"
KEYSTONE_PATH = "^/v3/auth/"


class Place(NamedTuple):
    """Where the fault stands.

    requests: how many of its kind come before it, to the service or, where a login has it, to Keystone.
    connections: how many requests of any kind do.
    lifetime: of a token, so that it is refused where it has to be renewed; TICK is one request.
    """

    requests: int
    connections: int
    lifetime: float = 1000 * TICK


# A module logs in first.
# One task takes two requests to read: the second finds that there are no more.
PLACES = {
    (JOBS, FIRST): Place(0, 1),
    (JOBS, FURTHER): Place(0, 2),
    (JOBS, MID_WAIT): Place(2, 3),
    (JOBS, RENEWAL): Place(1, 4, 1.5 * TICK),
    (TASKS, FIRST): Place(0, 1),
    (TASKS, FURTHER): Place(2, 3),
    (TASKS, MID_WAIT): Place(4, 5),
    (TASKS, RENEWAL): Place(1, 4, 1.5 * TICK),
    # It finds the policies and the backups, each of which takes a login and one request, and fetches the tasks before
    # it waits for the job.
    (ROLE, FIRST): Place(1, 3),
    (ROLE, FURTHER): Place(3, 5),
    (ROLE, MID_WAIT): Place(5, 10),
    (ROLE, RENEWAL): Place(4, 11, 1.5 * TICK),
}


def place(cell: Cell) -> Place:
    """Where the cell's fault stands."""
    return PLACES[cell.target, cell.position]


def path(cell: Cell) -> str:
    """The requests that the fault may meet: a regular expression."""
    if cell.position == RENEWAL:
        return KEYSTONE_PATH
    return "/jobs/job-2$" if (cell.target, cell.position) == (JOBS, FURTHER) else SERVICE_PATH


def job_ids(cell: Cell) -> list[str]:
    """The jobs of the cell's cloud."""
    return ["job-1", "job-2", "job-3"] if (cell.target, cell.position) == (JOBS, FURTHER) else ["job-1"]


def task_ids(cell: Cell) -> list[str]:
    """The tasks of the cell's cloud, the newest first."""
    return [f"task-{number}" for number in range(1 if cell.waits else VOLUMES, 0, -1)]


def scenario(cell: Cell) -> dict[str, Any]:
    """The cloud: all is well in it, at once or, where the cell waits, after some requests."""
    end = {JOBS: 4.5, TASKS: 7.5, ROLE: 10.5}[cell.target] * TICK

    def state(unfinished: str, finished: str) -> dict[str, Any]:
        if not cell.waits:
            return {"status": finished}
        return {"status": unfinished, "script": [{"at": end, "set": {"status": finished}}]}

    tasks = [
        {
            "job_id": task_id,
            "created_at": f"@-{600 + number}",
            "backup_name": f"autobk_{number}",
            "resource_id": f"volume-{number}",
            "resource_type": "volume",
            "vbs_job_id": "job-1",
            **state("RUNNING", "EXECUTE_SUCCESS"),
        }
        for number, task_id in enumerate(task_ids(cell))
    ]
    return {
        "speed": 0,
        "tick": TICK,
        "project_id": PROJECT,
        "users": [USER],
        "service": {"max_limit": PAGE_SIZE, "token_lifetime": place(cell).lifetime},
        "policies": {POLICY: {"tasks": tasks}},
        "jobs": {job_id: {"job_id": job_id, **state("RUNNING", "SUCCESS")} for job_id in job_ids(cell)},
    }
