# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a filter of plugin_utils/_outputs/junit.py."""

from __future__ import annotations

DOCUMENTATION = r"""
name: report_junit
short_description: Tell verdicts on VBS backup policies as a test report in JUnit's XML
version_added: 1.0.0
author:
  - The otc.vbs contributors (@otc-vbs)
description:
  - Renders verdicts as a test report that GitLab, Jenkins, Azure DevOps and others show.
  - Each policy is a test suite. Each of its volumes is a test case, and so is the run itself, as C(run), which tells
    what is about none of the volumes, such as a run that has not begun.
  - Each check is a test suite too. Its case C(check) tells whether it could be made, and what is wrong that is about no
    policy, so it passes even if volumes fail. There is a case for each of the volumes in
    RV(otc.vbs.latest_run#filter:_value.missing_resource_ids).
  - A volume that is missing, was skipped, or is unfinished is a failure, as is any other that is not good. None is ever
    reported as skipped, as many readers take that for good. What could not be checked is an error.
  - The message of a failure or error is also its text. Its type is the state, which is V(bad), V(unfinished) or
    V(unknown).
  - The time of a case is how long the backup took, in seconds, if it is good.
positional: _input
extends_documentation_fragment:
  - otc.vbs.outputs
seealso:
  - plugin: otc.vbs.latest_run
    plugin_type: filter
notes:
  - Have the job that makes the report keep it whatever becomes of the check, for example by C(artifacts:when) in
    GitLab.
"""

EXAMPLES = r"""
- name: Fetch the history of a policy
  otc.vbs.vbs_policy_tasks_info:
    policy_id: fbe69dd4-9a1f-4c2a-8a4f-3a9e6e2c8f10
  register: history

- name: Write the test report
  ansible.builtin.copy:
    content: "{{ history.tasks | otc.vbs.latest_run(max_age=25) | otc.vbs.report_junit }}"
    dest: /tmp/backups.xml
    mode: "0644"
"""

RETURN = r"""
_value:
  description: The XML document, in UTF-8 when it is written. The text ends with a line break.
  type: str
  sample: |
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="VBS backups" tests="1" failures="0" errors="1">
      <testsuite name="vbs" timestamp="2026-01-02T08:30:00" tests="1" failures="0" errors="1" skipped="0">
        <testcase classname="vbs" name="check">
          <error type="unknown" message="The latest run could not be judged">The latest run could not be judged</error>
        </testcase>
      </testsuite>
    </testsuites>
"""

from typing import Any, Callable

from ansible_collections.otc.vbs.plugins.plugin_utils._filter import named
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.junit import report_junit


def report_junit_filter(verdicts: Any, check: Any = "vbs") -> Any:
    """The filter; see DOCUMENTATION."""
    with named("report_junit"):
        return report_junit(verdicts, check=check)


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Their functions by name."""
        return {"report_junit": report_junit_filter}
