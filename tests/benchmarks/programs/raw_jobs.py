# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fetches jobs with nothing but requests. Run as: raw_jobs.py URL PROJECT TOKEN NUMBER THREADS"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor

import requests

url, project, token, number, threads = sys.argv[1:]
session = requests.Session()
session.headers["X-Auth-Token"] = token


def fetch(index: int) -> dict:
    response = session.get(f"{url}/v1/{project}/jobs/job-{index}", timeout=30)
    response.raise_for_status()
    return response.json()


if int(threads) == 1:
    jobs = [fetch(index) for index in range(int(number))]
else:
    with ThreadPoolExecutor(int(threads)) as pool:
        jobs = list(pool.map(fetch, range(int(number))))
sys.stdout.write(json.dumps({"jobs": jobs}))
