# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a filter of module_utils/_report_html.py."""

from __future__ import annotations

DOCUMENTATION = r"""
name: report_html
short_description: The last 30 days of VBS backup policies as an HTML page
version_added: 1.0.0
author:
  - The otc.vbs contributors (@otc-vbs)
description:
  - Writes a verdict, and the history that it was made from, as one HTML page. For each volume it shows what became of
    its latest backup and why, how old the last good one is, how long backups took, and a coloured cell for each day.
  - The page needs nothing else and allows itself nothing else, neither scripts nor anything from another place.
  - Policies and volumes that are not good come first.
  - A day shows the worst of its backups. Days are those of UTC.
  - A backup whose job disagrees with it counts as unknown, and so does one with a status that the API does not
    document.
  - Everything from the service is escaped. Characters that cannot be seen, or that turn the direction of writing round,
    are shown as escapes. Texts of more than 300 characters are cut.
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

from ansible_collections.otc.vbs.plugins.module_utils._report_html import report_html
from ansible_collections.otc.vbs.plugins.plugin_utils._filter import named


def report_html_filter(verdict, tasks, title="Backup report"):
    """The filter; see DOCUMENTATION."""
    with named("report_html"):
        return report_html(verdict, tasks, title=title)


class FilterModule:
    """The filters of this file."""

    def filters(self):
        """Their functions by name."""
        return {"report_html": report_html_filter}
