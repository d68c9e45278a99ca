# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The login that the OpenStack tools are set up with: clouds.yaml, secure.yaml and OS_* variables.

The result is that of the C(openstack) command, which a test compares: over what a file says of a cloud come the
variables that are options of the command. But for these:

- What the command fills in by itself is left out, such as C(interface: public).
- Null and empty values are as if not set, once all is merged. openstacksdk makes C('None') of some.
- Of the vendor profiles built into it, only those of Open Telekom Cloud are known. None is fetched from a URL.
- The addresses of services, for which the command has no option, come from the variables even so.
- A project that the variables name must be the one whose ID the file has. The command does not look at the name.
- What makes it fail with a traceback, or skip a file, is an error that says what is wrong.
- A region that the task names counts in place of OS_REGION_NAME, for the cloud of the variables as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._checks import Hidden, shown
from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput, MissingInput, VbsError
from ansible_collections.otc.vbs.plugins.module_utils._login.methods import METHODS
from ansible_collections.otc.vbs.plugins.module_utils._settings.files import CloudFiles
from ansible_collections.otc.vbs.plugins.module_utils._settings.normalize import normalize, underscored
from ansible_collections.otc.vbs.plugins.module_utils._settings.variables import (
    ADDRESSES,
    Variables,
    counts_for_any_cloud,
)

# The addresses that openstacksdk knows for these names (that of the Swiss one lacks its 'https://' there).
PROFILES: dict[str, dict[str, Any]] = {
    "otc": {
        "auth": {"auth_url": "https://iam.{region_name}.otc.t-systems.com/v3"},
        "regions": ["eu-de", "eu-nl"],
        "identity_api_version": "3",
    },
    "otc-swiss": {
        "auth": {"auth_url": "https://iam-pub.eu-ch2.sc.otc.t-systems.com/v3"},
        "regions": ["eu-ch2"],
        "identity_api_version": "3",
    },
}


# The variables of options whose names differ from theirs. A token ends too soon to be kept in a variable.
VARIABLES: dict[str, str | None] = {
    "endpoint": "OS_VBS_ENDPOINT_OVERRIDE",
    "client_cert": "OS_CERT",
    "auth.token": None,
}


class Cloud(NamedTuple):
    """The cloud that was chosen, and what there was to choose from.

    name: None if there is no cloud. source: where it is, as a message has it.
    config: what files and variables say of it, merged. by_name: whether it is by its name that it was chosen.
    """

    name: Any
    source: str
    config: dict[Any, Any]
    by_name: bool
    files: CloudFiles
    variables: Variables

    @property
    def is_own(self) -> bool:
        """Whether it is the cloud that the variables make."""
        return bool(self.variables.own) and self.name == self.variables.own_name

    def missing(self, option: str, what: str) -> MissingInput:
        """The error for an option that is needed; what: what it is, in a few words."""
        variable = VARIABLES.get(option, f"OS_{option.removeprefix('auth.').upper()}")
        also = ""
        if variable and self._heeds(variable):
            also = f" or the environment variable {variable}"
        elif self.name and not self.is_own:
            also = f", here or in {self.source}"
        return MissingInput(option, f"Set it{also}: {what}.{self._hint()}")

    def no_login(self) -> MissingInput:
        """The error where nothing tells how to log in."""
        if not self.name and self.files.clouds:
            return MissingInput("cloud", f"Name one of those in clouds.yaml, {self._names()}; or set auth.")
        if self.is_own:
            looked = f"The environment variables {', '.join(self.variables.makers)} do not tell how to log in."
        elif self.name:
            looked = f"Looked at {self.source}."
        else:
            looked = f"No environment variable OS_* tells how to log in. {self.files}"
        wanted = ", or ".join(method.wanted for method in METHODS)
        return MissingInput(
            "auth",
            f"Set {wanted}; or name a cloud of clouds.yaml, or set the OS_* environment variables of the OpenStack "
            f"tools. {looked}{self._hint()}",
        )

    def _heeds(self, variable: str) -> bool:
        """Whether it is this cloud that the variable would change."""
        # Beside the only cloud of a file, a variable would make another one in its place.
        return self.is_own or not self.name or (self.by_name and counts_for_any_cloud(variable))

    def _hint(self) -> str:
        """That the variables hide the clouds of a file, if they do: one of them may be there by chance."""
        if self.by_name or not self.is_own or not self.files.clouds:
            return ""
        return (
            f" As with the openstack command, {', '.join(self.variables.makers)} of the environment take the place of "
            f"the clouds in {' and '.join(self.files.read)}, as long as none is named: set cloud or OS_CLOUD to "
            f"{self._names()}."
        )

    def _names(self) -> str:
        return ", ".join(map(str, self.files.clouds))


