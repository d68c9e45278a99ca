# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a filter of plugin_utils/_role."""

from __future__ import annotations

DOCUMENTATION = r"""
name: policy_run_check_verdict
short_description: The verdict of the role policy_run_check on what it knows so far
version_added: 1.0.0
author:
  - The otc.vbs contributors (@otc-vbs)
description:
  - Judges what the tasks of the role have registered, with the filter P(otc.vbs.latest_run#filter).
  - A result may be that of a task that was skipped, or empty for one that has not run.
  - The role P(otc.vbs.policy_run_check#role) needs it. There is hardly a use for it elsewhere.
options:
  _input:
    description:
      - The policies and volumes, as M(otc.vbs.vbs_policy_info) returns them with
        O(otc.vbs.vbs_policy_info#module:volumes=true).
    type: dict
    required: true
  options:
    description:
      - The options of the role, as P(otc.vbs.policy_run_check_options#filter) returns them.
    type: dict
    required: true
  fetched:
    description:
      - The result of M(otc.vbs.vbs_policy_tasks_info).
    type: dict
    required: true
  waited:
    description:
      - The result of M(otc.vbs.vbs_job_info) that waited for the jobs of unfinished tasks.
    type: dict
    default: {}
  refetched:
    description:
      - The result of M(otc.vbs.vbs_policy_tasks_info) that waited for the tasks.
    type: dict
    default: {}
  backups:
    description:
      - The result of M(otc.vbs.vbs_backup_info).
    type: dict
    default: {}
  asked:
    description:
      - The result of M(otc.vbs.vbs_job_info) on the jobs of tasks that are not good.
    type: dict
    default: {}
seealso:
  - plugin: otc.vbs.policy_run_check
    plugin_type: role
"""

EXAMPLES = r"""
- name: Judge the tasks that were fetched
  ansible.builtin.debug:
    msg: >-
      {{ found | otc.vbs.policy_run_check_verdict({} | otc.vbs.policy_run_check_options, fetched) }}
  vars:
    found:
      policies: []
      volumes: []
    fetched:
      tasks: []
"""

RETURN = r"""
_value:
  description:
    - The verdict, as P(otc.vbs.latest_run#filter) returns it.
    - As long as the jobs of tasks that are not good were not asked, C(unexplained_vbs_job_ids) holds those that were
      waited for in vain, too.
  type: dict
"""

from typing import Any, Callable

from ansible_collections.otc.vbs.plugins.plugin_utils._filter import named
from ansible_collections.otc.vbs.plugins.plugin_utils._role.verdict import judge


def policy_run_check_verdict_filter(
    found: Any,
    options: Any,
    fetched: Any,
    waited: Any = None,
    refetched: Any = None,
    backups: Any = None,
    asked: Any = None,
) -> Any:
    """The filter; see DOCUMENTATION."""
    with named("policy_run_check_verdict"):
        return judge(options, found, fetched, waited=waited, refetched=refetched, backups=backups, asked=asked)


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Their functions by name."""
        return {"policy_run_check_verdict": policy_run_check_verdict_filter}
