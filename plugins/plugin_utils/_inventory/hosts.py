# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the inventory plugin policies does: the policies of projects, and the host that each becomes."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Callable, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._api.documents import is_empty, is_off
from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import conceal
from ansible_collections.otc.vbs.plugins.module_utils._connect import connect
from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, VbsError
from ansible_collections.otc.vbs.plugins.module_utils._login.method import Credentials
from ansible_collections.otc.vbs.plugins.module_utils._login.methods import SECRETS
from ansible_collections.otc.vbs.plugins.module_utils._settings.settings import Settings
from ansible_collections.otc.vbs.plugins.module_utils._text import shorten
from ansible_collections.otc.vbs.plugins.module_utils._waiter.concurrent import ask_all

# What a host has of its policy. Other fields might have the names of Ansible's own variables.
FIELDS = ("backup_policy_id", "backup_policy_name", "policy_resource_count", "scheduled_policy", "time_zone")
GROUPS = ("enabled", "disabled", "empty")
# Names with which Ansible has plans of its own: they lead to the machine that it runs on, or are paths.
NO_HOSTS = ("localhost", "127.0.0.1", ".", "..")
# Of the part of a host's name that is the policy's, in bytes; the service has shorter ones.
LONGEST_NAME = 100
# What tells one project from another in a message, the best first.
TELLING = ("project_id", "cloud", "region_name", "endpoint")
NOT_HASHED = {*SECRETS}

# How Keystone answers a login that it does not accept.
REFUSED = (401, 403)
# Changes with what is cached, so that an update of the collection reads no older entry.
FORMAT = "1"
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
        settings, credentials = project.settings, project.settings.credentials
        # Without a project's ID, only the token tells the project. It is too long to be guessed.
        kept = NOT_HASHED - {"token"} if not credentials.project_id else NOT_HASHED
        told = {name: value for name, value in credentials.auth.items() if name not in kept}
        facts.append([project.cloud, settings.endpoint, settings.region_name, settings.interfaces, told])
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:16]


def pack(found: Sequence[Found]) -> dict[str, str]:
    """What was found, for a cache."""
    text = json.dumps(found)
    return {"format": FORMAT, "found": text, "digest": _digest(text)}


def unpack(entry: Any) -> list[Found] | None:
    """What was packed; None for all that is no longer what pack() made."""
    text = entry.get("found") if isinstance(entry, Mapping) else None
    if not isinstance(text, str) or entry.get("format") != FORMAT or entry.get("digest") != _digest(text):
        return None
    found: list[Found] = json.loads(text)
    return found


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def read_projects(
    projects: Sequence[Project], warn: Callable[[str], None], refusals: dict[str, str] | None = None
) -> list[Found]:
    """What is found in each of the projects, without secrets; raises VbsError if any of them cannot be read.

    refusals: those that logins have met; such a login is not tried again.
    """
    refusals = {} if refusals is None else refusals
    by_label = {project.label: project for project in projects}
    failures: list[tuple[str, str]] = []

    def ask(one: str) -> Found | None:
        # Nothing comes of the inventory after a failure.
        if failures:
            return None
        project = by_label[one]
        account = _account(project.settings.credentials)
        if account in refusals:
            failures.append((one, refusals[account]))
            return None
        _client, vbs = connect(project.settings, warn)
        try:
            place, policies = vbs.place(), vbs.policies()
        except ApiError as error:
            failures.append((one, str(error)))
            if error.method == "POST" and error.status in REFUSED:
                # By Keystone, as nothing else is posted.
                refusals[account] = f"The login was refused before, and is not tried again: {error}"
            return None
        facts = {
            "vbs_cloud": project.cloud,
            "vbs_region_name": project.settings.region_name,
            "vbs_endpoint": place.root,
            "vbs_project_id": place.project_id,
        }
        return {"facts": facts, "policies": policies}

    # One project of each login before the others: some clouds lock a user out after a few wrong passwords.
    firsts = {_account(project.settings.credentials): one for one, project in reversed(by_label.items())}.values()
    # As few at the same time as any of them allows.
    connections = min(project.settings.connections for project in projects)
    found = ask_all(list(firsts), ask, connections)
    others = [one for one in by_label if one not in found]
    if others and not failures:
        found.update(ask_all(others, ask, connections))
    if failures:
        one, reason = failures[0]
        raise VbsError(f"{one}: {reason}" if one else reason)
    censored: list[Found] = censor([found[one] for one in by_label])
    return censored


def _account(credentials: Credentials) -> str:
    """What stays the same for all projects that a login is for; nothing secret can be told from it."""
    told = {name: value for name, value in credentials.auth.items() if not name.startswith("project_")}
    return hashlib.sha256(json.dumps([credentials.method.name, told], sort_keys=True).encode()).hexdigest()


def censor(value: Any) -> Any:
    """The value without secrets, in whatever part of it they are."""
    if isinstance(value, dict):
        return {censor(key): censor(part) for key, part in value.items()}
    if isinstance(value, list):
        return [censor(part) for part in value]
    if value is None or isinstance(value, bool):
        return value
    text = conceal(str(value))
    return value if text == str(value) else text


def hosts_of(found: Sequence[Found], taken: Collection[str] = ()) -> dict[str, dict[str, Any]]:
    """The variables of each host, by its name, which is none of those taken.

    Raises VbsError for a policy that can have no name of its own.
    """
    pairs = [(project["facts"], policy) for project in found for policy in project["policies"]]
    names = _host_names([_forms(facts, policy) for facts, policy in pairs], taken)
    hosts = {}
    for name, (facts, policy) in zip(names, pairs):
        known = {field: policy[field] for field in FIELDS if field in policy}
        hosts[name] = {**known, **facts, "policy_run_check_policy_id": policy["backup_policy_id"]}
    return hosts


def groups_of(variables: Mapping[str, Any]) -> list[str]:
    """The groups of a host; a policy is enabled and has volumes unless it says clearly that it is or has not."""
    return ["disabled" if is_off(variables) else "enabled", *(["empty"] if is_empty(variables) else [])]


def _forms(facts: Mapping[str, Any], policy: Mapping[str, Any]) -> list[str]:
    """What the host may be called, the best first."""
    policy_id, name = policy["backup_policy_id"], policy.get("backup_policy_name")
    parts = [policy_id, facts["vbs_project_id"]]
    if isinstance(name, str) and name:
        # Ansible makes names of files of it.
        parts.insert(0, name.encode()[:LONGEST_NAME].decode(errors="ignore"))
    # Other characters have a meaning in Ansible's patterns or templates.
    parts = [re.sub(r"[^\w.-]", "_", part) for part in parts]
    forms = ["_".join(parts[: length + 1]) for length in range(len(parts))]
    return [form for form in forms if form not in NO_HOSTS]


def _host_names(forms: Sequence[Sequence[str]], taken: Collection[str]) -> list[str]:
    levels = [0] * len(forms)
    while True:
        names = [form[level] for form, level in zip(forms, levels)]
        counts = Counter(names)
        clashing = [index for index, name in enumerate(names) if counts[name] > 1 or name in taken]
        if not clashing:
            return names
        improvable = [index for index in clashing if levels[index] + 1 < len(forms[index])]
        if not improvable:
            name = names[clashing[0]]
            if counts[name] > 1:
                raise VbsError(f"Two policies would be the host {name}: is a project there twice?")
            raise VbsError(f"A policy would be the host {name}, but there is a group or another host of this name.")
        for index in improvable:
            levels[index] += 1
