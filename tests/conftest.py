# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated cloud that tests share; each loads what it needs of it."""

from __future__ import annotations

import pytest

from simulator.process import Simulator


@pytest.fixture(scope="session")
def simulator():
    with Simulator() as running:
        yield running
