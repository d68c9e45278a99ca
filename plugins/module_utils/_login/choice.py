# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Chooses the login method, of what the task says and of what the cloud says."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import hide
from ansible_collections.otc.vbs.plugins.module_utils._checks import Hidden, check_filled_in, check_text, shown
from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput
from ansible_collections.otc.vbs.plugins.module_utils._login.method import Credentials, Method, Source
from ansible_collections.otc.vbs.plugins.module_utils._login.methods import AUTH_TYPES, METHODS, SECRETS

# What an option keeps out of what clouds.yaml or the environment says, beside what the methods know of.
REPLACES = (
    ("username", "user_id"),
    ("user_id", "username"),
    ("user_id", "user_domain_name"),
    ("user_id", "user_domain_id"),
    ("user_domain_name", "user_domain_id"),
    ("user_domain_id", "user_domain_name"),
    ("project_name", "project_id"),
    ("project_id", "project_name"),
    ("project_id", "project_domain_name"),
    ("project_id", "project_domain_id"),
    ("project_domain_name", "project_domain_id"),
    ("project_domain_id", "project_domain_name"),
)
# What to do where Keystone wants to be asked in a way that is not known here, such as with a second factor.
ANY_OTHER = (
    "For any other way, log in with the openstack command: 'openstack token issue -f value -c id' prints a token to "
    "set as auth.token, with auth_type token."
)


def choose(option: Mapping[str, Any], cloud: Mapping[str, Any], auth_type: Any) -> Credentials | None:
    """What the option auth says, and for the rest the cloud; None if nothing tells of a login.

    cloud: its settings. auth_type: that of the task, where it has one. Raises for what contradicts itself.
    """
    # A secret that is set but empty still tells the method: another one must not take its place.
    named = [name for name, value in option.items() if value is not None]
    chosen, configured = _set(option), _set(cloud.get("auth") or {})
    for values in (chosen, configured):
        for secret in SECRETS:
            if secret in values:
                hide(values[secret])
    if str(auth_type or cloud.get("auth_type")).startswith("v3"):
        # As with the OpenStack tools, these are for where the version of Keystone is not told.
        configured = _without(configured, ("default_domain_id", "default_domain_name"))
    if "project_id" in chosen:
        chosen = _without(chosen, ("project_name",))
    configured = _without_replaced(configured, chosen)
    method = _named(auth_type) or _told(named, "auth") or _told_by_cloud(configured, cloud.get("auth_type"))
    return Credentials(method, {**configured, **chosen}) if method else None


def overlay(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Options of auth with others over them, which keep out what they replace."""
    # An empty one is as if not set, but that it tells the method.
    empty = {name: value for name, value in new.items() if value is not None}
    return {**empty, **_without_replaced(old, _set(new)), **_set(new)}


def check(credentials: Credentials, endpoint: str | None, source: Source) -> None:
    """Raises for what is wrong or missing.

    endpoint: None if Keystone has to tell. source: where else a value may be.
    """
    method, auth = credentials
    for name, value in auth.items():
        check_text(f"auth.{name}", value)
        check_filled_in(f"auth.{name}", value)
    if not auth.get(method.secret):
        raise source.missing(f"auth.{method.secret}", f"the {method.name} to log in with")
    method.check(auth, endpoint, source)


def _without_replaced(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    pairs = (*REPLACES, *(pair for method in METHODS for pair in method.replaces))
    return _without(old, {other for name, other in pairs if name in new})


def _without(values: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


def _set(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items() if value not in (None, "")}


def _named(auth_type: Any) -> Method | None:
    """The method of this name, None where there is no name."""
    if auth_type and auth_type not in AUTH_TYPES:
        raise InvalidInput("auth_type", shown(auth_type), f"It must be one of {', '.join(AUTH_TYPES)}. {ANY_OTHER}")
    return AUTH_TYPES[auth_type] if auth_type else None


def _told(names: Collection[str], where: str) -> Method | None:
    """The method that has values of these names, set or empty; where: what a message calls them."""
    methods = [method for method in METHODS if any(option.name in names for option in method.options)]
    if len(methods) > 1:
        secrets = " and ".join(method.secret for method in methods)
        raise InvalidInput(where, Hidden(), f"Both {secrets} are given: give the one to log in with, or set auth_type.")
    implied = [method for method in METHODS if any(name in names for name in method.implied_by)]
    return next(iter(methods or implied), None)


def _told_by_cloud(configured: Mapping[str, str], auth_type: Any) -> Method | None:
    names = list(configured)
    if any(method.secret in names for method in METHODS if method.in_openstack):
        # Other tools read the rest from the same variables: it is not meant for this one then.
        others = [option.name for method in METHODS if not method.in_openstack for option in method.options]
        names = [name for name in names if name not in others]
    if method := _named(auth_type):
        return method
    for method in METHODS:
        if method.secret in names and any(name in names for name in method.implied_by):
            return method
    return _told(names, "the cloud's auth")
