# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fixture that runs playbooks."""

from __future__ import annotations

import pytest

from tools.playbooks import Playbooks


@pytest.fixture
def playbooks(simulator, tmp_path):
    playbooks = Playbooks(simulator, tmp_path)
    playbooks.load()
    return playbooks
