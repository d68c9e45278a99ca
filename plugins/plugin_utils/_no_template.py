# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps what a service says from being taken for a template."""

from __future__ import annotations

import re

# What begins an expression, a statement or a comment. Without it, what ends one is plain text.
OPENING = re.compile(r"\{(?=[{%#])")


def no_template(text: str) -> str:
    """The text with each opening of a template broken by a blank.

    Before ansible-core 2.19, a string that set_fact builds of several texts is a template again when it is read.
    """
    return OPENING.sub("{ ", text)
