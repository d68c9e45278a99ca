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
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._checks import Hidden, shown
from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput, VbsError
from ansible_collections.otc.vbs.plugins.module_utils._settings.files import CloudFiles, load_files, load_profile
from ansible_collections.otc.vbs.plugins.module_utils._settings.normalize import (
    AUTH,
    ENDPOINTS,
    KEY_PAIR,
    MOVED,
    normalize,
    settle,
)

# These variables choose or steer; any other OS_* one makes a cloud of its own out of the environment.
SELECTORS = {"OS_CLOUD", "OS_REGION_NAME", "OS_CLIENT_CONFIG_FILE", "OS_CLIENT_SECURE_FILE", "OS_CLOUD_NAME"}
NOT_SETTINGS = ("OS_TEST", "OS_STD", "OS_LOG")
# openstacksdk sets these to its defaults in the environment's cloud: they come before those of a profile.
WITH_DEFAULTS = ("auth_type", "interface", "verify", "api_timeout", "cacert", "cert", "key")

# Settings that a variable says for any cloud: in the C(openstack) command its value is that of an option.
ARGUMENTS = (
    *(name for name in (*AUTH, *MOVED) if name not in KEY_PAIR),
    *("auth_type", "interface", "cacert", "cert", "key", "identity_api_version", "default_domain"),
)
# These are no options of the command, but of this collection alone.
ADDRESSES = tuple(name for names in ENDPOINTS for name in names)

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


class Cloud(NamedTuple):
    """A cloud that was found.

    settings: see find_cloud(). name: None if there is no cloud. place: where it is, as a message has it.
    files: those that were read. named: whether it is by its name that it was chosen.
    variables: the names of those that make the cloud; empty where it is one of the files.
    """

    settings: dict[str, Any]
    name: Any
    place: str
    files: CloudFiles
    named: bool
    variables: list[str]

    def heeds(self, variable: str) -> bool:
        """Whether it is this cloud that the variable would change."""
        if self.variables or not self.name:
            return True
        # Beside the only cloud of a file, a variable would make another one in its place.
        return self.named and variable[3:].lower() in (*ARGUMENTS, *ADDRESSES)


def find_cloud(
    name: str | None, region_name: str | None, environ: Mapping[str, str], *, project: bool = False
) -> Cloud:
    """The settings of a cloud, under openstacksdk's names; raises VbsError for what cannot be right.

    name, region_name: None or empty where the user names none. Then it is the cloud that OS_CLOUD
    names, else the OS_* variables if there are any, else the only cloud in the files, else none: the
    result is empty. The region is then that of OS_REGION_NAME, else the cloud's first one.
    project: whether the user names a project.

    A setting that has no value is left out. The others are:

    - auth: a mapping of names of _cloud_settings.AUTH and MOVED to texts that are not empty.
    - auth_type, region_name, and those of ENDPOINTS: texts.
    - interface: a text, or a list of texts, the best first.
    - cacert, cert, key: paths, with '~' replaced.
    - verify: a boolean, or a text: requests takes it for the path of a CA bundle.
    - insecure: a boolean; true wins over verify and cacert.
    - api_timeout: seconds as a number, or as a text that came from a variable.
    """
    files = load_files(environ)
    clouds = dict(files.clouds)
    own_name = environ.get("OS_CLOUD_NAME", "envvars")
    if own_name in clouds:
        raise VbsError(
            f"{' and '.join(files.read)} must not have a cloud {own_name!r}: it is the name of the one that the "
            "variables OS_* make. Rename it, or set OS_CLOUD_NAME to another name."
        )
    default: Any = environ.get("OS_CLOUD")
    variables = _variables(environ)
    if variables:
        clouds[own_name] = variables
        default = default or own_name
    if not default and len(clouds) == 1:
        default = next(iter(clouds))
    chosen = name or default
    if chosen and chosen not in clouds:
        known = ", ".join(str(cloud) for cloud in clouds) or "none"
        raise InvalidInput("cloud" if name else "OS_CLOUD", shown(chosen), f"Known clouds: {known}. {files}")
    own = bool(variables) and chosen == own_name
    place = "the environment variables OS_*" if own else _place(chosen, files)
    cloud = clouds.get(chosen, {})
    if not isinstance(cloud, dict):
        raise VbsError(f"A cloud must be a mapping of names to values. See {place}.")
    profile = _profile(cloud, own_name, place, environ)
    region, values = _region(chosen, cloud, profile, region_name or environ.get("OS_REGION_NAME", ""), place)
    config = _update(_update(_update({"auth": {}}, profile, place), cloud, place), values, place)
    arguments = _arguments(environ)
    # However a file spells it.
    config = {
        key: value for key, value in config.items() if str(key).replace("-", "_") not in set(arguments) & {*ADDRESSES}
    }
    settings = settle({**config, **arguments, "region_name": region}, place, project)
    auth = settings.get("auth", {})
    if "project_id" in auth and ("project_id" in arguments or "project_name" not in arguments):
        # The ID is what counts. Only a name that somebody set over it may mean another project.
        auth.pop("project_name", None)
    names = [name for name in _names(environ) if name not in SELECTORS]
    named = bool(name or environ.get("OS_CLOUD"))
    return Cloud(settings, chosen or None, place, files, named, names if own else [])


