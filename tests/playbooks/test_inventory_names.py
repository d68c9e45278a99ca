# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of policies that mean something to Ansible: each policy is a host of its own all the same, and is checked."""

from __future__ import annotations

import json

import pytest

from tools.inventories import BAD, GOOD, OTHER_PROJECT, STRICT
from tools.playbooks import TOKEN

EACH = {"hosts": "enabled:!empty", "connection": "local", "gather_facts": False}
SHOW = {"ansible.builtin.debug": {"msg": "<{{ inventory_hostname }} is {{ policy_run_check_policy_id }}>"}}
# Beside the plugin, what reads the inventories of others.
MIXED = {**STRICT, "ANSIBLE_INVENTORY_ENABLED": "otc.vbs.policies,ansible.builtin.constructed,ansible.builtin.ini"}


def named(*names):
    return {f"p{number:02}": {"name": name, "tasks": [GOOD]} for number, name in enumerate(names)}


def checked(inventories, config, *names, arguments=(), environment=None):
    """The name of the host of each policy with one of these names, as a play over them sees it."""
    inventories.playbooks.load(policies=named(*names))
    inventories.write(config)
    run = inventories.play([{**EACH, "tasks": [SHOW]}], *arguments, environment=environment)
    assert run.status == 0, run.output
    assert "Found both group and host with same name" not in " ".join(run.output.split())
    return hosts_shown(run)


def hosts_shown(run):
    shown = [part.partition(">")[0].split(" is ") for part in run.output.split('"msg": "<')[1:]]
    by_policy = {policy: host for host, policy in shown}
    assert len(by_policy) == len(shown)
    return [by_policy[policy] for policy in sorted(by_policy)]


def test_a_policy_named_like_a_group_is_checked(inventories):
    config = {
        "strict": True,
        "groups": {"weekly": "'week' in backup_policy_name", "never-yet": "false"},
        "keyed_groups": [
            {"key": "scheduled_policy.status", "separator": "", "parent_group": "parents"},
            {"key": "backup_policy_name[:2]", "prefix": "of"},
        ],
    }
    names = ["empty", "disabled", "enabled", "all", "ungrouped", "weekly", "never_yet", "ON", "parents", "of_we", "x"]
    assert checked(inventories, config, *names) == [
        *(f"{name}_p{place:02}" for place, name in enumerate(names[:-1])),
        "x",
    ]
    groups, _hosts = inventories.read(config)
    assert groups["weekly"]["hosts"] == ["weekly_p05"]
    assert groups["parents"]["children"] == ["ON"]


def test_a_bad_policy_named_like_a_group_fails_the_check(inventories):
    inventories.playbooks.load(policies={"p1": {"name": "empty", "tasks": [BAD]}})
    inventories.write({})
    run = inventories.play([{**EACH, "roles": ["otc.vbs.policy_run_check"]}])
    assert run.status == 2
    assert "volume v1 is EXECUTE_FAIL" in run.output


def test_groups_that_are_named_like_their_hosts_leave_no_name(inventories):
    key = {"key": "inventory_hostname", "separator": ""}
    run = inventories.run({"keyed_groups": [key]}, "--list")
    assert run.status != 0
    assert "but there is a group or another host of this name" in " ".join(run.output.split())


def test_a_name_is_no_path_and_not_localhost(inventories, tmp_path):
    # Ansible would take each file in these directories for a host's variables, the inventory itself too.
    for directory in ("host_vars", "host_vars/localhost"):
        (tmp_path / directory).mkdir()
    (tmp_path / "host_vars" / "localhost" / "vars.yml").write_text("policy_run_check_policy_id: another")
    (tmp_path / "host_vars" / "vars.yml").write_text("policy_run_check_policy_id: another")
    names = [".", "..", "localhost", "127.0.0.1", "...", "é" * 300]
    hosts = checked(inventories, {"auth": {"token": TOKEN}}, *names)
    assert hosts == ["._p00", ".._p01", "localhost_p02", "127.0.0.1_p03", "...", "é" * 50]
    run = inventories.run({"auth": {"token": TOKEN}}, "--list")
    assert TOKEN not in "".join(run.output.split())
    local = {
        "hosts": "localhost",
        "gather_facts": False,
        "tasks": [{"ansible.builtin.debug": {"var": "ansible_connection"}}],
    }
    assert '"ansible_connection": "local"' in inventories.play([local]).output


