# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action plugin of the modules that wait: what they tell while they do."""

from __future__ import annotations

import os
import time

from ansible.errors import AnsibleError
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display

from ansible_collections.otc.vbs.plugins.module_utils._errors import visible
from ansible_collections.otc.vbs.plugins.plugin_utils._action.parts import in_parts


class WaitingAction(ActionBase):
    """Runs the module of the same name, in parts where it waits.

    id_name, rows_name: see in_parts().
    """

    id_name = ""
    rows_name = ""

    def run(self, tmp=None, task_vars=None):
        """The module's result."""
        self._supports_async = True
        result = super().run(tmp, task_vars)
        # Nobody listens to an asynchronous task before it ends.
        if self._task.async_val:
            detached = not self._connection.has_native_async
            result.update(self._execute_module(task_vars=task_vars, wrap_async=detached))
            return result

        controller = os.getppid()

        def check_controller():
            # One that is killed takes this process along only up to ansible-core 2.18. Later, the wait would go on.
            if os.getppid() != controller:
                raise AnsibleError("Nobody is left to take the result.")

        def run(state):
            check_controller()
            return self._execute_module(module_args={**self._task.args, "_progress": state}, task_vars=task_vars)

        def say(line):
            if not self._task.no_log:
                host = task_vars["inventory_hostname"]
                # The line comes from a machine that may be another, and goes to a terminal.
                Display().display(f"WAITING: [{host}]: {self._task.get_name()}: {visible(line)}", stderr=True)

        def sleep(seconds):
            end = time.monotonic() + seconds
            while (left := end - time.monotonic()) > 0:
                check_controller()
                time.sleep(min(left, 1.0))

        result.update(in_parts(run, self.id_name, self.rows_name, say, sleep=sleep))
        return result
