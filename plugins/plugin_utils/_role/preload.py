# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Loads what the tasks of the role are made of before Ansible forks: else each process would load it anew.

Ansible loads an action plugin once, in its main process, and all other plugins where a task needs them.
"""

from __future__ import annotations

import contextlib

from ansible.plugins.loader import filter_loader, lookup_loader, test_loader

FILTERS = tuple(f"otc.vbs.policy_run_check_{name}" for name in ("options", "policies", "reports", "rest", "verdict"))


def preload() -> None:
    """Loads the filters of the role, and Ansible's own filters and tests, which all come with the first of them."""
    # Who does without it is only slower.
    with contextlib.suppress(Exception):
        test_loader.get("defined")
        for name in ("default", *FILTERS):
            filter_loader.get(name)
        for name in ("ansible.builtin.vars", "ansible.builtin.varnames"):
            lookup_loader.get(name, class_only=True)
