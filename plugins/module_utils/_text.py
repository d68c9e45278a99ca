# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes texts from outside fit for a message: short, on one line, all of it visible, and without secrets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import conceal

# A proxy's error page can be megabytes long: a message shows its beginning. So many characters of each text from
# outside are shown, so many a whole message has, and so many are looked at for that.
MESSAGE_LIMIT = 300
WHOLE_LIMIT = 20 * MESSAGE_LIMIT
READ_LIMIT = 100 * MESSAGE_LIMIT
# A sentence names this many things of one kind, and tells how many more there are.
NAMED = 10


def shorten(text: str, limit: int = MESSAGE_LIMIT) -> str:
    """The text without secrets, on one line, of at most so many characters, all of which can be seen.

    What comes from outside goes through this before it reaches a message: a terminal obeys some characters.
    """
    text = visible(" ".join(conceal(beginning(text)).split()))
    return text if len(text) <= limit else text[: limit - 3] + "..."


def some_of(names: Sequence[str]) -> str:
    """The first of the names, and how many more there are."""
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"{shorten(', '.join(names[:NAMED]))}{more}"


def visible(text: str) -> str:
    """The text with an escape, as Python writes it, for each character that cannot be seen."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def beginning(text: str) -> str:
    """As much of a text as is looked at: more would take too long."""
    if len(text) <= READ_LIMIT:
        return text
    # Without the last word, as a secret that is cut could not be told. Of a very long one, the end is not shown anyway.
    whole = re.match(r"(?s).*[\s>]", text[:READ_LIMIT])
    return whole.group() if whole and whole.end() > READ_LIMIT // 2 else text[:READ_LIMIT]
