# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated cloud, the Keystone and the built collection that tests share. Each test loads what it needs."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from simulator.process import Simulator
from tools.galaxy import Collection
from tools.keystone import Keystone

# The same examples each time, so that a change is judged by itself, and no limit on their time, which depends on what
# else the machine does. HYPOTHESIS_PROFILE=default goes looking for new ones.
settings.register_profile("suite", derandomize=True, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


@pytest.fixture(scope="session")
def simulator():
    with Simulator() as running:
        yield running


@pytest.fixture(scope="session")
def keystone():
    """A real Keystone; a test that creates something in it ends with its clear()."""
    with Keystone() as running:
        yield running


@pytest.fixture(scope="session")
def collection(tmp_path_factory):
    """The collection as users get it, built and installed."""
    return Collection.make(tmp_path_factory.mktemp("collection"))
