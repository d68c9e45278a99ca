# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task says itself, and how that is laid over what a cloud says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._checks import Hidden, shown
from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput
from ansible_collections.otc.vbs.plugins.module_utils._login import choice
from ansible_collections.otc.vbs.plugins.module_utils._settings.clouds import option_settings
from ansible_collections.otc.vbs.plugins.module_utils._settings.files import CloudFiles
from ansible_collections.otc.vbs.plugins.module_utils._settings.normalize import ENDPOINTS

# The options that are settings of a cloud, by the names that these have there.
SETTINGS = {
    "endpoint": ENDPOINTS[0][0],
    "interface": "interface",
    "region_name": "region_name",
    "api_timeout": "api_timeout",
    "ca_cert": "cacert",
    "client_cert": "cert",
    "client_key": "key",
    # No cloud has this one.
    "validate_certs": "validate_certs",
}
# What a setting keeps out of the settings below it.
REPLACES = {
    "cacert": ("verify", "insecure"),
    "verify": ("cacert", "insecure"),
    "insecure": ("cacert", "verify"),
    # A key belongs to its certificate.
    "cert": ("key",),
    **{name: names for names in ENDPOINTS for name in names},
}


class Options(NamedTuple):
    """What a task says, in the dictionary cloud or in the options beside it, which win.

    cloud: the name of the cloud below. settings: those of a cloud, under their names there.
    auth: what there is of the option, also empty values.
    """

    cloud: str | None
    auth: dict[str, Any]
    auth_type: str | None
    settings: dict[str, Any]

    @property
    def region_name(self) -> str | None:
        """The region that the task names."""
        return self.settings.get("region_name")

    @property
    def names_project(self) -> bool:
        """Whether the task names a project."""
        return bool(self.auth.get("project_id") or self.auth.get("project_name"))


def read_options(params: Mapping[str, Any], files: CloudFiles) -> Options:
    """The options of a task; raises InvalidInput for a cloud that is none. files: where profiles are."""
    cloud: Any = params.get("cloud")
    own: dict[str, Any] = {}
    if isinstance(cloud, Mapping):
        own, cloud = option_settings(cloud, files), cloud.get("cloud")
    if isinstance(cloud, (int, float)) and not isinstance(cloud, bool):
        cloud = str(cloud)
    if not isinstance(cloud, (str, type(None))) or isinstance(shown(cloud), Hidden):
        raise InvalidInput(
            "cloud", Hidden(), "It must be the name of a cloud in clouds.yaml, or a dictionary of the cloud's settings."
        )
    beside = {name: params[option] for option, name in SETTINGS.items() if params.get(option) not in (None, "")}
    auth = dict(params.get("auth") or {})
    if params.get("project_id"):
        auth["project_id"] = params["project_id"]
    return Options(
        cloud=cloud,
        auth=choice.overlay(own.get("auth", {}), auth),
        auth_type=params.get("auth_type") or own.get("auth_type"),
        settings=overlay(own, beside),
    )


def overlay(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Settings with others over them; auth is not among these."""
    replaced = {other for name in new for other in REPLACES.get(name, ())} | {"auth"}
    return {**{name: value for name, value in old.items() if name not in replaced}, **new}
