# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is loaded before Ansible forks."""

from __future__ import annotations

from pathlib import Path

from ansible_collections.otc.vbs.plugins.plugin_utils._role.preload import FILTERS

ROOT = Path(__file__).resolve().parents[5]


def test_it_is_all_filters_of_the_role():
    files = (ROOT / "plugins" / "filter").glob("policy_run_check_*.py")
    assert sorted(f"otc.vbs.{path.stem}" for path in files) == sorted(FILTERS)
