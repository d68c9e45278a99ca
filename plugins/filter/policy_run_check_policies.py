# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a filter of plugin_utils/_verdict/selection.py."""

from __future__ import annotations

DOCUMENTATION = r"""
name: policy_run_check_policies
short_description: The policies that the role policy_run_check judges
version_added: 1.0.0
author:
  - The otc.vbs contributors (@otc-vbs)
description:
  - Leaves out the policies that promise no backups, unless they are given by ID or name. These are those whose schedule
    is C(OFF), and those without volumes.
  - The role P(otc.vbs.policy_run_check#role) needs it. There is hardly a use for it elsewhere.
options:
  _input:
    description:
      - The policies, as M(otc.vbs.vbs_policy_info) returns them in RV(otc.vbs.vbs_policy_info#module:policies).
    type: list
    elements: dict
    required: true
  policy_ids:
    description:
      - The IDs of policies that are judged whatever they are.
    type: list
    elements: str
    default: []
  policy_names:
    description:
      - The names of such policies. A pattern names none.
    type: list
    elements: str
    default: []
  volumes:
    description:
      - The volumes of the project, as M(otc.vbs.vbs_policy_info) returns them. A policy that any of them names is not
        one without volumes.
    type: list
    elements: dict
    default: []
seealso:
  - plugin: otc.vbs.policy_run_check
    plugin_type: role
"""

EXAMPLES = r"""
- name: Find all policies
  otc.vbs.vbs_policy_info:
  register: found

- name: Show which of them would not be judged, and why
  ansible.builtin.debug:
    msg: "{{ (found.policies | otc.vbs.policy_run_check_policies).left_out }}"
"""

RETURN = r"""
_value:
  description: What was selected.
  type: dict
  contains:
    policies:
      description: The policies to judge, as they were given.
      type: list
      elements: dict
      sample: []
    policy_ids:
      description: Their IDs.
      type: list
      elements: str
      sample:
        - fbe69dd4-9a1f-4c2a-8a4f-3a9e6e2c8f10
    left_out:
      description: The other policies. Each has C(policy_id), C(policy_name), and C(why) it is left out.
      type: list
      elements: dict
      sample:
        - policy_id: 0c4e2d58-6f0b-4f9e-9d1a-5b8f3a7c2e41
          policy_name: retired
          why: switched off
"""

from typing import Any, Callable

from ansible_collections.otc.vbs.plugins.plugin_utils._filter import named
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.rules import read_documents, read_names
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.selection import select_policies


def policy_run_check_policies_filter(
    policies: Any, policy_ids: Any = (), policy_names: Any = (), volumes: Any = ()
) -> Any:
    """The filter; see DOCUMENTATION."""
    with named("policy_run_check_policies"):
        read_documents("_input", policies)
        read_documents("volumes", volumes)
        return select_policies(
            policies, read_names("policy_ids", policy_ids), read_names("policy_names", policy_names), volumes
        )


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Their functions by name."""
        return {"policy_run_check_policies": policy_run_check_policies_filter}
