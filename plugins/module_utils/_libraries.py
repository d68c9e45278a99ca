# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of the libraries that this collection needs are missing here."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any


def is_missing(library: str) -> bool:
    """Whether the library is not to be had; imports it if it is, so ask only about what is needed."""
    try:
        import_module(library)
    except ImportError:
        return True
    return False


def needed_libraries(params: Mapping[str, Any]) -> list[str]:
    """Those that a call with these options needs."""
    waits = params.get("wait") or params.get("until") is not None
    return ["requests", "jmespath"] if waits else ["requests"]
