# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a module writes, as a process of its own, which is what Ansible makes of it."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys

import pytest

PROJECT = "4229d7a45436489f8c3dc2b1d35d4987"
TOKEN = "gAAAAAB-a-token-that-must-never-be-shown"


# What Ansible writes to the system's log goes to stderr here, where it can be looked at.
LOGGED = """
import runpy, sys
from ansible.module_utils import basic
basic.AnsibleModule.log = lambda self, message, **options: sys.stderr.write(f"{message} {options}")
runpy.run_module(sys.argv.pop(), run_name="__main__")
"""


def execute(service, module, *arguments, limits=(), **options):
    """Runs the module against the simulator; returns its exit status and all that it wrote.

    limits: of the process, as setrlimit() takes them.
    """
    login = {"endpoint": service.simulator.url, "project_id": PROJECT, "auth": {"token": TOKEN}, "retries": 0}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OS_")}
    environment |= {"PYTHONPATH": os.pathsep.join(sys.path), "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    done = subprocess.run(
        [sys.executable, *(arguments or ("-m",)), f"ansible_collections.otc.vbs.plugins.modules.{module}"],
        input=json.dumps({"ANSIBLE_MODULE_ARGS": {**login, **options}}),
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=lambda: [resource.setrlimit(*limit) for limit in limits],
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("module", "options", "status"),
    [
        ("vbs_job_info", {"job_id": ["j1", "j2"]}, 0),
        ("vbs_job_info", {"job_id": ["j1", "gone"]}, 1),
        ("vbs_job_info", {"job_id": ["j1"], "wait": True}, 0),
        ("vbs_backup_info", {}, 0),
        ("vbs_backup_info", {"backup_id": ["b1", "b2"]}, 0),
        ("vbs_backup_info", {"backup_id": ["b1", "gone"]}, 1),
        ("vbs_policy_info", {}, 0),
        ("vbs_policy_info", {"policy_name": ["gone"]}, 1),
        ("vbs_policy_tasks_info", {"policy_id": ["p1"]}, 0),
        ("vbs_policy_tasks_info", {"policy_id": ["gone"]}, 1),
    ],
)
def test_nothing_but_the_result_is_written(service, module, options, status):
    service.load(
        jobs={name: {"job_id": name, "status": "SUCCESS"} for name in ("j1", "j2")},
        policies={"p1": {"generate": {"tasks": 3}}},
        backups=[{"id": name, "status": "available", "created_at": "@-60"} for name in ("b1", "b2")],
    )
    returned, output, complaints = execute(service, module, **options)
    # Ansible drops what a library prints before the result, so only the output itself shows it.
    assert (returned, complaints) == (status, "")
    assert json.loads(output).get("failed", False) is (status == 1)
    assert service.asked()


def test_retries_0_is_not_the_default(service):
    service.simulator.fault(kind="answer", status=503, json={}, times=None)
    status, _output, _complaints = execute(service, "vbs_job_info", job_id=["j1"], retries=0)
    assert status == 1
    assert len(service.asked()) == 1


@pytest.mark.parametrize("secret", ["plain-Secret", "back\\slash-Secret", "quote'\"-Secret", "line\nbreak-Secret"])
def test_the_systems_log_holds_no_secret(service, secret):
    auth = {"auth_url": service.simulator.auth_url, "user_id": "u", "password": secret}
    _status, _output, log = execute(service, "vbs_job_info", "-c", LOGGED, job_id=["j1"], auth=auth)
    assert "Invoked with" in log
    assert "job_id" in log
    assert "Secret" not in log
