#!/usr/bin/python
# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: vbs_job_info
short_description: Query VBS jobs, and wait for them
version_added: 1.0.0
description:
  - Returns the status of jobs of the Volume Backup Service (VBS), such as creating, deleting or restoring a backup.
  - Can wait until the jobs have succeeded, or until another condition is met.
  - The ID of the job behind a policy's backup task is the task's
    RV(otc.vbs.vbs_policy_tasks_info#module:tasks[].vbs_job_id), not its
    RV(otc.vbs.vbs_policy_tasks_info#module:tasks[].job_id).
  - Several jobs are queried concurrently.
author:
  - The otc.vbs contributors (@otc-vbs)
extends_documentation_fragment:
  - otc.vbs.attributes
  - otc.vbs.connection
  - otc.vbs.wait
options:
  job_id:
    description:
      - The ID of the job, or a list of IDs. Duplicates are queried once.
    type: list
    elements: str
    required: true
  until:
    description:
      - The condition to wait for with O(wait=true), as a JMESPath expression. It is evaluated separately for each job,
        on a document like those in RV(jobs).
      - It must evaluate to V(true) or V(false). Anything else, such as the null of a misspelled field, is an error.
      - A comparison hides a misspelled field, because null differs from every string. Prefer C(==) to C(!=).
      - A finished job (with the status V(SUCCESS) or V(FAIL)) that does not meet the condition never will, so the
        module fails immediately.
      - If not set, V(status == 'SUCCESS').
    type: str
seealso:
  - module: otc.vbs.vbs_policy_tasks_info
  - name: Querying the job status
    description: The API behind this module.
    link: https://docs.otc.t-systems.com/volume-backup-service/api-ref/
"""

EXAMPLES = r"""
- name: Query a job
  otc.vbs.vbs_job_info:
    endpoint: https://vbs.eu-de.otc.t-systems.com
    project_id: "{{ project_id }}"
    auth:
      token: "{{ token }}"
    job_id: 4010b39b5281d3590152874bfa3b1604
  register: result

- name: Wait until a backup has been created, up to two hours
  otc.vbs.vbs_job_info:
    job_id: 4010b39b5281d3590152874bfa3b1604
    wait: true
    wait_timeout: 7200
    wait_interval: 30

- name: Wait until several jobs have succeeded or failed
  otc.vbs.vbs_job_info:
    job_id: "{{ job_ids }}"
    wait: true
    until: status == 'SUCCESS' || status == 'FAIL'

- name: The same wait with Ansible's own keywords
  otc.vbs.vbs_job_info:
    job_id: 4010b39b5281d3590152874bfa3b1604
  register: result
  until: result.jobs[0].status in ['SUCCESS', 'FAIL']
  retries: 60
  delay: 30
"""

RETURN = r"""
jobs:
  description:
    - The jobs, in the order asked for. A field that the service leaves out is left out.
    - When the module fails, those that could be read, as they were last seen.
  returned: unless the call was invalid
  type: list
  elements: dict
  contains:
    status:
      description:
        - The status of the job. V(INIT) and V(RUNNING) are unfinished, V(SUCCESS) and V(FAIL) finished.
      returned: always
      type: str
      sample: SUCCESS
    job_id:
      description: The ID of the job.
      returned: always
      type: str
      sample: 4010b39b5281d3590152874bfa3b1604
    job_type:
      description: The type of the job.
      returned: always
      type: str
      sample: bksCreateBackup
    entities:
      description: What the job works on and has made. Each type of job has other keys.
      returned: always
      type: dict
      sample:
        bks_create_volume_name: autobk_volume
        backup_id: ba5401a2-7cd2-4c01-8c0d-c936ab412d6d
        volume_id: 7e5fdc5a-5e36-4b22-8bcc-7f17037290cc
        snapshot_id: a77a96bf-dd18-40bf-a446-fdcefc1719ec
    begin_time:
      description: When the job started, in UTC.
      returned: always
      type: str
      sample: "2016-01-28T16:14:09.466Z"
    end_time:
      description: When the job ended, in UTC.
      returned: once the job has finished
      type: str
      sample: "2016-01-28T16:25:27.690Z"
    error_code:
      description: The code of the error that the job failed with. Null for a job that did not fail.
      returned: always
      type: str
      sample: VBS.0064
    fail_reason:
      description: Why the job failed. Null for a job that did not fail.
      returned: always
      type: str
      sample: The volume is in an error state.
    message:
      description: The message of an error.
      returned: when the service sends one
      type: str
      sample: The backup failed.
    code:
      description: The code of an error.
      returned: when the service sends one
      type: str
      sample: VBS.0064
    sub_jobs:
      description: The jobs that the job consists of, each with the same fields.
      returned: for a job that has any
      type: list
      elements: dict
      sample:
        - status: SUCCESS
          job_id: 4010b39b5281d3590152874bfa3b1605
          job_type: bksCreateSnapshot
          begin_time: "2016-01-28T16:14:09.466Z"
          end_time: "2016-01-28T16:15:01.120Z"
          error_code: null
          fail_reason: null
elapsed:
  description: How long the wait took, in seconds.
  returned: when O(wait=true)
  type: float
  sample: 120.041
polls:
  description: How many times the jobs were asked for.
  returned: when O(wait=true)
  type: int
  sample: 13
failures:
  description: The jobs that could not be read or do not meet O(until).
  returned: on failure, unless the call was invalid
  type: list
  elements: dict
  contains:
    job_id:
      description: The ID of the job.
      returned: always
      type: str
      sample: 4010b39b5281d3590152874bfa3b1604
    reason:
      description:
        - Why the condition is not met, in words. For a failed job, its error code and reason, or those of its sub-job.
      returned: always
      type: str
      sample: "status is FAIL (VBS.0064: The volume is in an error state.)"
    error:
      description: The request that failed, as in RV(error).
      returned: when the job could not be read
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
      sample: The job does not exist.
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
      sample: "https://vbs.eu-de.otc.t-systems.com/v1/4229d7a45436489f8c3dc2b1d35d4987\
        /jobs/4010b39b5281d3590152874bfa3b1604"
"""

from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_job_info import job_info
from ansible_collections.otc.vbs.plugins.module_utils._module import WAIT_OPTIONS, run

OPTIONS = {
    **WAIT_OPTIONS,
    "job_id": {"type": "list", "elements": "str", "required": True},
}


def main() -> None:
    run(OPTIONS, job_info)


if __name__ == "__main__":
    main()
