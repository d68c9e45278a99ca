# Private to otc.vbs: it may change in any release.
# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must never be shown. A process serves one call of a module, so it is one set.

Ansible takes a module's secrets out of its result, but cannot know one of which a message
holds only a part, or that is written with escapes.
"""

from __future__ import annotations

import html
import json
from urllib.parse import quote

_forms: set[str] = set()


def hide(secret: str) -> None:
    """From now on conceal() takes it out of every text."""
    _forms.update((secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1], repr(secret)[1:-1]))
    _forms.update((html.escape(secret), quote(secret), quote(secret, safe="")))


def hidden() -> set[str]:
    """All that is hidden, in each form that it may be written in."""
    return set(_forms)


def conceal(text: str) -> str:
    """The text without secrets; do this before it is cut."""
    # The longest first, as one may be a part of another.
    for form in sorted(_forms, key=len, reverse=True):
        text = text.replace(form, "********")
    return text
