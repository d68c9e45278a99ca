# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents that are nearly right."""

from __future__ import annotations

import copy

from hypothesis import strategies as st


def places(value, path=()):
    """Where there is something in a document."""
    yield path
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield from places(member, (*path, key))


@st.composite
def spoilt(draw, document, anything):
    """The document with something else in one to three places, or without it."""
    whole = {"": copy.deepcopy(document)}
    for _time in range(draw(st.integers(1, 3))):
        *way, last = draw(st.sampled_from([("", *path) for path in places(whole[""])]))
        holder = whole
        for key in way:
            holder = holder[key]
        if isinstance(holder, dict) and last and draw(st.booleans()):
            del holder[last]
        else:
            holder[last] = draw(anything)
    return whole[""]
