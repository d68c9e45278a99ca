# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the times of the APIs."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import Any

# fromisoformat() and float() take more than that, such as an exponent.
TIME = re.compile(r"([0-9]{4}(?:-[0-9]{2}){2}T[0-9]{2}(?::[0-9]{2}){2})(?:\.([0-9]+))?[Zz]?")


def minute(moment: datetime) -> str:
    """A moment in UTC, for a reader."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def parse_time(value: Any) -> datetime | None:
    """The moment that a time of an API names, with or without fractions and Z; None if it names none."""
    parts = TIME.fullmatch(value) if isinstance(value, str) else None
    if not parts:
        return None
    try:
        moment = datetime.fromisoformat(parts[1]).replace(tzinfo=timezone.utc)
        return moment + timedelta(seconds=float(f"0.{parts[2] or 0}"))
    except (ValueError, OverflowError):
        return None
