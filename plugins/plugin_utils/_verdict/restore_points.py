# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the backup that a task has made is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._api.documents import text_of
from ansible_collections.otc.vbs.plugins.module_utils._text import shorten
from ansible_collections.otc.vbs.plugins.module_utils._time import parse_time
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.rules import CLOCK_SKEW

Document = Mapping[str, Any]

AVAILABLE = "available"


class RestorePoint(NamedTuple):
    """The backup of a task: lack: why there is none to rely on, in words; None where it is available."""

    backup_id: str | None
    status: str | None
    lack: str | None


class RestorePoints:
    """The backups of a project, found by the tasks that made them."""

    def __init__(self, backups: Sequence[Document]) -> None:
        self._by_volume: dict[str, list[Document]] = {}
        for backup in backups:
            self._by_volume.setdefault(text_of(backup.get("volume_id")) or "", []).append(backup)

    def of(self, task: Document) -> RestorePoint:
        """The backup of a task. A name is short and may come again, so volume and time have to fit too."""
        name = text_of(task.get("backup_name"))
        created, finished = parse_time(task.get("created_at")), parse_time(task.get("finished_at"))
        if not name and finished is None:
            # Any later backup of the volume would do.
            return RestorePoint(None, None, "its backup cannot be told: it has neither a backup_name nor an end")
        candidates = [
            backup
            for backup in self._by_volume.get(text_of(task.get("resource_id")) or "", [])
            if _is_within(parse_time(backup.get("created_at")), created, finished)
            and (not name or backup.get("name") == name)
        ]
        called = f"backup {shorten(name)}" if name else "backup"
        if not candidates:
            return RestorePoint(None, None, f"its {called} is not there")
        # Several can only be told apart by what they are good for: all have to be.
        worst = next((backup for backup in candidates if not _is_available(backup)), candidates[0])
        status = text_of(worst.get("status"))
        why = text_of(worst.get("fail_reason"))
        lack = f"its {called} is {shorten(str(status))}" + (f" ({shorten(why)})" if why else "")
        return RestorePoint(text_of(worst.get("id")), status, None if _is_available(worst) else lack)


def _is_available(backup: Document) -> bool:
    status = backup.get("status")
    return isinstance(status, str) and status.lower() == AVAILABLE


def _is_within(moment: datetime | None, first: datetime | None, last: datetime | None) -> bool:
    # Differences, as a time at the end of the calendar takes no skew.
    if moment is None or first is None or first - moment > CLOCK_SKEW:
        return False
    return last is None or moment - last <= CLOCK_SKEW
