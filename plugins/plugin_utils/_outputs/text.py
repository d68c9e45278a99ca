# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts from outside in formats that give some characters a meaning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import count
from typing import Any

from ansible_collections.otc.vbs.plugins.plugin_utils._report.text import visible

NAME_LIMIT = 200
SENTENCE_LIMIT = 1000
# Of text and long text together: one write to a pipe of Nagios holds it.
OUTPUT_LIMIT = 3000
# What ends texts, breaks lines, or is markup to monitoring systems and their pages, and what looks like it: a broken
# bar, a slash, and typographic quotes.
PLAIN = str.maketrans("|\\<>\"'", "\u00a6/\u2039\u203a\u201d\u2019")


def name_of(value: Any) -> str:
    """A name or ID on one line, short, all of it visible."""
    return visible(value, NAME_LIMIT)


def sentence(value: Any) -> str:
    """A sentence on one line, all of it visible."""
    return visible(value, SENTENCE_LIMIT)


def plain(text: str) -> str:
    """The text without what monitoring systems obey."""
    return text.translate(PLAIN)


def unique(names: Sequence[str], tails: Sequence[str] | None = None) -> list[str]:
    """The names, those that come more than once with their tails, and with numbers where that does not help."""
    often = Counter(names)
    if tails is not None:
        names = [f"{name} ({tail})" if often[name] > 1 else name for name, tail in zip(names, tails)]
    # A dictionary keeps the order.
    taken: dict[str, None] = {}
    for name in names:
        numbered = (f"{name} ({number})" for number in count(2))
        taken[name if name not in taken else next(one for one in numbered if one not in taken)] = None
    return list(taken)


def fit(lines: Sequence[str], size: int = OUTPUT_LIMIT) -> list[str]:
    """As many of the first lines as there is room for, and how many more there are; the first is always there."""
    kept = list(lines[:1])
    for line in lines[1:]:
        if sum(map(len, kept)) + len(kept) + len(line) > size:
            return [*kept, f"and {len(lines) - len(kept)} more"]
        kept.append(line)
    return kept
