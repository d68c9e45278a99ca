# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the parts of the page have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ansible_collections.otc.vbs.plugins.plugin_utils._report.markup import Html, element, join
from ansible_collections.otc.vbs.plugins.plugin_utils._report.report import Volume
from ansible_collections.otc.vbs.plugins.plugin_utils._report.status import Status
from ansible_collections.otc.vbs.plugins.plugin_utils._report.text import visible

# Longer texts from outside are cut.
LIMIT = 300


def said(value: Any) -> Html:
    """What was said outside, with a direction of writing of its own."""
    return element("bdi", visible(value, LIMIT))


def named(name: str | None, own_id: str | None) -> Html:
    """What has a name and an ID, or just an ID."""
    return join(said(name), " ", element("small", said(own_id))) if name else said(own_id)


def of_host(host: str | None, told: str) -> Html:
    """Something with the host that it is about, where several are told apart."""
    return join(None if host is None else join(said(host), ": "), told)


def badge(status: Status, text: str | None = None) -> Html:
    """A status as a coloured word."""
    return element("span", element("i"), " ", text or status.label, class_=f"badge {status.style}")


def outcome(volume: Volume) -> Html:
    """What became of a volume: a status that the API does not document is told as it is."""
    status = volume.before or volume.status
    return badge(status, said(volume.said) if status is Status.UNKNOWN else None)


def mark(ok: bool) -> Html:
    """What stands before a heading."""
    return element("span", "✓" if ok else "✕", class_="mark", aria_hidden="true")


def ok_or_bad(ok: bool) -> str:
    """The class of either."""
    return "ok" if ok else "bad"


def unordered(items: Iterable[str], style: str) -> Html | None:
    """A list, if there is something to list."""
    lines = [element("li", item) for item in items]
    return element("ul", *lines, class_=style) if lines else None
