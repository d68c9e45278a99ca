# Private to otc.vbs: it may change in any release.
# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes a module of the logic: the shared options, the libraries, results and failures."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, Callable

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from ._auth import Keystone, Token, application_credential_request, password_request
from ._client import Client
from ._concurrent import CONNECTIONS
from ._errors import Incomplete, VbsError
from ._login import AUTH_TYPES, Login
from ._secrets import hidden, hide
from ._settings import Settings, resolve
from ._site import Site
from ._vbs import Vbs

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
    "cloud": {"type": "str"},
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

# Documented in doc_fragments/wait.py.
WAIT_OPTIONS: dict[str, Any] = {
    "wait": {"type": "bool", "default": False},
    "until": {"type": "str"},
    "wait_timeout": {"type": "float", "default": 3600},
    "wait_interval": {"type": "float"},
}


class Module(AnsibleModule):  # type: ignore[misc]
    """Keeps secrets out of what Ansible itself writes."""

    def _log_invocation(self) -> None:
        # Ansible writes a dictionary to the log as Python does, with escapes that its own censorship does not know.
        for value in set(self.no_log_values):
            hide(value)
        self.no_log_values.update(hidden())
        super()._log_invocation()

    def fail_json(self, msg: str, **kwargs: Any) -> None:
        """Also censors options that there are none of, as with them Ansible cannot know what is secret."""
        self.no_log_values.update(_stray_texts(self.params, self.argument_spec))
        super().fail_json(msg, **kwargs)


def _stray_texts(params: Mapping[str, Any], spec: Mapping[str, Any]) -> set[str]:
    auth = params.get("auth")
    known = spec["auth"]["options"]
    strays = [value for name, value in params.items() if name not in spec and not name.startswith("_ansible")]
    strays += [value for name, value in auth.items() if name not in known] if isinstance(auth, dict) else [auth]
    return {text for value in strays for text in _texts(value) if text}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, (dict, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def run(options: dict[str, Any], logic: Callable[[Client, Vbs, dict[str, Any]], dict[str, Any]]) -> None:
    """Runs a module that has these options beside the shared ones; never returns.

    logic: makes the return values of the client, the service and the options' values.
    """
    module = Module({**CONNECTION_OPTIONS, **WAIT_OPTIONS, **options}, supports_check_mode=True)
    check_libraries(module)
    try:
        settings = resolve(module.params, os.environ)
        client, vbs = connect(settings, module.warn)
        result = logic(client, vbs, module.params)
        failure = None
    except Incomplete as error:
        result, failure = error.result, str(error)
    except VbsError as error:
        result, failure = {}, str(error)
    finally:
        # The fetched ones and those from the environment, which no option's no_log covers.
        module.no_log_values.update(hidden())
    if failure:
        module.fail_json(msg=failure, **result)
    module.exit_json(changed=False, **result)


def connect(settings: Settings, warn: Callable[[str], None]) -> tuple[Client, Vbs]:
    """The client and the service that the settings describe; sends nothing yet."""
    client = Client(
        verify=settings.verify,
        cert=settings.cert,
        api_timeout=settings.api_timeout,
        retries=settings.retries,
        connections=CONNECTIONS,
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
    )
    return client, Vbs(client, auth, site)


def _auth(client: Client, login: Login) -> Any:
    auth = login.auth
    if login.way == "token":
        return Token(client, auth["token"], auth.get("auth_url"))
    if login.way == "access key":
        # Only here, as most logins are others.
        from ._signature import AccessKey

        return AccessKey(auth["access_key"], auth["secret_key"], auth["project_id"], auth.get("security_token"))
    if login.way == "password":
        return Keystone(client, auth["auth_url"], password_request(auth, login.project))
    return Keystone(client, auth["auth_url"], application_credential_request(auth))


def check_libraries(module: AnsibleModule) -> None:
    """Fails with what to install where a library that this call needs is missing."""
    needed = ["requests"]
    if module.params["wait"] or module.params["until"] is not None:
        needed.append("jmespath")
    for library in needed:
        try:
            import_module(library)
        except ImportError:
            module.fail_json(msg=missing_required_lib(library))
