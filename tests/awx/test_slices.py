# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory of policies, sliced: every policy is checked, and none twice."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tools.awx import slice_of

SLICES = 8
POLICIES = [f"policy-{number}" for number in range(26)]


def checked(simulator):
    """How often the tasks of each policy were read."""
    paths = [request["path"].split("/") for request in simulator.requests() if "marker" not in request["query"]]
    return Counter(parts[-2] for parts in paths if parts[-1] == "backuptasks")


def test_the_slices_of_the_inventory_check_each_policy_once(awx, cloud, simulator):
    cloud.load_policies(*POLICIES)
    simulator.merge({"policies": {"off": {"name": "off", "scheduled_policy": {"status": "OFF"}, "tasks": []}}})
    bad = {
        "job_id": "t",
        "resource_id": "volume-bad",
        "status": "EXECUTE_FAIL",
        "created_at": "@-600",
        "backup_name": "autobk_1",
    }
    simulator.merge({"policies": {POLICIES[7]: {"name": POLICIES[7], "tasks": [bad]}}})
    inventory = awx.inventory("policies.vbs.yml", cloud.openstack())
    simulator.clear_requests()

    def run(number):
        return awx.run("check_each.yml", cloud.openstack(), inventory=slice_of(inventory, number, SLICES))

    with ThreadPoolExecutor(2) as pool:
        jobs = list(pool.map(run, range(1, SLICES + 1)))
    assert checked(simulator) == Counter(POLICIES)
    statuses = Counter(job.status for job in jobs)
    assert statuses == {"successful": SLICES - 1, "failed": 1}, [job.output for job in jobs]
    [failed] = [job for job in jobs if job.status == "failed"]
    assert "volume volume-bad is EXECUTE_FAIL" in failed.output


def test_an_inventory_without_policies_is_not_good(awx, cloud):
    inventory = awx.inventory("policies.vbs.yml", cloud.openstack())
    job = awx.run("check_each.yml", cloud.openstack(), inventory=inventory)
    assert job.status == "failed"
    assert "The inventory holds no policies" in job.output


@pytest.mark.parametrize(("count", "hosts"), [(1, 5), (2, 5), (5, 5), (8, 3), (3, 0)])
def test_slices_are_as_awx_makes_them(count, hosts):
    names = [f"host-{number}" for number in range(hosts)]
    inventory = {"_meta": {"hostvars": {name: {} for name in names}}, "all": {"children": ["g"]}, "g": {"hosts": names}}
    slices = [slice_of(inventory, number, count) for number in range(1, count + 1)]
    assert sorted(host for one in slices for host in one["g"]["hosts"]) == names
    sizes = [len(one["_meta"]["hostvars"]) for one in slices]
    assert max(sizes) - min(sizes) <= 1
