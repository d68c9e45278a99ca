# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a verdict must be for those who read it: a playbook may have made or changed it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.records import tasks_by_policy

# The types of a value; a list says what each member must be, a dictionary what it must hold.
STRING: tuple[type, ...] = (str,)
MAYBE: tuple[type, ...] = (str, type(None))
TRUTH: tuple[type, ...] = (bool,)
NUMBER: tuple[type, ...] = (int,)
MAYBE_NUMBER: tuple[type, ...] = (int, type(None))
TASK = {
    **dict.fromkeys(("resource_id", "resource_name", "status", "job_id", "created_at", "finished_at"), MAYBE),
    **dict.fromkeys(("reason", "backup_name", "backup_id", "backup_status", "bad_since"), MAYBE),
    "ok": TRUTH,
    "outcome": STRING,
    "bad_runs": MAYBE_NUMBER,
    "was_good": (bool, type(None)),
}
RUN = {
    "policy_id": STRING,
    **dict.fromkeys(("policy_name", "schedule", "due_at", "started_at", "next_due_at", "last_good_at"), MAYBE),
    **dict.fromkeys(("ok", "overdue", "being_created"), TRUTH),
    "volumes_expected": MAYBE_NUMBER,
    "volumes_total": NUMBER,
    "volumes_good": NUMBER,
    "problems": [STRING],
    "notes": [STRING],
    "tasks": [TASK],
    "missing": [{"resource_id": STRING, "resource_name": MAYBE, "last_good_at": MAYBE}],
}
VERDICT = {
    "ok": TRUTH,
    "msg": STRING,
    "problems": [STRING],
    "general_problems": [STRING],
    "notes": [STRING],
    "missing_resource_ids": [STRING],
    "restore_points_verified": TRUTH,
    "runs": [RUN],
}
# Nothing that a verdict counts is more.
LARGEST = 10**9
NAMES = {str: "text", bool: "true or false", int: "a number", type(None): "null"}


def read_tasks(tasks: Any) -> dict[str, list[Mapping[str, Any]]]:
    """The tasks of each policy, by its ID; raises InvalidInput for what are none."""
    if not isinstance(tasks, (list, tuple)) or not all(isinstance(task, Mapping) for task in tasks):
        raise InvalidInput("tasks", tasks, "It must be a list of dictionaries, as the modules return it.")
    return tasks_by_policy(tasks)


def unlike_verdict(value: Any, place: str = "") -> str | None:
    """What a value is not that a verdict must be, in words; None if it is one. place: where it stands."""
    return unlike(value, VERDICT, place)


def unlike(value: Any, expected: Any, place: str = "") -> str | None:
    """The same of what is expected otherwise."""
    if isinstance(expected, tuple):
        wrong = not isinstance(value, expected) or (isinstance(value, bool) and bool not in expected)
        wrong = wrong or (isinstance(value, int) and not 0 <= value <= LARGEST)
        return f"{place} is not {' or '.join(NAMES[kind] for kind in expected)}" if wrong else None
    if isinstance(expected, list):
        if not isinstance(value, (list, tuple)):
            return f"{place} is not a list"
        found = (unlike(one, expected[0], f"{place}[{index}]") for index, one in enumerate(value))
    elif not isinstance(value, Mapping):
        return f"{place or 'this'} is not a dictionary"
    else:
        missing = next((name for name in expected if name not in value), None)
        if missing:
            return f"{place or 'this'} has no {missing}"
        found = (unlike(value[name], kind, f"{place}.{name}".lstrip(".")) for name, kind in expected.items())
    return next((one for one in found if one), None)
