#!/usr/bin/python
# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: policy_run_reports
short_description: Write the reports of a check
version_added: 1.0.0
description:
  - Writes reports on a verdict of the filter P(otc.vbs.latest_run#filter), each in a format of its own. The role
    P(otc.vbs.policy_run_check#role) needs it.
  - A file is written beside, and then takes the place of what was there, so that nobody ever reads a half of it. It is
    written even if it is the same as before, as some readers take an old file for one that nobody writes any more. Its
    mode is C(0644).
  - If one cannot be written, the others are, and the module fails.
  - The files are on the machine that Ansible itself runs on.
author:
  - The otc.vbs contributors (@otc-vbs)
options:
  reports:
    description:
      - The reports, as the filter P(otc.vbs.policy_run_check_reports#filter) returns them.
    type: list
    elements: dict
    required: true
    suboptions:
      format:
        description:
          - Which report, by the filter that makes it, such as P(otc.vbs.report_html#filter).
        type: str
        choices: [html, markdown, prometheus, junit, checkmk]
        required: true
      path:
        description:
          - The file. Its directory has to exist.
        type: path
        required: true
      arguments:
        description:
          - What else the filter takes, by the names of its options.
        type: dict
        default: {}
  verdict:
    description:
      - The verdict, or a dictionary of verdicts by host. That of a check that could not be made may be empty.
    type: dict
    required: true
  tasks:
    description:
      - The tasks that the verdict is based on, for the reports that tell of earlier runs too.
    type: list
    elements: dict
    default: []
attributes:
  action:
    description: Runs on the controller.
    support: full
  check_mode:
    description: Writes nothing in check mode.
    support: full
  diff_mode:
    description: Does not show the files.
    support: none
seealso:
  - module: otc.vbs.policy_run_verdict
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

- name: Write two reports on its latest run
  otc.vbs.policy_run_reports:
    reports:
      - format: html
        path: /tmp/backups.html
        arguments:
          title: Backups of the databases
      - format: junit
        path: /tmp/backups.xml
    verdict: "{{ history.tasks | otc.vbs.latest_run(policies=found.policies) }}"
    tasks: "{{ history.tasks }}"
"""

RETURN = r"""
written:
  description: What came of each report.
  returned: always
  type: list
  elements: dict
  contains:
    path:
      description: The file.
      type: str
      sample: /tmp/backups.html
    changed:
      description: Whether the file had not been there, or with another content.
      type: bool
      sample: true
    failed:
      description: Whether it could not be written. What was there before still is then.
      type: bool
      sample: false
    msg:
      description: Why it could not be written, else empty.
      type: str
      sample: ""
"""
