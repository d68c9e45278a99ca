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
    type: dict
    required: true
  tasks:
    description:
      - The complete histories of tasks that the verdict is based on, as M(otc.vbs.vbs_policy_tasks_info) returns them
        in RV(otc.vbs.vbs_policy_tasks_info#module:tasks).
    type: list
    elements: dict
    required: true
  title:
    description:
      - The title of the report.
    type: str
    default: Backup report
"""
