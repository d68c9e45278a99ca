# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a filter of plugin_utils/_report/html.py."""

from __future__ import annotations

DOCUMENTATION = r"""
name: report_html
short_description: Report on the last 30 days of VBS backup policies as an HTML page
version_added: 1.0.0
author:
  - The otc.vbs contributors (@otc-vbs)
description:
  - Renders a verdict, and the history that it is based on, as a single HTML page. The page begins with everything that
    is not good. Each problem is a link to the card of its policy.
  - The card of a policy that is not good, or slower than usual, shows the volumes that this is about. It tells the
    outcome of the latest run and its reason, since when the volume has not been good, the last good backup, how long
    backups took, and a coloured cell for each day. Its other volumes are folded. Each good policy is a line.
  - The page is self-contained. It loads nothing, runs no scripts, and its content security policy forbids both.
  - Each day shows the worst outcome of its backups. Days begin at midnight UTC.
  - If the run that was due has not begun, the outcome of the one before is shown as such.
  - The days are shown for up to 150 volumes, those of the worst policies first. Of the others, the page tells all
    that is not good in words. At the top, it lists up to 100 problems.
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

- name: Write one report on all hosts of the play, also those that could not be judged
  ansible.builtin.copy:
    content: >-
      {{ dict(ansible_play_hosts_all | zip(verdicts)) | otc.vbs.report_html(title='All projects') }}
    dest: /tmp/all.html
    mode: "0644"
  vars:
    verdicts: >-
      {{ ansible_play_hosts_all | map('extract', hostvars) | map(attribute='policy_run_check_result', default={}) }}
  run_once: true
"""

RETURN = r"""
_value:
  description: The page.
  type: str
"""

from typing import Any, Callable

from ansible_collections.otc.vbs.plugins.plugin_utils._filter import named
from ansible_collections.otc.vbs.plugins.plugin_utils._report.html import report_html


def report_html_filter(verdicts: Any, tasks: Any = None, title: Any = "Backup report", subtitle: Any = None) -> Any:
    """The filter; see DOCUMENTATION."""
    with named("report_html"):
        return report_html(verdicts, tasks, title=title, subtitle=subtitle)


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Their functions by name."""
        return {"report_html": report_html_filter}
