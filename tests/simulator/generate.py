# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Long task histories without long scenarios."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from .world import FINISHED_TASK_STATUSES

BACKUP_SECONDS = 600


def generated_tasks(policy_id: str, number: int, spacing: float, status: str) -> list:
    """Scenario tasks from the oldest to the newest, which is created at the start; IDs depend on the policy's alone."""
    tasks = []
    for age in reversed(range(number)):
        created = -age * spacing
        job_id = str(uuid5(NAMESPACE_URL, f"{policy_id}/task/{age}"))
        task = {
            "status": status,
            "job_id": job_id,
            "created_at": f"@{created:.3f}",
            "backup_name": f"autobk_{job_id[:4]}",
            "resource_id": str(uuid5(NAMESPACE_URL, f"{policy_id}/volume")),
            "resource_type": "volume",
        }
        if status in FINISHED_TASK_STATUSES:
            task["finished_at"] = f"@{created + BACKUP_SECONDS:.3f}"
        tasks.append(task)
    return tasks
