# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a filter of plugin_utils/_outputs/passive.py."""

from __future__ import annotations

DOCUMENTATION = r"""
name: passive_check
short_description: Tell Icinga or Nagios of a verdict on VBS backup policies
version_added: 1.0.0
author:
  - The otc.vbs contributors (@otc-vbs)
description:
  - Makes the passive result of a service check of a verdict, for Icinga, Nagios, Naemon, Centreon, and what else goes
    by the guidelines for their plugins.
  - For several policies as hosts, make a result of the verdict of each.
  - C(|), C(\\), C(<), C(>) and quotes are replaced by similar characters, and also C(=) in the labels of performance
    data.
positional: _input
options:
  _input:
    description:
      - The verdict, as P(otc.vbs.latest_run#filter) returns it.
      - One that is null, empty, or without a run, such as the one that the role P(otc.vbs.policy_run_check#role) leaves
        when it fails, stands for a check that could not be made. It is UNKNOWN.
    type: dict
    required: true
seealso:
  - plugin: otc.vbs.latest_run
    plugin_type: filter
  - plugin: otc.vbs.report_checkmk
    plugin_type: filter
notes:
  - Have the monitoring system watch the freshness of the service, so that a check that is not made at all raises an
    alert. That is C(ttl) in Icinga's API, and C(freshness_threshold) in Nagios.
"""

EXAMPLES = r"""
- name: Fetch the history of a policy
  otc.vbs.vbs_policy_tasks_info:
    policy_id: fbe69dd4-9a1f-4c2a-8a4f-3a9e6e2c8f10
  register: history

- name: Judge it
  ansible.builtin.set_fact:
    result: "{{ history.tasks | otc.vbs.latest_run(max_age=25) | otc.vbs.passive_check }}"

- name: Tell Icinga, which expects the next result within 25 hours
  ansible.builtin.uri:
    url: "{{ icinga_url }}/v1/actions/process-check-result"
    method: POST
    url_username: "{{ icinga_user }}"
    url_password: "{{ icinga_password }}"
    force_basic_auth: true
    headers:
      Accept: application/json
    body_format: json
    body: "{{ result | combine({'type': 'Service', 'service': 'backups!vbs', 'ttl': 90000}) }}"

- name: Tell Nagios, by a command on one line in which the line breaks of the text are escaped
  ansible.builtin.shell:
    cmd: cat > /var/lib/nagios4/rw/nagios.cmd
    stdin: >-
      [{{ now().strftime('%s') }}] PROCESS_SERVICE_CHECK_RESULT;backups;vbs;{{ result.exit_status }};{{
      ([lines[0] ~ '|' ~ result.performance_data | join(' ')] + lines[1:]) | join(line_break) }}
  vars:
    lines: "{{ result.plugin_output.splitlines() }}"
    # A backslash and an n.
    line_break: '\n'
  changed_when: true
"""

RETURN = r"""
_value:
  description: The result.
  type: dict
  contains:
    exit_status:
      description:
        - V(0) for OK if the verdict is good, V(1) for WARNING if it is unfinished, V(2) for CRITICAL if it is bad, and
          V(3) for UNKNOWN if the check could not be made. P(otc.vbs.report_prometheus#filter) tells what these states
          mean.
      type: int
      sample: 2
    plugin_output:
      description:
        - The state and the verdict on the first line, then a line for each problem and note. About 3000 characters at
          most. Lines for which there is no room are counted instead.
      type: str
      sample: "CRITICAL - The latest run of 1 policy is NOT GOOD: 1 of 2 volumes in 1 of 1 policy have no good backup"
    performance_data:
      description:
        - How many policies are not good, how many volumes, and how many volumes of each policy, each with the ranges 0
          and 0 for warning and critical, and how many there are. Empty if the check could not be made.
      type: list
      elements: str
      sample:
        - policies_not_good=1;0;0;0;1
        - volumes_not_good=1;0;0;0;2
        - "'policy nightly-websites'=1;0;0;0;2"
"""

from typing import Any, Callable

from ansible_collections.otc.vbs.plugins.plugin_utils._filter import named
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.passive import passive_check


def passive_check_filter(verdict: Any) -> Any:
    """The filter; see DOCUMENTATION."""
    with named("passive_check"):
        return passive_check(verdict)


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Their functions by name."""
        return {"passive_check": passive_check_filter}
