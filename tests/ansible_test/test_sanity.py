# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sanity tests of ansible-test, all of them and for all files."""

from __future__ import annotations

COMMAND = "sanity"


def test_sanity(run_ansible_test):
    # The first run has to set up a virtual environment for each of the tools.
    run_ansible_test(timeout=3600)
