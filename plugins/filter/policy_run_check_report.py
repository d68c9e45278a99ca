# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a filter of plugin_utils/_role."""

from __future__ import annotations

DOCUMENTATION = r"""
name: policy_run_check_report
short_description: A report that the role policy_run_check writes
version_added: 1.0.0
author:
  - The otc.vbs contributors (@otc-vbs)
description:
  - Makes the report with the filter for its format, such as P(otc.vbs.report_html#filter).
  - The role P(otc.vbs.policy_run_check#role) needs it. There is hardly a use for it elsewhere.
options:
  _input:
    description:
      - The verdict, as P(otc.vbs.latest_run#filter) returns it.
    type: dict
    required: true
  report:
    description:
      - Which report, one of those that P(otc.vbs.policy_run_check_reports#filter) returns.
    type: dict
    required: true
  tasks:
    description:
      - The tasks that the verdict is based on.
    type: list
    elements: dict
    required: true
seealso:
  - plugin: otc.vbs.policy_run_check
    plugin_type: role
"""

EXAMPLES = r"""
- name: Write the first report
  ansible.builtin.copy:
    content: "{{ verdict | otc.vbs.policy_run_check_report(reports[0], []) }}"
    dest: "{{ reports[0].path }}"
    mode: "0644"
  vars:
    reports: "{{ {'policy_run_check_report_junit': '/tmp/junit.xml'} | otc.vbs.policy_run_check_reports }}"
    verdict: {}
"""

RETURN = r"""
_value:
  description: The report.
  type: str
"""

from typing import Any, Callable

from ansible_collections.otc.vbs.plugins.plugin_utils._filter import named
from ansible_collections.otc.vbs.plugins.plugin_utils._role.reports import make_report


def policy_run_check_report_filter(verdict: Any, report: Any, tasks: Any) -> Any:
    """The filter; see DOCUMENTATION."""
    with named("policy_run_check_report"):
        return make_report(verdict, report, tasks)


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Their functions by name."""
        return {"policy_run_check_report": policy_run_check_report_filter}
