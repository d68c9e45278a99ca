# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the settings of a cloud mean, once all are merged: old names, names beside auth, domains, types."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import hide
from ansible_collections.otc.vbs.plugins.module_utils._checks import Hidden, check_filled_in
from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput, VbsError
from ansible_collections.otc.vbs.plugins.module_utils._login.methods import METHODS, OWN_OPTIONS, SECRETS

PATHS = ("cacert", "cert", "key")
# The addresses of the backup service and of the volume service, each by several names, the first of which holds. Those
# of the latter are in openstacksdk's order.
ENDPOINTS = (
    ("vbs_endpoint_override", "vbsv2_endpoint_override"),
    (
        "block_storage_endpoint_override",
        "volumev3_endpoint_override",
        "volumev2_endpoint_override",
        "volume_endpoint_override",
        "block_store_endpoint_override",
    ),
)
TEXTS = ("auth_type", "region_name", "interface", *PATHS, *(name for names in ENDPOINTS for name in names))
# The type that a setting may have beside a text. Most numbers have become texts before that is looked at.
TYPES: dict[str, Any] = {**dict.fromkeys(TEXTS), "verify": bool, "insecure": bool, "api_timeout": int}
EXPECTED = {bool: "true or false", int: "a number of seconds", None: "a text"}

# What auth may hold by several names, the last of which that is there holds. One beside auth takes the place of one in
# it.
MOVED = {
    **{f"{of}{by}": (f"{of}{by}",) for of in ("domain_", "user_domain_", "project_domain_") for by in ("id", "name")},
    "project_id": ("tenant_id", "tenant-id", "project_id"),
    "project_name": ("tenant_name", "tenant-name", "project_name"),
    "token": ("auth-token", "auth_token", "token"),
}
# What else auth may hold, with the other names of each. What stands beside auth takes the place of what is in it, but
# for those of FOREIGN.
AUTH: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("auth_url", "user_id", "system_scope", "trust_id"), ()),
    **dict.fromkeys(("default_domain_id", "default_domain_name"), ()),
    "username": ("user_name",),
    **{option.name: option.aliases for option in OWN_OPTIONS if option.name not in MOVED},
}
# Those that the openstack command does not know.
FOREIGN = tuple(option.name for method in METHODS if not method.in_openstack for option in method.options)


def normalize(config: Mapping[Any, Any], source: str, project: bool = False) -> dict[str, Any]:
    """The settings of a cloud, under openstacksdk's names and of the types that belong there.

    config: what all files and variables say, merged; source: where a user finds that.
    project: whether a project is named elsewhere.

    A setting that has no value is left out. The others are:

    - auth: a mapping of names of AUTH and MOVED to texts that are not empty.
    - auth_type, region_name, and those of ENDPOINTS: texts.
    - interface: a text, or a list of texts, the best first.
    - cacert, cert, key: paths, with '~' replaced.
    - verify: a boolean, or a text: requests takes it for the path of a CA bundle.
    - insecure: a boolean; true wins over verify and cacert.
    - api_timeout: seconds as a number, or as a text that came from a variable.
    """
    # The order of the steps is that of the openstack command: each sees what the one before it left.
    auth = {key: value for key, value in config["auth"].items() if isinstance(key, str)}
    config = {key: value for key, value in config.items() if isinstance(key, str) and key != "auth"}
    _choose_timeout(config)
    config.pop("auth-type", None)  # openstacksdk does not read this one with a dash
    _move(config, auth)
    if "endpoint_type" in config:  # the old name comes before the new one
        config["interface"] = config["endpoint_type"]
    _spread_domain(auth, project)
    if "insecure" in config and not isinstance(config["insecure"], bool):
        config["insecure"] = str(config["insecure"]).lower() == "true"
    if auth.get("auth_url"):
        auth["auth_url"] = _formatted("auth.auth_url", auth["auth_url"], config, source)
    config, auth = underscored(config), underscored(auth)
    _set_default_domain(config, auth)
    for name, others in AUTH.items():
        first, second = (auth, config) if name in FOREIGN else (config, auth)
        auth[name] = _first_of((name, *others), first) or _first_of((name, *others), second)
    result: dict[str, Any] = {"auth": _checked_auth(auth, source)}
    for key in [key for key in config if key in TYPES]:
        value = config[key] = _formatted(key, config[key], config, source)
        _check(key, value, source)
        result[key] = os.path.expanduser(value) if value and key in PATHS else value
    return {key: value for key, value in result.items() if value not in (None, "", {})}


