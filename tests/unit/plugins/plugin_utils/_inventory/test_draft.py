# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An inventory that can be thrown away, until it is added to the real one."""

from __future__ import annotations

import pytest
from ansible.inventory.data import InventoryData
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar

from ansible_collections.otc.vbs.plugins.plugin_utils._inventory.draft import Draft

try:
    from ansible.template import trust_as_template
except ImportError:
    # Before ansible-core 2.19, any text that is not marked as unsafe may be one.
    def trust_as_template(text):
        return text


@pytest.fixture
def real():
    """An inventory with a host, a variable and a group below another."""
    inventory = InventoryData()
    inventory.current_source = "policies.yml"
    for group in ("clouds", "otc"):
        inventory.add_group(group)
    inventory.add_child("clouds", "otc")
    inventory.add_host("web-1", "otc")
    inventory.set_variable("otc", "region", "eu-de")
    return inventory


def members(inventory):
    """The hosts of each group, but for the two that Ansible fills at the very end."""
    groups = {name: {host.name for host in group.get_hosts()} for name, group in inventory.groups.items()}
    return {name: hosts for name, hosts in groups.items() if name not in ("all", "ungrouped")}


def test_it_begins_with_the_groups_alone(real):
    draft = Draft(real)
    assert members(draft) == {"clouds": set(), "otc": set()}
    assert [group.name for group in draft.groups["clouds"].child_groups] == ["otc"]
    assert (dict(draft.hosts), draft.groups["otc"].vars) == ({}, {})
    assert draft.current_source == "policies.yml"


def test_nothing_is_in_the_real_one_before_it_is_added_and_all_is_after(real):
    draft = Draft(real)
    draft.add_group("bad")
    draft.add_child("clouds", "bad")
    draft.add_host("nightly")
    draft.add_child("bad", "nightly")
    draft.set_variable("nightly", "vbs_policy_id", "p1")
    assert members(real) == {"clouds": {"web-1"}, "otc": {"web-1"}}
    draft.add_to(real)
    both = {"web-1", "nightly"}
    assert members(real) == {"clouds": both, "otc": {"web-1"}, "bad": {"nightly"}}
    assert real.hosts["nightly"].vars["vbs_policy_id"] == "p1"
    assert real.groups["otc"].vars["region"] == "eu-de"


def test_a_variable_is_never_a_template(real):
    draft = Draft(real)
    draft.add_host("nightly")
    draft.set_variable("nightly", "said", {"name": [trust_as_template("{{ 1 + 1 }}")]})
    draft.add_to(real)
    templar = Templar(DataLoader(), variables=real.hosts["nightly"].vars)
    assert templar.template(trust_as_template("{{ said.name[0] }}")) == "{{ 1 + 1 }}"
