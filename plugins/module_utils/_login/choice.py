# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How to log in: from the option auth, else from clouds.yaml or the environment."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import hide
from ansible_collections.otc.vbs.plugins.module_utils._checks import (
    Hidden,
    check_filled_in,
    check_text,
    check_token,
    check_url,
    shown,
)
from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput, MissingInput
from ansible_collections.otc.vbs.plugins.module_utils._login.keystone import domain
from ansible_collections.otc.vbs.plugins.module_utils._settings.clouds import Cloud

# The ways to log in, and the one value of each that is its secret.
SECRETS = {
    "token": "token",
    "password": "password",
    "application credential": "application_credential_secret",
    "access key": "secret_key",
}
KEYSTONE = ("token", "password", "application credential")
# What only one way has; a user may also be that of an application credential.
OWN = {
    "token": ("token",),
    "password": ("password",),
    "application credential": (
        "application_credential_id",
        "application_credential_name",
        "application_credential_secret",
    ),
    "access key": ("access_key", "secret_key", "security_token"),
}
# Names of ways as the OpenStack tools have them; the last is ours, as these have none.
AUTH_TYPES = {
    "token": "token",
    "v3token": "token",
    "password": "password",
    "v3password": "password",
    "v3applicationcredential": "application credential",
    "aksk": "access key",
}
# What an option keeps out of what clouds.yaml or the environment says.
REPLACES = {
    "username": ("user_id", "token"),
    "user_id": ("token", "username", "user_domain_name", "user_domain_id"),
    "user_domain_name": ("user_domain_id",),
    "user_domain_id": ("user_domain_name",),
    "project_name": ("project_id",),
    "project_id": ("project_name", "project_domain_name", "project_domain_id"),
    "project_domain_name": ("project_domain_id",),
    "project_domain_id": ("project_domain_name",),
    "application_credential_id": ("application_credential_name", "application_credential_secret"),
    "application_credential_name": ("application_credential_id", "application_credential_secret"),
    "access_key": ("secret_key", "security_token"),
    "secret_key": ("security_token",),
}
# What to do where Keystone wants to be asked in a way that is not known here, such as with a second factor.
ANY_WAY = (
    "For any other way, log in with the openstack command: 'openstack token issue -f value -c id' prints a token to "
    "set as auth.token, with auth_type token."
)
ENVIRONMENT = {
    "endpoint": "OS_VBS_ENDPOINT_OVERRIDE",
    "project_id": "OS_PROJECT_ID",
    "auth.auth_url": "OS_AUTH_URL",
    "auth.username": "OS_USERNAME",
    "auth.user_domain_name": "OS_USER_DOMAIN_NAME",
    "auth.password": "OS_PASSWORD",
    "auth.access_key": "OS_ACCESS_KEY",
    "auth.secret_key": "OS_SECRET_KEY",
    "auth.application_credential_id": "OS_APPLICATION_CREDENTIAL_ID",
    "auth.application_credential_secret": "OS_APPLICATION_CREDENTIAL_SECRET",
    "client_cert": "OS_CERT",
}


class Login(NamedTuple):
    """One way to log in, one of SECRETS, and the values for it."""

    way: str
    auth: dict[str, str]

    def __repr__(self) -> str:
        # Without the secrets.
        return f"Login({self.way!r})"

    @property
    def project_id(self) -> str | None:
        """The project's ID, where the login names it by that; None where Keystone has to tell."""
        return self.auth.get("project_id")

    @property
    def project(self) -> dict[str, Any]:
        """How to name the project to Keystone."""
        if self.project_id:
            return {"id": self.project_id}
        return {
            "name": self.auth["project_name"],
            "domain": domain(self.auth, "project") or domain(self.auth, "user"),
        }


def choose_login(option: Mapping[str, Any], cloud: Mapping[str, Any], auth_type: Any) -> Login | None:
    """What the option says, and for the rest the cloud; None if nothing does. Raises for what contradicts itself."""
    # A secret that is set but empty still tells the way: another way must not take its place.
    named = [name for name, value in option.items() if value is not None]
    chosen = _filled(option)
    configured = _filled(cloud.get("auth") or {})
    for values in (chosen, configured):
        for secret in (*SECRETS.values(), "security_token"):
            if values.get(secret):
                hide(values[secret])
    if str(auth_type or cloud.get("auth_type")).startswith("v3"):
        # As with the OpenStack tools, these are for where the version of Keystone is not told.
        for by in ("id", "name"):
            configured.pop(f"default_domain_{by}", None)
    if "project_id" in chosen:
        chosen.pop("project_name", None)
    configured = _without_replaced(configured, chosen)
    way = _way(named, auth_type, "auth")
    if not way:
        ways = list(configured)
        if any(configured.get(SECRETS[other]) for other in KEYSTONE):
            # Other tools read access keys from the same variables: they are not meant for this one then.
            ways = [name for name in ways if name not in OWN["access key"]]
        way = _way(ways, cloud.get("auth_type"), "the cloud's auth", configured)
    return Login(way, {**configured, **chosen}) if way else None


