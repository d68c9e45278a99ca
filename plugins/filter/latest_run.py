# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a filter of plugin_utils/_verdict/verdict.py."""

from __future__ import annotations

DOCUMENTATION = r"""
name: latest_run
short_description: Judge the latest run of VBS backup policies
version_added: 1.0.0
author:
  - The otc.vbs contributors (@otc-vbs)
description:
  - Determines from the backup tasks of one or more policies whether the latest run of each policy was good.
  - The API has no notion of a run. A run consists of all tasks that were created since the policy was due, by its
    schedule in O(policies), at the moment at which its newest task was created. Without a schedule, it consists of the
    tasks created less than 60 minutes before the newest one. O(run_window) takes precedence over both.
  - A run is good if it is the one that was due, if all of its tasks have a status in O(accept), if it holds every
    volume of the policy, if the backup of each task is available as far as O(backups) tells, if no job in O(jobs)
    contradicts its task, and if all of O(resource_ids) are in one of the runs. A volume with several tasks in the run
    is good only if all of them are.
  - A run may begin late, by up to O(grace). Until then, the run before it is judged, and RV(_value.notes) says so. A
    run that began less than O(grace) ago may still lack volumes. It is unfinished then.
  - A task with the status C(EXECUTE_TIMEOUT) whose backup is available is good all the same.
  - What cannot be determined is not good, such as a schedule that cannot be read, a policy that is switched off, an
    unknown number of volumes, an unknown status, an unreadable C(created_at), a run in the future, a task that does not
    name its volume, or a task or policy that is listed more than once with different content.
  - O(max_age) takes precedence over the schedule. Then the age of the run decides, and not whether it was due.
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
      - The policies to judge, as M(otc.vbs.vbs_policy_info) returns them in
        RV(otc.vbs.vbs_policy_info#module:policies). Their schedules tell when they were due, their
        C(policy_resource_count) how many volumes a run holds, and messages contain their names as well as their IDs.
      - Without the policy here, O(max_age) is needed, and nobody notices if a volume drops out of its runs.
    type: list
    elements: dict
    default: []
  left_out:
    description:
      - The policies that are not judged, each with C(policy_id), C(policy_name), and C(why). The verdict tells of them.
    type: list
    elements: dict
    default: []
  volumes:
    description:
      - The volumes of the project, as M(otc.vbs.vbs_policy_info) returns them in
        RV(otc.vbs.vbs_policy_info#module:volumes). They provide names, and tell which volumes a policy has.
    type: list
    elements: dict
    default: []
  volumes_error:
    description:
      - Why O(volumes) could not be read. RV(_value.notes) then says so, as a volume that was swapped for another cannot
        be told by the number of volumes.
    type: str
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
  backups:
    description:
      - The backups of the project, as M(otc.vbs.vbs_backup_info) returns them in
        RV(otc.vbs.vbs_backup_info#module:backups). The backup of a task is the one of its volume that has its
        C(backup_name) and was created while it ran.
      - If null, the verdict rests on the tasks alone.
    type: list
    elements: dict
  backups_error:
    description:
      - Why O(backups) could not be read. RV(_value.notes) then says that they were not verified.
    type: str
  restore_points:
    description:
      - V(if_readable) verifies backups if they are in O(backups). V(required) makes the verdict not good if they could
        not be read. V(ignored) verifies none.
    type: str
    choices:
      - if_readable
      - required
      - ignored
    default: if_readable
  max_age:
    description:
      - The maximum age of the newest task of a run, in hours. It takes precedence over the schedule of the policy.
      - V(720) accepts every run, because the service keeps tasks for 30 days.
      - If null, the schedule decides.
    type: float
  grace:
    description:
      - How late a run may begin after the policy was due, and how long a run may take to create all of its tasks, in
        hours. The run before it must have begun whatever the grace is.
    type: float
    default: 2
  resource_ids:
    description:
      - The IDs of volumes, each of which must be in the latest run of one of the policies.
    type: list
    elements: str
    default: []
  run_window:
    description:
      - The maximum time that a policy takes to create all tasks of a run when it fires, in minutes. It takes precedence
        over the schedule of the policy.
      - If null, the schedule decides which tasks are one run. Without a schedule it is 60.
    type: float
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
  - module: otc.vbs.vbs_backup_info
"""

