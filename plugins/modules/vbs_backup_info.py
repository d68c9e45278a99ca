#!/usr/bin/python
# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: vbs_backup_info
short_description: List VBS backups, the restore points of volumes, or find them by ID
version_added: 1.0.0
description:
  - Returns backups of the Volume Backup Service (VBS), from which volumes can be restored, each with its status.
  - Returns the backups that O(backup_id) names. Without it, returns all backups of the project, or those that O(name),
    O(status) and O(volume_id) select. The newest come first.
  - Fetches all pages and returns all backups, unless O(limit) is set.
  - A backup in an error state does not fail the module. One that O(backup_id) names and that cannot be read does.
  - The list also holds the backups of volumes that other services make, such as CSBS and CBR. A name that begins with
    C(autobk) is that of a backup by a policy, of VBS or of one of these.
  - Several backups are queried concurrently.
author:
  - The otc.vbs contributors (@otc-vbs)
extends_documentation_fragment:
  - otc.vbs.attributes
  - otc.vbs.connection
options:
  backup_id:
    description:
      - The ID of the backup, or a list of IDs. Duplicates are queried once. An empty list is an error.
      - For a backup by a policy, the job behind its task has the ID, as C(entities.backup_id) in
        RV(otc.vbs.vbs_job_info#module:jobs).
      - It cannot be used together with O(name), O(status), O(volume_id), O(limit) or O(offset).
    type: list
    elements: str
  name:
    description:
      - Return only backups with exactly this name. Names are not unique. For a backup by a policy, this is the
        RV(otc.vbs.vbs_policy_tasks_info#module:tasks[].backup_name) of its task, and O(volume_id) should be set as
        well.
    type: str
  status:
    description:
      - Return only backups with this status.
    type: str
    choices:
      available: A volume can be restored from the backup.
      error: The backup failed.
      restoring: A volume is being restored from the backup.
      creating: The backup is being made.
      deleting: The backup is being deleted.
      error_restoring: Restoring a volume from the backup failed.
  volume_id:
    description:
      - Return only backups of the volume with this ID. The volume itself may be gone.
    type: str
  limit:
    description:
      - The maximum number of backups to return. Must be V(1) or more.
      - If not set, all backups are returned.
    type: int
  offset:
    description:
      - The number of backups to skip at the beginning, that is of the newest. Must be V(0) or more.
    type: int
notes:
  - A list that does not add up is an error, never a list that looks whole. It must not hold a backup twice on a page,
    nor one that O(name), O(status) or O(volume_id) would leave out, nor end with an empty page that links to another.
    Statuses are compared case-insensitively.
  - The list is read by C(marker), or by C(offset) where the service ignores C(marker). By C(offset), it is read twice.
    The links to other pages in the answers are not followed.
  - A page has up to 1000 backups. Where the service or a gateway before it refuses such a page, or it does not come,
    the page is asked for with 200 backups and then with 20. That may take one request more than O(retries) says.
  - The newest come first, even where the service begins with others. With O(limit), all backups are read where the
    answer does not show that it begins with the newest.
  - What answers may take in memory has room for more than 60,000 backups, or for half of them where the list is read
    twice. A longer list is an error, and so is one of more than 10,000 pages.
seealso:
  - module: otc.vbs.vbs_policy_tasks_info
  - module: otc.vbs.vbs_job_info
  - name: Querying details about VBS backups (native OpenStack V3 API)
    description: The API behind this module.
    link: https://docs.otc.t-systems.com/volume-backup-service/api-ref/
"""

EXAMPLES = r"""
- name: List all backups of a volume, the newest first
  otc.vbs.vbs_backup_info:
    endpoint: https://vbs.eu-de.otc.t-systems.com
    project_id: "{{ project_id }}"
    auth:
      token: "{{ token }}"
    volume_id: f47a4ab5-11f5-4509-97f5-80ce0dd74e37
  register: result

- name: Find the newest backup that the volume can be restored from
  otc.vbs.vbs_backup_info:
    volume_id: f47a4ab5-11f5-4509-97f5-80ce0dd74e37
    status: available
    limit: 1
  register: newest

- name: Show when it was made
  ansible.builtin.debug:
    msg: "{{ newest.backups[0].created_at if newest.count else 'There is none.' }}"

- name: Fetch the job behind a backup task
  otc.vbs.vbs_job_info:
    job_id: 4010b39b5281d3590152874bfa3b1604
  register: job

- name: Fetch the backup that the job has made
  otc.vbs.vbs_backup_info:
    backup_id: "{{ job.jobs[0].entities.backup_id }}"
  register: made

- name: Make sure that it can be restored from
  ansible.builtin.assert:
    that: made.backups[0].status == 'available'
"""

RETURN = r"""
backups:
  description:
    - The backups, in the order of O(backup_id), or the newest first.
    - The names and values of all fields are the service's own. Fields that the service omits are omitted. All times are
      in UTC.
    - The ID of the project that owns a backup is in C(os-backup-project-attr:project_id), for which Jinja needs
      brackets, as in C(backup['os-backup-project-attr:project_id']).
    - If the module fails because backups of O(backup_id) cannot be read, the backups that could be.
  returned: unless the call was invalid or the list could not be read
  type: list
  elements: dict
  contains:
    id:
      description: The ID of the backup.
      returned: always
      type: str
      sample: ba5401a2-7cd2-4c01-8c0d-c936ab412d6d
    name:
      description: The name of the backup. Can be null.
      returned: always
      type: str
      sample: autobk_e6d2
    status:
      description:
        - The status of the backup. A volume can be restored from one that is V(available). Beside the values of
          O(status), the service knows others.
      returned: always
      type: str
      sample: available
    volume_id:
      description: The ID of the volume that was backed up. The volume itself may be gone.
      returned: always
      type: str
      sample: f47a4ab5-11f5-4509-97f5-80ce0dd74e37
    size:
      description: The size of the backup in GB.
      returned: always
      type: int
      sample: 40
    fail_reason:
      description: Why the backup failed. Null for one that did not fail.
      returned: always
      type: str
      sample: "Connection to swift failed: [Errno 111] ECONNREFUSED"
    description:
      description: The description of the backup. Can be null.
      returned: always
      type: str
      sample: '{"DESC":"","INC":1}'
    availability_zone:
      description: The availability zone of the backup. Can be null.
      returned: always
      type: str
      sample: eu-de-01
    container:
      description: The container of the backup in the object storage.
      returned: always
      type: str
      sample: volumebackups
    object_count:
      description: The number of objects of the backup in the object storage. Can be null.
      returned: always
      type: int
      sample: 42
    created_at:
      description: When the backup was created.
      returned: always
      type: str
      sample: "2016-12-02T09:06:49.000000"
    updated_at:
      description: When the backup was last changed. Can be null.
      returned: always
      type: str
      sample: "2016-12-02T09:17:30.000000"
    data_timestamp:
      description: The time that the data of the volume are from.
      returned: always
      type: str
      sample: "2016-12-02T09:06:49.000000"
    snapshot_id:
      description: The ID of the snapshot of the volume that belongs to the backup. Can be null.
      returned: always
      type: str
      sample: a77a96bf-dd18-40bf-a446-fdcefc1719ec
    is_incremental:
      description: Whether the backup is an incremental one.
      returned: always
      type: bool
      sample: true
    has_dependent_backups:
      description: Whether other backups depend on this one.
      returned: always
      type: bool
      sample: false
    links:
      description: Addresses of the backup within the service, which cannot be reached from outside.
      returned: always
      type: list
      elements: dict
      sample:
        - rel: self
          href: "http://192.168.82.231:8776/v3/4229d7a45436489f8c3dc2b1d35d4987\
            /backups/ba5401a2-7cd2-4c01-8c0d-c936ab412d6d"
count:
  description: The number of RV(backups).
  returned: unless the call was invalid or the list could not be read
  type: int
  sample: 7
failures:
  description: The backups of O(backup_id) that could not be read.
  returned: on failure with O(backup_id), unless the call was invalid
  type: list
  elements: dict
  contains:
    backup_id:
      description: The ID of the backup.
      returned: always
      type: str
      sample: ba5401a2-7cd2-4c01-8c0d-c936ab412d6d
    reason:
      description: Why the backup could not be read, in words.
      returned: always
      type: str
      sample: "GET https://vbs.eu-de.otc.t-systems.com/v3/4229d7a45436489f8c3dc2b1d35d4987/backups\
        /ba5401a2-7cd2-4c01-8c0d-c936ab412d6d answered HTTP 404 Not Found: 404: Backup \
        ba5401a2-7cd2-4c01-8c0d-c936ab412d6d could not be found."
    error:
      description: The request that failed, as in RV(error).
      returned: always
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
      sample: 403
    code:
      description: The service's error code. Null if it sent none.
      returned: always
      type: str
      sample: "403"
    message:
      description: The service's error message. For a right that is missing, it is the service that names the right.
      returned: always
      type: str
      sample: "Policy doesn't allow vbs:backups:list to be performed."
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
      sample: https://vbs.eu-de.otc.t-systems.com/v3/4229d7a45436489f8c3dc2b1d35d4987/backups/detail
"""

from ansible_collections.otc.vbs.plugins.module_utils._api.documents import BACKUP_STATUSES
from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_backup_info import backup_info
from ansible_collections.otc.vbs.plugins.module_utils._module import run

OPTIONS = {
    "backup_id": {"type": "list", "elements": "str"},
    "name": {"type": "str"},
    "status": {"type": "str", "choices": list(BACKUP_STATUSES)},
    "volume_id": {"type": "str"},
    "limit": {"type": "int"},
    "offset": {"type": "int"},
}


def main() -> None:
    run(OPTIONS, backup_info)


if __name__ == "__main__":
    main()
