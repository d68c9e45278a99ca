# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How reports put things: texts from outside made visible, times and shares in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from ansible_collections.otc.vbs.plugins.module_utils._time import minute
from ansible_collections.otc.vbs.plugins.plugin_utils._no_template import no_template

# They join and part letters of some scripts, and do nothing else.
JOINERS = "\u200c\u200d"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def visible(value: Any, limit: int) -> str:
    """A text from outside on one line of at most `limit` characters, those that cannot be seen as escapes.

    What turns the direction of writing round is among these, and so is what UTF-8 cannot hold. It is no template.
    """
    text = no_template(" ".join(str("" if value is None else value).split()) or "(none)")
    seen = "".join(
        char if char.isprintable() or char in JOINERS else f"\\u{ord(char):04x}" for char in text[: limit + 1]
    )
    return seen if len(seen) <= limit else f"{seen[: limit - 1]}…"


def moment(time: datetime) -> str:
    """A moment, where it is said once that all are in UTC."""
    return minute(time).removesuffix(" UTC")


def words(time: timedelta | float) -> str:
    """How long something took or is ago, given as such or in seconds."""
    seconds = round(time.total_seconds() if isinstance(time, timedelta) else time)
    if seconds < 60:
        return f"{seconds} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes:02} min" if hours < 10 and minutes else f"{hours} h"
    return f"{hours // 24} days"


def percent(good: int, ended: int) -> str:
    """A share, rounded, but to all or to none only where it is that."""
    if not ended:
        return "-"
    rounded = (200 * good + ended) // (2 * ended)
    return f"{rounded if good in (0, ended) else min(max(rounded, 1), 99)} %"


def day(moment: date) -> str:
    """A day of the last months, in the same words everywhere: strftime goes by the locale."""
    return f"{moment.day} {MONTHS[moment.month - 1]}"


def plural(number: int, noun: str) -> str:
    """A number of things, whose plural only adds an s."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
