# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Modules as processes that get little memory, before a service that sends what it likes."""

from __future__ import annotations

import base64
import gzip
import json
import resource

import pytest

from .test_processes import execute

MIB = 2**20
# Of addresses, which are more than what is used of them.
MEMORY = 512 * MIB
JOB = {"module": "vbs_job_info", "job_id": ["j1"]}
TASKS = {"module": "vbs_policy_tasks_info", "policy_id": ["p1"]}
POLICIES = {"module": "vbs_policy_info"}
BACKUPS = {"module": "vbs_backup_info"}
PACKED = {"Content-Type": "application/json", "Content-Encoding": "gzip"}


def call(service, memory, module, **options):
    """What the module returns; it must be a result, whatever comes."""
    limits = [(resource.RLIMIT_AS, (memory, memory))]
    _status, output, complaints = execute(service, module, limits=limits, **options)
    assert complaints == ""
    return json.loads(output)


def unpacking_to(megabytes):
    return {"headers": PACKED, "body_base64": base64.b64encode(gzip.compress(b" " * MIB) * megabytes).decode()}


ANSWERS = {
    "endless": {"kind": "endless", "body": '{"status": "', "again": "x"},
    "an endless error": {"kind": "endless", "status": 500, "body": "<p>", "again": "so sorry "},
    "60 MB": {"kind": "answer", "status": 200, "body": '{"status": "' + "x" * (60 * MIB)},
    "a bomb": {"kind": "answer", "status": 200, **unpacking_to(4000)},
    "many lists": {"kind": "answer", "status": 200, "body": '{"status": [' + "[]," * MIB},
    "deep lists": {"kind": "answer", "status": 200, "body": '{"status": ' + "[" * (4 * MIB - 20)},
    "a long word": {"kind": "answer", "status": 200, "body": "\U0001f600" + "x" * (4 * MIB - 20)},
}


@pytest.mark.parametrize("what", ANSWERS)
@pytest.mark.parametrize("module", [JOB, TASKS, POLICIES, BACKUPS], ids=["job", "tasks", "policies", "backups"])
def test_no_answer_takes_more_memory_than_there_is(service, module, what):
    service.simulator.fault(times=None, **ANSWERS[what])
    result = call(service, MEMORY, **module)
    assert result["failed"] is True
    assert result["error"]["status"] in (200, 500)
    assert result["error"]["request_id"]


@pytest.mark.parametrize("what", ["endless", "a bomb"])
def test_no_answer_of_keystone_does(service, what):
    service.simulator.fault(times=None, **ANSWERS[what])
    auth = {"auth_url": service.simulator.auth_url, "user_id": "u", "password": "p", "project_name": "n"}
    result = call(service, MEMORY, **JOB, auth={**auth, "project_domain_id": "d"}, endpoint=None, project_id=None)
    assert result["error"]["method"] == "POST"
    assert result["error"]["message"] == "more than 4 MiB"


def test_no_list_does(service):
    # As good as endless.
    service.load(policies={"p1": {"generate": {"tasks": 101_000}}})
    result = call(service, MEMORY, **TASKS)
    assert "the list does not end after 100000 tasks" in result["msg"]


@pytest.mark.parametrize("memory", [120, 130, 140, 160, 200])
def test_less_memory_than_an_answer_takes_is_an_error(service, memory):
    body = json.dumps({"status": "SUCCESS", "x": ["\U0001f600" + "x" * 10_000] * 300}, ensure_ascii=False)
    service.simulator.fault(kind="answer", status=200, times=None, body=body)
    result = call(service, memory * MIB, **JOB)
    assert result.get("failed") or result["jobs"]
