# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a filter of plugin_utils/_outputs/checkmk.py."""

from __future__ import annotations

DOCUMENTATION = r"""
name: report_checkmk
short_description: Tell Checkmk of verdicts on VBS backup policies
version_added: 1.0.0
author:
  - The otc.vbs contributors (@otc-vbs)
description:
  - Renders verdicts as a file for the spool directory of the Checkmk agent, as local checks.
  - Each policy is a service with the name C(VBS policy) and its own name. It is OK if the run is good, WARN if it is
    unfinished, CRIT if it is bad, and UNKNOWN if it could not be judged. The first line tells the worst problem, and
    the details tell the others, as far as there is room.
  - Each check is a service too, with the name C(VBS check) and the name of the check. It has the state of the whole
    verdict, so it is OK only if all is good, also of policies whose services Checkmk has not discovered yet. It is
    UNKNOWN if the check could not be made.
  - Policies of the same name have their IDs in the names of their services.
  - The metrics of a policy are C(vbs_volumes_not_good), which has the levels 1 and 1, C(vbs_volumes_seen),
    C(vbs_volumes_expected), C(vbs_run_duration) in seconds, and C(vbs_last_good_backup_age), which is the age of the
    oldest of the last good backups of its volumes in seconds. Those that are not known are left out. A check has
    C(vbs_policies_not_good), which has the levels 1 and 1.
  - C(|), C(\\), C(<), C(>) and quotes are replaced by similar characters.
positional: _input, tasks
extends_documentation_fragment:
  - otc.vbs.outputs
  - otc.vbs.outputs.tasks
options:
  host:
    description:
      - The host in Checkmk that the services belong to, by piggyback. It must exist there under this very name.
      - If not set, they belong to the host whose agent finds the file.
    type: str
seealso:
  - plugin: otc.vbs.latest_run
    plugin_type: filter
  - plugin: otc.vbs.passive_check
    plugin_type: filter
notes:
  - If the name of the file begins with a number, the agent ignores the file once it is so many seconds old, and Checkmk
    has the services become stale, and reports that their data is missing. C(90000_vbs) suits a check that is made once
    a day. Each file in the directory is read, unless its name begins with a dot.
  - The directory is C(/var/lib/check_mk_agent/spool) on Linux, and root's, so the task that writes there needs
    C(become).
"""

EXAMPLES = r"""
- name: Fetch the history of a policy
  otc.vbs.vbs_policy_tasks_info:
    policy_id: fbe69dd4-9a1f-4c2a-8a4f-3a9e6e2c8f10
  register: history

- name: Write what the agent of Checkmk reads, for at most 25 hours
  ansible.builtin.copy:
    content: >-
      {{ history.tasks | otc.vbs.latest_run(max_age=25)
         | otc.vbs.report_checkmk(history.tasks, host='backups') }}
    dest: /var/lib/check_mk_agent/spool/90000_vbs
    mode: "0644"
"""

RETURN = r"""
_value:
  description: The content of the file. The text ends with a line break.
  type: str
  sample: |
    <<<local>>>
    0 "VBS check vbs" vbs_policies_not_good=0;1;1;0;1 The latest run of 1 policy is good: 2 of 2 volumes...
    0 "VBS policy nightly" vbs_volumes_not_good=0;1;1;0;2|vbs_volumes_seen=2 2 of 2 volumes have a good backup
"""

from typing import Any, Callable

from ansible_collections.otc.vbs.plugins.plugin_utils._filter import named
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.checkmk import report_checkmk


def report_checkmk_filter(verdicts: Any, tasks: Any = (), check: Any = "vbs", host: Any = None) -> Any:
    """The filter; see DOCUMENTATION."""
    with named("report_checkmk"):
        return report_checkmk(verdicts, tasks, check=check, host=host)


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Their functions by name."""
        return {"report_checkmk": report_checkmk_filter}
