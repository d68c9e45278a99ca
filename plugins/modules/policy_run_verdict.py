#!/usr/bin/python
# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: policy_run_verdict
short_description: Tell the verdict on policy runs
version_added: 1.0.0
description:
  - Tells a verdict of the filter P(otc.vbs.latest_run#filter), or several, for people to read, and fails if it is not
    good. The role P(otc.vbs.policy_run_check#role) ends with it.
  - With several hosts, run it once after the check of all of them, with the verdicts of all. The playbook
    C(otc.vbs.policy_run_summary) does so.
author:
  - The otc.vbs contributors (@otc-vbs)
options:
  verdict:
    description:
      - The verdict, or a dictionary of verdicts by host. A host whose verdict is null was not checked, which is not
        good.
    type: dict
    required: true
  reports:
    description:
      - What came of writing each report, as M(otc.vbs.policy_run_reports) returns it. The module fails if one has
        failed.
    type: list
    elements: dict
    default: []
  fail:
    description:
      - Whether to fail if a verdict is not good.
    type: bool
    default: true
  table:
    description:
      - Whether to print a table. It has up to 20 policies, the worst first, with the time when each was due and when
        its run has begun, how many of its volumes have a good backup of this run, the time since which all of them have
        had one, and the worst problem. Above it are up to 20 problems. Times are in UTC.
      - It is written to the standard error of C(ansible-playbook). A task with C(no_log) has none.
    type: bool
    default: true
  stats:
    description:
      - Whether to hand a verdict over to the workflow of AWX as C(policy_run_check_result), as
        M(ansible.builtin.set_stats) does. What makes the task fail is not handed over.
    type: bool
    default: false
attributes:
  action:
    description: Runs on the controller.
    support: full
  check_mode:
    description: Runs in check mode like in any other, as it changes nothing.
    support: full
  diff_mode:
    description: Has nothing to show in diff mode.
    support: none
seealso:
  - plugin: otc.vbs.latest_run
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Find a policy
  otc.vbs.vbs_policy_info:
    policy_id: fbe69dd4-9a1f-4c2a-8a4f-3a9e6e2c8f10
  register: found

- name: Fetch its history
  otc.vbs.vbs_policy_tasks_info:
    policy_id: fbe69dd4-9a1f-4c2a-8a4f-3a9e6e2c8f10
  register: history

- name: Tell what became of its latest run
  otc.vbs.policy_run_verdict:
    verdict: "{{ history.tasks | otc.vbs.latest_run(policies=found.policies) }}"
"""

RETURN = r"""
msg:
  description: The verdict in one sentence, and which reports could not be written.
  returned: always
  type: str
  sample: "The latest run of 1 policy is good: 2 of 2 volumes have a good backup"
"""
