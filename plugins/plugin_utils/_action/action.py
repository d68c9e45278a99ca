# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action plugin beside each module: does its work in Ansible's own process, where it would run there anyway.

That saves the start of another Python, which takes longer than most requests, and leaves the working directory and the
libraries those of Ansible.
"""

from __future__ import annotations

import inspect
import os
import sys
import time
from collections.abc import Mapping
from functools import partial
from typing import Any

from ansible import constants as C
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display
from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.otc.vbs.plugins.module_utils._errors import VbsError
from ansible_collections.otc.vbs.plugins.module_utils._libraries import is_missing, needed_libraries
from ansible_collections.otc.vbs.plugins.module_utils._module import Logic
from ansible_collections.otc.vbs.plugins.module_utils._text import visible
from ansible_collections.otc.vbs.plugins.plugin_utils._action.ways import (
    is_own_python,
    is_own_user,
    may_ask_for_proxies,
)
from ansible_collections.otc.vbs.plugins.plugin_utils._action.worker import PROFILE, check_environment, run_here

Result = dict[str, Any]


class Action(ActionBase):  # type: ignore[misc]
    """Does the work of the module of the same name; options, logic: see _module.run()."""

    options: dict[str, Any]
    logic: Any

    def run(self, tmp: Any = None, task_vars: Any = None) -> Result:
        """The module's result."""
        self._supports_async = True
        result: Result = super().run(tmp, task_vars)
        missing = [library for library in needed_libraries(self._task.args) if is_missing(library)]
        if missing or self._needs_module(task_vars):
            result.update(self._from_module(task_vars, missing))
        else:
            result.update(self._from_here(task_vars))
        return result

    def _needs_module(self, task_vars: Mapping[str, Any]) -> bool:
        """Whether the work is for another machine, user, interpreter or time; docs/development.md has a table."""
        become = self._connection.become
        return bool(
            self._task.async_val
            or self._connection.transport != "local"
            or (become and not is_own_user(self.get_become_option("become_user")))
            or not is_own_python(self._interpreter(task_vars))
            or not may_ask_for_proxies()
        )

    def _interpreter(self, task_vars: Mapping[str, Any]) -> Any:
        host = self._task.delegate_to
        own = task_vars.get("ansible_delegated_vars", {}).get(host, {}) if host else task_vars
        return self._templar.template(C.config.get_config_value("INTERPRETER_PYTHON", variables=own))

    def _from_module(self, task_vars: Any, missing: list[str]) -> Result:
        # Nobody listens to an asynchronous task before it ends.
        detached = bool(self._task.async_val) and not self._connection.has_native_async
        result: Result = self._execute_module(task_vars=task_vars, wrap_async=detached)
        if missing and "required Python library" in str(result.get("msg")):
            # Ansible's sentence ends without a full stop.
            said = str(result["msg"]).rstrip().removesuffix(".")
            result["msg"] = f"{said}. Ansible's own Python, {sys.executable}, lacks {' and '.join(missing)}, too."
        return result

    def _from_here(self, task_vars: Any) -> Result:
        args = dict(self._task.args)
        self._update_module_args(self._task.action, args, task_vars)
        environment: dict[str, Any] = {}
        self._compute_environment_string(environment)
        try:
            check_environment(environment)
        except VbsError as error:
            return {"failed": True, "msg": str(error)}
        text, warnings = run_here(self.options, self._watched(task_vars), args, environment)
        result = self._received(text)
        if warnings:
            result["warnings"] = warnings
        return result

    def _watched(self, task_vars: Mapping[str, Any]) -> Logic:
        """The logic, with what it needs to be watched while it works."""
        logic: Logic = self.logic
        return logic

    def _received(self, text: str) -> Result:
        """The result that a module has written, as Ansible reads it."""
        written = {"rc": 0, "stdout": text, "stdout_lines": [], "stderr": "", "stderr_lines": []}
        if "profile" not in inspect.signature(self._parse_returned_data).parameters:  # before ansible-core 2.19
            return dict(wrap_var(self._parse_returned_data(written)))
        result = self._parse_returned_data(written, PROFILE)
        # Since ansible-core 2.21 it is an object.
        return dict(result if isinstance(result, dict) else result.as_result_dict(for_round_trip=True))


class WaitingAction(Action):
    """Tells how the module's wait goes, and ends it where nobody is left to take the result."""

    def _watched(self, task_vars: Mapping[str, Any]) -> Logic:
        controller = os.getppid()

        def say(line: str) -> None:
            host = task_vars["inventory_hostname"]
            # The line comes from a service, and goes to a terminal.
            Display().display(f"WAITING: [{host}]: {self._task.get_name()}: {visible(line)}", stderr=True)

        def sleep(seconds: float) -> None:
            end = time.monotonic() + seconds
            while (left := end - time.monotonic()) > 0:
                # A controller that is killed takes this process along only up to ansible-core 2.18. An error would be
                # a result, which a process without anybody to take it may wait for ever to hand over.
                if os.getppid() != controller:
                    os._exit(1)
                time.sleep(min(left, 1.0))

        return partial(self.logic, say=None if self._task.no_log else say, sleep=sleep)
