# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A long wait for many jobs, of a service that has its troubles."""

from __future__ import annotations

import gc
import json
import tracemalloc
from collections import Counter
from itertools import cycle

from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_job_info import job_info

NUMBER = 500
INTERVAL = 60.0
# When the last job ends. Some end in the first half, the others all at the end, so that many are asked in each round.
END = 300
TIMEOUT = 600.0
# One request in so many goes wrong.
EACH = 20
TROUBLES = [
    {"kind": "reset"},
    {"kind": "answer", "status": 503, "json": {"error": {"code": "VBS.0503", "message": "Busy."}}},
    {"kind": "answer", "status": 429, "headers": {"Retry-After": "2"}, "json": {}},
    {"kind": "truncate"},
    {"kind": "delay", "seconds": 0.02},
]
# Longer than a request may take.
SLOW = {"kind": "delay", "seconds": 3}
API_TIMEOUT = 2
RETRIES = 2
# A job's document takes some room, so that one that is kept is noticed.
SUB_JOBS = [
    {"job_id": f"s{number}", "status": "SUCCESS", "entities": {"snapshot_id": "x" * 40}} for number in range(20)
]


def end(number):
    """When a job ends, and how."""
    return (number % 10) * 15 if number % 2 else END, "FAIL" if number % 7 == 0 else "SUCCESS"


def test_500_jobs_of_a_service_with_troubles(service):
    jobs = {}
    for number in range(NUMBER):
        at, status = end(number)
        jobs[f"j{number}"] = {
            "job_id": f"j{number}",
            "status": "RUNNING",
            "sub_jobs": SUB_JOBS,
            "script": [{"at": at, "set": {"status": status}}],
        }
    service.load(jobs=jobs)
    troubles = cycle(TROUBLES)
    for place in range(EACH * 10):
        # A fault counts the requests that those before it let pass.
        fault = SLOW if place % 50 == 0 else next(troubles)
        service.simulator.fault(**fault, skip=(EACH - 1) * (place + 1), path="/jobs/")

    # Some of the jobs meet more than the retries of one request.
    for number in range(0, NUMBER, 50):
        service.simulator.fault(kind="reset", path=f"/jobs/j{number}$", skip=1, times=RETRIES + 1)

    # What is in use at each pause of the wait; a request that is tried again pauses in another thread.
    in_use = []
    client = service.client(retries=RETRIES, api_timeout=API_TIMEOUT)

    def sleep(seconds):
        gc.collect()
        in_use.append((tracemalloc.get_traced_memory()[0], len(service.asked("/jobs/"))))
        service.clock.sleep(seconds)

    params = {
        "job_id": list(jobs),
        "wait": True,
        "until": "status == 'SUCCESS' || status == 'FAIL'",
        "wait_timeout": TIMEOUT,
        "wait_interval": INTERVAL,
    }
    tracemalloc.start()
    try:
        result = job_info(client, service.vbs(client), params, clock=service.clock, sleep=sleep)
    finally:
        tracemalloc.stop()

    assert {job["job_id"]: job["status"] for job in result["jobs"]} == {
        f"j{number}": end(number)[1] for number in range(NUMBER)
    }
    # Retries let time pass, too, so that no round is asked later than it would be without troubles.
    assert result["polls"] <= END / INTERVAL + 3
    assert result["elapsed"] <= END + 2 * INTERVAL

    asked = service.asked("/jobs/")
    met = Counter(request["fault"] for request in asked)
    assert set(met) == {None, "reset", "answer", "truncate", "delay"}
    assert sum(met.values()) - met[None] >= len(asked) / EACH * 0.9
    # Nobody is asked for again once its end is known: each in time, and once more for each trouble.
    rounds = sum(end(number)[0] // INTERVAL + 2 for number in range(NUMBER))
    assert met[None] <= rounds

    # A wait keeps the last document of each job. Of those that came meanwhile, a tenth would be too much.
    (early, asked_early), (late, asked_late) = in_use[1], in_use[-1]
    assert asked_late - asked_early > NUMBER / 2
    assert late - early < (asked_late - asked_early) * len(json.dumps(jobs["j1"])) / 10
