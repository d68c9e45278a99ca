# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts from outside, made fit for a message."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import hide
from ansible_collections.otc.vbs.plugins.module_utils._http.fault import plain_text
from ansible_collections.otc.vbs.plugins.module_utils._text import shorten, visible
from tools.texts import ODD

TOKEN = "gAAAAAB-a-token-that-must-never-be-shown"


@pytest.mark.parametrize("odd", ODD)
def test_what_cannot_be_seen_is_shown_as_an_escape(odd):
    assert visible(f"a {odd} b") == f"a {ODD[odd]} b"
    assert shorten(f"a\n{odd} b") == f"a {ODD[odd]} b"
    assert plain_text(f"<p>a{odd}</p> b") == f"a{ODD[odd]} b"


def test_what_can_be_seen_stays():
    text = "Täglich: 日本 \N{GRINNING FACE} \\x1b"
    assert visible(text) == shorten(text) == text


@pytest.mark.parametrize("page", ["<b>{}</b>", "<b>{}", "{}", "<p {}>"])
@pytest.mark.parametrize("end", range(29_900, 30_050, 10))
def test_a_secret_at_the_end_of_what_is_looked_at_is_not_shown_in_part(page, end):
    hide(TOKEN)
    head = "<p>" + "<i> </i>" * ((end - 3) // 8) + " " * ((end - 3) % 8)
    assert "gAA" not in plain_text(head + page.format(TOKEN) + "</p>")
    assert "gAA" not in shorten(" " * end + TOKEN + " end")
