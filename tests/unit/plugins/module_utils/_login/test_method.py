# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Credentials show no secret."""

from __future__ import annotations

from ansible_collections.otc.vbs.plugins.module_utils._login.method import Credentials
from ansible_collections.otc.vbs.plugins.module_utils._login.password import Password


def test_credentials_are_told_without_their_values():
    credentials = Credentials(Password(), {"password": "a-password-not-to-be-shown", "project_id": "p"})
    assert repr(credentials) == "Credentials('password')"
    assert f"{[credentials]}" == "[Credentials('password')]"
    assert credentials.project_id == "p"
