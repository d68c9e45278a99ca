# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The backup that a task has made."""

from __future__ import annotations

from uuid import NAMESPACE_OID, uuid5

from .record import Record

SUCCESS = "EXECUTE_SUCCESS"
# What a scenario says of the backup of a task that has none any more.
LOST = None


def backup_of(task, told: Record | None, elapsed: float) -> dict | None:
    """The document of a task's backup now; None where there is none.

    told: what the scenario says of it: LOST, or a record whose fields count before those that follow from the task.
    A task that did not succeed has a backup only where the scenario tells something of it.
    """
    if told is LOST or not told.exists(elapsed) or not isinstance(task, dict):
        return None
    own = told.document(elapsed)
    volume, created_at = task.get("resource_id"), task.get("created_at")
    if not (own or task.get("status") == SUCCESS) or not isinstance(volume, str) or not isinstance(created_at, str):
        return None
    backup_id = str(uuid5(NAMESPACE_OID, str(task.get("job_id"))))
    return {
        "id": backup_id,
        "name": task.get("backup_name") or f"autobk_{backup_id[:4]}",
        "status": "available",
        "volume_id": volume,
        "size": 10,
        "fail_reason": None,
        "is_incremental": False,
        "has_dependent_backups": False,
        # Milliseconds, as tasks have them, become microseconds.
        "created_at": f"{created_at}000" if "." in created_at else created_at,
        **own,
    }