def underscored(config: Mapping[Any, Any]) -> dict[str, Any]:
    """With underscores in the names, and numbers as texts, but for a timeout of whole seconds."""
    normalized = {}
    for key, value in config.items():
        if isinstance(key, str):
            name = key.replace("-", "_")
            stays = isinstance(value, bool) or (name == "api_timeout" and isinstance(value, int))
            normalized[name] = str(value) if isinstance(value, (int, float)) and not stays else value
    return normalized


def _first_of(names: tuple[str, ...], settings: dict[str, Any]) -> Any:
    return next((settings[name] for name in names if name in settings), None)


def _choose_timeout(config: dict[str, Any]) -> None:
    """There is but one timeout for all services: that of any one of them comes before the common one."""
    names = [key for key in config if key.endswith("timeout") and key not in ("timeout", "api_timeout")]
    values = [config.pop(name) for name in names]
    if values and values[-1] is not None:
        config["api_timeout"] = values[-1]


def _move(config: dict[str, Any], auth: dict[str, Any]) -> None:
    """Into auth, under today's names, what belongs there."""
    for name, names in MOVED.items():
        target = None
        for key in dict.fromkeys((*names, name.replace("_", "-"))):
            for holder in (auth, config):
                value = holder.pop(key, None)
                if value is not None:
                    # YAML takes some names for numbers or dates.
                    target = value if isinstance(value, (dict, list)) else str(value)
        if target:
            auth[name] = target


def _spread_domain(auth: dict[str, Any], project: bool) -> None:
    """With a project, the domain is that of the user and of the project; without one, it is what to log in to."""
    if project or "project_id" in auth or "project_name" in auth:
        for by in ("id", "name"):
            domain = auth.pop(f"domain_{by}", None)
            if domain:
                auth.setdefault(f"user_domain_{by}", domain)
                auth.setdefault(f"project_domain_{by}", domain)


def _set_default_domain(config: dict[str, Any], auth: dict[str, Any]) -> None:
    """The domain that the openstack command takes where it is told that Keystone is of version 3."""
    by_password = config.get("auth_type") in (None, "", "password", "v3password")
    if str(config.get("identity_api_version")) == "3" and by_password and config.get("default_domain"):
        for owner in ("user", "project"):
            if not auth.get(f"{owner}_domain_id") and not auth.get(f"{owner}_domain_name"):
                auth[f"{owner}_domain_id"] = config["default_domain"]


def _formatted(key: str, value: Any, fields: dict[str, Any], source: str) -> Any:
    """The text with such parts as {region_name} replaced by the settings that they name."""
    if not isinstance(value, str):
        return value
    check_filled_in(key, value, source)
    try:
        return value.format(**{name: field for name, field in fields.items() if name not in SECRETS})
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        raise VbsError(
            f"{key} has braces that cannot be replaced: in them stands the name of another setting, "
            f"as in https://iam.{{region_name}}.otc.t-systems.com/v3. See {source}."
        ) from None


def _checked_auth(auth: dict[str, Any], source: str) -> dict[str, str]:
    checked = {name: auth[name] for name in (*AUTH, *MOVED) if auth.get(name) not in (None, "")}
    for name, value in checked.items():
        if not isinstance(value, str):
            raise InvalidInput(f"auth.{name}", Hidden(), f"It must be a text: put it in quotes. See {source}.")
        if name in SECRETS:
            hide(value)
    return checked


def _check(key: str, value: Any, source: str) -> None:
    texts = value if key == "interface" and isinstance(value, list) else [value]
    wanted = TYPES[key]
    # True is an integer in Python.
    fits = wanted and isinstance(value, wanted) and isinstance(value, bool) is (wanted is bool)
    if value is not None and not fits and not all(isinstance(text, str) for text in texts):
        raise VbsError(f"{key} must be {EXPECTED[wanted]}. See {source}.")
