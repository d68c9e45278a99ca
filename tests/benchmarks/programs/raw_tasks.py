# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fetches a policy's tasks with nothing but requests. Run as: raw_tasks.py URL PROJECT TOKEN POLICY PAGE_SIZE"""

from __future__ import annotations

import json
import sys

import requests

url, project, token, policy, page_size = sys.argv[1:]
session = requests.Session()
session.headers["X-Auth-Token"] = token
tasks: list = []
query = {"limit": page_size}
while True:
    response = session.get(f"{url}/v2/{project}/backuppolicy/{policy}/backuptasks", params=query, timeout=30)
    response.raise_for_status()
    page = response.json()["tasks"]
    if not page:
        break
    tasks += page
    query["marker"] = page[-1]["job_id"]
sys.stdout.write(json.dumps({"tasks": tasks}))
