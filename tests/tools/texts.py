# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts that have to be made fit for a message."""

from __future__ import annotations

# What a terminal obeys, or what makes a text look like another one.
ODD = {
    "\x1b[31m": r"\x1b[31m",
    "\x1b]0;title\x07": r"\x1b]0;title\x07",
    "\x9b31m": r"\x9b31m",
    "a\x08\x7f": r"a\x08\x7f",
    "\u202egood\u2066": r"\u202egood\u2066",
    "go\u200bod\ufeff": r"go\u200bod\ufeff",
    "\x00": r"\x00",
    "\ud800": r"\ud800",
    "\U000e0041": r"\U000e0041",
}
