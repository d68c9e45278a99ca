# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes a module of the logic: the shared options, the libraries, results and failures."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any, Callable

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from ansible_collections.otc.vbs.plugins.module_utils._api.vbs import Vbs
from ansible_collections.otc.vbs.plugins.module_utils._censor.options import unshown
from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import (
    conceal_all,
    hidden,
    hide,
    hide_login,
)
from ansible_collections.otc.vbs.plugins.module_utils._connect import CONNECTION_OPTIONS, connect
from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, Incomplete, VbsError
from ansible_collections.otc.vbs.plugins.module_utils._http.client import Client
from ansible_collections.otc.vbs.plugins.module_utils._libraries import is_missing, needed_libraries
from ansible_collections.otc.vbs.plugins.module_utils._settings.settings import resolve
from ansible_collections.otc.vbs.plugins.module_utils._text import WHOLE_LIMIT, shorten, visible

# Documented in doc_fragments/wait.py.
WAIT_OPTIONS: dict[str, Any] = {
    "wait": {"type": "bool", "default": False},
    "until": {"type": "str"},
    "wait_timeout": {"type": "float", "default": 3600},
    "wait_interval": {"type": "float"},
}


Logic = Callable[[Client, Vbs, dict[str, Any]], dict[str, Any]]


class Module(AnsibleModule):  # type: ignore[misc]
    """Keeps secrets out of what Ansible itself writes."""

    params: dict[str, Any]

    def _load_params(self) -> None:
        super()._load_params()
        auth = self.params.get("auth")
        # A URL with a password is refused later, but shown before.
        for url in (self.params.get("endpoint"), auth.get("auth_url") if isinstance(auth, dict) else None):
            if isinstance(url, str):
                hide_login(url)
        # Before the options are checked, as what is said of a wrong one comes with all of them.
        for text in unshown(self.params):
            hide(text)
        self.no_log_values.update(hidden())
        # A null is an option that is not given, also for one with choices: so a task can undo a default of its play.
        self.params = {name: value for name, value in self.params.items() if value is not None}

    def _log_invocation(self) -> None:
        # Ansible writes a dictionary to the log as Python does, with escapes that its own censorship does not know,
        # and cannot write half a surrogate pair.
        self._hide_options()
        params = self.params
        self.params = _all_visible(conceal_all(params))
        super()._log_invocation()
        self.params = params

    def warn(self, warning: str, *args: Any, **kwargs: Any) -> None:
        """Also of what a service says."""
        super().warn(shorten(warning, WHOLE_LIMIT), *args, **kwargs)

    def exit_json(self, **kwargs: Any) -> None:
        """Without secrets, in whatever form."""
        super().exit_json(**self._censored(kwargs))

    def fail_json(self, msg: str, **kwargs: Any) -> None:
        """Also censors options that there are none of, as with them Ansible cannot know what is secret."""
        self.no_log_values.update(_stray_texts(self.params, self.argument_spec))
        result = self._censored(kwargs)
        super().fail_json(shorten(msg, WHOLE_LIMIT), **result)

    def _hide_options(self) -> None:
        # The secrets that an option gave; the others are hidden as soon as they are known.
        for value in set(self.no_log_values):
            hide(value)

    def _censored(self, result: dict[str, Any]) -> dict[str, Any]:
        self._hide_options()
        self.no_log_values.update(hidden())
        # Ansible shows them as the invocation.
        self.params = conceal_all(self.params)
        censored: dict[str, Any] = conceal_all(result)
        return censored


def _all_visible(value: Any) -> Any:
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {_all_visible(key): _all_visible(part) for key, part in value.items()}
    return [_all_visible(part) for part in value] if isinstance(value, list) else value


def _stray_texts(params: Mapping[str, Any], spec: Mapping[str, Any]) -> set[str]:
    auth = params.get("auth")
    known = spec["auth"]["options"]
    strays = {name: value for name, value in params.items() if name not in spec and not name.startswith("_ansible")}
    strays.update({name: value for name, value in auth.items() if name not in known} if isinstance(auth, dict) else {})
    texts = {
        text for value in (*strays.values(), *([] if isinstance(auth, dict) else [auth])) for text in _texts(value)
    }
    # YAML takes {password:secret} for a name.
    texts.update(re.split(r"[:=\s]\s*", name, maxsplit=1)[-1] for name in strays if not re.fullmatch(r"\w+", name))
    return texts - {""}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, (dict, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def run(options: dict[str, Any], logic: Logic, module_class: Callable[..., Module] = Module) -> None:
    """Runs a module that has these options beside those of the connection; never returns.

    logic: makes the return values of the client, the service and the options' values.
    """
    module = module_class({**CONNECTION_OPTIONS, **options}, supports_check_mode=True)
    check_libraries(module)
    try:
        settings = resolve(module.params, os.environ)
        client, vbs = connect(settings, module.warn)
        result = logic(client, vbs, module.params)
        failure = None
    except Incomplete as error:
        result, failure = error.result, str(error)
    except ApiError as error:
        result, failure = {"error": error.as_dict()}, str(error)
    except VbsError as error:
        result, failure = {}, str(error)
    except MemoryError:
        result, failure = {}, "The answers of the service do not fit in the memory that there is for the module."
    if failure:
        module.fail_json(msg=failure, **result)
    module.exit_json(changed=False, **result)


def check_libraries(module: AnsibleModule) -> None:
    """Fails with what to install where a library that this call needs is missing."""
    for library in needed_libraries(module.params):
        if is_missing(library):
            module.fail_json(msg=missing_required_lib(library))
