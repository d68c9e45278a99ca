# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a filter of plugin_utils/_role/options.py."""

from __future__ import annotations

DOCUMENTATION = r"""
name: policy_run_check_options
short_description: The options of the role policy_run_check, as it reads them
version_added: 1.0.0
author:
  - The otc.vbs contributors (@otc-vbs)
description:
  - Reads the variables of the role P(otc.vbs.policy_run_check#role), which needs it. There is hardly a use for it
    elsewhere.
  - A variable that the role does not have is an error, and so is a value that cannot be right.
  - Null, blank text, and a list of nothing else are the same as not set.
options:
  _input:
    description:
      - The variables that are set, by their names, which begin with C(policy_run_check_).
    type: dict
    required: true
  omitted:
    description:
      - What stands for a value that is not set, beside null. Meant for the variable C(omit).
    type: raw
  one_of_many:
    description:
      - The name of the host, if the play has several hosts. The path of each report has to have it in it then, or the
        ID of a policy, as one host would else overwrite what another has written.
    type: str
seealso:
  - plugin: otc.vbs.policy_run_check
    plugin_type: role
"""

EXAMPLES = r"""
- name: Show what a check would use
  ansible.builtin.debug:
    msg: "{{ {'policy_run_check_policy_name': 'nightly'} | otc.vbs.policy_run_check_options }}"
"""

RETURN = r"""
_value:
  description: All options of the role, by their names without C(policy_run_check_), with the defaults of those not set.
  type: dict
"""

from typing import Any, Callable

from ansible_collections.otc.vbs.plugins.plugin_utils._filter import named
from ansible_collections.otc.vbs.plugins.plugin_utils._role.options import read_role_options


def policy_run_check_options_filter(variables: Any, omitted: Any = None, one_of_many: Any = None) -> Any:
    """The filter; see DOCUMENTATION."""
    with named("policy_run_check_options"):
        return read_role_options(variables, omitted, one_of_many)


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Their functions by name."""
        return {"policy_run_check_options": policy_run_check_options_filter}
