# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No secret that comes back in an answer is shown, becomes a variable, or is cached; no refused login is repeated."""

from __future__ import annotations

import re

import pytest
import yaml

from tools.inventories import GOOD, OTHER_PROJECT
from tools.playbooks import PASSWORD, PROJECT, ROOT, TOKEN
from tools.raw import sending

GUIDE = (ROOT / "docs" / "inventory.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "answer",
    [
        {"headers": {"X-Request-Id": TOKEN}, "json": {"error": {"code": "VBS.0403", "message": "No."}}},
        {"json": {"error": {"code": TOKEN, "message": TOKEN}}},
        {"json": {"error": {"code": "VBS.0403", "message": "No."}, "request_id": TOKEN}},
        {"body": f"<html><body>{TOKEN}</body></html>", "headers": {"Content-Type": "text/html"}},
    ],
)
def test_no_warning_shows_a_secret_that_came_back(inventories, answer):
    inventories.playbooks.simulator.fault(kind="answer", status=403, times=None, **answer)
    run = inventories.run({}, "--list", "-vvvv")
    assert run.status != 0
    assert "HTTP 403" in " ".join(run.output.split())
    assert TOKEN not in "".join((run.output + run.log).split())


def test_what_is_wrong_with_headers_is_not_in_ansibles_log(inventories):
    head = f"HTTP/1.1 200 OK\r\nthis is no header\r\nX-Echo: {TOKEN}\r\nContent-Length: 2\r\n\r\n{{}}"
    with sending(head.encode()) as url:
        run = inventories.run({"endpoint": url, "retries": 0}, "--list", "-vvvv")
    assert run.status != 0
    assert TOKEN not in "".join((run.output + run.log).split())


def test_no_variable_name_or_cache_holds_a_secret_that_came_back(inventories, tmp_path):
    schedule = {"status": "ON", TOKEN: [TOKEN], "nested": {"deep": f"x{TOKEN}y"}}
    policies = [
        {"backup_policy_id": "p1", "backup_policy_name": TOKEN, "scheduled_policy": schedule, "else": TOKEN},
        {"backup_policy_id": "p2", "backup_policy_name": f"a {TOKEN}", "policy_resource_count": TOKEN},
    ]
    simulator = inventories.playbooks.simulator
    simulator.fault(kind="answer", status=200, json={"backup_policies": policies})
    config = {
        "cache": True,
        "cache_plugin": "ansible.builtin.jsonfile",
        "cache_connection": str(tmp_path / "cache"),
        "keyed_groups": [{"key": "backup_policy_name", "prefix": "named"}],
    }
    groups, hosts = inventories.read(config, "-vvvv")
    assert sorted(hosts) == ["________", "a_________"]
    # What is cached is the same.
    assert inventories.read(config) == (groups, hosts)
    (file,) = (tmp_path / "cache").iterdir()
    text = file.read_text() + (tmp_path / "found.json").read_text() + (tmp_path / "log").read_text()
    assert TOKEN not in text
    assert hosts["a_________"]["backup_policy_name"] == "a ********"


def logins(simulator):
    return [request for request in simulator.requests() if request["method"] == "POST"]


@pytest.fixture
def wrong(inventories):
    """The environment of a login with a wrong password."""
    return {**inventories.playbooks.password_login("a-wrong-password"), "OS_TOKEN": "", "OS_PROJECT_ID": ""}


def test_a_wrong_password_is_sent_once_for_many_projects(inventories, wrong):
    projects = [{"project_id": f"project{number}"} for number in range(30)]
    run = inventories.run({"projects": projects}, "--list", environment=wrong)
    assert run.status != 0
    assert "HTTP 401" in " ".join(run.output.split())
    assert "a-wrong-password" not in "".join((run.output + run.log).split())
    assert len(logins(inventories.playbooks.simulator)) == 1


def test_a_wrong_password_is_sent_once_for_many_files_and_plugins(inventories, wrong):
    for number in range(3):
        inventories.write({"project_id": f"project{number}"}, f"{number}.vbs.yml")
    run = inventories.run(
        {"project_id": PROJECT},
        "--list",
        *(part for number in range(3) for part in ("-i", f"{number}.vbs.yml")),
        environment={
            **wrong,
            "ANSIBLE_INVENTORY_ENABLED": "otc.vbs.policies,auto",
            "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "false",
        },
    )
    assert "The login was refused before, and is not tried again: POST" in " ".join(run.output.split())
    assert len(logins(inventories.playbooks.simulator)) == 1


def test_each_login_is_tried_by_itself(inventories, other):
    simulator = inventories.playbooks.simulator
    auth = {"auth_url": simulator.auth_url, "username": "checker", "user_domain_name": "OTC-EU"}
    projects = [
        {"project_id": PROJECT, "auth": {**auth, "password": PASSWORD}},
        {"project_id": OTHER_PROJECT, "endpoint": other.url, "auth": {"token": TOKEN}},
        {"project_id": PROJECT, "auth": {**auth, "password": "a-wrong-password"}},
        {"project_id": OTHER_PROJECT, "auth": {**auth, "password": "a-wrong-password"}},
    ]
    run = inventories.run({"projects": projects}, "--list", environment={"OS_TOKEN": ""})
    assert run.status != 0
    assert f"projects[2] ({PROJECT}): POST" in " ".join(run.output.split())
    assert len(logins(simulator)) <= 2


def test_the_play_of_the_guide_sends_a_wrong_password_once(inventories, wrong):
    simulator = inventories.playbooks.simulator
    inventories.playbooks.load(policies={f"p{one}": {"name": f"nightly-{one}", "tasks": [GOOD]} for one in range(12)})
    # The inventory has a login of its own, as has one that is cached, or AWX's.
    inventories.write({"auth": {"token": TOKEN}, "project_id": PROJECT, "endpoint": simulator.url})
    (play, *_others) = yaml.safe_load(
        re.search(r"^```yaml\n(- name: Check the latest run.*?)^```", GUIDE, re.M | re.S)[1]
    )
    run = inventories.play([play], environment=wrong)
    assert run.status != 0
    assert "HTTP 401" in " ".join(run.output.split())
    assert len(logins(simulator)) == 1
    # With the right one, it goes on to all.
    run = inventories.play([play], environment={**wrong, "OS_PASSWORD": PASSWORD})
    assert run.status == 0, run.output
    assert run.output.count("failed=0") == 12
