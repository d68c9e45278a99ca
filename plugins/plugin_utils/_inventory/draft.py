# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An inventory to try things out on, as Ansible cannot take back what was added to the real one."""

from __future__ import annotations

from typing import Any

from ansible.inventory.data import InventoryData
from ansible.utils.unsafe_proxy import wrap_var


class Draft(InventoryData):  # type: ignore[misc]
    """Begins with the groups of an inventory, without their hosts and variables."""

    def __init__(self, inventory: Any) -> None:
        super().__init__()
        self.current_source = inventory.current_source
        for group in inventory.groups:
            self.add_group(group)
        for name, group in inventory.groups.items():
            for child in group.child_groups:
                self.add_child(name, child.name)

    def set_variable(self, entity: str, varname: str, value: Any) -> None:
        """Sets a variable, which is never a template: what is made of the service's texts is not either."""
        super().set_variable(entity, varname, wrap_var(value))

    def add_to(self, inventory: Any) -> None:
        """Adds all that is here to the inventory that it began with."""
        for group in self.groups:
            inventory.add_group(group)
        for name, host in self.hosts.items():
            inventory.add_host(name)
            for key, value in host.vars.items():
                inventory.set_variable(name, key, value)
        for name, group in self.groups.items():
            for member in (*group.child_groups, *group.hosts):
                inventory.add_child(name, member.name)
