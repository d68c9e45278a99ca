# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What to connect with: from the options, else from clouds.yaml or the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._checks import (
    PATH_LIMIT,
    Hidden,
    check_ids,
    check_minimum,
    check_positive,
    check_url,
    shown,
)
from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput, MissingInput
from ansible_collections.otc.vbs.plugins.module_utils._login.choice import (
    Login,
    check_login,
    choose_login,
    missing,
    overlay,
)
from ansible_collections.otc.vbs.plugins.module_utils._settings.clouds import Cloud, find_cloud, read_cloud
from ansible_collections.otc.vbs.plugins.module_utils._settings.normalize import ENDPOINTS

# Seconds that one request may take where nothing says otherwise.
API_TIMEOUT = 30.0


class Settings(NamedTuple):
    """Checked values, ready to connect with.

    endpoint, volume_endpoint: None where Keystone has to tell. The latter is not checked, as few calls need it.
    verify, cert: as requests takes them.
    """

    login: Login
    endpoint: str | None
    volume_endpoint: str | None
    region_name: str | None
    interfaces: tuple[str, ...]
    verify: bool | str
    cert: str | tuple[str, str] | None
    api_timeout: float
    retries: int


def resolve(params: Mapping[str, Any], environ: Mapping[str, str]) -> Settings:
    """The settings of a module call; raises InvalidInput or MissingInput for what is wrong or missing."""
    own, name = _own_cloud(params.get("cloud"), environ)
    auth = dict(params.get("auth") or {})
    if params.get("project_id"):
        auth["project_id"] = params["project_id"]
    auth = overlay(own.get("auth", {}), auth)
    region_name = params.get("region_name") or own.get("region_name")
    if region_name:
        # Else the variable would say that the cloud has only its region.
        environ = {**environ, "OS_REGION_NAME": region_name}
    project = bool(auth.get("project_id") or auth.get("project_name"))
    cloud = find_cloud(name, region_name, environ, project=project)
    try:
        login = choose_login(auth, cloud.settings, params.get("auth_type") or own.get("auth_type"))
        if not login:
            raise _no_login(cloud)
        return _settings(params, _over(cloud.settings, own), login, cloud)
    except MissingInput as error:
        raise MissingInput(error.option, f"{error.expected}{_hint(cloud)}") from None


def _own_cloud(option: Any, environ: Mapping[str, str]) -> tuple[dict[str, Any], str | None]:
    """The settings that the option cloud holds, and the name of the cloud below them."""
    own: dict[str, Any] = {}
    if isinstance(option, Mapping):
        own, option = read_cloud(option, environ), option.get("cloud")
    if isinstance(option, (int, float)) and not isinstance(option, bool):
        option = str(option)
    if not isinstance(option, (str, type(None))) or isinstance(shown(option), Hidden):
        raise InvalidInput(
            "cloud", Hidden(), "It must be the name of a cloud in clouds.yaml, or a dictionary of the cloud's settings."
        )
    return own, option


