# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a filter of plugin_utils/_role."""

from __future__ import annotations

DOCUMENTATION = r"""
name: policy_run_check_reports
short_description: The reports that the role policy_run_check has to write
version_added: 1.0.0
author:
  - The otc.vbs contributors (@otc-vbs)
description:
  - Reads the variables of the role that tell of reports. One that cannot be right is left out, as
    P(otc.vbs.policy_run_check_options#filter) refuses it. So the other reports can tell that there was no check.
  - The role P(otc.vbs.policy_run_check#role) needs it. There is hardly a use for it elsewhere.
options:
  _input:
    description:
      - The variables that are set, by their names, which begin with C(policy_run_check_).
    type: dict
    required: true
  omitted:
    description:
      - What stands for a value that is not set, beside null. Meant for the variable C(omit).
    type: raw
  check:
    description:
      - The name of the check in reports for other programs, if the variables name none.
    type: str
    default: vbs
seealso:
  - plugin: otc.vbs.policy_run_check
    plugin_type: role
"""

EXAMPLES = r"""
- name: Show where a report would be written
  ansible.builtin.debug:
    msg: "{{ {'policy_run_check_report_html': 'report.html'} | otc.vbs.policy_run_check_reports }}"
"""

RETURN = r"""
_value:
  description: The reports, each as M(otc.vbs.policy_run_reports) takes it.
  type: list
  elements: dict
  contains:
    format:
      description: V(html), V(markdown), V(prometheus), V(junit) or V(checkmk).
      type: str
      sample: html
    path:
      description: Where to write it, an absolute path.
      type: str
      sample: /srv/www/backups.html
    arguments:
      description: The options of the filter that makes it.
      type: dict
      sample:
        title: Backup report
"""

from typing import Any, Callable

from ansible_collections.otc.vbs.plugins.plugin_utils._filter import named
from ansible_collections.otc.vbs.plugins.plugin_utils._role.reports import read_reports


def policy_run_check_reports_filter(variables: Any, omitted: Any = None, check: Any = "vbs") -> Any:
    """The filter; see DOCUMENTATION."""
    with named("policy_run_check_reports"):
        return read_reports(variables, omitted, check)


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Their functions by name."""
        return {"policy_run_check_reports": policy_run_check_reports_filter}