def overlay(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Options with others over them, which keep out what they replace."""
    # An empty one is as if not set, but that it tells the way to log in.
    empty = {name: value for name, value in new.items() if value is not None}
    return {**empty, **_without_replaced(old, _filled(new)), **_filled(new)}


def _without_replaced(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    replaced = {other for name in new for other in REPLACES.get(name, ())}
    return {name: value for name, value in old.items() if name not in replaced}


def _filled(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items() if value not in (None, "")}


def _way(names: Collection[str], auth_type: Any, where: str, found: Mapping[str, str] | None = None) -> str | None:
    """The way that these values are for, set or empty; found: those of a cloud."""
    if auth_type:
        if auth_type not in AUTH_TYPES:
            raise InvalidInput("auth_type", shown(auth_type), f"It must be one of {', '.join(AUTH_TYPES)}. {ANY_WAY}")
        return AUTH_TYPES[auth_type]
    if found and found.get("password") and (found.get("username") or found.get("user_id")):
        # The OpenStack tools take no other way unless they are told to.
        return "password"
    ways = [way for way, own in OWN.items() if any(name in names for name in own)]
    if len(ways) > 1:
        secrets = " and ".join(SECRETS[way] for way in ways)
        raise InvalidInput(where, Hidden(), f"Both {secrets} are given: give the one to log in with, or set auth_type.")
    if not ways and ("username" in names or "user_id" in names):
        return "password"
    return ways[0] if ways else None


def check_login(login: Login, endpoint: str | None, cloud: Cloud) -> None:
    """Raises for what is missing; endpoint: None if Keystone has to tell; cloud: where else it might be."""
    way, auth, project_id = login.way, login.auth, login.project_id
    for name, value in auth.items():
        check_text(f"auth.{name}", value)
        check_filled_in(f"auth.{name}", value)
    secret = SECRETS[way]
    if not auth.get(secret):
        raise missing(f"auth.{secret}", f"the {way} to log in with", cloud)
    for name in ("token", "access_key", "security_token"):
        if auth.get(name):
            check_token(f"auth.{name}", auth[name])
    if way == "access key":
        _check_access_key(auth, endpoint, cloud)
    elif way != "token" or not (endpoint and project_id) or auth.get("project_name"):
        _check_keystone(way, auth, endpoint, cloud)
    if way == "password" and not project_id and not auth.get("project_name"):
        what = "the ID of the project that the policies belong to, or set auth.project_name"
        raise missing("project_id", what, cloud)


def _check_access_key(auth: dict[str, str], endpoint: str | None, cloud: Cloud) -> None:
    if auth.get("project_name"):
        # Nobody is asked for its ID, so it might be another project's.
        raise InvalidInput(
            "auth.project_name",
            shown(auth["project_name"]),
            "With an access key, a project is known by its ID alone: set project_id in place of the name. "
            "'openstack project show NAME -f value -c id' prints it.",
        )
    values = {
        "auth.access_key": auth.get("access_key"),
        "endpoint": endpoint,
        "project_id": auth.get("project_id"),
    }
    for name, value in values.items():
        if not value:
            raise missing(name, "needed with auth.secret_key", cloud)


def _check_keystone(way: str, auth: dict[str, str], endpoint: str | None, cloud: Cloud) -> None:
    if not auth.get("auth_url"):
        if way != "token":
            what = "Keystone's address, such as https://iam.eu-de.otc.t-systems.com/v3"
            raise missing("auth.auth_url", what, cloud)
        if endpoint and auth.get("project_id"):
            raise missing("auth.auth_url", "to have Keystone tell whether auth.project_name is that project", cloud)
        option = "project_id" if endpoint else "endpoint"
        raise missing(option, "or set auth.auth_url, to have Keystone tell", cloud)
    check_url("auth.auth_url", auth["auth_url"])
    if way == "token" or auth.get("user_id") or auth.get("application_credential_id"):
        return
    if way == "application credential" and not auth.get("application_credential_name"):
        raise missing("auth.application_credential_id", "the application credential's ID", cloud)
    if not auth.get("username"):
        raise missing("auth.username", "the user's name, or set auth.user_id", cloud)
    if not domain(auth, "user"):
        raise missing("auth.user_domain_name", "the domain of the user, or set auth.user_domain_id", cloud)


def missing(option: str, what: str, cloud: Cloud) -> MissingInput:
    """The error for an option that is needed; what: what it is, in a few words."""
    variable = ENVIRONMENT.get(option)
    also = ""
    if variable and cloud.heeds(variable):
        also = f" or the environment variable {variable}"
    elif cloud.name and not cloud.variables:
        also = f", here or in {cloud.place}"
    return MissingInput(option, f"Set it{also}: {what}.")
