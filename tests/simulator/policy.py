# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A policy: its own document, and its tasks in the orders that the service lists them."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf

from .record import Record
from .restore_points import backup_of

ASCENDING = "asc"
DESCENDING = "desc"


def member(document, name: str):
    """A field of a document; None also where the document is no mapping."""
    return document.get(name) if isinstance(document, dict) else None


def in_time(documents: list, id_name: str) -> tuple[list, list]:
    """Those with a usable ``created_at``, the oldest first, and the others."""
    dated = [item for item in documents if isinstance(member(item, "created_at"), str)]
    odd = [item for item in documents if not isinstance(member(item, "created_at"), str)]
    # What was made at one instant has a fixed order by its ID, so that pages fit together.
    return sorted(dated, key=lambda item: (item["created_at"], str(item.get(id_name)))), odd


class Policy:
    """Lists its tasks' documents by ``created_at``; those without a usable one come last.

    The sorted lists are kept until the next scripted change, so that long histories stay fast.
    ``document`` is the policy's own, without its ID. ``backups``: what the scenario says of the backups of tasks, by
    the tasks' IDs.
    """

    def __init__(self, records, document: dict, backups: Mapping[str, Record | None] | None = None):
        self.document = document
        self._told = backups or {}
        self._records = list(records)
        self._sorted: dict = {}
        self._valid_from = inf
        self._valid_until = -inf

    def __len__(self) -> int:
        return len(self._records)

    def tasks(self, elapsed: float, direction: str = DESCENDING) -> list:
        """The documents of all tasks that exist at this time."""
        if not self._valid_from <= elapsed < self._valid_until:
            self._sort(elapsed)
        return self._sorted[direction]

    def backups(self, elapsed: float) -> list:
        """The documents of the backups that its tasks have made, as they are at this time."""
        nothing = Record({})
        tasks = self.tasks(elapsed)
        found = [backup_of(task, self._told.get(str(member(task, "job_id")), nothing), elapsed) for task in tasks]
        return [backup for backup in found if backup is not None]

    def _sort(self, elapsed: float) -> None:
        documents = [record.document(elapsed) for record in self._records if record.exists(elapsed)]
        dated, odd = in_time(documents, "job_id")
        self._sorted = {ASCENDING: dated + odd, DESCENDING: dated[::-1] + odd}
        self._valid_from = elapsed
        self._valid_until = min((record.next_change(elapsed) for record in self._records), default=inf)
