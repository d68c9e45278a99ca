# Private to otc.vbs: it may change in any release.
# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the times of the APIs."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any


def parse_time(value: Any) -> datetime | None:
    """The moment that a time of an API names, with or without fractions and Z; None if it names none."""
    if not isinstance(value, str):
        return None
    seconds, _dot, fraction = value.rstrip("Zz").partition(".")
    try:
        moment = datetime.strptime(seconds, "%Y-%m-%dT%H:%M:%S").replace(tzinfo=timezone.utc)
        return moment + timedelta(seconds=float(f"0.{fraction or 0}"))
    except (ValueError, OverflowError):
        return None
