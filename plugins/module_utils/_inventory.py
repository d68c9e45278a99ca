# Private to otc.vbs: it may change in any release.
# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the inventory plugin policies does: the policies of projects, and the host that each becomes."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Callable, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._concurrent import ask_all
from ansible_collections.otc.vbs.plugins.module_utils._connect import connect
from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, VbsError, shorten
from ansible_collections.otc.vbs.plugins.module_utils._login import SECRETS
from ansible_collections.otc.vbs.plugins.module_utils._settings import Settings

# What a host has of its policy. Other fields might have the names of Ansible's own variables.
FIELDS = ("backup_policy_id", "backup_policy_name", "policy_resource_count", "scheduled_policy")
GROUPS = ("enabled", "disabled", "empty")
# What tells one project from another in a message, the best first.
TELLING = ("project_id", "cloud", "region_name", "endpoint")
NOT_HASHED = {*SECRETS.values(), "security_token"}

# What is cached: the facts that a play needs to reach a project, and its policies.
Found = dict[str, Any]


class Project(NamedTuple):
    """A project to read.

    label: what a message calls it, empty if it is the only one. cloud: the option of that name.
    """

    label: str
    cloud: str | None
    settings: Settings


def overlay(common: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a project: its own before the common ones, those in auth one by one."""
    options = {**common, **own}
    if isinstance(common.get("auth"), Mapping) and isinstance(own.get("auth"), Mapping):
        options["auth"] = {**common["auth"], **own["auth"]}
    return options


def label(index: int, own: Mapping[str, Any]) -> str:
    """What a message calls the project at this place in the option projects."""
    auth = own.get("auth")
    names = [own.get(name) for name in TELLING]
    names.insert(1, auth.get("project_name") if isinstance(auth, Mapping) else None)
    told = next((f" ({shorten(name)})" for name in names if isinstance(name, str) and name), "")
    return f"projects[{index}]{told}"


def fingerprint(projects: Sequence[Project]) -> str:
    """Another one for other projects or logins; nothing secret can be told from it."""
    facts: list[Any] = []
    for project in projects:
        settings, auth = project.settings, dict(project.settings.login.auth)
        # Without a project's ID, only the token tells the project. It is too long to be guessed.
        kept = NOT_HASHED - {"token"} if not settings.login.project_id else NOT_HASHED
        told = {name: value for name, value in auth.items() if name not in kept}
        facts.append([project.cloud, settings.endpoint, settings.region_name, settings.interfaces, told])
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:16]


def read_projects(projects: Sequence[Project], warn: Callable[[str], None]) -> list[Found]:
    """What is found in each of the projects; raises VbsError if any of them cannot be read."""
    by_label = {project.label: project for project in projects}
    failures: list[tuple[str, ApiError]] = []

    def ask(one: str) -> Found:
        if failures:
            # Nothing comes of the inventory any more.
            raise failures[0][1]
        project = by_label[one]
        _client, vbs = connect(project.settings, warn)
        try:
            place, policies = vbs.place(), vbs.policies()
        except ApiError as error:
            failures.append((one, error))
            raise
        facts = {
            "vbs_cloud": project.cloud,
            "vbs_region_name": project.settings.region_name,
            "vbs_endpoint": place.root,
            "vbs_project_id": place.project_id,
        }
        return {"facts": facts, "policies": policies}

    found = ask_all(list(by_label), ask)
    for one, error in failures:
        raise VbsError(f"{one}: {error}" if one else str(error))
    return list(found.values())


def hosts_of(found: Sequence[Found]) -> dict[str, dict[str, Any]]:
    """The variables of each host, by its name; raises VbsError if two policies cannot be told apart."""
    pairs = [(project["facts"], policy) for project in found for policy in project["policies"]]
    names = _host_names([_forms(facts, policy) for facts, policy in pairs])
    hosts = {}
    for name, (facts, policy) in zip(names, pairs):
        known = {field: policy[field] for field in FIELDS if field in policy}
        hosts[name] = {**known, **facts, "policy_run_check_policy_id": policy["backup_policy_id"]}
    return hosts


def groups_of(variables: Mapping[str, Any]) -> list[str]:
    """The groups of a host; a policy is enabled unless it says that it is not."""
    schedule = variables.get("scheduled_policy")
    disabled = isinstance(schedule, Mapping) and schedule.get("status") == "OFF"
    empty = variables.get("policy_resource_count") == 0
    return ["disabled" if disabled else "enabled", *(["empty"] if empty else [])]


def _forms(facts: Mapping[str, Any], policy: Mapping[str, Any]) -> tuple[str, ...]:
    """What the host may be called, the best first."""
    # Other characters have a meaning in Ansible's patterns or templates.
    policy_id, name = policy["backup_policy_id"], policy.get("backup_policy_name")
    parts = [policy_id, facts["vbs_project_id"]]
    if isinstance(name, str) and name:
        parts.insert(0, name)
    parts = [re.sub(r"[^\w.-]", "_", part) for part in parts]
    return tuple("_".join(parts[: length + 1]) for length in range(len(parts)))


def _host_names(forms: Sequence[tuple[str, ...]]) -> list[str]:
    levels = [0] * len(forms)
    while True:
        names = [form[level] for form, level in zip(forms, levels)]
        counts = Counter(names)
        clashing = [index for index, name in enumerate(names) if counts[name] > 1]
        if not clashing:
            return names
        improvable = [index for index in clashing if levels[index] + 1 < len(forms[index])]
        if not improvable:
            raise VbsError(f"Two policies would be the host {names[clashing[0]]}: is a project there twice?")
        for index in improvable:
            levels[index] += 1
