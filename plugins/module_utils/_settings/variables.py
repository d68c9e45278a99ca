# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the variables OS_* of the OpenStack tools say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._settings.normalize import AUTH, ENDPOINTS, FOREIGN, MOVED

# These choose or steer; any other OS_* one makes a cloud of its own out of the environment.
SELECTORS = {"OS_CLOUD", "OS_REGION_NAME", "OS_CLIENT_CONFIG_FILE", "OS_CLIENT_SECURE_FILE", "OS_CLOUD_NAME"}
NOT_SETTINGS = ("OS_TEST", "OS_STD", "OS_LOG")
# openstacksdk sets these to its defaults in the environment's cloud: they come before those of a profile.
WITH_DEFAULTS = ("auth_type", "interface", "verify", "api_timeout", "cacert", "cert", "key")

# Settings that a variable says for any cloud: in the C(openstack) command its value is that of an option.
ARGUMENTS = (
    *(name for name in (*AUTH, *MOVED) if name not in FOREIGN),
    *("auth_type", "interface", "cacert", "cert", "key", "identity_api_version", "default_domain"),
)
# These are no options of the command, but of this collection alone.
ADDRESSES = tuple(name for names in ENDPOINTS for name in names)


class Variables(NamedTuple):
    """What the variables say.

    cloud: the name of the cloud to take. region_name: empty if none is asked for.
    own_name: that of the cloud which the variables make themselves. own: its settings, empty if they make none.
    makers: the variables that make it. arguments: what they say over any cloud, as if with an option of the command.
    """

    cloud: str | None
    region_name: str
    own_name: str
    own: dict[str, Any]
    makers: list[str]
    arguments: dict[str, Any]


def read_variables(environ: Mapping[str, str], region_name: str | None = None) -> Variables:
    """What the environment says; region_name: that of the task, which counts in place of OS_REGION_NAME."""
    names = [name for name in environ if name.startswith("OS_") and not name.startswith(NOT_SETTINGS)]
    makers = [name for name in names if name not in SELECTORS]
    own: dict[str, Any] = {}
    if makers:
        own = {**dict.fromkeys(WITH_DEFAULTS), **{name[3:].lower(): environ[name] for name in names}}
        if region_name:
            own["region_name"] = region_name
    return Variables(
        cloud=environ.get("OS_CLOUD"),
        region_name=region_name or environ.get("OS_REGION_NAME", ""),
        own_name=environ.get("OS_CLOUD_NAME", "envvars"),
        own=own,
        makers=makers,
        arguments=_arguments(environ),
    )


def counts_for_any_cloud(variable: str) -> bool:
    """Whether the variable says something over a cloud of a file as well."""
    return variable[3:].lower() in (*ARGUMENTS, *ADDRESSES)


def _arguments(environ: Mapping[str, str]) -> dict[str, Any]:
    given = {name: environ.get(f"OS_{name.upper()}") for name in (*ARGUMENTS, *ADDRESSES)}
    for by in ("id", "name"):
        given[f"project_{by}"] = given[f"project_{by}"] or environ.get(f"OS_TENANT_{by.upper()}")
    given["default_domain"] = given["default_domain"] or "default"
    arguments: dict[str, Any] = {name: value for name, value in given.items() if value}
    for names in ENDPOINTS:
        if any(name in arguments for name in names):
            # Any is the address, so that of a file must not come before it.
            arguments = {**dict.fromkeys(names), **arguments}
    return arguments
