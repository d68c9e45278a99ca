# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents of the services, as the modules return them, of a policy p1 that backs up volumes each night at one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

# A Wednesday.
NOW = datetime(2026, 1, 7, 8, 0, tzinfo=UTC)
LAST_NIGHT = "2026-01-07T01:00:04"


def policy(count: Any = 1, **scheduled: Any) -> dict[str, Any]:
    """The policy, with so many volumes."""
    return {
        "backup_policy_id": "p1",
        "backup_policy_name": "nightly",
        "policy_resource_count": count,
        "scheduled_policy": {"status": "ON", "start_time": "01:00", "frequency": 1, "rentention_num": 7, **scheduled},
    }


def task(
    volume: Any = "v1", at: str = LAST_NIGHT, status: str = "EXECUTE_SUCCESS", minutes: float = 9, **fields: Any
) -> dict[str, Any]:
    """A task that took so many minutes, if it has ended."""
    begun = datetime.fromisoformat(at)
    ended = {} if status in ("WAITING", "RUNNING") else {"finished_at": _text(begun + timedelta(minutes=minutes))}
    return {
        "policy_id": "p1",
        "job_id": f"task-{volume}-{begun:%d-%H-%M}",
        "resource_id": volume,
        "status": status,
        "backup_name": f"autobk-{volume}-{begun:%d-%H-%M}",
        "created_at": _text(begun),
        **ended,
        **fields,
    }


def backup(of: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """The backup that a task made."""
    return {
        "id": f"backup-of-{of['job_id']}",
        "name": of["backup_name"],
        "volume_id": of["resource_id"],
        "status": "available",
        "fail_reason": None,
        "created_at": of["created_at"],
        **fields,
    }


def volume(volume_id: str, name: str = "", policy_id: str | None = "p1") -> dict[str, Any]:
    """A volume that says whose it is."""
    return {"id": volume_id, "name": name, "policy_id": policy_id}


def moment(text: str) -> datetime:
    """A time in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _text(time: datetime) -> str:
    return f"{time:%Y-%m-%dT%H:%M:%S}.467"