def read_cloud(cloud: Mapping[Any, Any], environ: Mapping[str, str]) -> dict[str, Any]:
    """The settings that a task brings itself, under the names of clouds.yaml; as find_cloud() has them."""
    place = "the option cloud"
    if "clouds" in cloud:
        raise InvalidInput("cloud", Hidden(), "It must be one of the clouds in a clouds.yaml, not all of the file.")
    config = dict(cloud)
    config.pop("cloud", None)
    profile = _profile(config, None, place, environ)
    return settle(_update(_update({"auth": {}}, profile, place), config, place), place, project=True)


def _names(environ: Mapping[str, str]) -> list[str]:
    return [name for name in environ if name.startswith("OS_") and not name.startswith(NOT_SETTINGS)]


def _arguments(environ: Mapping[str, str]) -> dict[str, Any]:
    """What the variables say over any cloud, as if with an option of the command."""
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


def _variables(environ: Mapping[str, str]) -> dict[str, Any]:
    names = _names(environ)
    if not set(names) - SELECTORS:
        return {}
    return {**dict.fromkeys(WITH_DEFAULTS), **{name[3:].lower(): environ[name] for name in names}}


def _place(chosen: Any, files: CloudFiles) -> str:
    return f"the cloud {shown(chosen)!r} in {' and '.join(files.read)}"


def _profile(cloud: dict[Any, Any], own_name: Any, place: str, environ: Mapping[str, str]) -> dict[Any, Any]:
    # 'cloud' is the old name of it; in the environment's own cloud, it is OS_CLOUD.
    name = cloud.get("profile", cloud.get("cloud"))
    if not name or name == own_name:
        return {}
    if not isinstance(name, str):
        raise VbsError(f"profile must be a name. See {place}.")
    profile = load_profile(name, environ)
    return PROFILES.get(name, {}) if profile is None else profile


def _region(
    chosen: Any, cloud: dict[Any, Any], profile: dict[Any, Any], asked: str, place: str
) -> tuple[str, dict[Any, Any]]:
    """The name of the region, and the settings that hold only there."""
    cloud = normalize(cloud)
    if not chosen:
        return asked, {}
    if "regions" in cloud:
        regions = cloud["regions"]
    elif cloud.get("region_name"):
        regions = cloud["region_name"]
        if not isinstance(regions, (str, list)):
            raise VbsError(f"region_name must be a text. See {place}.")
        regions = regions if isinstance(regions, list) else str(regions).split(",")
    else:
        regions = profile.get("regions") or [name for name in [profile.get("region_name")] if name]
    known: list[tuple[str, dict[Any, Any]]] = []
    for region in regions if isinstance(regions, list) else [None]:
        entry = {"name": region} if isinstance(region, str) else region
        if not isinstance(entry, dict) or not isinstance(entry.get("name"), str) or set(entry) - {"name", "values"}:
            raise VbsError(f"regions must be a list of names, or of mappings with name and values. See {place}.")
        values = entry.get("values", {})
        if not isinstance(values, dict):
            raise VbsError(f"values of the region {entry['name']!r} must be a mapping. See {place}.")
        known.append((entry["name"], {key: value for key, value in values.items() if value is not None}))
    if not known:
        return asked, {}
    for name, values in known:
        if asked in ("", name):
            return name, values
    names = " or ".join(name for name, _values in known)
    raise InvalidInput("region_name", shown(asked), f"It must be {names}. See {place}.")


def _update(config: dict[Any, Any], new: dict[Any, Any], place: str) -> dict[Any, Any]:
    """The settings with the new ones in their place; those in auth one by one."""
    auth = new.get("auth", {})
    if not isinstance(auth, dict):
        raise VbsError(f"auth must be a mapping, with such names as auth_url, username and password. See {place}.")
    return {**config, **new, "auth": {**config["auth"], **auth}}
