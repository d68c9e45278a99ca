# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of login methods need: a source of values that has none."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._errors import MissingInput


class Nowhere:
    """Has no values, and says no more of one than what it is."""

    def missing(self, option, what):
        return MissingInput(option, what)


@pytest.fixture
def nowhere():
    return Nowhere()
