# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The backups (restore points) of the project, as the OpenStack API of the service lists them: no HTTP here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from .policy import in_time, member
from .world import MARKER_EXCLUSIVE, ServiceOptions, UnknownMarker, UnknownObject, World

STATUSES = ("available", "error", "restoring", "creating", "deleting", "error_restoring")
MOST = 1000
# Where the links of the service lead: an address that its clients cannot reach.
INTERNAL = "http://192.168.82.231:8776"


@dataclass(frozen=True)
class BackupQuery:
    """The filters of the list, checked."""

    limit: int = MOST
    offset: int = 0
    marker: str | None = None
    name: str | None = None
    status: str | None = None
    volume_id: str | None = None

    def heeded(self, options: ServiceOptions) -> BackupQuery:
        """What the service makes of the query."""
        ignored = set(options.ignores) | (set() if options.paging else {"limit", "offset", "marker"})
        query = replace(self, **{name: getattr(BackupQuery, name) for name in ignored & vars(self).keys()})
        return replace(query, limit=min(query.limit, options.max_limit or MOST))

    def select(self, backups: list) -> list:
        """The documents that the filters let through."""
        filters = {"name": self.name, "status": self.status, "volume_id": self.volume_id}
        wanted = {name: value for name, value in filters.items() if value is not None}
        return [backup for backup in backups if all(member(backup, name) == value for name, value in wanted.items())]


def page(world: World, query: BackupQuery) -> dict:
    """One page of the list now, with a link to the next one where it is full."""
    query = query.heeded(world.options)
    backups = _newest_first(world)
    first = 0
    if query.marker is not None:
        ids = [member(backup, "id") for backup in backups]
        if query.marker not in ids:
            raise UnknownMarker(f"The marker {query.marker} does not exist.")
        first = ids.index(query.marker) + (world.options.marker == MARKER_EXCLUSIVE)
    found = query.select(backups[first:])[query.offset :][: query.limit]
    if len(found) < query.limit:
        return {"backups": found}
    following = {"limit": query.limit, "offset": query.offset, "marker": member(found[-1], "id")}
    href = f"{INTERNAL}/v3/{world.project_id}/backups/detail?{urlencode(following)}"
    return {"backups": found, "backups_links": [{"rel": "next", "href": href}]}


def backup(world: World, backup_id: str) -> dict:
    """The backup's document now."""
    found = next((item for item in _documents(world) if member(item, "id") == backup_id), None)
    if found is None:
        raise UnknownObject(f"Backup {backup_id} could not be found.")
    return {"backup": found}


def _documents(world: World) -> list:
    """Those of the scenario's own list, and those that tasks have made unless they are in that list."""
    elapsed = world.clock.elapsed
    listed = [record.document(elapsed) for record in world.backups.values() if record.exists(elapsed)]
    told = {(member(backup, "volume_id"), member(backup, "name")) for backup in listed}
    made = {backup["id"]: backup for policy in world.policies.values() for backup in policy.backups(elapsed)}
    return listed + [backup for backup in made.values() if (backup["volume_id"], backup["name"]) not in told]


def _newest_first(world: World) -> list:
    """Those without a usable time come last."""
    dated, odd = in_time(_documents(world), "id")
    return dated[::-1] + odd
