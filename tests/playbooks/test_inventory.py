# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory plugin, through ansible-inventory and ansible-playbook."""

from __future__ import annotations

import re

import pytest
import yaml

from tools.inventories import BAD, GOOD, OTHER_PROJECT, POLICIES, STRICT
from tools.playbooks import PASSWORD, PROJECT, ROOT, TOKEN

GUIDE = (ROOT / "docs" / "inventory.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
# The check of each policy, what sums up, and the check of all at once.
PLAYS = [play for block in BLOCKS for play in yaml.safe_load(block) if "name" in play]


def test_policies_are_hosts(inventories):
    groups, hosts = inventories.read({})
    assert groups["enabled"]["hosts"] == ["nightly-databases", "nightly-websites"]
    assert groups["disabled"]["hosts"] == groups["empty"]["hosts"] == ["weekly"]
    weekly = hosts["weekly"]
    schedule = weekly.pop("scheduled_policy")
    assert (schedule["status"], schedule["week_frequency"], schedule["rentention_num"]) == ("OFF", ["SUN"], 7)
    assert weekly == {
        "backup_policy_id": "p3",
        "backup_policy_name": "weekly",
        "policy_resource_count": 0,
        "policy_run_check_policy_id": "p3",
        "vbs_cloud": None,
        "vbs_endpoint": inventories.playbooks.simulator.url,
        "vbs_project_id": PROJECT,
        "vbs_region_name": None,
    }


def test_the_graph_is_that_of_the_guide(inventories):
    run = inventories.run({}, "--graph")
    assert run.status == 0
    assert re.search(r"^```\n(@all:.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)[1] in run.output


def test_a_project_without_policies_has_the_groups_all_the_same(inventories):
    inventories.playbooks.load()
    run = inventories.run({}, "--graph")
    assert run.status == 0
    assert re.findall("@(enabled|disabled|empty):", run.output) == ["enabled", "disabled", "empty"]


def test_groups_and_variables_of_the_user(inventories):
    config = {
        "strict": True,
        "groups": {"weekly_ones": "scheduled_policy.week_frequency is defined"},
        "keyed_groups": [{"key": "scheduled_policy.time_zone[:3]", "prefix": "in"}],
        "compose": {"policy_run_check_max_age": "170 if scheduled_policy.week_frequency is defined else 25"},
    }
    groups, hosts = inventories.read(config)
    assert groups["weekly_ones"]["hosts"] == ["weekly"]
    assert groups["in_UTC"]["hosts"] == list(hosts)
    # Older ansible-cores make texts of numbers.
    assert {name: str(host["policy_run_check_max_age"]) for name, host in hosts.items()} == {
        "nightly-databases": "25",
        "nightly-websites": "25",
        "weekly": "170",
    }
    failed = inventories.run({"strict": True, "compose": {"x": "nothing.such"}}, "--list")
    assert failed.status != 0
    assert "Could not set x for host" in " ".join(failed.output.split())


def test_what_the_service_says_is_no_template(inventories):
    inventories.playbooks.load(policies={"p1": {"name": "{{ 1/0 }}", "tasks": [BAD]}})
    _groups, hosts = inventories.read({"compose": {"copied": "backup_policy_name"}})
    assert hosts["___1_0___"]["backup_policy_name"] == "{{ 1/0 }}"
    show = {"ansible.builtin.debug": {"msg": "<{{ backup_policy_name }}|{{ copied }}|{{ inventory_hostname }}>"}}
    run = inventories.play([{"hosts": "all", "connection": "local", "gather_facts": False, "tasks": [show]}])
    assert run.status == 0, run.output
    assert "<{{ 1/0 }}|{{ 1/0 }}|___1_0___>" in run.output


@pytest.mark.parametrize("name", ["vbs.yml", "vbs.yaml", "a.vbs.yml", "a.vbs.yaml"])
def test_files_of_this_plugin(inventories, name):
    assert "nightly" in inventories.run({}, "--graph", name=name).output


@pytest.mark.parametrize("name", ["avbs.yml", "vbs.json", "my.yml", "vbs.yml.orig"])
def test_other_files(inventories, name):
    run = inventories.run({}, "--graph", name=name)
    assert run.status != 0
    assert inventories.playbooks.simulator.requests() == []


def test_the_role_runs_for_each_host(inventories):
    inventories.playbooks.load(policies={**POLICIES, "p2": {"name": "nightly-websites", "tasks": [BAD]}})
    inventories.write({})
    run = inventories.play(PLAYS[:1], "-e", "policy_run_check_fail=true")
    assert run.status == 2
    assert "The latest run of 1 policy is NOT GOOD: 1 of 1 volumes in 1 of 1 policy have no good backup" in run.output
    recap = run.output.partition("PLAY RECAP")[2]
    assert re.search(r"nightly-databases +: .*failed=0", recap)
    assert re.search(r"nightly-websites +: .*failed=1", recap)
    assert "weekly" not in recap
    # One verdict would hide the other.
    assert "CUSTOM STATS" not in run.output


@pytest.mark.parametrize("task", [GOOD, BAD])
def test_the_plays_of_the_guide_sum_up(inventories, other, task):
    inventories.playbooks.load(policies={"p1": {"name": "nightly-databases", "tasks": [task]}})
    projects = [{"project_id": PROJECT}, {"project_id": OTHER_PROJECT, "endpoint": other.url}]
    inventories.write({"projects": projects})
    run = inventories.play(PLAYS[:2])
    assert run.status == (2 if task is BAD else 0), run.output
    assert ("(p1): volume v1 is EXECUTE_FAIL" in run.output) is (task is BAD)
    assert len(re.findall(r"^(nightly-databases_p1\w+|nightly-websites) +: .*failed=0", run.output, re.MULTILINE)) == 3


def test_the_play_of_the_guide_for_all_at_once(inventories):
    inventories.write({})
    run = inventories.play([{**PLAYS[2], "connection": "local"}])
    assert run.status == 0, run.output
    assert "The latest run of 2 policies is good: 3 of 3" in run.output


def test_several_projects(inventories, other):
    own = {"project_id": OTHER_PROJECT, "endpoint": other.url}
    _groups, hosts = inventories.read({"retries": 0, "projects": [{"region_name": "eu-nl"}, own]})
    assert sorted(hosts) == [
        f"{POLICIES[policy]['name']}_{policy}_{project}"
        for policy in ("p1", "p2", "p3")
        for project in (PROJECT, OTHER_PROJECT)
    ]
    assert hosts[f"weekly_p3_{PROJECT}"]["vbs_region_name"] == "eu-nl"
    assert hosts[f"weekly_p3_{OTHER_PROJECT}"]["vbs_endpoint"] == other.url


@pytest.mark.parametrize("strict", [STRICT, {**STRICT, "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "false"}])
def test_without_one_project_there_is_no_inventory(inventories, other, strict):
    other.fault(kind="answer", status=403, json={"error": {"code": "VBS.0403", "message": "No."}}, times=None)
    own = {"project_id": OTHER_PROJECT, "endpoint": other.url}
    run = inventories.run({"projects": [{}, own]}, "--graph", environment=strict)
    assert (run.status != 0) is (strict is STRICT)
    text = " ".join(run.output.split())
    assert f"projects[1] ({OTHER_PROJECT}): GET {other.url}/v2/{OTHER_PROJECT}/backuppolicy answered" in text
    assert "VBS.0403: No." in text
    assert "nightly" not in run.output


def test_the_cache(inventories, other, tmp_path):
    login = {**inventories.playbooks.password_login(), "OS_TOKEN": ""}
    cache = {"cache": True, "cache_plugin": "ansible.builtin.jsonfile", "cache_connection": str(tmp_path / "cache")}

    def asked(config):
        """How many requests it takes to read the inventory."""
        inventories.playbooks.simulator.clear_requests()
        _groups, hosts = inventories.read(config, environment=login)
        assert len(hosts) == 3
        return len(inventories.playbooks.simulator.requests())

    without = inventories.read({}, environment=login)
    assert asked(cache) == 2
    assert asked(cache) == 0
    assert inventories.read(cache, environment=login) == without
    inventories.playbooks.simulator.clear_requests()
    inventories.write(cache)
    show = {"hosts": "weekly", "connection": "local", "gather_facts": False, "tasks": [{"ansible.builtin.debug": {}}]}
    assert inventories.play([show], "--flush-cache", environment=login).status == 0
    assert len(inventories.playbooks.simulator.requests()) >= 2
    assert asked(cache) == 0
    # Another project is another entry, and without the option there is none.
    assert asked({**cache, "endpoint": other.url, "project_id": OTHER_PROJECT, "auth": {"token": TOKEN}}) == 0
    assert len(other.requests()) == 1
    assert asked({}) == 2
    files = list((tmp_path / "cache").iterdir())
    assert len(files) == 2
    fetched = {request["headers"].get("x-auth-token") for request in inventories.playbooks.simulator.requests()}
    for file in files:
        text = file.name + file.read_text(encoding="utf-8")
        assert [secret for secret in {PASSWORD, TOKEN, *fetched} - {None} if secret in text] == []


WRONG = "a-wrong-secret-that-must-not-be-shown-either"


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({"auth": {"token": WRONG}}, "HTTP 401"),
        ({"auth": {"token": WRONG}, "retries": -1}, "Invalid value for retries: -1"),
        ({"auth": {"token": WRONG, "password": WRONG}}, "Both token and password are given"),
        ({"auth": {"tokn": WRONG}}, "There is no option auth.tokn."),
        ({"auth": {"password": {"nested": [WRONG]}, "other": 1}}, "There is no option auth.other."),
        ({"auth": WRONG}, "auth must be a dictionary"),
        ({"auth": [WRONG]}, "auth must be a dictionary"),
        ({"auth": f"tokn={WRONG}"}, "auth must be a dictionary"),
        ({"password": WRONG}, "There is no option password."),
        ({"projects": WRONG}, "projects must be a list of dictionaries"),
        ({"projects": {"token": WRONG}}, "projects must be a list of dictionaries"),
        ({"projects": [WRONG]}, "projects must be a list of dictionaries"),
        ({"projects": []}, "projects must be a list of dictionaries, with at least one"),
        ({"projects": [{"token": WRONG}]}, "projects[0]: There is no option token."),
        ({"projects": [{}, {"auth": WRONG}]}, "projects[1]: auth must be a dictionary"),
        ({"projects": [{}, {"project_id": "../x"}]}, "projects[1] (../x): Invalid value for project_id: '../x'"),
        ({"projects": [{}, {"interface": "x"}]}, "projects[1]: value of interface must be one of: public"),
        ({"api_timeout": "soon"}, "argument 'api_timeout' is of type"),
        ({"cachee": True}, "There is no option cachee."),
        ("plugin: otc.vbs.policies\n1: a\nb: 2\n", "There is no option 1."),
    ],
)
def test_what_is_wrong_is_said_and_no_secret_shown(inventories, config, said):
    run = inventories.run(config, "--list", "-vvvv")
    assert run.status != 0
    assert said in " ".join(run.output.split())
    assert [text for text in (WRONG, TOKEN) if text in "".join((run.output + run.log).split())] == []
    assert "Traceback" not in run.output
    assert bool(inventories.playbooks.simulator.requests()) is (said == "HTTP 401")


def test_no_secret_is_shown_by_a_good_inventory(inventories):
    run = inventories.run({"auth": {"token": TOKEN}}, "--list", "-vvvv", environment={"OS_TOKEN": ""})
    assert run.status == 0
    assert "nightly-databases" in run.output
    assert TOKEN not in "".join((run.output + run.log).split())


def test_a_secret_from_the_vault(inventories, tmp_path):
    (tmp_path / "key").write_text("of the vault")
    vault = {"ANSIBLE_VAULT_PASSWORD_FILE": "key", "OS_TOKEN": ""}
    made = inventories.playbooks.execute(["ansible-vault", "encrypt_string", TOKEN], environment=vault)
    secret = "!vault" + made.output.partition("!vault")[2].partition("\nEncryption")[0]
    config = f"plugin: otc.vbs.policies\nauth:\n  token: {secret}\n"
    _groups, hosts = inventories.read(config, environment=vault)
    assert len(hosts) == 3


def test_without_requests_it_says_what_is_missing(inventories, tmp_path):
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare" / "requests.py").write_text("raise ImportError('not here')")
    run = inventories.run({}, "--list", environment={"PYTHONPATH": str(tmp_path / "bare")})
    assert run.status != 0
    assert "The Python library requests is missing" in " ".join(run.output.split())
    assert "Traceback" not in run.output


def test_slices_hold_each_policy_once(inventories, other):
    # Four names of five are shared, within a project and between both.
    def policies(number):
        return {f"p{one}": {"name": f"nightly-{one % 5 or one}"} for one in range(number)}

    inventories.playbooks.load(policies=policies(600))
    other.load({"project_id": OTHER_PROJECT, "tokens": {TOKEN: {}}, "policies": policies(400)})
    own = {"project_id": OTHER_PROJECT, "endpoint": other.url}
    _groups, hosts = inventories.read({"projects": [{}, own]})
    wanted = {(PROJECT, f"p{one}") for one in range(600)} | {(OTHER_PROJECT, f"p{one}") for one in range(400)}
    # AWX gives each of eight slices every eighth host.
    slices = [sorted(hosts)[start::8] for start in range(8)]
    assert [len(part) for part in slices] == [125] * 8
    covered = [
        (hosts[name]["vbs_project_id"], hosts[name]["policy_run_check_policy_id"]) for part in slices for name in part
    ]
    assert len(covered) == 1000
    assert set(covered) == wanted
