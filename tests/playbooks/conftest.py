# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fixtures that run playbooks and inventories."""

from __future__ import annotations

import sys

import pytest

from simulator.process import Simulator
from tools.inventories import OTHER_PROJECT, POLICIES, Inventories
from tools.playbooks import MODULE_PYTHON, TOKEN, Playbooks


def pytest_generate_tests(metafunc):
    names = set(metafunc.fixturenames)
    if "playbooks" in names and names.isdisjoint(("inventories", "one_way")):
        # 'make matrix' has modules run on another Python.
        ways = ["in process", "module"] if sys.executable == MODULE_PYTHON else ["module"]
        metafunc.parametrize("execution", ways, indirect=True)


@pytest.fixture
def one_way():
    """For tests of which one way is enough: those that choose it, and those of the role, which take long.

    'make matrix' runs all of them by modules too.
    """


@pytest.fixture
def execution(request):
    """How modules do their work: in Ansible's own process, or in one of their own."""
    return getattr(request, "param", "in process")


@pytest.fixture
def playbooks(simulator, tmp_path, execution):
    playbooks = Playbooks(simulator, tmp_path, in_process=execution == "in process")
    playbooks.load()
    return playbooks


@pytest.fixture(scope="session")
def other_cloud():
    with Simulator() as running:
        yield running


@pytest.fixture
def other(other_cloud):
    """Another project, on a cloud of its own, which knows the same token."""
    other_cloud.load({"speed": 0, "project_id": OTHER_PROJECT, "tokens": {TOKEN: {}}, "policies": POLICIES})
    return other_cloud


@pytest.fixture
def inventories(playbooks, tmp_path):
    playbooks.load(policies=POLICIES)
    return Inventories(playbooks, tmp_path)
