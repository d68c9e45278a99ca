# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a filter of module_utils/_latest_run.py."""

from __future__ import annotations

DOCUMENTATION = r"""
name: latest_run
short_description: Judge the latest run of VBS backup policies
version_added: 1.0.0
author:
  - The otc.vbs contributors (@otc-vbs)
description:
  - Determines from the backup tasks of one or more policies whether the latest run of each policy was good.
  - The API has no notion of a run. A run consists of all tasks that were created when the policy fired. These are the
    tasks created less than O(run_window) before the newest one.
  - A run is good if it exists, it is not older than O(max_age), all of its tasks have a status in O(accept), no job in
    O(jobs) contradicts its task, and all of O(resource_ids) are in it. A volume with several tasks in the run is good
    only if all of them are.
  - What cannot be determined is not good, such as an unknown status, an unreadable C(created_at), a run in the future,
    a task that does not name its volume, or a task or policy that is listed more than once with different content.
  - A job that says C(SUCCESS) contradicts its task all the same if one of its C(sub_jobs), at any depth, does not.
  - The sentences of the verdict, which are RV(_value.msg), all C(problems) and each C(reason), are never templates,
    whatever the service says. C({{), C({%) and C({#) are written with a blank within. This matters before
    ansible-core 2.19, where a string that M(ansible.builtin.set_fact) makes of several texts is a template again. All
    other fields, such as names and IDs, are handed on as the service has them. Do not build strings of them there.
positional: _input
options:
  _input:
    description:
      - The tasks of complete histories, as M(otc.vbs.vbs_policy_tasks_info) returns them in
        RV(otc.vbs.vbs_policy_tasks_info#module:tasks).
    type: list
    elements: dict
    required: true
  policy_ids:
    description:
      - The IDs of the policies to judge. A policy that has never run is only noticed if it is named here or in
        O(policies), because it has no tasks.
      - Policies that only appear in O(_input) are judged as well.
      - This and the other lists of strings can also be given as one string, separated by commas or line breaks. Blank
        items are left out.
    type: list
    elements: str
    default: []
  policies:
    description:
      - Additional policies to judge, as M(otc.vbs.vbs_policy_info) returns them in
        RV(otc.vbs.vbs_policy_info#module:policies). Messages then contain their names as well as their IDs.
    type: list
    elements: dict
    default: []
  jobs:
    description:
      - The jobs behind the tasks, as far as they are known, as M(otc.vbs.vbs_job_info) returns them in
        RV(otc.vbs.vbs_job_info#module:jobs). They provide the reasons why tasks failed.
      - If a job is given more than once, none of its documents may contradict the task.
    type: list
    elements: dict
    default: []
  job_failures:
    description:
      - The jobs that could not be read, as M(otc.vbs.vbs_job_info) returns them in
        RV(otc.vbs.vbs_job_info#module:failures).
    type: list
    elements: dict
    default: []
  max_age:
    description:
      - The maximum age of the newest task of a run, in hours.
      - The default suits a daily policy that may be checked at any time of the day.
      - V(720) accepts every run, because the service keeps tasks for 30 days.
    type: float
    default: 25
  resource_ids:
    description:
      - The IDs of volumes, each of which must be in the latest run of one of the policies.
    type: list
    elements: str
    default: []
  run_window:
    description:
      - The maximum time that a policy takes to create all tasks of a run when it fires, in minutes.
      - For a policy that fires every hour, set V(30), because its runs may start slightly less than an hour apart.
    type: float
    default: 60
  accept:
    description:
      - The task statuses that count as good.
    type: list
    elements: str
    choices:
      - EXECUTE_SUCCESS
      - EXECUTE_FAIL
      - EXECUTE_TIMEOUT
      - SKIP
    default:
      - EXECUTE_SUCCESS
seealso:
  - module: otc.vbs.vbs_policy_tasks_info
  - module: otc.vbs.vbs_policy_info
  - module: otc.vbs.vbs_job_info
"""

EXAMPLES = r"""
- name: Fetch the history of a policy
  otc.vbs.vbs_policy_tasks_info:
    policy_id: fbe69dd4-9a1f-4c2a-8a4f-3a9e6e2c8f10
  register: history

- name: Fail if the latest run is not good, or older than two days
  ansible.builtin.assert:
    that: verdict.ok
    fail_msg: "{{ verdict.problems }}"
  vars:
    verdict: "{{ history.tasks | otc.vbs.latest_run(max_age=48, accept=['EXECUTE_SUCCESS', 'SKIP']) }}"
"""

