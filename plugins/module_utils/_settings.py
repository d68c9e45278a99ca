# Private to otc.vbs: it may change in any release.
# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the service is and how to log in there: from the options, else from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ._errors import InvalidInput, MissingInput
from ._options import Hidden, check_ids, check_minimum, check_positive, check_token, check_url

# The environment variables are those of the OpenStack tools.
ENVIRONMENT = {
    "endpoint": "OS_VBS_ENDPOINT_OVERRIDE",
    "project_id": "OS_PROJECT_ID",
    "ca_cert": "OS_CACERT",
    "client_cert": "OS_CERT",
    "client_key": "OS_KEY",
    "api_timeout": "OS_API_TIMEOUT",
}
AUTH_ENVIRONMENT = {
    "token": "OS_TOKEN",
    "auth_url": "OS_AUTH_URL",
    "username": "OS_USERNAME",
    "user_id": "OS_USER_ID",
    "password": "OS_PASSWORD",
    "user_domain_name": "OS_USER_DOMAIN_NAME",
    "user_domain_id": "OS_USER_DOMAIN_ID",
}
# What an option keeps out of the environment.
REPLACES = {
    "token": ("password",),
    "password": ("token",),
    "username": ("token", "user_id"),
    "user_id": ("token", "username", "user_domain_name", "user_domain_id"),
    "user_domain_name": ("user_domain_id",),
    "user_domain_id": ("user_domain_name",),
}


@dataclass(frozen=True)
class Settings:
    """Checked values, ready to connect with.

    auth: a `token`, or `auth_url`, `password` and who the user is.
    verify, cert: as requests takes them.
    """

    endpoint: str
    project_id: str
    auth: dict[str, str] = field(repr=False)
    verify: bool | str = True
    cert: str | tuple[str, str] | None = None
    api_timeout: float = 30.0
    retries: int = 3


def resolve(params: Mapping[str, Any], environ: Mapping[str, str]) -> Settings:
    """The settings of a module call; raises InvalidInput for what is missing or cannot be right."""
    values = {name: _first(params.get(name), environ.get(variable)) for name, variable in ENVIRONMENT.items()}
    auth_option = {name: value for name, value in (params.get("auth") or {}).items() if value is not None}
    project_id = params.get("project_id") or auth_option.get("project_id") or values["project_id"]
    if not values["endpoint"]:
        raise _missing("endpoint", "the root URL of the service, such as https://vbs.eu-de.otc.t-systems.com")
    if not project_id:
        raise _missing("project_id", "the ID of the project that the policies belong to")
    (project_id,) = check_ids("project_id", [project_id])
    check_minimum("retries", params["retries"], 0)
    return Settings(
        endpoint=check_url("endpoint", values["endpoint"]),
        project_id=project_id,
        auth=_auth(auth_option, environ),
        verify=_verify(params.get("validate_certs"), values["ca_cert"], environ),
        cert=_cert(values["client_cert"], values["client_key"]),
        api_timeout=_api_timeout(values["api_timeout"]),
        retries=params["retries"],
    )


def _auth(option: dict[str, str], environ: Mapping[str, str]) -> dict[str, str]:
    if "token" in option and "password" in option:
        raise InvalidInput("auth", Hidden(), "Both token and password are given: give the one to log in with.")
    variables = {name: environ[variable] for name, variable in AUTH_ENVIRONMENT.items() if environ.get(variable)}
    # What the task says must not mix with what the environment says in its place.
    for name in option:
        for other in REPLACES.get(name, ()):
            variables.pop(other, None)
    auth = {**variables, **option}
    if "token" in auth and "password" in auth:
        raise InvalidInput("auth", Hidden(), "Both OS_TOKEN and OS_PASSWORD are set: unset one, or set auth.")
    if "token" in auth:
        return {"token": check_token("auth.token", auth["token"])}
    if not auth.get("password"):
        raise _missing("auth", "a token, or auth_url, username or user_id, and password")
    if not auth.get("auth_url"):
        raise _missing("auth.auth_url", "Keystone's address, such as https://iam.eu-de.otc.t-systems.com/v3")
    check_url("auth.auth_url", auth["auth_url"])
    if not auth.get("user_id"):
        if not auth.get("username"):
            raise _missing("auth.username", "the user's name, or set auth.user_id")
        if not auth.get("user_domain_name") and not auth.get("user_domain_id"):
            raise _missing("auth.user_domain_name", "the domain of the user, or set auth.user_domain_id")
    return auth


def _verify(validate_certs: bool | None, ca_cert: str | None, environ: Mapping[str, str]) -> bool | str:
    if validate_certs is None:
        validate_certs = environ.get("OS_INSECURE", "").lower() not in ("1", "true", "yes")
    if not validate_certs:
        return False
    return _file("ca_cert", ca_cert) or True


def _cert(client_cert: str | None, client_key: str | None) -> str | tuple[str, str] | None:
    if client_key and not client_cert:
        raise _missing("client_cert", "the certificate of client_key")
    cert, key = _file("client_cert", client_cert), _file("client_key", client_key)
    return (cert, key) if cert and key else cert


def _file(option: str, path: str | None) -> str | None:
    if path and not os.access(path, os.R_OK):
        raise InvalidInput(option, path, "It must be the path of a file that can be read.")
    return path or None


def _api_timeout(value: Any) -> float:
    if value is None:
        return Settings.api_timeout
    try:
        seconds = float(value)
    except ValueError as error:
        raise InvalidInput("api_timeout", value, "It must be a number of seconds above 0.") from error
    check_positive("api_timeout", seconds)
    return seconds


def _first(*values: Any) -> Any:
    return next((value for value in values if value is not None and value != ""), None)


def _missing(option: str, what: str) -> MissingInput:
    variable = ENVIRONMENT.get(option) or AUTH_ENVIRONMENT.get(option.rpartition(".")[2])
    also = f" or the environment variable {variable}" if variable else ""
    return MissingInput(option, f"Set it{also}: {what}.")
