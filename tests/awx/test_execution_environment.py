# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ansible-builder finds in the built collection, and in the example, what an execution environment needs."""

from __future__ import annotations

import subprocess
import sys

import pytest
import yaml

from tools.galaxy import ansible_galaxy
from tools.playbooks import PROGRAMS, ROOT

LIBRARIES = {"requests", "jmespath"}
REQUIREMENTS = ROOT / "docs" / "awx" / "project" / "collections" / "requirements.yml"
EXAMPLE = yaml.safe_load((ROOT / "docs" / "awx" / "execution-environment.yml").read_text(encoding="utf-8"))


def call(*command):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


def names(requirements):
    return {line.split("#")[0].split(">")[0].strip() for line in requirements}


def test_the_collection_names_its_libraries(collection):
    found = yaml.safe_load(call(PROGRAMS / "ansible-builder", "introspect", collection.path))
    assert names(found["python"]) == LIBRARIES
    assert found["system"] == []


@pytest.fixture(scope="module")
def context(collection, tmp_path_factory):
    """What ansible-builder makes of the example, with the built collection in place of the published one."""
    directory = tmp_path_factory.mktemp("builder")
    here = {"collections": [{"name": str(collection.tarball), "type": "file"}]}
    definition = {**EXAMPLE, "dependencies": {**EXAMPLE["dependencies"], "galaxy": here}}
    (directory / "definition.yml").write_text(yaml.safe_dump(definition), encoding="utf-8")
    path = directory / "context"
    call(
        PROGRAMS / "ansible-builder",
        "create",
        "-f",
        directory / "definition.yml",
        "-c",
        path,
        "--output-filename",
        "Containerfile",
    )
    return path


def test_the_example_makes_a_context_that_installs_the_libraries(context, tmp_path):
    # What the image does when it is built, with the files and the script of the context.
    requirements = context / "_build" / "requirements.yml"
    ansible_galaxy("install", "--offline", "-r", str(requirements), "-p", str(tmp_path))
    pip, bindep = tmp_path / "pip.txt", tmp_path / "bindep.txt"
    script = context / "_build" / "scripts" / "introspect.py"
    call(sys.executable, script, "introspect", tmp_path, f"--write-pip={pip}", f"--write-bindep={bindep}")
    assert names(pip.read_text(encoding="utf-8").splitlines()) == LIBRARIES
    stages = (context / "Containerfile").read_text(encoding="utf-8")
    assert "introspect.py introspect" in stages
    assert EXAMPLE["images"]["base_image"]["name"] in stages
    # Else it could not fetch the collection from a git repository.
    assert stages.index("install -y git-core") < stages.index("ansible-galaxy collection install")


def test_the_example_has_an_ansible_core_that_the_collection_runs_with():
    # ansible-core 2.15, in the execution environment of AWX 24, is too old.
    runtime = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))
    least = runtime["requires_ansible"].removeprefix(">=").split(".")
    chosen = EXAMPLE["dependencies"]["ansible_core"]["package_pip"].removeprefix("ansible-core~=").split(".")
    assert [int(part) for part in chosen[:2]] >= [int(part) for part in least[:2]]
    [collection] = EXAMPLE["dependencies"]["galaxy"]["collections"]
    [wanted] = yaml.safe_load(REQUIREMENTS.read_text(encoding="utf-8"))["collections"]
    assert collection == wanted
