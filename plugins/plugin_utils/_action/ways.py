# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a task's work is done in Ansible's own process, or by its module."""

from __future__ import annotations

import os
import pwd
import sys
from typing import Any
from urllib.request import getproxies_environment

# What ansible-core takes for 'look for one'.
DISCOVERED = ("", "auto", "auto_silent", "auto_legacy", "auto_legacy_silent")


def is_own_python(interpreter: Any) -> bool:
    """Whether the interpreter is the one that Ansible runs on, or none that a user has chosen."""
    path = str(interpreter or "").strip()
    if path in DISCOVERED:
        return True
    # The same program in another directory may be that of another virtual environment.
    same_directory = os.path.dirname(os.path.abspath(path)) == os.path.dirname(os.path.abspath(sys.executable))
    return same_directory and os.path.exists(path) and os.path.samefile(path, sys.executable)


def is_own_user(name: Any) -> bool:
    """Whether the user of this name is the one that Ansible runs as."""
    try:
        return bool(pwd.getpwuid(os.geteuid()).pw_name == name)
    except KeyError:  # it has no name
        return False


def may_ask_for_proxies() -> bool:
    """Whether a forked process may look for proxies: macOS ends one that asks the system for them."""
    return sys.platform != "darwin" or bool(getproxies_environment())
