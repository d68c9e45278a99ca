# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the shared options to the service: the same for modules and plugins."""

from __future__ import annotations

from typing import Any, Callable

from ansible_collections.otc.vbs.plugins.module_utils._api.endpoints import Site
from ansible_collections.otc.vbs.plugins.module_utils._api.vbs import Vbs
from ansible_collections.otc.vbs.plugins.module_utils._http.client import CONNECTIONS, Client
from ansible_collections.otc.vbs.plugins.module_utils._login.methods import AUTH_TYPES, OWN_OPTIONS
from ansible_collections.otc.vbs.plugins.module_utils._settings.settings import Settings

# Documented in doc_fragments/connection.py.
CONNECTION_OPTIONS: dict[str, Any] = {
    "auth": {
        "type": "dict",
        "options": {
            "auth_url": {"type": "str"},
            "username": {"type": "str"},
            "user_id": {"type": "str"},
            "user_domain_name": {"type": "str"},
            "user_domain_id": {"type": "str"},
            "project_name": {"type": "str"},
            "project_id": {"type": "str"},
            "project_domain_name": {"type": "str"},
            "project_domain_id": {"type": "str"},
            **{option.name: {"type": "str", "no_log": option.secret} for option in OWN_OPTIONS},
        },
    },
    "auth_type": {"type": "str", "choices": list(AUTH_TYPES)},
    # A name, or a dictionary.
    "cloud": {"type": "raw"},
    "region_name": {"type": "str"},
    "interface": {"type": "str", "choices": ["public", "internal", "admin"]},
    "endpoint": {"type": "str"},
    "project_id": {"type": "str"},
    "validate_certs": {"type": "bool"},
    "ca_cert": {"type": "path"},
    "client_cert": {"type": "path"},
    "client_key": {"type": "path", "no_log": False},
    "api_timeout": {"type": "float"},
    "retries": {"type": "int", "default": 3},
    "connections": {"type": "int", "default": CONNECTIONS},
}


def connect(settings: Settings, warn: Callable[[str], None]) -> tuple[Client, Vbs]:
    """The client and the service that the settings describe; sends nothing yet."""
    client = Client(
        verify=settings.verify,
        cert=settings.cert,
        api_timeout=settings.api_timeout,
        retries=settings.retries,
        connections=settings.connections,
        warn=warn,
    )
    method, auth = settings.credentials
    login = method.login(client, auth)
    site = Site(
        client,
        login,
        settings.endpoint,
        auth.get("project_id"),
        settings.region_name,
        settings.interfaces,
        auth.get("project_name"),
        settings.volume_endpoint,
    )
    return client, Vbs(client, login, site)
