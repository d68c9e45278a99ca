# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What vbs_policy_tasks_info does: the tasks of policies, and when they are as wanted."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ansible_collections.otc.vbs.plugins.module_utils._api.documents import UNFINISHED_TASKS
from ansible_collections.otc.vbs.plugins.module_utils._api.vbs import Vbs
from ansible_collections.otc.vbs.plugins.module_utils._checks import check_ids, check_minimum, read_until, read_wait
from ansible_collections.otc.vbs.plugins.module_utils._http.client import Client
from ansible_collections.otc.vbs.plugins.module_utils._text import shorten
from ansible_collections.otc.vbs.plugins.module_utils._waiter.condition import Condition
from ansible_collections.otc.vbs.plugins.module_utils._waiter.loop import Unmet
from ansible_collections.otc.vbs.plugins.module_utils._waiter.query import Query, run_query

FILTERS = ("job_id", "status", "sort_dir", "sort_key", "limit", "marker", "offset")
DEFAULT_UNTIL = "length(tasks[?status == 'WAITING' || status == 'RUNNING']) == `0`"


def policy_tasks_info(client: Client, vbs: Vbs, params: dict[str, Any], **watch: Any) -> dict[str, Any]:
    """The return values of vbs_policy_tasks_info; raises Incomplete if a policy's tasks cannot be had in time."""
    policy_ids = check_ids("policy_id", params["policy_id"])
    filters = {name: params[name] for name in FILTERS if params.get(name) is not None}
    check_minimum("limit", filters.get("limit"), 1)
    check_minimum("offset", filters.get("offset"), 0)
    for name in ("job_id", "marker"):
        if name in filters:
            filters[name] = check_ids(name, [filters[name]])[0]
    wait = read_wait(params)
    until = read_until(params, DEFAULT_UNTIL)

    def ask(policy_id: str) -> dict[str, Any]:
        tasks = vbs.tasks(policy_id, filters)
        return {"tasks": tasks, "count": len(tasks)}

    def result(documents: dict[str, Any]) -> dict[str, Any]:
        tasks = [task for document in documents.values() for task in document["tasks"]]
        return {"tasks": tasks, "count": len(tasks)}

    query = Query(
        noun="Policy",
        plural="policies",
        id_name="policy_id",
        ask=ask,
        judge=lambda document: judge_tasks(document, until),
        statuses=lambda document: [task.get("status") for task in document["tasks"]],
        result=result,
    )
    return run_query(query, policy_ids, wait, client, **watch)


def judge_tasks(document: dict[str, Any], until: Condition | None) -> Unmet | None:
    """What keeps a policy's {tasks, count} from meeting the condition; new tasks can always bring it."""
    if until is None or until(document):
        return None
    statuses = Counter(str(task.get("status")) for task in document["tasks"])
    if until.expression == DEFAULT_UNTIL:
        unfinished = ", ".join(f"{statuses[status]} {status}" for status in UNFINISHED_TASKS if statuses[status])
        return Unmet(f"not all of its {document['count']} tasks are finished: {unfinished}")
    found = shorten(", ".join(f"{number} {status}" for status, number in statuses.items())) or "none"
    return Unmet(f"until {until.expression!r} is false; its tasks: {found}")
