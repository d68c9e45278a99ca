# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the filters that write reports."""

from __future__ import annotations


class ModuleDocFragment:
    """Fragment otc.vbs.report."""

    DOCUMENTATION = r"""
options:
  _input:
    description:
      - The verdict, as P(otc.vbs.latest_run#filter) returns it.
      - For one report on many hosts or projects, a list of verdicts, or a dictionary whose keys are the names of hosts,
        for example, and whose values are their verdicts. Null or an empty dictionary stands for a verdict that there is
        none of. It is shown as bad.
    type: raw
    required: true
  tasks:
    description:
      - The complete histories of tasks that the verdict is based on, as M(otc.vbs.vbs_policy_tasks_info) returns them
        in RV(otc.vbs.vbs_policy_tasks_info#module:tasks).
      - For several verdicts, the tasks of all of them in one list, or a list or dictionary as in O(_input) that holds
        the list of tasks for each.
      - If null, the report tells what the verdict knows, without the 30 days before.
    type: raw
  title:
    description:
      - The title of the report, a text of 1 to 200 characters.
    type: str
    default: Backup report
  subtitle:
    description:
      - A text of 1 to 200 characters below the title, such as the cloud, region and project.
    type: str
"""
