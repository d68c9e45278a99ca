# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a module in this very process, as Ansible would run it in one of its own.

What a module does with its arguments and its result, such as checking, logging and censoring them, is left to Ansible's
own class of modules, so that both ways cannot differ. Only how they come and go is here, which depends on ansible-core.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout, suppress
from functools import partial
from typing import Any

from ansible.module_utils import basic

from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import forget
from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput, VbsError
from ansible_collections.otc.vbs.plugins.module_utils._module import Logic, Module, run
from ansible_collections.otc.vbs.plugins.module_utils._text import WHOLE_LIMIT, shorten

try:
    from ansible.module_utils.common.json import Direction, get_module_encoder
except ImportError:  # before ansible-core 2.19
    from ansible.module_utils.common.json import AnsibleJSONEncoder

    def _encoded(document: Any) -> str:
        return json.dumps(document, cls=AnsibleJSONEncoder, vault_to_text=True)

else:

    def _encoded(document: Any) -> str:
        return json.dumps(document, cls=get_module_encoder(PROFILE, Direction.CONTROLLER_TO_MODULE))


# How ansible-core calls the way in which the arguments and the result of such a module are written.
PROFILE = "legacy"


class Worker(Module):
    """A module in Ansible's worker; warnings: takes what it warns of, which Ansible keeps by the process."""

    def __init__(self, *args: Any, warnings: list[str], **kwargs: Any) -> None:
        self._own_warnings = warnings
        super().__init__(*args, **kwargs)

    def warn(self, warning: str, *_args: Any, **_kwargs: Any) -> None:
        """See Module."""
        self._own_warnings.append(shorten(warning, WHOLE_LIMIT))


def run_here(
    options: dict[str, Any], logic: Logic, args: Mapping[str, Any], environment: Mapping[str, Any]
) -> tuple[str, list[str]]:
    """What the module writes as its result, and what it warns of.

    options, logic: see run(). args: as Ansible hands them to a module. environment: variables for this call alone.
    """
    # Those of an earlier item of a loop.
    forget()
    warnings: list[str] = []
    basic._ANSIBLE_ARGS = _encoded({"ANSIBLE_MODULE_ARGS": dict(args)}).encode()
    basic._ANSIBLE_PROFILE = PROFILE
    written = io.StringIO()
    with _variables(environment), redirect_stdout(written), suppress(SystemExit):
        run(options, logic, partial(Worker, warnings=warnings))
    return written.getvalue(), warnings


def check_environment(environment: Mapping[str, Any]) -> None:
    """What no process can have in its environment is refused; raises VbsError."""
    for name, value in environment.items():
        if not name or "=" in name or "\0" in name:
            raise InvalidInput("environment", name, "It must be the name of a variable.")
        if "\0" in str(value):
            # Whatever it is: it may be a secret.
            raise VbsError(f"Invalid value for environment: that of {shorten(name)} holds a null character.")


@contextmanager
def _variables(environment: Mapping[str, Any]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update({name: str(value) for name, value in environment.items()})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
