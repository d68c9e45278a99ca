# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors, as a user sees them: bounded, visible, and without secrets."""

from __future__ import annotations

from base64 import b64encode

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import hide
from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError
from ansible_collections.otc.vbs.plugins.module_utils._text import MESSAGE_LIMIT, WHOLE_LIMIT
from tools.answers import read
from tools.texts import ODD

TOKEN = "gAAAAAB-a-token-that-must-never-be-shown"
HUGE = "x" * 80_000


@pytest.mark.parametrize("odd", [odd for odd in ODD if odd.isascii() or odd < "\x9f"])
def test_no_part_of_an_error_reaches_a_terminal_as_it_is(odd):
    error = read(reason=f"No{odd}", headers={"X-Request-Id": f"r{odd}"}, document={"error_code": odd, "error_msg": odd})
    assert str(error) == (
        f"GET http://vbs answered HTTP 403 No{ODD[odd]}: {ODD[odd]}: {ODD[odd]} (request ID r{ODD[odd]})"
    )
    assert error.as_dict() == {
        "status": 403,
        "code": ODD[odd],
        "message": ODD[odd],
        "request_id": f"r{ODD[odd]}",
        "method": "GET",
        "url": "http://vbs",
    }


@pytest.mark.parametrize("text", [HUGE, f"{TOKEN}." * 2000])
def test_no_part_of_an_error_is_long_or_secret(text):
    hide(TOKEN)
    encoded = b64encode(f"user:{TOKEN}".encode()).decode()
    answers = [
        read(reason=text),
        read(headers={"X-Request-Id": text}),
        read(document={"error_code": text, "error_msg": text, "request_id": text}),
        read(document={"error": {"code": [text], "message": {text: text}}}),
        read(document={"request_id": text, "message": "No."}),
        read(302, headers={"Location": f"http://{text}/"}),
        read(headers={"Content-Type": "text/html"}, content=f"<p>{text}</p>".encode()),
        read(reason=encoded, content=f"Proxy-Authorization: Basic {encoded}".encode()),
    ]
    for error in answers:
        assert TOKEN not in str(error) + str(error.as_dict())
        assert encoded[10:-10] not in str(error) + str(error.as_dict())
        assert len(str(error)) < 4 * MESSAGE_LIMIT
        assert len(error.code or "") <= MESSAGE_LIMIT
        assert len(error.request_id or "") <= MESSAGE_LIMIT


def test_a_message_as_a_whole_is_bounded():
    error = ApiError(HUGE, method="GET", url=f"http://{HUGE}", message=HUGE)
    assert len(str(error)) == len(error.url) == len(error.message) == WHOLE_LIMIT
