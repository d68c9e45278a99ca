# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Does what the module of the same name documents, as all of it concerns the controller."""

from __future__ import annotations

from typing import Any

from ansible.plugins.action import ActionBase
from ansible.utils.display import Display

from ansible_collections.otc.vbs.plugins.module_utils._errors import VbsError
from ansible_collections.otc.vbs.plugins.plugin_utils._report.announcement import announce


class ActionModule(ActionBase):  # type: ignore[misc]
    """See module policy_run_verdict."""

    def run(self, tmp: Any = None, task_vars: Any = None) -> dict[str, Any]:
        """The result, a failure where the verdict is not good."""
        self._supports_check_mode = True
        result: dict[str, Any] = super().run(tmp, task_vars)
        _checked, options = self.validate_argument_spec(
            argument_spec={
                "verdict": {"type": "dict", "required": True},
                "reports": {"type": "list", "elements": "dict", "default": []},
                "fail": {"type": "bool", "default": True},
                "table": {"type": "bool", "default": True},
                "stats": {"type": "bool", "default": False},
            }
        )
        try:
            told = announce(options["verdict"], options["reports"], options["fail"])
        except VbsError as error:
            return {**result, "failed": True, "msg": str(error)}
        if options["table"] and not self._task.no_log:
            # Beside the progress of waits: what reads the results of a play is not to stumble over it.
            # Ansible itself shows the sentence only where it fails.
            sentence = "" if told.failed else f"\n{told.msg}\n"
            Display().display(f"{sentence}\n{told.table}\n", stderr=True)
        result.update(changed=False, failed=told.failed, msg=told.msg)
        if options["stats"] and not told.failed:
            result["ansible_stats"] = {
                "data": {"policy_run_check_result": options["verdict"]},
                "per_host": False,
                "aggregate": True,
            }
        return result
