# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the shared options to the service: the same for modules and plugins."""

from __future__ import annotations

from typing import Any, Callable

from ansible_collections.otc.vbs.plugins.module_utils._api.endpoints import Site
from ansible_collections.otc.vbs.plugins.module_utils._api.vbs import Vbs
from ansible_collections.otc.vbs.plugins.module_utils._http.client import Client
from ansible_collections.otc.vbs.plugins.module_utils._login.choice import AUTH_TYPES, Login
from ansible_collections.otc.vbs.plugins.module_utils._login.keystone import (
    Keystone,
    Token,
    application_credential_request,
    password_request,
)
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
            "password": {"type": "str", "no_log": True},
            "project_name": {"type": "str"},
            "project_id": {"type": "str"},
            "project_domain_name": {"type": "str"},
            "project_domain_id": {"type": "str"},
            "application_credential_id": {"type": "str"},
            "application_credential_name": {"type": "str"},
            "application_credential_secret": {"type": "str", "no_log": True},
            "token": {"type": "str", "no_log": True},
            "access_key": {"type": "str", "no_log": False},
            "secret_key": {"type": "str", "no_log": True},
            "security_token": {"type": "str", "no_log": True},
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
}


def connect(settings: Settings, warn: Callable[[str], None]) -> tuple[Client, Vbs]:
    """The client and the service that the settings describe; sends nothing yet."""
    client = Client(
        verify=settings.verify,
        cert=settings.cert,
        api_timeout=settings.api_timeout,
        retries=settings.retries,
        warn=warn,
    )
    auth = _auth(client, settings.login)
    site = Site(
        client,
        auth,
        settings.endpoint,
        settings.login.project_id,
        settings.region_name,
        settings.interfaces,
        settings.login.auth.get("project_name"),
        settings.volume_endpoint,
    )
    return client, Vbs(client, auth, site)


def _auth(client: Client, login: Login) -> Any:
    auth = login.auth
    if login.way == "token":
        return Token(client, auth["token"], auth.get("auth_url"))
    if login.way == "access key":
        # Only here, as most logins are others.
        from ansible_collections.otc.vbs.plugins.module_utils._login.access_key import AccessKey

        return AccessKey(auth["access_key"], auth["secret_key"], auth["project_id"], auth.get("security_token"))
    if login.way == "password":
        return Keystone(client, auth["auth_url"], password_request(auth, login.project))
    return Keystone(client, auth["auth_url"], application_credential_request(auth))
