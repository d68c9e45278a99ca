# Private to otc.vbs: it may change in any release.
# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What to connect with: from the options, else from clouds.yaml or the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._cloud_files import load_files
from ansible_collections.otc.vbs.plugins.module_utils._clouds import find_cloud
from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput, MissingInput
from ansible_collections.otc.vbs.plugins.module_utils._login import Login, check_login, choose_login, missing
from ansible_collections.otc.vbs.plugins.module_utils._options import (
    check_ids,
    check_minimum,
    check_positive,
    check_url,
)

# Seconds that one request may take where nothing says otherwise.
API_TIMEOUT = 30.0


class Settings(NamedTuple):
    """Checked values, ready to connect with.

    endpoint: None where Keystone has to tell. verify, cert: as requests takes them.
    """

    login: Login
    endpoint: str | None
    region_name: str | None
    interfaces: tuple[str, ...]
    verify: bool | str
    cert: str | tuple[str, str] | None
    api_timeout: float
    retries: int


def resolve(params: Mapping[str, Any], environ: Mapping[str, str]) -> Settings:
    """The settings of a module call; raises InvalidInput or MissingInput for what is wrong or missing."""
    if params.get("region_name"):
        # Else the variable would say that the cloud has only its region.
        environ = {**environ, "OS_REGION_NAME": params["region_name"]}
    cloud = find_cloud(params.get("cloud"), environ.get("OS_REGION_NAME"), environ)
    auth = dict(params.get("auth") or {})
    if params.get("project_id"):
        auth["project_id"] = params["project_id"]
    login = choose_login(auth, cloud, params.get("auth_type"))
    if not login:
        raise _no_login(environ)
    endpoint = _first(params.get("endpoint"), cloud.get("vbs_endpoint_override"), cloud.get("vbsv2_endpoint_override"))
    if endpoint:
        check_url("endpoint", endpoint)
    check_minimum("retries", params["retries"], 0)
    if login.project_id:
        (login.auth["project_id"],) = check_ids("project_id", [login.project_id])
    check_login(login, endpoint)
    return Settings(
        login=login,
        endpoint=endpoint,
        region_name=cloud.get("region_name"),
        interfaces=_interfaces(_first(params.get("interface"), cloud.get("interface"), "public")),
        verify=_verify(params, cloud),
        cert=_cert(params, cloud),
        api_timeout=_api_timeout(_first(params.get("api_timeout"), cloud.get("api_timeout"), API_TIMEOUT)),
        retries=params["retries"],
    )


def _no_login(environ: Mapping[str, str]) -> MissingInput:
    clouds = load_files(environ).clouds
    if len(clouds) > 1:
        return MissingInput("cloud", f"Name one of those in clouds.yaml, {', '.join(map(str, clouds))}; or set auth.")
    return MissingInput(
        "auth",
        "Set a token, or auth_url, username and password, or an application credential, or access_key and "
        "secret_key; or name a cloud of clouds.yaml, or set the OS_* environment variables of the OpenStack tools.",
    )


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


def _cert(params: Mapping[str, Any], cloud: Mapping[str, Any]) -> str | tuple[str, str] | None:
    # A key belongs to its certificate.
    own = params.get("client_cert")
    client_cert = own or cloud.get("cert")
    client_key = params.get("client_key") or (None if own else cloud.get("key"))
    if client_key and not client_cert:
        raise missing("client_cert", "the certificate of client_key")
    cert, key = _file("client_cert", client_cert), _file("client_key", client_key)
    for option, path in (("client_cert", cert), ("client_key", key)):
        if path and os.path.isdir(path):
            raise InvalidInput(option, path, "It must be the path of a file, not of a directory.")
    return (cert, key) if cert and key else cert


def _file(option: str, path: str | None) -> str | None:
    if path and not os.access(path, os.R_OK):
        raise InvalidInput(option, path, "It must be the path of a file that can be read.")
    return path or None


def _api_timeout(value: Any) -> float:
    try:
        seconds = float(value)
    except (TypeError, ValueError) as error:
        raise InvalidInput("api_timeout", value, "It must be a number of seconds above 0.") from error
    check_positive("api_timeout", seconds)
    return seconds


def _first(*values: Any) -> Any:
    return next((value for value in values if value is not None and value != ""), None)