def choose_cloud(files: CloudFiles, variables: Variables, name: str | None) -> Cloud:
    """The cloud of that name, as the files and variables have it; raises VbsError for what cannot be right.

    name: None or empty where the task names none. Then it is the cloud that OS_CLOUD names, else the one that the
    variables make, if there are any, else the only cloud in the files, else none: what is said of it is empty then.
    Its region is the one that is asked for, else its first one.
    """
    clouds = dict(files.clouds)
    own_name = variables.own_name
    if own_name in clouds:
        raise VbsError(
            f"{' and '.join(files.read)} must not have a cloud {own_name!r}: it is the name of the one that the "
            "variables OS_* make. Rename it, or set OS_CLOUD_NAME to another name."
        )
    default: Any = variables.cloud
    if variables.own:
        clouds[own_name] = variables.own
        default = default or own_name
    if not default and len(clouds) == 1:
        default = next(iter(clouds))
    chosen = name or default
    if chosen and chosen not in clouds:
        known = ", ".join(str(cloud) for cloud in clouds) or "none"
        raise InvalidInput("cloud" if name else "OS_CLOUD", shown(chosen), f"Known clouds: {known}. {files}")
    is_own = bool(variables.own) and chosen == own_name
    in_files = f"the cloud {shown(chosen)!r} in {' and '.join(files.read)}"
    source = "the environment variables OS_*" if is_own else in_files
    config = clouds.get(chosen, {})
    if not isinstance(config, dict):
        raise VbsError(f"A cloud must be a mapping of names to values. See {source}.")
    profile = _profile(config, own_name, source, files)
    region, values = _region(chosen, config, profile, variables.region_name, source)
    merged = _update(_update(_update({"auth": {}}, profile, source), config, source), values, source)
    # However a file spells it.
    addresses = {*variables.arguments} & {*ADDRESSES}
    merged = {key: value for key, value in merged.items() if str(key).replace("-", "_") not in addresses}
    merged = {**merged, **variables.arguments, "region_name": region}
    return Cloud(chosen or None, source, merged, bool(name or variables.cloud), files, variables)


def cloud_settings(cloud: Cloud, project: bool) -> dict[str, Any]:
    """The settings of a cloud; see normalize(). project: whether the task names a project."""
    settings = normalize(cloud.config, cloud.source, project)
    arguments, auth = cloud.variables.arguments, settings.get("auth", {})
    if "project_id" in auth and ("project_id" in arguments or "project_name" not in arguments):
        # The ID is what counts. Only a name that somebody set over it may mean another project.
        auth = {name: value for name, value in auth.items() if name != "project_name"}
        settings = {**settings, "auth": auth}
    return settings


def option_settings(option: Mapping[Any, Any], files: CloudFiles) -> dict[str, Any]:
    """The settings that a task brings itself, under the names of clouds.yaml; see normalize()."""
    source = "the option cloud"
    if "clouds" in option:
        raise InvalidInput("cloud", Hidden(), "It must be one of the clouds in a clouds.yaml, not all of the file.")
    config = {key: value for key, value in option.items() if key != "cloud"}
    profile = _profile(config, None, source, files)
    return normalize(_update(_update({"auth": {}}, profile, source), config, source), source, project=True)


def _profile(config: Mapping[Any, Any], own_name: Any, source: str, files: CloudFiles) -> dict[Any, Any]:
    # 'cloud' is the old name of it; in the environment's own cloud, it is OS_CLOUD.
    name = config.get("profile", config.get("cloud"))
    if not name or name == own_name:
        return {}
    if not isinstance(name, str):
        raise VbsError(f"profile must be a name. See {source}.")
    profile = files.profile(name)
    return PROFILES.get(name, {}) if profile is None else profile


def _region(
    chosen: Any, cloud: dict[Any, Any], profile: dict[Any, Any], asked: str, source: str
) -> tuple[str, dict[Any, Any]]:
    """The name of the region, and the settings that hold only there."""
    cloud = underscored(cloud)
    if not chosen:
        return asked, {}
    if "regions" in cloud:
        regions = cloud["regions"]
    elif cloud.get("region_name"):
        regions = cloud["region_name"]
        if not isinstance(regions, (str, list)):
            raise VbsError(f"region_name must be a text. See {source}.")
        regions = regions if isinstance(regions, list) else str(regions).split(",")
    else:
        regions = profile.get("regions") or [name for name in [profile.get("region_name")] if name]
    known: list[tuple[str, dict[Any, Any]]] = []
    for region in regions if isinstance(regions, list) else [None]:
        entry = {"name": region} if isinstance(region, str) else region
        if not isinstance(entry, dict) or not isinstance(entry.get("name"), str) or set(entry) - {"name", "values"}:
            raise VbsError(f"regions must be a list of names, or of mappings with name and values. See {source}.")
        values = entry.get("values", {})
        if not isinstance(values, dict):
            raise VbsError(f"values of the region {entry['name']!r} must be a mapping. See {source}.")
        known.append((entry["name"], {key: value for key, value in values.items() if value is not None}))
    if not known:
        return asked, {}
    for name, values in known:
        if asked in ("", name):
            return name, values
    names = " or ".join(name for name, _values in known)
    raise InvalidInput("region_name", shown(asked), f"It must be {names}. See {source}.")


def _update(config: dict[Any, Any], new: dict[Any, Any], source: str) -> dict[Any, Any]:
    """The settings with the new ones in their source; those in auth one by one."""
    auth = new.get("auth", {})
    if not isinstance(auth, dict):
        raise VbsError(f"auth must be a mapping, with such names as auth_url, username and password. See {source}.")
    return {**config, **new, "auth": {**config["auth"], **auth}}
