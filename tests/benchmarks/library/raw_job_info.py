# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A job, by nothing but requests: the least that a module can take which uses it."""

from __future__ import annotations

import requests
from ansible.module_utils.basic import AnsibleModule


def main() -> None:
    module = AnsibleModule(
        {"url": {"type": "str", "required": True}, "token": {"type": "str", "required": True, "no_log": True}},
        supports_check_mode=True,
    )
    response = requests.get(module.params["url"], headers={"X-Auth-Token": module.params["token"]}, timeout=30)
    module.exit_json(changed=False, job=response.json())


if __name__ == "__main__":
    main()
