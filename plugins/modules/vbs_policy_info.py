#!/usr/bin/python
# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: vbs_policy_info
short_description: List VBS backup policies, or find them by name or ID
version_added: 1.0.0
description:
  - Returns backup policies of the Volume Backup Service (VBS), each with its schedule and the number of its volumes.
  - Returns the policies that O(policy_id) and O(policy_name) name, or all policies of the project if neither is set.
  - Fails if a policy does not exist, if no name fits a pattern, or if several policies have the same given name.
  - With O(volumes), it also returns the volumes of the project, each with its name and its policy.
author:
  - The otc.vbs contributors (@otc-vbs)
extends_documentation_fragment:
  - otc.vbs.attributes
  - otc.vbs.connection
options:
  policy_id:
    description:
      - The ID of the backup policy, or a list of IDs. An empty list is an error, unless O(policy_name) names one.
    type: list
    elements: str
  policy_name:
    description:
      - The name of the backup policy, or a list of names, in addition to O(policy_id). Names are case-sensitive.
      - A name with C(*), C(?) or C([) in it that no policy has is a pattern, such as V(nightly-*), for all policies
        whose names fit it. C(*) stands for any characters, C(?) for one, and C([...]) for one of several. A pattern
        that no name fits is an error. V(*) is always all policies.
      - A name that contains a comma must be given in a list. An empty list is an error, unless O(policy_id) names one.
    type: list
    elements: str
  volumes:
    description:
      - Whether to return RV(volumes), too. They are those of the whole project, whatever policies are asked for.
      - They come from another service, which alone tells which volumes belong to a policy. This needs the right
        C(evs:volumes:list). Where they cannot be read, the module does not fail, but says why in RV(volumes_error).
      - The service is looked for in Keystone's catalog, as the types C(volumev3), C(volumev2), C(evs) and
        C(block-storage), with O(region_name) and O(interface). C(block_storage_endpoint_override) of the cloud, in
        the environment E(OS_BLOCK_STORAGE_ENDPOINT_OVERRIDE), or the same with C(volume) for C(block_storage), takes
        the place of the catalog. A token without O(auth.auth_url) and an access key have no catalog.
    type: bool
    default: false
seealso:
  - module: otc.vbs.vbs_policy_tasks_info
  - plugin: otc.vbs.policies
    plugin_type: inventory
  - name: Querying backup policies
    description: The API behind this module.
    link: https://docs.otc.t-systems.com/volume-backup-service/api-ref/
"""

EXAMPLES = r"""
- name: List all policies of the project
  otc.vbs.vbs_policy_info:
    endpoint: https://vbs.eu-de.otc.t-systems.com
    project_id: "{{ project_id }}"
    auth:
      token: "{{ token }}"
  register: result

- name: Show the names of those that are switched off
  ansible.builtin.debug:
    msg: >-
      {{ result.policies | selectattr('scheduled_policy.status', 'eq', 'OFF') | map(attribute='backup_policy_name') }}

- name: Count those that a pattern fits
  otc.vbs.vbs_policy_info:
    policy_name: nightly-*
  register: nightly_ones

- name: Find a policy by its name
  otc.vbs.vbs_policy_info:
    policy_name: nightly-websites
  register: nightly

- name: Find the volumes of the policies
  otc.vbs.vbs_policy_info:
    volumes: true
  register: result

- name: Show the names of those that belong to no policy
  ansible.builtin.debug:
    msg: "{{ result.volumes_error or result.volumes | rejectattr('policy_id') | map(attribute='name') }}"

- name: Fetch its backup tasks
  otc.vbs.vbs_policy_tasks_info:
    policy_id: "{{ nightly.policies[0].backup_policy_id }}"
"""

RETURN = r"""
policies:
  description:
    - The policies. Those of O(policy_id) come first, followed by those of O(policy_name), in the given order and each
      one once. Without these options, they are in the service's order.
    - The names and values of all fields are the service's own. Fields that the service omits are omitted.
    - If the module fails because a policy cannot be found, the policies that were found.
  returned: unless the call was invalid or the request failed
  type: list
  elements: dict
  contains:
    backup_policy_id:
      description: The ID of the policy.
      returned: always
      type: str
      sample: fbe69dd4-9a1f-4c2a-8a4f-3a9e6e2c8f10
    backup_policy_name:
      description: The name of the policy.
      returned: always
      type: str
      sample: nightly-websites
    policy_resource_count:
      description: The number of volumes that the policy backs up.
      returned: always
      type: int
      sample: 2
    scheduled_policy:
      description: When the policy fires, and how many backups it keeps.
      returned: always
      type: dict
      contains:
        status:
          description: Whether the policy is switched on, V(ON) or V(OFF).
          returned: always
          type: str
          sample: "ON"
        start_time:
          description: The times of day at which it fires, in UTC, separated by commas. They are full hours.
          returned: always
          type: str
          sample: "01:00,13:00"
        frequency:
          description: The number of days from one backup to the next.
          returned: when the policy fires at an interval of days
          type: int
          sample: 1
        week_frequency:
          description: The days of the week on which it fires.
          returned: when the policy fires on given days of the week
          type: list
          elements: str
          sample: [SUN, WED]
        rentention_num:
          description: How many backups of a volume are kept. The misspelled name is the service's own.
          returned: when the policy keeps a given number of backups
          type: int
          sample: 7
        time_zone:
          description: As RV(policies[].time_zone), where the service has it here.
          returned: when the service sends one
          type: str
          sample: UTC+01:00
    time_zone:
      description:
        - The time zone of the policy. The days of C(week_frequency) are those of this zone, while C(start_time) is in
          UTC.
      returned: when the service sends one
      type: str
      sample: UTC+01:00
volumes:
  description:
    - The volumes of the project, in the volume service's order. Empty if RV(volumes_error) is not null.
  returned: when O(volumes) is true, on success
  type: list
  elements: dict
  contains:
    id:
      description: The ID of the volume, which the tasks of its policy have as C(resource_id).
      returned: always
      type: str
      sample: f47a4ab5-11f5-4509-97f5-80ce0dd74e37
    name:
      description: The name of the volume, which may be empty, and that of other volumes as well.
      returned: always
      type: str
      sample: web-1-data
    policy_id:
      description: The ID of the policy that the volume belongs to. Null if it belongs to none.
      returned: always
      type: str
      sample: fbe69dd4-9a1f-4c2a-8a4f-3a9e6e2c8f10
    status:
      description: The status of the volume, such as V(in-use), V(available) or V(error).
      returned: always
      type: str
      sample: in-use
volumes_error:
  description: Why the volumes could not be read. Null if they were.
  returned: when O(volumes) is true, on success
  type: str
  sample: "GET https://evs.eu-de.otc.t-systems.com/v3/4229d7a45436489f8c3dc2b1d35d4987/volumes/detail\
    \ answered HTTP 403 Forbidden: Policy doesn't allow evs:volumes:list to be performed."
error:
  description: The request that failed.
  returned: when the request failed
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
      sample: VBS.0403
    message:
      description: The service's error message.
      returned: always
      type: str
      sample: The token is not for this project.
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
        /backuppolicy"
"""

from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_policy_info import policy_info
from ansible_collections.otc.vbs.plugins.module_utils._module import run

OPTIONS = {
    "policy_id": {"type": "list", "elements": "str"},
    "policy_name": {"type": "list", "elements": "str"},
    "volumes": {"type": "bool", "default": False},
}


def main() -> None:
    run(OPTIONS, policy_info)


if __name__ == "__main__":
    main()
