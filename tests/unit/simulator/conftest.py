# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A running simulator."""

from __future__ import annotations

import pytest

from simulator.process import Simulator


@pytest.fixture(scope="session")
def running_simulator():
    """One process for all tests that do not end it."""
    with Simulator() as simulator:
        yield simulator
