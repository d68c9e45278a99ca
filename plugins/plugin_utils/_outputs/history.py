# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When there was a last good backup of each volume of a policy, and how long it took."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._api.documents import text_of
from ansible_collections.otc.vbs.plugins.module_utils._time import parse_time
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.state import GOOD, state_of_task
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.restore_points import AVAILABLE

Document = Mapping[str, Any]


class Backup(NamedTuple):
    """A backup: when it was begun, which is what it holds, and how many seconds it took, None if that is not known."""

    created: datetime
    seconds: float | None


def last_good_backups(run: Document, history: Sequence[Document]) -> dict[str | None, Backup]:
    """The last good backup of each volume that has one; history: the tasks of the policy.

    What was judged counts by the verdict, and what is older by its status alone. A task that made no backup is none,
    even if its status is accepted.
    """
    judged = {task["job_id"] for task in run["tasks"]}
    good = [task for task in run["tasks"] if _is_backup(task)]
    good += [
        task
        for task in history
        if text_of(task.get("status")) == "EXECUTE_SUCCESS" and text_of(task.get("job_id")) not in judged
    ]
    return _latest(good)


def _is_backup(task: Document) -> bool:
    made = task["status"] == "EXECUTE_SUCCESS" or (task["backup_status"] or "").lower() == AVAILABLE
    return made and state_of_task(task) == GOOD


def _latest(tasks: Iterable[Document]) -> dict[str | None, Backup]:
    latest: dict[str | None, Backup] = {}
    for task in tasks:
        volume, created = text_of(task.get("resource_id")), parse_time(task.get("created_at"))
        if created and (volume not in latest or latest[volume].created < created):
            finished = parse_time(task.get("finished_at"))
            seconds = (finished - created).total_seconds() if finished and finished >= created else None
            latest[volume] = Backup(created, seconds)
    return latest
