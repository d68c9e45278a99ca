# Private to otc.vbs: it may change in any release.
# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the verdict knows of policies and volumes, made of the documents of the services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._documents import names_something, text_of
from ansible_collections.otc.vbs.plugins.module_utils._errors import shorten
from ansible_collections.otc.vbs.plugins.module_utils._schedule import Schedule, ScheduleError, read_schedule

Document = Mapping[str, Any]


class Policy(NamedTuple):
    """A backup policy.

    schedule: None where it is switched off, or cannot be read; lack: why it cannot be, in words.
    size: how many volumes it has, None where that is not known; size_lack: why it is not, in words.
    """

    policy_id: str
    name: str | None = None
    known: bool = False
    off: bool = False
    schedule: Schedule | None = None
    lack: str | None = None
    size: int | None = None
    size_lack: str | None = None

    @property
    def label(self) -> str:
        """What sentences call it."""
        return f"{self.name} ({self.policy_id})" if self.name else self.policy_id


class Volumes(NamedTuple):
    """What the volume service told: the names of volumes, and the volumes of each policy, both by their IDs."""

    names: Mapping[str, str]
    members: Mapping[str, Sequence[str]]

    def label(self, resource_id: Any) -> str:
        """What sentences call a volume."""
        name = self.names.get(resource_id) if isinstance(resource_id, str) else None
        return f"{name} ({resource_id})" if name else str(resource_id)


def policy_of(policy_id: str, document: Document | None) -> Policy:
    """The policy that a document of vbs_policy_info tells of; None: nothing is known of it."""
    if document is None:
        return Policy(policy_id, lack="The policy is not in policies, so its schedule is not known.")
    try:
        schedule, lack = read_schedule(document), None
    except ScheduleError as error:
        schedule, lack = None, str(error)
    count = document.get("policy_resource_count")
    # To Python, true is 1 as well.
    counted = isinstance(count, int) and not isinstance(count, bool) and count >= 0
    return Policy(
        policy_id,
        name=text_of(document.get("backup_policy_name")),
        known=True,
        off=schedule is None and lack is None,
        schedule=schedule,
        lack=lack,
        size=count if counted else None,
        size_lack=None if counted else f"its policy_resource_count is {shorten(repr(count))}",
    )


def volumes_of(documents: Sequence[Document]) -> Volumes:
    """What the documents of volumes tell."""
    names: dict[str, str] = {}
    members: dict[str, list[str]] = {}
    for document in documents:
        volume_id, name, policy_id = (document.get(key) for key in ("id", "name", "policy_id"))
        if not names_something(volume_id):
            continue
        if isinstance(name, str) and name.strip():
            names[str(volume_id)] = name
        if isinstance(policy_id, str) and policy_id:
            members.setdefault(policy_id, []).append(str(volume_id))
    return Volumes(names, members)
