# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds HTML in which nothing but Html itself is markup."""

from __future__ import annotations

from html import escape


class Html(str):
    """A text that is markup. Any other is escaped."""

    __slots__ = ()


def element(tag: str, *children: str | None, **attributes: str | bool | None) -> Html:
    """An element. An attribute of True has no value, one of None or False is left out; class_ is class."""
    named = "".join(
        f" {name.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(str(value))}"')
        for name, value in attributes.items()
        if value is not None and value is not False
    )
    return Html(f"<{tag}{named}>{join(*children)}</{tag}>")


def join(*children: str | None) -> Html:
    """One after the other, escaped unless Html; None is left out."""
    return Html("".join(child if isinstance(child, Html) else escape(child) for child in children if child is not None))
