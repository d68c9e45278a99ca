# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What vbs_policy_info does: policies, all of them or those of some IDs and names, and volumes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from ansible_collections.otc.vbs.plugins.module_utils._api.vbs import Vbs
from ansible_collections.otc.vbs.plugins.module_utils._checks import check_ids, check_names
from ansible_collections.otc.vbs.plugins.module_utils._errors import Incomplete
from ansible_collections.otc.vbs.plugins.module_utils._http.client import Client
from ansible_collections.otc.vbs.plugins.module_utils._text import shorten, some_of

Policy = Mapping[str, Any]

# The pattern that fits all names.
ALL = "*"


def policy_info(_client: Client, vbs: Vbs, params: Mapping[str, Any]) -> dict[str, Any]:
    """The return values of vbs_policy_info; raises Incomplete if it is not clear which policies are meant."""
    policy_ids, policy_names = params["policy_id"], params["policy_name"]
    # An empty list is no mistake beside the other one. By itself, it must not find all policies.
    ids = [] if policy_ids is None or (policy_names and not policy_ids) else check_ids("policy_id", policy_ids)
    names = [] if policy_names is None or (ids and not policy_names) else check_names("policy_name", policy_names)
    policies = vbs.policies()
    if not ids and not names:
        return {"policies": policies, **_volumes(vbs, params)}
    found: dict[str, Policy] = {}
    problems = []
    for noun, field, values in (("ID", "backup_policy_id", ids), ("name", "backup_policy_name", names)):
        for value in values:
            matches = [policy for policy in policies if policy.get(field) == value]
            # All are all, also where one is called so.
            several = noun == "name" and (value == ALL or (not matches and is_pattern(value)))
            if several:
                matches = [policy for policy in policies if fnmatchcase(str(policy.get(field)), value)]
            if len(matches) == 1 or (several and matches):
                found.update({policy["backup_policy_id"]: policy for policy in matches})
            else:
                problems.append(_problem("pattern" if several else noun, value, matches))
    result = {"policies": list(found.values())}
    if problems:
        raise Incomplete(f"{'; '.join(problems)}. {_overview(policies)}", result)
    return {**result, **_volumes(vbs, params)}


def _volumes(vbs: Vbs, params: Mapping[str, Any]) -> dict[str, Any]:
    if not params["volumes"]:
        return {}
    volumes, error = vbs.volumes()
    return {"volumes": volumes, "volumes_error": error}


def is_pattern(name: str) -> bool:
    """Whether a name stands for all that are like it; a policy of this very name comes first."""
    return any(char in name for char in "*?[")


def _problem(noun: str, value: str, matches: Sequence[Policy]) -> str:
    if not matches:
        like = "whose name fits the pattern" if noun == "pattern" else f"with the {noun}"
        return f"There is no policy {like} {shorten(repr(value))}"
    candidates = shorten(", ".join(str(policy["backup_policy_id"]) for policy in matches))
    return f"{len(matches)} policies have the {noun} {shorten(repr(value))}, so name one by its ID: {candidates}"


def _overview(policies: Sequence[Policy]) -> str:
    if not policies:
        return "The project has no policies."
    names = [f"{policy.get('backup_policy_name')} ({policy['backup_policy_id']})" for policy in policies]
    return f"The policies of the project: {some_of(names)}"