@pytest.mark.parametrize(
    "early", ["[nightly]\nmachine\n", "[machines]\nnightly ansible_host=192.0.2.1 vbs_project_id=x\n"]
)
def test_a_policy_is_no_host_or_group_of_an_inventory_before_it(inventories, tmp_path, early):
    (tmp_path / "early.ini").write_text(early)
    inventories.playbooks.load(policies=named("nightly"))
    inventories.write({})
    (tmp_path / "play.json").write_text(json.dumps([{**EACH, "tasks": [SHOW]}]))
    run = inventories.playbooks.execute(
        ["ansible-playbook", "-i", "early.ini", "-i", "my.vbs.yml", "play.json"],
        environment={**MIXED, **inventories.playbooks.token_login()},
    )
    assert hosts_shown(run) == ["nightly_p00"]


def test_a_group_of_an_inventory_after_it_keeps_no_policy_from_being_checked(inventories, tmp_path):
    (tmp_path / "later.ini").write_text("[nightly]\nmachine\n[disabled]\nmachine\n")
    inventories.playbooks.load(policies=named("nightly"))
    inventories.write({})
    run = inventories.play([{**EACH, "tasks": [SHOW]}], "-i", "later.ini", environment=MIXED)
    assert hosts_shown(run) == ["nightly"]


def test_policies_of_two_files_are_hosts_of_their_own(inventories, other, tmp_path):
    inventories.write({"project_id": OTHER_PROJECT, "endpoint": other.url}, "other.vbs.yml")
    inventories.write({})
    (tmp_path / "play.json").write_text(json.dumps([{**EACH, "tasks": [SHOW]}]))
    run = inventories.play([{**EACH, "tasks": [SHOW]}], "-i", "other.vbs.yml")
    names = sorted(part.partition(" ")[0] for part in run.output.split('"msg": "<')[1:])
    assert names == ["nightly-databases", "nightly-databases_p1", "nightly-websites", "nightly-websites_p2"]


@pytest.mark.parametrize(
    "config",
    [
        {"groups": {"empty": "true"}},
        {"keyed_groups": [{"key": "backup_policy_name", "separator": ""}]},
        {"keyed_groups": [{"key": "'mine'", "separator": "", "parent_group": "empty"}]},
    ],
)
def test_no_policy_gets_into_a_group_of_the_plugin_by_another_way(inventories, config):
    inventories.playbooks.load(policies=named("nightly", "empty"))
    run = inventories.run(config, "--list")
    assert run.status != 0
    assert "into the group empty, which is this plugin's own" in " ".join(run.output.split())


def test_a_group_of_the_user_may_repeat_one_of_the_plugin(inventories):
    groups, _hosts = inventories.read({"groups": {"empty": "policy_resource_count == 0"}})
    assert groups["empty"]["hosts"] == ["weekly"]


@pytest.mark.parametrize("name", ["{{ lookup('pipe', 'touch evil') }}", "{% set x = lookup('pipe', 'touch evil') %}"])
def test_what_is_made_of_a_name_is_no_template(inventories, tmp_path, name):
    inventories.playbooks.load(policies=named(name))
    inventories.write(
        {
            "compose": {"title": "'Policy ' ~ backup_policy_name"},
            "groups": {"titled": "'Policy' in title"},
            "keyed_groups": [{"key": "title", "prefix": "t"}],
        }
    )
    show = {"ansible.builtin.debug": {"msg": "<{{ title }}>"}}
    run = inventories.play([{**EACH, "hosts": "titled", "tasks": [show]}])
    assert run.status == 0, run.output
    assert f"<Policy {name}>" in run.output
    assert not (tmp_path / "evil").exists()


def test_policies_named_alike_are_told_by_their_ids(inventories):
    assert checked(inventories, {}, "a b", "a_b", "x", "x") == ["a_b_p00", "a_b_p01", "x_p02", "x_p03"]
