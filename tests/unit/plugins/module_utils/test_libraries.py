# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which libraries are missing."""

from __future__ import annotations

import sys

from ansible_collections.otc.vbs.plugins.module_utils._libraries import is_missing


def test_a_library_that_is_there_is_not_missing(monkeypatch):
    assert not is_missing("json")
    assert is_missing("no_such_library_anywhere")
    monkeypatch.setitem(sys.modules, "requests", None)
    assert is_missing("requests")
