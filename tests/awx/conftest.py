# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collection as AWX gets it, a simulated cloud, and what runs jobs on them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

import pytest
from awx_plugins.credentials.plugins import openstack

from tools.awx import Awx
from tools.playbooks import PASSWORD, PROGRAMS, PROJECT, ROOT, USER

KIT = ROOT / "docs" / "awx"


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch, tmp_path):
    """Nothing of the user's own gets between a job and the test."""
    for name in [name for name in os.environ if name.startswith("OS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PATH", f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("ANSIBLE_HOME", str(tmp_path / "ansible"))


@pytest.fixture
def awx(collection, tmp_path):
    """Runs the playbooks of docs/awx/project, as they are, in an execution environment that holds the collection."""
    (tmp_path / "ansible").mkdir()
    (tmp_path / "ansible" / "collections").symlink_to(collection.path)
    return Awx(KIT / "project", collection.path, tmp_path)


@dataclass
class Cloud:
    """The simulator, with one project, and the credential for it."""

    simulator: Any

    def load(self, **scenario: Any) -> None:
        self.simulator.load({"speed": 0, "project_id": PROJECT, "users": [USER], **scenario})

    def load_policies(self, *names: str, **task: Any) -> None:
        """Policies of these IDs and names, each with a backup of one volume, a good one unless the task is another."""
        common = {"status": "EXECUTE_SUCCESS", "created_at": "@-600", "backup_name": "autobk_1", **task}
        self.load(
            policies={
                name: {"name": name, "tasks": [{"job_id": f"task-{name}", "resource_id": f"volume-{name}", **common}]}
                for name in names
            }
        )

    def openstack(self, **inputs: Any) -> tuple[Any, dict[str, Any]]:
        """AWX's built-in type of credential, filled in."""
        own = {
            "host": self.simulator.auth_url,
            "username": USER["name"],
            "password": PASSWORD,
            "project": "eu-de",
            "domain": "OTC-EU",
            "verify_ssl": True,
        }
        return openstack, {**own, **inputs}


@pytest.fixture
def cloud(simulator):
    cloud = Cloud(simulator)
    cloud.load()
    return cloud
