# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is good of generated clouds, read by the modules as the role reads them, against a second opinion."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings

from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_backup_info import backup_info
from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_policy_info import policy_info
from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_policy_tasks_info import policy_tasks_info
from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.selection import select_policies
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run

from .test_verdict_due_properties import cases, is_good

NO_WAIT = {"wait": False, "until": None, "wait_timeout": 100.0, "wait_interval": 10.0}


def load(service, document, tasks, now, options):
    """The cloud of a case."""
    backups = options["backups"]
    # The backups are those of the list, and none that the simulator makes of tasks.
    told = {} if backups is None else {"backup": None}
    service.load(
        start=now.isoformat(),
        service={"max_limit": 2, "forbidden": ["vbs:backups:list"] if backups is None else []},
        policies={
            "p1": {
                "name": "nightly",
                "policy_resource_count": document["policy_resource_count"],
                "scheduled_policy": document["scheduled_policy"],
                "tasks": [
                    {name: value for name, value in task.items() if name != "policy_id"} | told for task in tasks
                ],
            }
        },
        backups=backups or [],
        volumes={one["id"]: {"metadata": {"policy": one["policy_id"]}} for one in options["volumes"]},
    )


def judge(service, now, options):
    """What the role does where nothing has to be waited for, with the policy given by its ID."""
    client = service.client()
    vbs = service.vbs(client, volume_endpoint=f"{service.simulator.url}/volume")
    found = policy_info(client, vbs, {"policy_id": ["p1"], "policy_name": None, "volumes": True})
    assert found["volumes_error"] is None
    selected = select_policies(found["policies"], ["p1"], [])
    tasks = policy_tasks_info(client, vbs, {"policy_id": selected["policy_ids"], **NO_WAIT}, **service.time)["tasks"]
    if options["backups"] is None:
        with pytest.raises(ApiError, match="HTTP 403 Forbidden") as refused:
            backup_info(client, vbs, {})
        backups, error = None, str(refused.value)
    else:
        backups, error = backup_info(client, vbs, {})["backups"], None
    rules = {name: options[name] for name in ("grace", "max_age")}
    return latest_run(
        tasks, **{**selected, "volumes": found["volumes"], "backups": backups, "backups_error": error, **rules}, now=now
    )


# Fewer than there are of plain functions: each example is half a dozen requests.
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases())
def test_a_cloud_is_good_exactly_if_the_run_that_was_due_is(service, case):
    _schedule, document, tasks, now, options = case
    # No scenario has a policy with another number.
    assume(document["policy_resource_count"] not in (None, True))
    load(service, document, tasks, now, options)
    assert judge(service, now, options)["ok"] is is_good(*case)
