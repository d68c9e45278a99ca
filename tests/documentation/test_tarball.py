# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What users install holds what they need, and the quick start works with it."""

from __future__ import annotations

import sys
import tarfile

from tools.documentation import blocks_of
from tools.inventories import GOOD
from tools.playbooks import PASSWORD, PROJECT, ROOT, Playbooks

NAMES = {
    # For Ansible Galaxy's own look at the collection.
    ".ansible-lint",
    "CHANGELOG.md",
    "CODE_OF_CONDUCT.md",
    "CONTRIBUTING.md",
    "FILES.json",
    "LICENSE",
    "MANIFEST.json",
    "README.md",
    "SECURITY.md",
    "changelogs",
    "docs",
    "examples",
    "meta",
    "playbooks",
    "plugins",
    "requirements.txt",
    "roles",
    "tests",
}


def test_the_tarball_holds_only_what_a_user_needs(collection):
    with tarfile.open(collection.tarball) as tarball:
        names = tarball.getnames()
    assert {name.split("/")[0] for name in names} == NAMES
    assert {name.split("/")[1] for name in names if name.startswith("tests/")} == {"simulator"}
    assert {name for name in names if name.startswith("changelogs/")} <= {"changelogs/changelog.yaml"}
    assert [name for name in names if "__pycache__" in name or "/." in name] == []
    # All files of these, as they are in the repository.
    for directory in ("docs/awx", "examples", "meta", "playbooks", "plugins", "roles", "tests/simulator"):
        there = {str(path.relative_to(ROOT)) for path in (ROOT / directory).rglob("*") if path.is_file()}
        assert {name for name in there if "__pycache__" not in name} <= set(names)


def test_the_quick_start_works_from_nothing(collection, simulator, tmp_path):
    domain = "OTC-EU-DE-1"
    user = {
        "id": "u1",
        "name": "checker",
        "password": PASSWORD,
        "domain": {"id": "d1", "name": domain},
        "projects": [{"id": PROJECT, "name": "eu-de"}],
    }
    policies = {"ID": {"name": "NAME", "tasks": [GOOD]}}
    simulator.load({"project_id": PROJECT, "users": [user], "policies": policies})
    blocks = blocks_of(ROOT / "docs" / "quickstart.md")
    install, _cloud, login, check = [block.text for block in blocks if block.language == "shell"]
    mine = {
        "python3 -m venv": f"'{sys.executable}' -m venv",
        "git+file:///path/to/the/clone/of/otc.vbs": f"'{collection.tarball}'",
        "https://iam.eu-de.otc.t-systems.com/v3": simulator.auth_url,
        "OS_USERNAME=...": "OS_USERNAME=checker",
        "OS_PASSWORD=...": f"OS_PASSWORD={PASSWORD}",
        "OTC-EU-DE-...": domain,
    }
    script = install + login + check
    for shown, here in mine.items():
        assert shown in script
        script = script.replace(shown, here)
    empty = tmp_path / "collections"
    run = Playbooks(simulator, tmp_path).execute(
        ["sh", "-ec", script],
        environment={"HOME": str(tmp_path), "ANSIBLE_HOME": str(tmp_path), "ANSIBLE_COLLECTIONS_PATH": str(empty)},
    )
    assert run.status == 0, run.output
    assert (empty / "ansible_collections" / "otc" / "vbs" / "MANIFEST.json").exists()
    assert "The latest run of 1 policy is good: 1 of 1 volumes have a good backup" in run.output
    # All, by name, by a pattern and by ID.
    assert run.output.count("failed=0") == 4
