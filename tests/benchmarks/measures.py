# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is measured: the contenders of each measure, by the amount of work."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._api.paging import PAGE_SIZE
from ansible_collections.otc.vbs.plugins.module_utils._http.client import CONNECTIONS

from . import cloud
from .earlier import COMMIT
from .plays import HERE, BenchmarkError, Plays, Sample
from .timing import Contender

THIS = "this collection"
FORCED = "this collection, as a module"
EARLIER = f"the role at {COMMIT}"
PING = "ping"
URI = "uri"
SDK = "openstacksdk module"
SERIAL = "requests, one by one"
THREADED = "requests, with threads"
RAW = "requests module"
RAW_INSIDE = "requests module, inside"

# Seconds between two polls of a wait, and when the jobs end that it waits for, after the play's start.
INTERVAL = 1.0
JOBS_END = 5.0

JOB_URL = "{{ endpoint }}/v1/{{ project_id }}/jobs/job-{{ item | default(0) }}"
TASKS_URL = "{{ endpoint }}/v2/{{ project_id }}/backuppolicy/" + cloud.POLICY + "/backuptasks"
URI_JOB = {"url": JOB_URL, "headers": {"X-Auth-Token": "{{ token }}"}}


class Amounts(NamedTuple):
    """How much work: the targets are about the last of each, and of the jobs about the one before it.

    rounds_of_one: those of one job, where contenders differ by hundredths. rounds_of_hosts: these take minutes.
    """

    jobs: tuple[int, ...]
    uri_jobs: tuple[int, ...]
    tasks: tuple[int, ...]
    policies: tuple[int, ...]
    loop_policies: tuple[int, ...]
    waits: tuple[int, ...]
    hosts: int
    rounds: int
    rounds_of_one: int
    rounds_of_hosts: int

    def rounds_of(self, measure: str) -> int:
        """How often each contender of a measure runs."""
        return {"one": self.rounds_of_one, "hosts": self.rounds_of_hosts}.get(measure, self.rounds)


FULL = Amounts(
    jobs=(100, 500, 1000, 2000),
    uri_jobs=(10, 30, 100),
    tasks=(1000, 5000, 10000, 20000),
    policies=(20, 100, 200),
    loop_policies=(1, 4),
    waits=(1, 500),
    hosts=100,
    rounds=3,
    rounds_of_one=15,
    rounds_of_hosts=1,
)
QUICK = Amounts(
    jobs=(5, 10, 20),
    uri_jobs=(2, 4),
    tasks=(100, 500),
    policies=(2, 4),
    loop_policies=(1, 2),
    waits=(1, 20),
    hosts=3,
    rounds=1,
    rounds_of_one=1,
    rounds_of_hosts=1,
)

Load = Callable[..., None]


def one_job(plays: Plays, load: Load, amounts: Amounts) -> list[Contender]:
    """One job queried by one task."""

    def task(name: str, module: str, options: dict[str, Any], python: str | None = None) -> Contender:
        def run(_round: int) -> Sample:
            load(**cloud.jobs(1))
            return plays.task({module: options}, python)

        return Contender(name, 1, run)

    this = ("otc.vbs.vbs_job_info", {"job_id": "job-0"})
    raw = {"url": JOB_URL, "token": "{{ token }}"}
    sdk = {name: "{{ " + name + " }}" for name in ("endpoint", "project_id", "token")}
    return [
        task(PING, "ansible.builtin.ping", {}),
        task(THIS, *this),
        task(FORCED, *this, python=plays.forced),
        task(URI, "ansible.builtin.uri", URI_JOB),
        task(RAW, "raw_job_info", raw),
        task(SDK, "sdk_job_info", {**sdk, "job_id": "job-0"}),
    ]


def many_jobs(plays: Plays, load: Load, amounts: Amounts) -> list[Contender]:
    """Many jobs queried."""

    def this(size: int) -> Contender:
        def run(_round: int) -> Sample:
            load(**cloud.jobs(size))
            return plays.task({"otc.vbs.vbs_job_info": {"job_id": "{{ ids }}"}}, ids=cloud.job_ids(size))

        return Contender(THIS, size, run)

    def uri(size: int) -> Contender:
        def run(_round: int) -> Sample:
            load(**cloud.jobs(size))
            return plays.task({"ansible.builtin.uri": URI_JOB, "loop": list(range(size))})

        return Contender(URI, size, run)

    def raw(name: str, size: int, threads: int) -> Contender:
        def run(_round: int) -> Sample:
            load(**cloud.jobs(size))
            return plays.program("raw_jobs.py", size, threads)

        return Contender(name, size, run)

    # The other sizes are for the slope.
    compared = (amounts.jobs[0], target_jobs(amounts))
    return [
        Contender(PING, 0, lambda _round: plays.task({"ansible.builtin.ping": {}})),
        *(this(size) for size in amounts.jobs),
        *(raw(SERIAL, size, 1) for size in compared),
        *(raw(THREADED, size, CONNECTIONS) for size in compared),
        *(uri(size) for size in amounts.uri_jobs),
    ]