EXAMPLES = r"""
- name: Find the policy, for its schedule and the number of its volumes
  otc.vbs.vbs_policy_info:
    policy_name: nightly-websites
  register: found

- name: Fetch its history
  otc.vbs.vbs_policy_tasks_info:
    policy_id: "{{ found.policies[0].backup_policy_id }}"
  register: history

- name: Fail if the run that was due is not good
  ansible.builtin.assert:
    that: verdict.ok
    fail_msg: "{{ verdict.problems }}"
  vars:
    verdict: >-
      {{ history.tasks | otc.vbs.latest_run(policies=found.policies, accept=['EXECUTE_SUCCESS', 'SKIP']) }}
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
      sample: "The latest run of 1 policy is NOT GOOD: 1 of 2 volumes in 1 of 1 policy have no good backup, problems: 1"
    problems:
      description: Everything that is not good, one sentence each. Empty if the verdict is good.
      type: list
      elements: str
      sample:
        - "Policy nightly (fbe69dd4-9a1f-4c2a-8a4f-3a9e6e2c8f10): volume web-1 (f47a4ab5-11f5-4509-97f5-80ce0dd74e37) is
          EXECUTE_FAIL (3rd run in a row): VBS.0064: The volume is in an error state. (job
          4010b39b5281d3590152874bfa3b1604 says FAIL)"
    general_problems:
      description: Those of RV(_value.problems) that are not about one policy or one volume.
      type: list
      elements: str
      sample: []
    notes:
      description: What makes nothing bad and has to be known all the same, one sentence each.
      type: list
      elements: str
      sample:
        - "2 policies are left out (switched off): retired, trial"
    missing_resource_ids:
      description: The volumes from O(resource_ids) that are in no latest run.
      type: list
      elements: str
      sample: []
    left_out:
      description: The policies of O(left_out), each with C(policy_id), C(policy_name), and C(why).
      type: list
      elements: dict
      sample: []
    restore_points_verified:
      description: Whether the backups of the runs were verified.
      type: bool
      sample: true
    finished:
      description:
        - Whether no task of the latest runs is C(WAITING) or C(RUNNING), whatever its job says, and no run is still
          being created.
      type: bool
      sample: true
    until:
      description:
        - What to wait for if RV(_value.finished) is V(false), for O(otc.vbs.vbs_policy_tasks_info#module:until) with
          the complete lists of all the policies.
      type: str
      sample: "length(tasks[?(status == 'WAITING' || status == 'RUNNING') && !contains(`[]`, job_id)]) == `0`"
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
      description: The latest run of each policy, the worst first.
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
        schedule:
          description: When the policy is due, in words. Null if it is switched off, or its schedule cannot be read.
          type: str
          sample: daily at 01:00 (UTC)
        started_at:
          description: When the oldest task of the run was created, in UTC. Null if there is no run.
          type: str
          sample: "2026-01-02T01:00:04Z"
        age:
          description: The time since the newest task of the run was created, in hours. Null if there is no run.
          type: float
          sample: 7.52
        due_at:
          description: When the policy was last due, in UTC. Null if its schedule does not tell.
          type: str
          sample: "2026-01-02T01:00:00Z"
        last_good_at:
          description:
            - The time since which each volume of the policy has had a good backup, in UTC. Null if no good backup of
              one of them is known.
          type: str
          sample: "2025-12-31T01:00:04Z"
        next_due_at:
          description: When the policy is due next, in UTC. Null if its schedule does not tell.
          type: str
          sample: "2026-01-03T01:00:00Z"
        is_due:
          description: Whether the judged run is the one that was due at C(due_at). Null if the schedule does not tell.
          type: bool
          sample: true
        overdue:
          description:
            - Whether a run that ought to have begun has not, by the schedule or by O(max_age). The tasks are those of
              an earlier run then.
          type: bool
          sample: false
        volumes_expected:
          description: How many volumes the run ought to hold. Null if this is not known.
          type: int
          sample: 2
        volumes_total:
          description: How many volumes are in the run or expected to be. Not all that are in it need be expected.
          type: int
          sample: 2
        volumes_good:
          description: How many of them have a good backup of the run that was due.
          type: int
          sample: 1
        missing:
          description:
            - The volumes that are known to be the policy's and are not in the run. Each has C(resource_id),
              C(resource_name), which is null if unknown, and C(last_good_at), the time of its last good backup in UTC,
              null if none is known.
          type: list
          elements: dict
          sample: []
        being_created:
          description: Whether the run lacks volumes and is young enough to get them yet.
          type: bool
          sample: false
        joined:
          description: The IDs of the volumes that were not in the run before. Empty if there was none.
          type: list
          elements: str
          sample: []
        left:
          description: The IDs of the volumes that were in the run before, and that the policy no longer has.
          type: list
          elements: str
          sample: []
        notes:
          description: What makes nothing bad in this run and has to be known all the same, one sentence each.
          type: list
          elements: str
          sample: []
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
          description: The tasks of the run, the worst first.
          type: list
          elements: dict
          contains:
            resource_id:
              description: The ID of the volume.
              type: str
              sample: f47a4ab5-11f5-4509-97f5-80ce0dd74e37
            resource_name:
              description: The name of the volume. Null if O(volumes) does not tell it.
              type: str
              sample: web-1
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
                - V(good), V(bad) for a finished status that is not in O(accept), V(lost) if the task succeeded and its
                  backup is not available, V(unfinished), V(unknown) for a status that the API does not document, or
                  V(disagreement) if the job's status contradicts the task's.
              type: str
              sample: bad
            job_status:
              description: The status of the job behind the task. Null if it is not known.
              type: str
              sample: FAIL
            backup_id:
              description: The ID of the backup of the task. Null if none was found, or looked for.
              type: str
              sample: null
            backup_status:
              description: The status of this backup, such as V(available).
              type: str
              sample: null
            bad_runs:
              description: For how many runs in a row the volume has not been good. Null if the task is good.
              type: int
              sample: 3
            bad_since:
              description: When the first of these runs tried the volume, in UTC. Null if the task is good.
              type: str
              sample: "2025-12-31T01:00:04Z"
            was_good:
              description: Whether the volume was good in the run before. Null if the task is good.
              type: bool
              sample: false
            reason:
              description: Why the task is not good, or why it is although it timed out. Otherwise null.
              type: str
              sample: "VBS.0064: The volume is in an error state. (job 4010b39b5281d3590152874bfa3b1604 says FAIL)"
        stale_task_ids:
          description: The IDs of unfinished tasks of earlier runs. They are not expected to finish any more.
          type: list
          elements: str
          sample: []
"""

from typing import Any, Callable

from ansible_collections.otc.vbs.plugins.plugin_utils._filter import named
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run


def latest_run_filter(
    tasks: Any,
    policy_ids: Any = (),
    policies: Any = (),
    left_out: Any = (),
    volumes: Any = (),
    volumes_error: Any = None,
    jobs: Any = (),
    job_failures: Any = (),
    backups: Any = None,
    backups_error: Any = None,
    restore_points: Any = "if_readable",
    max_age: Any = None,
    grace: Any = 2,
    resource_ids: Any = (),
    run_window: Any = None,
    accept: Any = ("EXECUTE_SUCCESS",),
) -> Any:
    """The filter; see DOCUMENTATION."""
    with named("latest_run"):
        return latest_run(
            tasks,
            policy_ids=policy_ids,
            policies=policies,
            left_out=left_out,
            volumes=volumes,
            volumes_error=volumes_error,
            jobs=jobs,
            job_failures=job_failures,
            backups=backups,
            backups_error=backups_error,
            restore_points=restore_points,
            max_age=max_age,
            grace=grace,
            resource_ids=resource_ids,
            run_window=run_window,
            accept=accept,
        )


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Their functions by name."""
        return {"latest_run": latest_run_filter}
