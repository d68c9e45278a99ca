# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What vbs_backup_info does: backups, by ID or those that filters find."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.otc.vbs.plugins.module_utils._api.vbs import Vbs
from ansible_collections.otc.vbs.plugins.module_utils._checks import check_ids, check_minimum, check_names, shown
from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput
from ansible_collections.otc.vbs.plugins.module_utils._http.client import Client
from ansible_collections.otc.vbs.plugins.module_utils._waiter.query import Query, run_query

FILTERS = ("name", "status", "volume_id", "limit", "offset")


def backup_info(client: Client, vbs: Vbs, params: Mapping[str, Any]) -> dict[str, Any]:
    """The return values of vbs_backup_info; raises Incomplete if a backup cannot be had."""
    filters = {name: params[name] for name in FILTERS if params.get(name) is not None}
    backup_ids = params.get("backup_id")
    if backup_ids is None:
        return _result(vbs.backups(_checked(filters)))
    for name, value in filters.items():
        raise InvalidInput(name, shown(value), "It selects from the list of all backups: leave it out with backup_id.")
    query = Query(
        noun="Backup",
        id_name="backup_id",
        ask=vbs.backup,
        judge=lambda backup: None,
        result=lambda documents: _result(list(documents.values())),
    )
    return run_query(query, check_ids("backup_id", backup_ids), None, client)


def _checked(filters: Mapping[str, Any]) -> dict[str, Any]:
    check_minimum("limit", filters.get("limit"), 1)
    check_minimum("offset", filters.get("offset"), 0)
    checked = dict(filters)
    if "name" in filters:
        checked["name"] = check_names("name", [filters["name"]])[0]
    if "volume_id" in filters:
        checked["volume_id"] = check_ids("volume_id", [filters["volume_id"]])[0]
    return checked


def _result(backups: list[dict[str, Any]]) -> dict[str, Any]:
    return {"backups": backups, "count": len(backups)}
