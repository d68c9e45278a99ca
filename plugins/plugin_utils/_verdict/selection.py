# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which policies a check is about, and which it leaves out, as they promise no backups."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ansible_collections.otc.vbs.plugins.module_utils._api.documents import is_empty, is_off, text_of

Document = Mapping[str, Any]


def select_policies(
    policies: Sequence[Document],
    policy_ids: Collection[str],
    policy_names: Collection[str],
    volumes: Sequence[Document] = (),
) -> dict[str, list[Any]]:
    """The policies to judge, their IDs, and those left out with the reason why.

    policy_ids, policy_names: those given. A policy that is named by one of these is judged whatever it is; one that
    was found by a pattern, or because nothing was given, only if it is on and has volumes, by its own count or by what
    any of the volumes says.
    """
    with_volumes = {volume.get("policy_id") for volume in volumes}
    judged, judged_ids, left_out = [], [], []
    for policy in policies:
        policy_id, name = text_of(policy.get("backup_policy_id")) or "", policy.get("backup_policy_name")
        empty = is_empty(policy) and policy_id not in with_volumes
        why = "switched off" if is_off(policy) else "without volumes" if empty else None
        if why and policy_id not in policy_ids and name not in policy_names:
            left_out.append({"policy_id": policy_id, "policy_name": text_of(name), "why": why})
        else:
            judged.append(policy)
            judged_ids.append(policy_id)
    return {"policies": judged, "policy_ids": judged_ids, "left_out": left_out}
