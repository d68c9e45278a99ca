# Private to otc.vbs: it may change in any release.
# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes a module of the logic: the shared options, the libraries, results and failures."""

from __future__ import annotations

import os
from typing import Any, Callable

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from ._auth import KeystonePassword, Token, password_identity
from ._client import Client
from ._concurrent import CONNECTIONS
from ._errors import Incomplete, VbsError
from ._secrets import hidden
from ._settings import Settings, resolve
from ._vbs import Vbs

MISSING_LIBRARIES = []
try:
    import requests as _requests  # noqa: F401
except ImportError:
    MISSING_LIBRARIES.append("requests")
try:
    import jmespath as _jmespath  # noqa: F401
except ImportError:
    MISSING_LIBRARIES.append("jmespath")

# Documented in doc_fragments/connection.py.
CONNECTION_OPTIONS: dict[str, Any] = {
    "auth": {
        "type": "dict",
        "options": {
            "token": {"type": "str", "no_log": True},
            "auth_url": {"type": "str"},
            "username": {"type": "str"},
            "user_id": {"type": "str"},
            "password": {"type": "str", "no_log": True},
            "user_domain_name": {"type": "str"},
            "user_domain_id": {"type": "str"},
            "project_id": {"type": "str"},
        },
    },
    "endpoint": {"type": "str"},
    "project_id": {"type": "str"},
    "validate_certs": {"type": "bool"},
    "ca_cert": {"type": "path"},
    "client_cert": {"type": "path"},
    "client_key": {"type": "path", "no_log": False},
    "api_timeout": {"type": "float"},
    "retries": {"type": "int", "default": 3},
}

# Documented in doc_fragments/wait.py.
WAIT_OPTIONS: dict[str, Any] = {
    "wait": {"type": "bool", "default": False},
    "until": {"type": "str"},
    "wait_timeout": {"type": "float", "default": 3600},
    "wait_interval": {"type": "float"},
}


def run(options: dict[str, Any], logic: Callable[[Client, Vbs, dict[str, Any]], dict[str, Any]]) -> None:
    """Runs a module that has these options beside the shared ones; never returns.

    logic: makes the return values of the client, the service and the options' values.
    """
    module = AnsibleModule({**CONNECTION_OPTIONS, **WAIT_OPTIONS, **options}, supports_check_mode=True)
    check_libraries(module)
    try:
        settings = resolve(module.params, os.environ)
        client, auth = connect(settings)
    except VbsError as error:
        module.fail_json(msg=str(error))
    try:
        result = logic(client, Vbs(client, settings.endpoint, settings.project_id, auth), module.params)
        failure = None
    except Incomplete as error:
        result, failure = error.result, str(error)
    except VbsError as error:
        result, failure = {}, str(error)
    # The fetched ones and those from the environment, which no option's no_log covers.
    module.no_log_values.update(hidden())
    if failure:
        module.fail_json(msg=failure, **result)
    module.exit_json(changed=False, **result)


def connect(settings: Settings) -> tuple[Client, Token | KeystonePassword]:
    """The client and the login that the settings describe; sends nothing yet."""
    client = Client(
        verify=settings.verify,
        cert=settings.cert,
        api_timeout=settings.api_timeout,
        retries=settings.retries,
        connections=CONNECTIONS,
    )
    if "token" in settings.auth:
        return client, Token(settings.auth["token"])
    identity = password_identity(settings.auth, settings.project_id)
    return client, KeystonePassword(client, settings.auth["auth_url"], identity)


def check_libraries(module: AnsibleModule) -> None:
    """Fails with what to install where a library that this call needs is missing."""
    needed = {"requests"}
    if module.params["wait"] or module.params["until"] is not None:
        needed.add("jmespath")
    for library in needed.intersection(MISSING_LIBRARIES):
        module.fail_json(msg=missing_required_lib(library))
