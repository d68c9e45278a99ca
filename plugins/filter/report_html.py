# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a filter of module_utils/_report_html.py."""

from __future__ import annotations

DOCUMENTATION = r"""
name: report_html
short_description: Report on the last 30 days of VBS backup policies as an HTML page
version_added: 1.0.0
author:
  - The otc.vbs contributors (@otc-vbs)
description:
  - Renders a verdict, and the history that it is based on, as a single HTML page. For each volume, the page shows the
    outcome of the latest backup and its reason, the age of the last good backup, how long backups took, and a coloured
    cell for each day.
  - The page is self-contained. It loads nothing, runs no scripts, and its content security policy forbids both.
  - Policies and volumes that are not good come first.
  - Each day shows the worst outcome of its backups. Days begin at midnight UTC.
  - A backup counts as unknown if its job's status contradicts its own, or if the API does not document its status.
  - All values from the service are escaped. Invisible characters, and characters that change the direction of the text,
    are shown as escape sequences. Texts of more than 300 characters are truncated. What would begin a template, such as
    C({{), is written with a blank within.
positional: _input, tasks
extends_documentation_fragment:
  - otc.vbs.report
seealso:
  - plugin: otc.vbs.latest_run
    plugin_type: filter
  - plugin: otc.vbs.report_markdown
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Fetch the history of a policy
  otc.vbs.vbs_policy_tasks_info:
    policy_id: fbe69dd4-9a1f-4c2a-8a4f-3a9e6e2c8f10
  register: history

- name: Write the report
  ansible.builtin.copy:
    content: "{{ history.tasks | otc.vbs.latest_run | otc.vbs.report_html(history.tasks) }}"
    dest: /tmp/backups.html
    mode: "0644"
"""

RETURN = r"""
_value:
  description: The page.
  type: str
"""

from typing import Any, Callable

from ansible_collections.otc.vbs.plugins.plugin_utils._filter import named
from ansible_collections.otc.vbs.plugins.plugin_utils._report.html import report_html


def report_html_filter(verdict: Any, tasks: Any, title: Any = "Backup report") -> Any:
    """The filter; see DOCUMENTATION."""
    with named("report_html"):
        return report_html(verdict, tasks, title=title)


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Their functions by name."""
        return {"report_html": report_html_filter}
