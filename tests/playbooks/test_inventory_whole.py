# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All policies become hosts, or there is no inventory: whatever is odd about groups, policies or a cache."""

from __future__ import annotations

import json

import pytest

from tools.inventories import STRICT
from tools.playbooks import TOKEN

# As most people have it: a failure is a warning.
LENIENT = {**STRICT, "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "false"}
# Fails for the second of three policies.
FAILS = "'x' if backup_policy_id != 'p2' else nothing.such"


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({"groups": {"ok": f"({FAILS}) == 'x'"}}, "Could not add host nightly-websites to group ok"),
        ({"compose": {"ok": FAILS}}, "Could not set ok for host nightly-websites"),
        ({"keyed_groups": [{"key": FAILS}]}, "Could not generate group for host nightly-websites"),
        # These fail without strict, too.
        (
            {"strict": False, "keyed_groups": [{"key": "'x'", "default_value": "y", "trailing_separator": False}]},
            "default_value|trailing_separator",
        ),
        (
            {"strict": False, "keyed_groups": [{"key": "backup_policy_id", "parent_group": "_p2"}]},
            "can't add group to itself",
        ),
    ],
)
def test_what_fails_for_one_policy_leaves_no_part_of_the_inventory(inventories, config, said):
    text = json.dumps({"plugin": "otc.vbs.policies", "strict": True, **config, "auth": {"token": TOKEN}}, indent=1)
    inventories.write(text)
    play = {"hosts": "enabled:disabled", "connection": "local", "gather_facts": False}
    show = {"ansible.builtin.debug": {"msg": "<{{ inventory_hostname }}>"}}
    run = inventories.play([{**play, "tasks": [show]}], "-vvvv", environment={**LENIENT, "OS_TOKEN": ""})
    assert said in " ".join(run.output.split())
    assert '"msg": "<' not in run.output
    # Ansible would show the lines around what it does not like.
    assert TOKEN not in run.output + run.log


def policy(number, **fields):
    return {"backup_policy_id": f"p{number}", "backup_policy_name": f"n{number}", **fields}


def test_what_is_not_clearly_off_or_empty_is_checked(inventories):
    # Python takes some of these for the number 0.
    counts = [False, 0.0, -0.0, "0", -1, None, [], {}, "", True]
    statuses = [False, "off", " OFF ", "Off", None, 0, ["OFF"], {"OFF": "OFF"}]
    odd = [policy(number, policy_resource_count=count) for number, count in enumerate(counts)]
    odd += [policy(number, scheduled_policy={"status": one}) for number, one in enumerate(statuses, 20)]
    odd += [policy(number, scheduled_policy=one) for number, one in enumerate([None, "OFF", ["OFF"], 7, False], 40)]
    odd += [policy(60), policy(61, backup_policy_name=["n"]), policy(62, backup_policy_name=False)]
    clear = [policy(80, policy_resource_count=0), policy(81, scheduled_policy={"status": "OFF"})]
    simulator = inventories.playbooks.simulator
    simulator.fault(kind="answer", status=200, json={"backup_policies": odd + clear})
    groups, hosts = inventories.read({})
    assert len(hosts) == len(odd) + 2
    assert groups["empty"]["hosts"] == ["n80"]
    assert groups["disabled"]["hosts"] == ["n81"]
    assert len(groups["enabled"]["hosts"]) == len(odd) + 1


@pytest.fixture
def cached(inventories, tmp_path):
    """The configuration of a cache, and its only file."""
    directory = tmp_path / "cache"
    config = {"cache": True, "cache_plugin": "ansible.builtin.jsonfile", "cache_connection": str(directory)}
    _groups, hosts = inventories.read(config)
    assert len(hosts) == 3
    (file,) = directory.iterdir()
    inventories.playbooks.simulator.clear_requests()
    return config, file


# What a file like this may have come to: by hand, by a full disk, by another version.
DAMAGES = {
    "shortened": lambda text: text[: len(text) // 2],
    "emptied": lambda _text: "",
    "of_another_kind": lambda _text: '["x"]',
    "no_object": lambda _text: "7",
    "without_the_policies": lambda _text: "{}",
    "with_a_policy_less": lambda text: text.replace("nightly-websites", "nightly-databases"),
    "of_an_earlier_version": lambda _text: '[{"facts": {}, "policies": []}]',
    "with_null": lambda _text: "null",
    "no_text": lambda _text: "\x00\x01",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_cache_is_read_anew(inventories, cached, damage):
    config, file = cached
    good = file.read_text()
    damaged = DAMAGES[damage](good)
    if damage == "of_an_earlier_version":
        # The core's own layer around the entry stays as it is.
        layer = json.loads(good)
        damaged = json.dumps({**layer, "payload": damaged} if "payload" in layer else json.loads(damaged))
    assert damaged != good
    file.write_text(damaged)
    _groups, hosts = inventories.read(config)
    assert sorted(hosts) == ["nightly-databases", "nightly-websites", "weekly"]
    assert len(inventories.playbooks.simulator.requests()) == 1
    # So it is whole again.
    inventories.read(config)
    assert len(inventories.playbooks.simulator.requests()) == 1


def test_a_cache_that_cannot_be_written_is_no_reason_to_fail_in_part(inventories, tmp_path):
    (tmp_path / "cache").write_text("a file")
    config = {"cache": True, "cache_plugin": "ansible.builtin.jsonfile", "cache_connection": str(tmp_path / "cache")}
    run = inventories.run(config, "--graph")
    assert "Traceback" not in run.output
    assert (run.status == 0) is ("nightly-websites" in run.output)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("plugin: otc.vbs.policies\nauth:\n  password: *a-secret\n", "my.vbs.yml is not YAML: look at line 3"),
        ("plugin: otc.vbs.policies\nauth:\n  password: %a-secret\n", "my.vbs.yml is not YAML: look at line 3"),
        ("plugin: otc.vbs.policies\nauth:\n  password: 'a-secret\n", "my.vbs.yml is not YAML: look at line"),
        ("auth:\n  password: a-secret\n plugin: x\n", "my.vbs.yml is not YAML: look at line"),
        ("plugin: otc.vbs.policies\n---\nauth: {password: a-secret}\n", "my.vbs.yml is not YAML: look at line"),
        ("auth: {password: a-secret}\nplugin: policies\n", "Incorrect plugin name in file: policies"),
        ("auth: {password: a-secret}\n", "Incorrect plugin name in file"),
        ("- auth: {password: a-secret}\n", "must be a dictionary with options"),
        ("a-secret\n", "must be a dictionary with options"),
        ("", "is empty"),
        ("auth: {password: a-secret}\nplugin: otc.vbs.policies\ncache_timeout: soon\n", "cache_timeout"),
        ("auth: {password: a-secret}\nplugin: otc.vbs.policies\ngroups: [x]\n", "groups"),
        ("auth: {password: a-secret}\nplugin: otc.vbs.policies\ncache: true\n", "auth_url"),
        ("auth: {password: a-secret}\nplugin: otc.vbs.policies\nkeyed_groups: [7]\n", "auth_url"),
    ],
)
def test_a_file_that_is_wrong_is_told_without_its_content(inventories, text, said):
    run = inventories.run(text, "--list", "-vvvv", environment={"ANSIBLE_DEBUG": "true"})
    assert run.status != 0
    assert said in " ".join(run.output.split())
    assert "a-secret" not in "".join((run.output + run.log).split())
    assert "Traceback" not in run.output
    assert inventories.playbooks.simulator.requests() == []
