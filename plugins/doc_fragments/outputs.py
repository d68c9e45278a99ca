# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the filters that tell monitoring systems of verdicts."""

from __future__ import annotations


class ModuleDocFragment:
    """Fragment otc.vbs.outputs."""

    DOCUMENTATION = r"""
options:
  _input:
    description:
      - The verdict, as P(otc.vbs.latest_run#filter) returns it, or a dictionary of several verdicts by the names of
        their checks, for example by the names of hosts.
      - A verdict that is null or empty stands for a check that did not come to one. So does a verdict without a run,
        such as the one that the role P(otc.vbs.policy_run_check#role) leaves when it fails. It is told as a check that
        could not be made.
    type: dict
    required: true
  check:
    description:
      - The name of the check, if O(_input) is a single verdict. What a monitoring system gets from several checks is
        told apart by it.
    type: str
    default: vbs
notes:
  - The same states stand behind all these filters. A run is C(good) if the verdict says so, with or without notes. It
    is C(unfinished) if all that is wrong is that tasks have not ended, or that the run is still being created. It is
    C(unknown) if all that is wrong is that tasks have a status that the API does not document, or that there is no
    verdict. Anything else is C(bad).
  - The volumes of a run that is not the one that was due, or that is too old, are C(bad), even if their tasks were
    successful. So are volumes that are missing.
  - Names and sentences are written on one line. Characters that cannot be seen, and those that change the direction of
    the text, are shown as escape sequences. Names are cut after 200 characters, and sentences after 1000. What would
    begin a template, such as C({{), is written with a blank within. Names that would be the same get a number.
  - A wrong value, such as a verdict that lacks a field, is an error that names it. Then there is no text, so that a
    file with an earlier one stays as it was. Have your monitoring system watch its age too.
"""

    # Of those that tell of last good backups.
    TASKS = r"""
options:
  tasks:
    description:
      - The complete histories of tasks that the verdicts are based on, as M(otc.vbs.vbs_policy_tasks_info) returns them
        in RV(otc.vbs.vbs_policy_tasks_info#module:tasks). They tell when a volume had its last good backup.
      - Of a task that was judged, the verdict counts. Of an older one, its status does. A task that was skipped made no
        backup, even if its status is accepted.
      - Without them, last good backups are those of the judged runs only.
    type: list
    elements: dict
    default: []
"""
