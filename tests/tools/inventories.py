# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs ansible-inventory and ansible-playbook on a file of the inventory plugin."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tools.playbooks import MODULE_PYTHON, Playbooks, Run

OTHER_PROJECT = "8d1f2f0f5c1b4b1e9a53b4ab37ae0a6c"
GOOD = {
    "job_id": "t1",
    "status": "EXECUTE_SUCCESS",
    "created_at": "@-60",
    "backup_name": "autobk_1",
    "resource_id": "v1",
}
BAD = {**GOOD, "status": "EXECUTE_FAIL"}
POLICIES = {
    "p1": {"name": "nightly-databases", "tasks": [GOOD]},
    "p2": {"name": "nightly-websites", "tasks": [GOOD, {**GOOD, "job_id": "t2", "resource_id": "v2"}]},
    "p3": {"name": "weekly", "scheduled_policy": {"status": "OFF", "week_frequency": ["SUN"]}},
}
# Nobody else is to complain of the file, nor may a failure pass as a warning.
STRICT = {"ANSIBLE_INVENTORY_ENABLED": "otc.vbs.policies", "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "true"}


class Inventories:
    """Runs ansible-inventory on a file, in the directory where the playbooks run."""

    def __init__(self, playbooks: Playbooks, directory: Path) -> None:
        self.playbooks = playbooks
        self.directory = directory

    def write(self, config: Any, name: str = "my.vbs.yml") -> None:
        text = config if isinstance(config, str) else json.dumps({"plugin": "otc.vbs.policies", **config})
        (self.directory / name).write_text(text, encoding="utf-8")

    def run(self, config: Any, *arguments: str, environment: Any = None, name: str = "my.vbs.yml") -> Run:
        self.write(config, name)
        return self.playbooks.execute(
            ["ansible-inventory", "-i", name, *arguments],
            environment={**STRICT, **self.playbooks.token_login(), **(environment or {})},
        )

    def read(self, config: Any, *arguments: str, environment: Any = None) -> tuple[dict, dict]:
        """The groups and the variables of all hosts."""
        run = self.run(config, "--list", "--output", "found.json", *arguments, environment=environment)
        assert run.status == 0, run.output
        text = (self.directory / "found.json").read_text(encoding="utf-8")
        # How Ansible writes a text that is not to be taken for a template.
        groups = json.loads(text, object_hook=lambda item: item.get("__ansible_unsafe", item))
        return groups, groups.pop("_meta")["hostvars"]

    def play(self, plays: list, *arguments: str, environment: Any = None) -> Run:
        (self.directory / "playbook.json").write_text(json.dumps(plays), encoding="utf-8")
        command = ["ansible-playbook", "-i", "my.vbs.yml", "playbook.json", *arguments]
        return self.playbooks.execute(
            [*command, "-e", json.dumps({"ansible_python_interpreter": MODULE_PYTHON})],
            environment={**STRICT, **self.playbooks.token_login(), **(environment or {})},
        )
