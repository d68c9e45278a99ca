# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Volumes and their policies, through ansible-playbook."""

from __future__ import annotations

from base64 import b64encode

import pytest

from tools.playbooks import PASSWORD, TOKEN

POLICIES = {"p1": {"name": "nightly"}}
VOLUMES = {"v1": {"name": "web", "metadata": {"policy": "p1"}}, "v2": {"name": "spare", "status": "available"}}
INFO = {"otc.vbs.vbs_policy_info": {"volumes": True}, "register": "result"}


def asserting(*conditions):
    return {"ansible.builtin.assert": {"that": list(conditions)}}


@pytest.mark.parametrize("arguments", [(), ("--check",)])
def test_the_catalog_leads_to_the_volumes(playbooks, arguments):
    playbooks.load(policies=POLICIES, volumes=VOLUMES)
    told = [
        "result is not changed",
        "result.policies | map(attribute='backup_policy_id') == ['p1']",
        "result.volumes | selectattr('policy_id', 'eq', 'p1') | map(attribute='name') == ['web']",
        "result.volumes | rejectattr('policy_id') | map(attribute='id') == ['v2']",
        "result.volumes_error is none",
    ]
    run = playbooks.run([INFO, asserting(*told)], *arguments, environment=playbooks.password_login())
    assert run.status == 0, run.output
    assert len([request for request in playbooks.simulator.requests() if request["method"] == "POST"]) == 1


@pytest.mark.parametrize("name", ["OS_BLOCK_STORAGE_ENDPOINT_OVERRIDE", "OS_VOLUME_ENDPOINT_OVERRIDE"])
def test_a_variable_takes_the_place_of_the_catalog(playbooks, name):
    playbooks.load(policies=POLICIES, volumes=VOLUMES)
    environment = {**playbooks.token_login(), name: f"{playbooks.simulator.url}/volume/v3/%(project_id)s"}
    told = ["result.volumes | map(attribute='id') | sort == ['v1', 'v2']", "result.volumes_error is none"]
    run = playbooks.run([INFO, asserting(*told)], environment=environment)
    assert run.status == 0, run.output


def test_volumes_that_cannot_be_read_fail_nothing(playbooks):
    playbooks.load(policies=POLICIES, volumes=VOLUMES, service={"forbidden": ["evs:volumes:list"]})
    told = ["result.volumes == []", "result.policies | length == 1"]
    forbidden = asserting(*told, "'HTTP 403' in result.volumes_error", "'evs:volumes:list' in result.volumes_error")
    run = playbooks.run([INFO, forbidden], environment=playbooks.password_login())
    assert run.status == 0, run.output
    no_catalog = asserting(*told, "'Set block_storage_endpoint_override.' in result.volumes_error")
    run = playbooks.run([INFO, no_catalog], environment=playbooks.token_login())
    assert run.status == 0, run.output


def test_without_the_option_nothing_is_said_of_volumes(playbooks):
    playbooks.load(policies=POLICIES, volumes=VOLUMES)
    told = asserting("result.volumes is not defined", "result.volumes_error is not defined")
    task = {"otc.vbs.vbs_policy_info": {}, "register": "result"}
    assert playbooks.run([task, told], environment=playbooks.password_login()).status == 0


@pytest.mark.parametrize("secret", [TOKEN, PASSWORD])
def test_a_secret_in_the_name_of_a_volume_is_not_shown(playbooks, secret):
    encoded, digits, broken = (
        b64encode(f"x{secret}".encode()).decode(),
        secret.encode().hex(),
        secret.replace("-", "\n-"),
    )
    names = [secret, f"a volume of {secret}", encoded, digits, broken]
    volumes = {f"v{index}": {"name": name, "metadata": {"policy": name}} for index, name in enumerate(names)}
    playbooks.load(policies=POLICIES, volumes={**volumes, f"id-{secret}": {"status": secret}})
    login = playbooks.token_login() if secret == TOKEN else playbooks.password_login()
    login["OS_BLOCK_STORAGE_ENDPOINT_OVERRIDE"] = f"{playbooks.simulator.url}/volume"
    run = playbooks.run([INFO, {"ansible.builtin.debug": {"var": "result"}}], "-vvvv", environment=login)
    assert run.status == 0, run.output
    assert '"name": "a volume of ********"' in run.output
    written = run.output + run.log
    assert [form for form in (secret, encoded[4:-4], digits, "must\\n-never") if form in written] == []


def test_a_secret_in_the_reason_is_not_shown(playbooks):
    playbooks.load(policies=POLICIES, volumes=VOLUMES)
    fault = {"path": "volumes", "status": 403, "json": {"forbidden": {"message": f"not for {PASSWORD}", "code": 403}}}
    playbooks.simulator.fault(kind="answer", **fault)
    run = playbooks.run([INFO], "-vvvv", environment=playbooks.password_login())
    assert run.status == 0, run.output
    assert "not for ********" in run.output
    assert PASSWORD not in run.output + run.log


def test_the_role_reads_volumes_whatever_a_default_of_the_play_says(playbooks):
    task = {"job_id": "t", "created_at": "@-60", "status": "EXECUTE_FAIL", "resource_id": "v1"}
    volumes = {"v1": {"name": "web", "metadata": {"policy": "p1"}}}
    playbooks.load(policies={"p1": {"name": "nightly", "tasks": [task]}}, volumes=volumes)
    check = {
        "ansible.builtin.include_role": {"name": "otc.vbs.policy_run_check"},
        "vars": {"policy_run_check_policy_name": "nightly"},
    }
    block = {"block": [check], "module_defaults": {"otc.vbs.vbs_policy_info": {"volumes": False}}}
    run = playbooks.run([block], environment=playbooks.password_login())
    assert run.status == 2
    assert "volume web (v1) is EXECUTE_FAIL" in run.output
