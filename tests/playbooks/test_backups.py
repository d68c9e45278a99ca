# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Backups through ansible-playbook: from a task to its restore point, and whatever a service says of one."""

from __future__ import annotations

import json

import pytest

from tools.playbooks import PROJECT, TOKEN

ODD = {
    "name": None,
    "size": "40",
    "fail_reason": "{{ 6 * 7 }}",
    "description": '{"DESC":"{{ 1/0 }}","INC":1}',
    "created_at": "TOMORROW",
    "links": None,
    "os-backup-project-attr:tenant_id": PROJECT,
    "tomorrow": {"items": [None], "values": 2},
}


def backup(backup_id, **fields):
    return {"id": backup_id, "status": "available", "volume_id": "v1", "created_at": "@-60", **fields}


def test_a_task_leads_to_its_backup(playbooks):
    task = {"job_id": "t1", "status": "EXECUTE_TIMEOUT", "created_at": "@-90", "backup_name": "autobk_1"}
    playbooks.load(
        policies={"p1": {"tasks": [{**task, "resource_id": "v1", "vbs_job_id": "j1"}]}},
        jobs={"j1": {"job_id": "j1", "status": "SUCCESS", "entities": {"backup_id": "b1"}}},
        # Names are not unique.
        backups=[backup("b1", name="autobk_1"), backup("b2", name="autobk_1", volume_id="v2", status="error")],
    )
    found = [f"{{{{ {name}.backups[0].id }}}} of {{{{ {name}.count }}}}" for name in ("by_job", "by_name")]
    run = playbooks.run(
        [
            {"otc.vbs.vbs_policy_tasks_info": {"policy_id": "p1"}, "register": "tasks"},
            {"otc.vbs.vbs_job_info": {"job_id": "{{ tasks.tasks[0].vbs_job_id }}"}, "register": "job"},
            {
                "otc.vbs.vbs_backup_info": {"backup_id": "{{ job.jobs[0].entities.backup_id }}"},
                "register": "by_job",
            },
            {
                "otc.vbs.vbs_backup_info": {
                    "name": "{{ tasks.tasks[0].backup_name }}",
                    "volume_id": "{{ tasks.tasks[0].resource_id }}",
                },
                "register": "by_name",
            },
            {"ansible.builtin.debug": {"msg": found}},
        ],
        environment=playbooks.token_login(),
    )
    assert run.status == 0, run.output
    assert run.output.count('"b1 of 1"') == 2


@pytest.mark.parametrize("arguments", [(), ("--check",)], ids=["run", "check mode"])
@pytest.mark.parametrize("way", [{}, {"backup_id": ["b1"]}], ids=["list", "id"])
def test_every_field_comes_through_whatever_it_holds(playbooks, tmp_path, way, arguments):
    path = tmp_path / "result.json"
    playbooks.load(backups=[backup("b1", **ODD)])
    run = playbooks.run(
        [
            {"otc.vbs.vbs_backup_info": way, "register": "result"},
            {"ansible.builtin.copy": {"content": "{{ result | to_json }}", "dest": str(path)}, "check_mode": False},
        ],
        *arguments,
        environment=playbooks.token_login(),
    )
    assert run.status == 0, run.output
    assert "Traceback" not in run.output
    result = json.loads(path.read_text())
    assert (result["backups"], result["count"], result["changed"]) == ([backup("b1", **ODD)], 1, False)


def test_the_defaults_of_the_group_and_an_option_that_is_null(playbooks):
    playbooks.load(backups=[backup("b1"), backup("b2", status="error")])
    login = {"endpoint": playbooks.simulator.url, "project_id": PROJECT, "auth": {"token": TOKEN}}
    defaults = {"group/otc.vbs.vbs": login, "otc.vbs.vbs_backup_info": {"status": "error", "limit": 1}}
    run = playbooks.run(
        [
            {
                "module_defaults": defaults,
                "block": [
                    {"otc.vbs.vbs_backup_info": {}, "register": "one"},
                    {"otc.vbs.vbs_backup_info": {"status": None, "limit": None}, "register": "all"},
                    {"otc.vbs.vbs_backup_info": {"backup_id": "b1", "status": None, "limit": None}, "register": "b1"},
                    {"ansible.builtin.debug": {"msg": "found {{ one.count }}, {{ all.count }} and {{ b1.count }}"}},
                ],
            }
        ],
    )
    assert run.status == 0, run.output
    assert "found 1, 2 and 1" in run.output


def test_a_right_that_is_missing_is_told_with_the_request(playbooks):
    playbooks.load(service={"forbidden": ["vbs:backups:list"]})
    run = playbooks.run([{"otc.vbs.vbs_backup_info": {}}], environment=playbooks.token_login())
    assert run.status == 2
    url = f"{playbooks.simulator.url}/v3/{PROJECT}/backups/detail"
    said = "403: Policy doesn't allow vbs:backups:list to be performed."
    assert f"GET {url} answered HTTP 403 Forbidden: {said} (request ID req-" in run.output
