# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a filter of plugin_utils/_report/markdown.py."""

from __future__ import annotations

DOCUMENTATION = r"""
name: report_markdown
short_description: Report on VBS backup policies as Markdown
version_added: 1.0.0
author:
  - The otc.vbs contributors (@otc-vbs)
description:
  - Renders a verdict, and the history that it is based on, as Markdown for a chat message or a comment on a merge
    request. It lists what is not good, the worst first, and tells in one line what is good. The text has at most 4000
    characters. Problems for which there is no room are counted instead.
  - All values from the service are in code spans, so they cannot contain links, mentions or other markup. The two
    characters that would end a code span or a table cell are replaced by similar ones. Long texts are truncated.
  - What would begin a template, such as C({{), is written with a blank within.
positional: _input, tasks
extends_documentation_fragment:
  - otc.vbs.report
seealso:
  - plugin: otc.vbs.latest_run
    plugin_type: filter
  - plugin: otc.vbs.report_html
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Fetch the history of a policy
  otc.vbs.vbs_policy_tasks_info:
    policy_id: fbe69dd4-9a1f-4c2a-8a4f-3a9e6e2c8f10
  register: history

- name: Write the report
  ansible.builtin.copy:
    content: "{{ history.tasks | otc.vbs.latest_run | otc.vbs.report_markdown(history.tasks) }}"
    dest: /tmp/backups.md
    mode: "0644"
"""

RETURN = r"""
_value:
  description: The text.
  type: str
"""

from typing import Any, Callable

from ansible_collections.otc.vbs.plugins.plugin_utils._filter import named
from ansible_collections.otc.vbs.plugins.plugin_utils._report.markdown import report_markdown


def report_markdown_filter(verdicts: Any, tasks: Any = None, title: Any = "Backup report", subtitle: Any = None) -> Any:
    """The filter; see DOCUMENTATION."""
    with named("report_markdown"):
        return report_markdown(verdicts, tasks, title=title, subtitle=subtitle)


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Their functions by name."""
        return {"report_markdown": report_markdown_filter}
