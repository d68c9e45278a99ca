# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Does what the module of the same name documents, as all of it concerns the controller."""

from __future__ import annotations

from typing import Any

from ansible.plugins.action import ActionBase

from ansible_collections.otc.vbs.plugins.plugin_utils._role.reports import FORMATS, write_report

REPORT = {
    "format": {"type": "str", "required": True, "choices": list(FORMATS)},
    "path": {"type": "path", "required": True},
    "arguments": {"type": "dict", "default": {}},
}


class ActionModule(ActionBase):  # type: ignore[misc]
    """See module policy_run_reports."""

    def run(self, tmp: Any = None, task_vars: Any = None) -> dict[str, Any]:
        """The result, a failure where a report could not be written."""
        self._supports_check_mode = True
        result: dict[str, Any] = super().run(tmp, task_vars)
        _checked, options = self.validate_argument_spec(
            argument_spec={
                "reports": {"type": "list", "elements": "dict", "required": True, "options": REPORT},
                "verdict": {"type": "dict", "required": True},
                "tasks": {"type": "list", "elements": "dict", "default": []},
            }
        )
        if self._task.check_mode:
            return {**result, "changed": True, "written": []}
        written = [write_report(report, options["verdict"], options["tasks"]) for report in options["reports"]]
        unwritten = [f"The report was not written to {one.path}: {one.msg}" for one in written if one.failed]
        if unwritten:
            result.update(failed=True, msg=". ".join(unwritten))
        result.update(changed=any(one.changed for one in written), written=[one._asdict() for one in written])
        return result