def target_jobs(amounts: Amounts) -> int:
    """The number of jobs that the targets are about; there is a larger one for the slope."""
    return amounts.jobs[-2]


def many_tasks(plays: Plays, load: Load, amounts: Amounts) -> list[Contender]:
    """All tasks of one policy fetched."""

    this = {"otc.vbs.vbs_policy_tasks_info": {"policy_id": cloud.POLICY}}
    raw = {"raw_tasks_info": {"url": TASKS_URL, "token": "{{ token }}", "page_size": PAGE_SIZE}}

    def fetch(name: str, task: dict[str, Any], size: int, python: str | None = None) -> Contender:
        def run(_round: int) -> Sample:
            load(**cloud.long_history(size))
            return plays.task(task, python)

        return Contender(name, size, run)

    most = amounts.tasks[-1]
    return [
        Contender(PING, 0, lambda _round: plays.task({"ansible.builtin.ping": {}})),
        *(fetch(THIS, this, size) for size in amounts.tasks),
        fetch(RAW, raw, most),
        fetch(FORCED, this, most, plays.watched),
        fetch(RAW_INSIDE, raw, most, plays.watched),
    ]


def many_policies(plays: Plays, load: Load, amounts: Amounts) -> list[Contender]:
    """The latest run of policies checked, while it goes on."""

    def check(name: str, playbook: str, size: int) -> Contender:
        def run(_round: int) -> Sample:
            load(**cloud.runs_under_way(size))
            policies, volumes = cloud.policy_ids(size), size * cloud.VOLUMES
            return plays.playbook(HERE / "playbooks" / playbook, policies=policies, volumes=volumes)

        return Contender(name, size, run)

    return [
        *(check(THIS, "role.yml", size) for size in amounts.policies),
        *(check(URI, "loops.yml", size) for size in amounts.loop_policies),
    ]


def policies_as_hosts(plays: Plays, load: Load, amounts: Amounts) -> list[Contender]:
    """The latest run of policies checked, each policy a host, while nothing is wrong."""
    size = amounts.hosts
    hosts = {policy_id: {"policy_run_check_policy_id": policy_id} for policy_id in cloud.policy_ids(size)}
    playbook = HERE / "playbooks" / "hosts.yml"

    def contender(name: str, play: Callable[[], Sample]) -> Contender:
        def run(_round: int) -> Sample:
            load(**cloud.good_runs(size))
            return play()

        return Contender(name, size, run)

    found = [
        contender(PING, lambda: plays.task_on(hosts, {"ansible.builtin.ping": {}})),
        contender(THIS, lambda: plays.playbook_on(hosts, playbook)),
    ]
    if earlier := plays.earlier:
        found.append(contender(EARLIER, lambda: plays.playbook_on(hosts, playbook, earlier)))
    return found


def waiting(plays: Plays, load: Load, amounts: Amounts) -> list[Contender]:
    """Jobs waited for, which end all at the same moment."""

    def wait(name: str, size: int, task: dict[str, Any]) -> Contender:
        def run(number: int) -> Sample:
            # Each round another moment between two polls.
            end = JOBS_END + INTERVAL * number / amounts.rounds
            load(**cloud.jobs_that_end([end] * size))
            ended_at = time.monotonic() + end
            sample = plays.task(task, ids=cloud.job_ids(size))
            requests = len(plays.simulator.requests())
            if requests <= size:
                raise BenchmarkError("The jobs had ended before they were asked for: the machine is too slow.")
            return {"late": sample["ended"] - ended_at, "requests": requests / size}

        return Contender(name, size, run)

    this = {"otc.vbs.vbs_job_info": {"job_id": "{{ ids }}", "wait": True, "wait_interval": INTERVAL}}
    uri = {
        "ansible.builtin.uri": URI_JOB,
        "register": "job",
        "until": "job.json.status == 'SUCCESS'",
        "retries": 60,
        "delay": INTERVAL,
    }
    return [*(wait(THIS, size, this) for size in amounts.waits), wait(URI, 1, uri)]


# What is measured with each ansible-core: where its own work counts most.
WITH_EACH_CORE = ("one", "hosts")

MEASURES: dict[str, Callable[[Plays, Load, Amounts], list[Contender]]] = {
    "one": one_job,
    "jobs": many_jobs,
    "tasks": many_tasks,
    "policies": many_policies,
    "hosts": policies_as_hosts,
    "waiting": waiting,
}
