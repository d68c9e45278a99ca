# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All tasks of a policy, by nothing but requests."""

from __future__ import annotations

import requests
from ansible.module_utils.basic import AnsibleModule


def main() -> None:
    module = AnsibleModule(
        {
            "url": {"type": "str", "required": True},
            "token": {"type": "str", "required": True, "no_log": True},
            "page_size": {"type": "int", "required": True},
        },
        supports_check_mode=True,
    )
    session = requests.Session()
    session.headers["X-Auth-Token"] = module.params["token"]
    tasks: list = []
    query = {"limit": module.params["page_size"]}
    while True:
        page = session.get(module.params["url"], params=query, timeout=30).json()["tasks"]
        if not page:
            break
        tasks += page
        query["marker"] = page[-1]["job_id"]
    module.exit_json(changed=False, tasks=tasks, count=len(tasks))


if __name__ == "__main__":
    main()