RETURN = r"""
_value:
  description: The verdict.
  type: dict
  contains:
    ok:
      description: Whether the latest run of every policy is good.
      type: bool
      sample: false
    msg:
      description: The verdict in one sentence. It counts the volumes of each policy, not tasks.
      type: str
      sample: "The latest run of 1 policy is NOT GOOD: 1 of 2 volumes are good, problems: 1"
    problems:
      description: Everything that is not good, one sentence each. Empty if the verdict is good.
      type: list
      elements: str
      sample:
        - "Policy fbe69dd4-9a1f-4c2a-8a4f-3a9e6e2c8f10: volume f47a4ab5-11f5-4509-97f5-80ce0dd74e37 is EXECUTE_FAIL:
          job 4010b39b5281d3590152874bfa3b1604 says FAIL: VBS.0064: The volume is in an error state."
    missing_resource_ids:
      description: The volumes from O(resource_ids) that are in no latest run.
      type: list
      elements: str
      sample: []
    finished:
      description: Whether no task of the latest runs is C(WAITING) or C(RUNNING), whatever its job says.
      type: bool
      sample: true
    unfinished_vbs_job_ids:
      description:
        - The IDs of the jobs behind the unfinished tasks, which can be waited for. Those that have ended according to
          O(jobs) are left out.
      type: list
      elements: str
      sample: []
    unexplained_vbs_job_ids:
      description:
        - The IDs of the jobs behind the tasks that are not good, as far as they are not in O(jobs). These jobs may
          provide the reasons.
      type: list
      elements: str
      sample:
        - 4010b39b5281d3590152874bfa3b1604
    runs:
      description: The latest run of each policy, in the order of O(policy_ids) and O(policies).
      type: list
      elements: dict
      contains:
        policy_id:
          description: The ID of the policy. Empty for tasks without a policy ID.
          type: str
          sample: fbe69dd4-9a1f-4c2a-8a4f-3a9e6e2c8f10
        policy_name:
          description: The name of the policy if it is in O(policies), else null.
          type: str
          sample: nightly-websites
        ok:
          description: Whether the run is good.
          type: bool
          sample: false
        started_at:
          description: When the oldest task of the run was created, in UTC. Null if there is no run.
          type: str
          sample: "2026-01-02T01:00:04Z"
        age:
          description: The time since the newest task of the run was created, in hours. Null if there is no run.
          type: float
          sample: 7.52
        statuses:
          description: The number of tasks of the run by status.
          type: dict
          sample:
            EXECUTE_SUCCESS: 1
            EXECUTE_FAIL: 1
        problems:
          description: Everything in this run that is not good, one sentence each.
          type: list
          elements: str
          sample: []
        tasks:
          description: The tasks of the run.
          type: list
          elements: dict
          contains:
            resource_id:
              description: The ID of the volume.
              type: str
              sample: f47a4ab5-11f5-4509-97f5-80ce0dd74e37
            resource_type:
              description: The type of the resource.
              type: str
              sample: volume
            status:
              description: The status of the task.
              type: str
              sample: EXECUTE_FAIL
            job_id:
              description: The ID of the task.
              type: str
              sample: c11b5a18-4559-4731-b7b3-58e2bd89cdb9
            vbs_job_id:
              description: The ID of the job behind the task. Null if it has none.
              type: str
              sample: 4010b39b5281d3590152874bfa3b1604
            backup_name:
              description: The name of the backup.
              type: str
              sample: autobk_e6d2
            created_at:
              description: When the task was created, in UTC.
              type: str
              sample: "2026-01-02T01:00:04.467"
            finished_at:
              description: When the task finished, in UTC. Null while it is unfinished.
              type: str
              sample: "2026-01-02T01:12:00.121"
            ok:
              description: Whether the task is good.
              type: bool
              sample: false
            outcome:
              description:
                - V(good), V(bad) for a finished status that is not in O(accept), V(unfinished), V(unknown) for a status
                  that the API does not document, or V(disagreement) if the job's status contradicts the task's.
              type: str
              sample: bad
            job_status:
              description: The status of the job behind the task. Null if it is not known.
              type: str
              sample: FAIL
            reason:
              description: Why the task is not good. Null if it is.
              type: str
              sample: "job 4010b39b5281d3590152874bfa3b1604 says FAIL: VBS.0064: The volume is in an error state."
        stale_task_ids:
          description: The IDs of unfinished tasks of earlier runs. They are not expected to finish any more.
          type: list
          elements: str
          sample: []
"""

from ansible_collections.otc.vbs.plugins.module_utils._latest_run import latest_run
from ansible_collections.otc.vbs.plugins.plugin_utils._filter import named


def latest_run_filter(
    tasks,
    policy_ids=(),
    policies=(),
    jobs=(),
    job_failures=(),
    max_age=25,
    resource_ids=(),
    run_window=60,
    accept=("EXECUTE_SUCCESS",),
):
    """The filter; see DOCUMENTATION."""
    with named("latest_run"):
        return latest_run(
            tasks,
            policy_ids=policy_ids,
            policies=policies,
            jobs=jobs,
            job_failures=job_failures,
            max_age=max_age,
            resource_ids=resource_ids,
            run_window=run_window,
            accept=accept,
        )


class FilterModule:
    """The filters of this file."""

    def filters(self):
        """Their functions by name."""
        return {"latest_run": latest_run_filter}
