# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fixtures that run playbooks and inventories."""

from __future__ import annotations

import pytest

from simulator.process import Simulator
from tools.inventories import OTHER_PROJECT, POLICIES, Inventories
from tools.playbooks import TOKEN, Playbooks


@pytest.fixture
def playbooks(simulator, tmp_path):
    playbooks = Playbooks(simulator, tmp_path)
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
