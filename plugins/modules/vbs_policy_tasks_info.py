#!/usr/bin/python
# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: vbs_policy_tasks_info
short_description: Query the backup tasks of VBS backup policies, and wait for them
version_added: 1.0.0
description:
  - Returns the backup tasks that policies of the Volume Backup Service (VBS) triggered, one for each volume and run.
    The service keeps them for 30 days.
  - Fetches all pages and returns all tasks, unless O(limit) is set.
  - Can wait until all tasks have finished, or until another condition is met. A failed task does not fail the module.
    To check the latest run, use the role P(otc.vbs.policy_run_check#role) or the filter P(otc.vbs.latest_run#filter).
  - Several policies are queried concurrently.
author:
  - The otc.vbs contributors (@otc-vbs)
extends_documentation_fragment:
  - otc.vbs.attributes
  - otc.vbs.connection
  - otc.vbs.wait
options:
  policy_id:
    description:
      - The ID of the backup policy, or a list of IDs. Duplicates are queried once.
    type: list
    elements: str
    required: true
  job_id:
    description:
      - Return only the task with this ID, as in RV(tasks[].job_id). This is not the ID of the job behind the task.
    type: str
  status:
    description:
      - Return only tasks with this status.
    type: str
    choices:
      WAITING: The backup has not started yet.
      RUNNING: The backup is in progress.
      EXECUTE_SUCCESS: The backup succeeded.
      EXECUTE_FAIL: The backup failed.
      EXECUTE_TIMEOUT: The backup timed out.
      SKIP: The backup was skipped.
  sort_key:
    description:
      - The field to sort the tasks by. The API supports only this one.
    type: str
    choices:
      - created_at
    default: created_at
  sort_dir:
    description:
      - The sort order.
    type: str
    choices:
      asc: Oldest first.
      desc: Newest first.
    default: desc
  limit:
    description:
      - The maximum number of tasks to return for each policy. Must be V(1) or more.
      - If not set, all tasks are returned.
    type: int
  marker:
    description:
      - The ID of the task to start from, as in RV(tasks[].job_id). Whether that task itself is returned depends on the
        service.
    type: str
  offset:
    description:
      - The number of tasks to skip at the beginning. Must be V(0) or more.
    type: int
  until:
    description:
      - The condition to wait for with O(wait=true), as a JMESPath expression. It is evaluated separately for each
        policy, on a document with the policy's C(tasks), as in RV(tasks), and their C(count).
      - It must evaluate to V(true) or V(false). Anything else, such as the null of a misspelled field, is an error.
      - A comparison hides a misspelled field, because null differs from every string. Prefer C(==) to C(!=).
      - An empty list meets the default condition, and so may a list that O(status) or O(limit) has shortened.
        To require at least one task, add C(count > `0`).
      - "If not set, V(length(tasks[?status == 'WAITING' || status == 'RUNNING']\\) == `0`)."
    type: str
notes:
  - A list that does not add up is an error, never a list that looks whole. It must not be shorter than its first page
    counts, nor hold a task twice on a page, a task that names another policy, or one that O(job_id) or O(status) would
    leave out. A C(count) that is no number is an error, a missing one is not.
  - The list is read by C(marker), or by C(offset) where the service ignores C(marker). By C(offset), it is read twice.
  - A page has up to 1000 tasks. Where the service or a gateway before it refuses such a page, or it does not come, the
    page is asked for with 200 tasks and then with 20. That may take one request more than O(retries) says.
  - The order is as O(sort_dir) says, even where the service does not heed it. With O(limit), that takes one request
    more, and all tasks are read where the service begins at the same end either way.
  - A policy may have up to 100,000 tasks, read in up to 10,000 pages. More are an error.
seealso:
  - module: otc.vbs.vbs_job_info
  - plugin: otc.vbs.latest_run
    plugin_type: filter
  - name: Querying backup jobs triggered by a backup policy
    description: The API behind this module.
    link: https://docs.otc.t-systems.com/volume-backup-service/api-ref/
"""

EXAMPLES = r"""
- name: Fetch all tasks of a policy, the newest first
  otc.vbs.vbs_policy_tasks_info:
    endpoint: https://vbs.eu-de.otc.t-systems.com
    project_id: "{{ project_id }}"
    auth:
      token: "{{ token }}"
    policy_id: fbe69dd4-9a1f-4c2a-8a4f-3a9e6e2c8f10
  register: result

- name: Show the verdict on the latest run
  ansible.builtin.debug:
    msg: "{{ (result.tasks | otc.vbs.latest_run).msg }}"

- name: Fetch the tasks of several policies that failed
  otc.vbs.vbs_policy_tasks_info:
    policy_id: "{{ policy_ids }}"
    status: EXECUTE_FAIL

- name: Wait until no task of a policy is unfinished, up to two hours
  otc.vbs.vbs_policy_tasks_info:
    policy_id: fbe69dd4-9a1f-4c2a-8a4f-3a9e6e2c8f10
    wait: true
    wait_timeout: 7200
    wait_interval: 30

- name: Wait until the newest task is there and has succeeded
  otc.vbs.vbs_policy_tasks_info:
    policy_id: fbe69dd4-9a1f-4c2a-8a4f-3a9e6e2c8f10
    limit: 1
    wait: true
    until: count == `1` && tasks[0].status == 'EXECUTE_SUCCESS'
"""

RETURN = r"""
tasks:
  description:
    - The tasks of all policies, in the order of O(policy_id), and for each policy in the order of O(sort_dir). Fields
      that the service omits are omitted.
    - If the module fails, the tasks that could be read, as they were last seen.
  returned: unless the call was invalid
  type: list
  elements: dict
  contains:
    policy_id:
      description: The ID of the policy that triggered the task. This field is added by the module.
      returned: always
      type: str
      sample: fbe69dd4-9a1f-4c2a-8a4f-3a9e6e2c8f10
    status:
      description:
        - The status of the task. V(WAITING) and V(RUNNING) are unfinished. V(EXECUTE_SUCCESS), V(EXECUTE_FAIL),
          V(EXECUTE_TIMEOUT) and V(SKIP) are finished.
      returned: always
      type: str
      sample: EXECUTE_SUCCESS
    job_id:
      description: The ID of the task. This is not the ID of the job behind the task.
      returned: always
      type: str
      sample: c11b5a18-4559-4731-b7b3-58e2bd89cdb9
    vbs_job_id:
      description: The ID of the job behind the task, for M(otc.vbs.vbs_job_info).
      returned: once the task has a job, if the service provides its ID
      type: str
      sample: 4010b39b5281d3590152874bfa3b1604
    created_at:
      description: When the task was created, in UTC.
      returned: always
      type: str
      sample: "2016-12-02T09:06:46.706"
    finished_at:
      description: When the task was finished, in UTC.
      returned: once the task has finished
      type: str
      sample: "2016-12-02T13:00:00.121"
    backup_name:
      description: The name of the backup.
      returned: always
      type: str
      sample: autobk_e6d2
    resource_id:
      description: The ID of the volume.
      returned: always
      type: str
      sample: f47a4ab5-11f5-4509-97f5-80ce0dd74e37
    resource_type:
      description: The type of the resource.
      returned: always
      type: str
      sample: volume
    message:
      description: The message of an error.
      returned: when the service sends one
      type: str
      sample: The volume is in an error state.
    code:
      description: The code of an error.
      returned: when the service sends one
      type: str
      sample: VBS.0064
count:
  description: The number of RV(tasks).
  returned: unless the call was invalid
  type: int
  sample: 2
elapsed:
  description: How long the wait took, in seconds.
  returned: when O(wait=true)
  type: float
  sample: 120.041
polls:
  description: How many times the tasks were queried.
  returned: when O(wait=true)
  type: int
  sample: 13
failures:
  description: The policies whose tasks could not be read or do not meet O(until).
  returned: on failure, unless the call was invalid
  type: list
  elements: dict
  contains:
    policy_id:
      description: The ID of the policy.
      returned: always
      type: str
      sample: fbe69dd4-9a1f-4c2a-8a4f-3a9e6e2c8f10
    reason:
      description: Why the condition is not met, in words.
      returned: always
      type: str
      sample: "not all of its 40 tasks are finished: 1 WAITING, 1 RUNNING"
    error:
      description: The request that failed, as in RV(error).
      returned: when the tasks could not be read
      type: dict
error:
  description: The first request that failed.
  returned: when a request failed
  type: dict
  contains:
    status:
      description: The HTTP status code of the response. Null if there was none.
      returned: always
      type: int
      sample: 404
    code:
      description: The service's error code. Null if it sent none.
      returned: always
      type: str
      sample: VBS.0404
    message:
      description: The service's error message.
      returned: always
      type: str
      sample: The policy does not exist.
    request_id:
      description: The ID of the request, for inquiries to the service's support. Null if the response had none.
      returned: always
      type: str
      sample: 6fb3ae0d3c2f4d0f9a0b5a0c6a1e2f34
    method:
      description: The HTTP method of the request.
      returned: always
      type: str
      sample: GET
    url:
      description: The URL of the request.
      returned: always
      type: str
      sample: "https://vbs.eu-de.otc.t-systems.com/v2/4229d7a45436489f8c3dc2b1d35d4987\
        /backuppolicy/fbe69dd4-9a1f-4c2a-8a4f-3a9e6e2c8f10/backuptasks"
"""

from ansible_collections.otc.vbs.plugins.module_utils._api.documents import TASK_STATUSES
from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_policy_tasks_info import policy_tasks_info
from ansible_collections.otc.vbs.plugins.module_utils._module import WAIT_OPTIONS, run

OPTIONS = {
    **WAIT_OPTIONS,
    "policy_id": {"type": "list", "elements": "str", "required": True},
    "job_id": {"type": "str"},
    "status": {"type": "str", "choices": list(TASK_STATUSES)},
    "sort_key": {"type": "str", "choices": ["created_at"], "default": "created_at", "no_log": False},
    "sort_dir": {"type": "str", "choices": ["asc", "desc"], "default": "desc"},
    "limit": {"type": "int"},
    "marker": {"type": "str"},
    "offset": {"type": "int"},
}


def main() -> None:
    run(OPTIONS, policy_tasks_info)


if __name__ == "__main__":
    main()
