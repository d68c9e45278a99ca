# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A job, by way of openstacksdk and otcextensions, as modules for this cloud are commonly written."""

from __future__ import annotations

import openstack
from ansible.module_utils.basic import AnsibleModule
from otcextensions import sdk


def main() -> None:
    module = AnsibleModule(
        {
            "endpoint": {"type": "str", "required": True},
            "project_id": {"type": "str", "required": True},
            "token": {"type": "str", "required": True, "no_log": True},
            "job_id": {"type": "str", "required": True},
        },
        supports_check_mode=True,
    )
    options = module.params
    # The token is taken as it is, without Keystone: as by the other contenders.
    cloud = openstack.connect(
        load_yaml_config=False,
        load_envvars=False,
        auth_type="admin_token",
        auth={"endpoint": options["endpoint"], "token": options["token"]},
    )
    sdk.register_otc_extensions(cloud)
    response = cloud.session.get(f"{options['endpoint']}/v1/{options['project_id']}/jobs/{options['job_id']}")
    module.exit_json(changed=False, job=response.json())


if __name__ == "__main__":
    main()
