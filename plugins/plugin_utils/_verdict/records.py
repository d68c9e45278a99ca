# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the verdict knows of policies and volumes, made of the documents of the services."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._api.documents import names_something, size_of, text_of
from ansible_collections.otc.vbs.plugins.module_utils._text import shorten
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.schedule import Schedule, ScheduleError, read_schedule

Document = Mapping[str, Any]


def labelled(name: Any, own_id: Any) -> str:
    """What sentences call a policy or volume."""
    return f"{name} ({own_id})" if name else str(own_id)


def name_in(document: Document, field: str) -> str | None:
    """The name that a document has there; None where there is none to read, as it is blank."""
    name = text_of(document.get(field))
    return name if name and name.strip() else None


class Policy(NamedTuple):
    """A backup policy.

    schedule: None where it is switched off, or cannot be read; lack: why it cannot be, in words.
    size: how many volumes it has, None where that is not known; size_lack: why it is not, in words.
    """

    policy_id: str
    name: str | None = None
    schedule: Schedule | None = None
    lack: str | None = None
    size: int | None = None
    size_lack: str | None = None

    @property
    def off(self) -> bool:
        """Whether it is switched off: then it has no schedule, and nothing hinders reading that."""
        return self.schedule is None and self.lack is None


class Volumes(NamedTuple):
    """What the volume service told: the names of volumes, and the volumes of each policy, both by their IDs.

    owned: the volumes that say whose they are.
    """

    names: Mapping[str, str]
    members: Mapping[str, Sequence[str]]
    owned: Collection[str]

    def label(self, resource_id: Any) -> str:
        """What sentences call a volume."""
        return labelled(self.names.get(resource_id) if isinstance(resource_id, str) else None, resource_id)


def policy_of(policy_id: str, document: Document | None) -> Policy:
    """The policy that a document of vbs_policy_info tells of; None: nothing is known of it."""
    if document is None:
        return Policy(policy_id, lack="The policy is not in policies, so its schedule is not known.")
    try:
        schedule, lack = read_schedule(document), None
    except ScheduleError as error:
        schedule, lack = None, str(error)
    size = size_of(document)
    said = shorten(repr(document.get("policy_resource_count")))
    return Policy(
        policy_id,
        name=name_in(document, "backup_policy_name"),
        schedule=schedule,
        lack=lack,
        size=size,
        size_lack=None if size is not None else f"its policy_resource_count is {said}",
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
    return Volumes(names, members, {volume for volumes in members.values() for volume in volumes})


def tasks_by_policy(tasks: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """The tasks of each policy, by its ID, which is empty where a task tells none."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for task in tasks:
        found.setdefault(text_of(task.get("policy_id")) or "", []).append(task)
    return found
