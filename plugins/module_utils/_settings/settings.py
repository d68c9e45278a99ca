# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What to connect with: from the options, else from clouds.yaml or the environment.

It goes one way: read the files and variables, choose the cloud, bring what it says into one form, lay the options over
it, check what came of that. No step asks one before it again.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._checks import (
    PATH_LIMIT,
    check_ids,
    check_minimum,
    check_positive,
    check_range,
    check_url,
    shown,
)
from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput
from ansible_collections.otc.vbs.plugins.module_utils._login import choice
from ansible_collections.otc.vbs.plugins.module_utils._login.method import Credentials
from ansible_collections.otc.vbs.plugins.module_utils._settings.clouds import Cloud, choose_cloud, cloud_settings
from ansible_collections.otc.vbs.plugins.module_utils._settings.files import read_files
from ansible_collections.otc.vbs.plugins.module_utils._settings.normalize import ENDPOINTS
from ansible_collections.otc.vbs.plugins.module_utils._settings.options import overlay, read_options
from ansible_collections.otc.vbs.plugins.module_utils._settings.variables import read_variables

# Seconds that one request may take where nothing says otherwise.
API_TIMEOUT = 30.0
# Each is a thread here, and work for a service that others use too.
MOST_CONNECTIONS = 100


class Settings(NamedTuple):
    """Checked values, ready to connect with.

    endpoint, volume_endpoint: None where Keystone has to tell. The latter is not checked, as few calls need it.
    verify, cert: as requests takes them.
    """

    credentials: Credentials
    endpoint: str | None
    volume_endpoint: str | None
    region_name: str | None
    interfaces: tuple[str, ...]
    verify: bool | str
    cert: str | tuple[str, str] | None
    api_timeout: float
    retries: int
    connections: int


def resolve(params: Mapping[str, Any], environ: Mapping[str, str]) -> Settings:
    """The settings of a module call; raises InvalidInput or MissingInput for what is wrong or missing."""
    files = read_files(environ)
    options = read_options(params, files)
    variables = read_variables(environ, options.region_name)
    cloud = choose_cloud(files, variables, options.cloud)
    configured = cloud_settings(cloud, options.names_project)
    credentials = choice.choose(options.auth, configured, options.auth_type)
    if not credentials:
        raise cloud.no_login()
    return _checked(overlay(configured, options.settings), credentials, params, cloud)


def _checked(
    settings: Mapping[str, Any], credentials: Credentials, params: Mapping[str, Any], cloud: Cloud
) -> Settings:
    endpoint, volume_endpoint = (next(filter(None, map(settings.get, names)), None) for names in ENDPOINTS)
    if endpoint:
        check_url("endpoint", endpoint)
    check_minimum("retries", params["retries"], 0)
    check_range("connections", params["connections"], 1, MOST_CONNECTIONS)
    if credentials.project_id:
        (project_id,) = check_ids("project_id", [credentials.project_id])
        credentials = credentials._replace(auth={**credentials.auth, "project_id": project_id})
    choice.check(credentials, endpoint, cloud)
    return Settings(
        credentials=credentials,
        endpoint=endpoint,
        volume_endpoint=volume_endpoint,
        region_name=settings.get("region_name"),
        interfaces=_interfaces(settings.get("interface", "public")),
        verify=_verify(settings),
        cert=_cert(settings, cloud),
        api_timeout=_api_timeout(settings.get("api_timeout", API_TIMEOUT)),
        retries=params["retries"],
        connections=params["connections"],
    )


def _interfaces(value: Any) -> tuple[str, ...]:
    """The OpenStack tools take one or several, each by either of two names."""
    names = [value] if isinstance(value, str) else value
    return tuple(str(name).removesuffix("URL") for name in names)


def _verify(settings: Mapping[str, Any]) -> bool | str:
    verify = settings.get("verify")
    if not settings.get("validate_certs", verify is not False and not settings.get("insecure")):
        return False
    # As requests has it, the OpenStack tools take a path for verify.
    authorities = verify if isinstance(verify, str) else None
    return _file("ca_cert", settings.get("cacert") or authorities) or True


def _cert(settings: Mapping[str, Any], cloud: Cloud) -> str | tuple[str, str] | None:
    if settings.get("key") and not settings.get("cert"):
        raise cloud.missing("client_cert", "the certificate of client_key")
    cert, key = _file("client_cert", settings.get("cert")), _file("client_key", settings.get("key"))
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
