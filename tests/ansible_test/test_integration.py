# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The integration targets, on a simulated cloud."""

from __future__ import annotations

import json
import os

import pytest

from tools.ansible_test import ROOT
from tools.playbooks import another_python

COMMAND = "integration"
TARGETS = ROOT / "tests" / "integration" / "targets"
# What ansible-test does not run by itself: targets for other targets to depend on, and those switched off.
NOT_RUN = {"hidden", "disabled"}


def list_targets() -> list[str]:
    return [
        target.name
        for target in sorted(TARGETS.iterdir())
        if NOT_RUN.isdisjoint((target / "aliases").read_text(encoding="utf-8").split())
    ]


@pytest.fixture(params=["in process", "module"])
def config(request, simulator, copy, tmp_path):
    """What ansible-test hands to the targets as variables; an interpreter of its own has modules run by themselves."""
    variables = {"vbs_simulator_url": simulator.url}
    if request.param == "module":
        variables["ansible_python_interpreter"] = another_python(tmp_path)
    config = copy / "tests" / "integration" / "integration_config.yml"
    config.write_text(json.dumps(variables), encoding="utf-8")


@pytest.fixture
def no_ssh_keygen(tmp_path, monkeypatch):
    """Not every machine has one."""
    program = tmp_path / "ssh-keygen"
    program.write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.parametrize("target", list_targets())
@pytest.mark.usefixtures("config", "no_ssh_keygen")
def test_target(target, run_ansible_test):
    run_ansible_test(target, timeout=900)
