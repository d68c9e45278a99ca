# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a filter of plugin_utils/_outputs/prometheus.py."""

from __future__ import annotations

DOCUMENTATION = r"""
name: report_prometheus
short_description: Tell Prometheus of verdicts on VBS backup policies
version_added: 1.0.0
author:
  - The otc.vbs contributors (@otc-vbs)
description:
  - Renders verdicts as metrics in the text format of Prometheus, for the textfile collector of the node exporter, a
    Pushgateway, or anything else that reads this format.
  - All metrics are gauges. Times are in seconds since 1970, durations in seconds. V(1) means yes, V(0) no.
  - A time or number that is not known has no sample. No sample has a timestamp.
  - C(vbs_check_timestamp_seconds) is when the check ended, C(vbs_check_success) whether there was a run to judge, and
    C(vbs_check_good) whether the verdict is good as a whole. A check that could not be made has V(0) for the latter
    two, and no other metrics. Their label is C(check).
  - C(vbs_policy_good) is whether the latest run of a policy is good, C(vbs_policy_due_timestamp_seconds) when it was
    due, C(vbs_policy_begun_timestamp_seconds) when it began, and C(vbs_policy_run_duration_seconds) how long it took
    until its last task ended. C(vbs_policy_volumes_expected), C(vbs_policy_volumes_seen) and C(vbs_policy_volumes_good)
    are how many volumes the run ought to hold, holds, and has good backups of.
    C(vbs_policy_last_good_backup_timestamp_seconds) is the oldest of the last good backups of the volumes, and is there
    only if each of them has one. Their labels are those above, C(policy), which is the name, and C(policy_id).
  - C(vbs_volume_good) is whether the volume has a good backup of the run that was due.
    C(vbs_volume_last_good_backup_timestamp_seconds) is when its last good backup was begun, and
    C(vbs_volume_last_good_backup_duration_seconds) how long that took. Volumes that are known to be missing in the run
    are there too. Their labels are those above, C(volume), which is the name, and C(volume_id).
  - A policy or volume without a known name has its ID in the place of the name.
positional: _input, tasks
extends_documentation_fragment:
  - otc.vbs.outputs
  - otc.vbs.outputs.tasks
options:
  project_id:
    description:
      - The ID of the project, if known. Then it is the label C(project_id) of all metrics.
    type: str
seealso:
  - plugin: otc.vbs.latest_run
    plugin_type: filter
  - plugin: otc.vbs.report_checkmk
    plugin_type: filter
  - name: Monitoring
    description: The way from nothing to an alert, with alert rules.
    link: https://github.com/opentelekomcloud-community/ansible-collection-otc-vbs/blob/main/docs/monitoring.md
notes:
  - M(ansible.builtin.copy) writes a file beside the other and renames it, so that nothing reads half a file. The node
    exporter reads files whose names end in C(.prom), and needs the mode C(0644).
  - Several files in one directory must not tell of the same check. Give each O(check) another name.
"""

EXAMPLES = r"""
- name: Find the policies of the project
  otc.vbs.vbs_policy_info:
  register: found

- name: Fetch their history
  otc.vbs.vbs_policy_tasks_info:
    policy_id: "{{ found.policies | map(attribute='backup_policy_id') }}"
  register: history

- name: Write what the node exporter reads
  ansible.builtin.copy:
    content: >-
      {{ history.tasks | otc.vbs.latest_run(policies=found.policies)
         | otc.vbs.report_prometheus(history.tasks, project_id=project_id) }}
    dest: /var/lib/prometheus/node-exporter/vbs.prom
    mode: "0644"
"""

RETURN = r"""
_value:
  description: The metrics. The text ends with a line break.
  type: str
  sample: |
    # HELP vbs_check_success Whether the latest runs could be checked.
    # TYPE vbs_check_success gauge
    vbs_check_success{check="vbs"} 1
    # HELP vbs_policy_good Whether the latest run of the policy is good.
    # TYPE vbs_policy_good gauge
    vbs_policy_good{check="vbs",policy="nightly-websites",policy_id="fbe69dd4-9a1f-4c2a-8a4f-3a9e6e2c8f10"} 0
"""

from typing import Any, Callable

from ansible_collections.otc.vbs.plugins.plugin_utils._filter import named
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.prometheus import report_prometheus


def report_prometheus_filter(verdicts: Any, tasks: Any = (), check: Any = "vbs", project_id: Any = None) -> Any:
    """The filter; see DOCUMENTATION."""
    with named("report_prometheus"):
        return report_prometheus(verdicts, tasks, check=check, project_id=project_id)


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Their functions by name."""
        return {"report_prometheus": report_prometheus_filter}