def _over(settings: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The settings with those of the option in their place; what belongs together stays so."""
    left = dict(settings)
    for group in (
        ("verify", "insecure", "cacert"),
        ("cert", "key"),
        *ENDPOINTS,
    ):
        if any(name in own for name in group):
            for name in group:
                left.pop(name, None)
    return {**left, **own}


def _settings(params: Mapping[str, Any], settings: Mapping[str, Any], login: Login, cloud: Cloud) -> Settings:
    endpoint, volume_endpoint = (_first(*(settings.get(name) for name in names)) for names in ENDPOINTS)
    endpoint = _first(params.get("endpoint"), endpoint)
    if endpoint:
        check_url("endpoint", endpoint)
    check_minimum("retries", params["retries"], 0)
    if login.project_id:
        (login.auth["project_id"],) = check_ids("project_id", [login.project_id])
    check_login(login, endpoint, cloud)
    return Settings(
        login=login,
        endpoint=endpoint,
        volume_endpoint=volume_endpoint,
        region_name=settings.get("region_name"),
        interfaces=_interfaces(_first(params.get("interface"), settings.get("interface"), "public")),
        verify=_verify(params, settings),
        cert=_cert(params, settings, cloud),
        api_timeout=_api_timeout(_first(params.get("api_timeout"), settings.get("api_timeout"), API_TIMEOUT)),
        retries=params["retries"],
    )


def _no_login(cloud: Cloud) -> MissingInput:
    if not cloud.name and cloud.files.clouds:
        return MissingInput("cloud", f"Name one of those in clouds.yaml, {_names(cloud)}; or set auth.")
    if cloud.variables:
        looked = f"The environment variables {', '.join(cloud.variables)} do not tell how to log in."
    elif cloud.name:
        looked = f"Looked at {cloud.place}."
    else:
        looked = f"No environment variable OS_* tells how to log in. {cloud.files}"
    return MissingInput(
        "auth",
        "Set a token, or auth_url, username and password, or an application credential, or access_key and "
        "secret_key; or name a cloud of clouds.yaml, or set the OS_* environment variables of the OpenStack tools. "
        f"{looked}",
    )


def _hint(cloud: Cloud) -> str:
    """That the variables hide the clouds of a file, if they do: one of them may be there by chance."""
    if cloud.named or not cloud.variables or not cloud.files.clouds:
        return ""
    return (
        f" As with the openstack command, {', '.join(cloud.variables)} of the environment take the place of the clouds "
        f"in {' and '.join(cloud.files.read)}, as long as none is named: set cloud or OS_CLOUD to {_names(cloud)}."
    )


def _names(cloud: Cloud) -> str:
    return ", ".join(map(str, cloud.files.clouds))


def _interfaces(value: Any) -> tuple[str, ...]:
    """The OpenStack tools take one or several, each by either of two names."""
    names = [value] if isinstance(value, str) else value
    return tuple(str(name).removesuffix("URL") for name in names)


def _verify(params: Mapping[str, Any], cloud: Mapping[str, Any]) -> bool | str:
    validate, verify = params.get("validate_certs"), cloud.get("verify")
    if validate is None:
        validate = bool(params.get("ca_cert")) or (verify is not False and not cloud.get("insecure"))
    if not validate:
        return False
    # As requests has it, the OpenStack tools take a path for verify.
    authorities = verify if isinstance(verify, str) else None
    return _file("ca_cert", _first(params.get("ca_cert"), cloud.get("cacert"), authorities)) or True


def _cert(params: Mapping[str, Any], settings: Mapping[str, Any], cloud: Cloud) -> str | tuple[str, str] | None:
    # A key belongs to its certificate.
    own = params.get("client_cert")
    client_cert = own or settings.get("cert")
    client_key = params.get("client_key") or (None if own else settings.get("key"))
    if client_key and not client_cert:
        raise missing("client_cert", "the certificate of client_key", cloud)
    cert, key = _file("client_cert", client_cert), _file("client_key", client_key)
    for option, path in (("client_cert", cert), ("client_key", key)):
        if path and os.path.isdir(path):
            raise InvalidInput(option, shown(path, PATH_LIMIT), "It must be the path of a file, not of a directory.")
    return (cert, key) if cert and key else cert


def _file(option: str, path: str | None) -> str | None:
    # The content of a file may be anything, and no path can hold a NUL.
    if path and ("\0" in path or not os.access(path, os.R_OK)):
        raise InvalidInput(option, shown(path, PATH_LIMIT), "It must be the path of a file that can be read.")
    return path or None


def _api_timeout(value: Any) -> float:
    try:
        seconds = float(value)
    except (TypeError, ValueError) as error:
        raise InvalidInput("api_timeout", shown(value), "It must be a number of seconds above 0.") from error
    check_positive("api_timeout", seconds)
    return seconds


def _first(*values: Any) -> Any:
    return next((value for value in values if value is not None and value != ""), None)
