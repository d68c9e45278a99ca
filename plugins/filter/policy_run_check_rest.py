# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a filter of plugin_utils/_role."""

from __future__ import annotations

DOCUMENTATION = r"""
name: policy_run_check_rest
short_description: What is left of the time that the role policy_run_check may wait
version_added: 1.0.0
author:
  - The otc.vbs contributors (@otc-vbs)
description:
  - The role waits for jobs first and then for tasks, all in all for no longer than its option C(wait_timeout).
  - The role P(otc.vbs.policy_run_check#role) needs it. There is hardly a use for it elsewhere.
options:
  _input:
    description:
      - The options of the role, as P(otc.vbs.policy_run_check_options#filter) returns them.
    type: dict
    required: true
  waited:
    description:
      - The result of the first wait, or of a task that was skipped.
    type: dict
    default: {}
seealso:
  - plugin: otc.vbs.policy_run_check
    plugin_type: role
"""

EXAMPLES = r"""
- name: Show how long the role may still wait after ten minutes
  ansible.builtin.debug:
    msg: "{{ {} | otc.vbs.policy_run_check_options | otc.vbs.policy_run_check_rest({'elapsed': 600.0}) }}"
"""

RETURN = r"""
_value:
  description: The options of the second wait, C(wait_timeout) and C(wait_interval), in seconds.
  type: dict
  sample:
    wait_timeout: 3000.0
    wait_interval: 10.0
"""

from typing import Any, Callable

from ansible_collections.otc.vbs.plugins.plugin_utils._filter import named
from ansible_collections.otc.vbs.plugins.plugin_utils._role.verdict import rest_of_wait


def policy_run_check_rest_filter(options: Any, waited: Any = None) -> Any:
    """The filter; see DOCUMENTATION."""
    with named("policy_run_check_rest"):
        return rest_of_wait(options, waited or {})


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Their functions by name."""
        return {"policy_run_check_rest": policy_run_check_rest_filter}
