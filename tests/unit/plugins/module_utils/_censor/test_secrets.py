# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must never be shown, however it is written."""

from __future__ import annotations

import html
import json
from base64 import b64encode, encodebytes, urlsafe_b64encode
from urllib.parse import quote, quote_plus

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import (
    conceal,
    conceal_all,
    hidden,
    hide,
    hide_login,
    hide_proxy_logins,
)

SECRET = """ä"'<\\/ &"""
ODD = """ä"'<\\/ &+=~Ö\N{GRINNING FACE}-secret"""
TOKEN = "gAAAAAB-a-token-that-must-never-be-shown"
LONG = "MIIEabcdefghij+/" * 700


@pytest.mark.parametrize(
    "written",
    [
        SECRET,
        r"""\u00e4\"'<\\/ &""",  # in JSON
        r"""ä\"'<\\/ &""",  # in JSON that keeps its characters
        r"""ä\"'<\\\/ &""",  # in JSON that escapes slashes
        r"""\u00E4\u0022\u0027\u003C\u005C\u002F\u0020\u0026""",  # in JSON that escapes all that it may
        r"""ä"\'<\\/ &""",  # in Python
        r"""\xe4"\'<\\/ &""",  # in Python's ASCII
        r"""ä&quot;&#x27;&lt;\/ &amp;""",  # in HTML
        r"""&auml;&#34;&#39;&#x3c;&#92;&#X2F;&#32;&#38;""",  # in HTML that escapes all that it may
        "%C3%A4%22%27%3C%5C/%20%26",  # in the path of an address
        "%C3%A4%22%27%3C%5C%2F%20%26",  # in a part of it
        "%c3%a4%22%27%3c%5c%2f+%26",  # in a form, in small letters
        "Ã¤\"'<\\/ &",  # in a header
        "ä\"'<\\/\n    &",  # on two lines
    ],
)
def test_a_secret_is_known_in_each_form(written):
    assert conceal(f"It is {written}!") == f"It is {written}!"
    hide(SECRET)
    assert conceal(f"It is {written}! Yes, {written}.") == "It is ********! Yes, ********."


ENCODERS = [json.dumps, lambda text: json.dumps(text, ensure_ascii=False), html.escape, quote, quote_plus, ascii]


@pytest.mark.parametrize("second", [str, *ENCODERS])
@pytest.mark.parametrize("first", ENCODERS)
def test_a_secret_is_known_encoded_twice(first, second):
    hide(ODD)
    assert "secret" not in conceal(second(first(ODD)))


@pytest.mark.parametrize("secret", ["pass", "a-password", ODD, TOKEN])
@pytest.mark.parametrize("before", ["", "u", "me", "abc", "user:"])
@pytest.mark.parametrize("after", ["", "!", "!!", "!!!"])
@pytest.mark.parametrize("encode", [b64encode, urlsafe_b64encode])
def test_a_secret_is_known_in_base64_wherever_it_stands(secret, before, after, encode):
    hide(secret)
    text = encode((before + secret + after).encode()).decode()
    for written in (text, text.rstrip("="), quote(text, safe=""), text.replace("/", "\\/")):
        shown = conceal(f"Basic {written}!")
        # What stands before it is no secret, nor is what comes after it.
        assert len(shown.replace("********", "")) <= len("Basic !") + 4 * (len(before) + len(after)) / 3 + 7
        assert "********" in shown


def test_a_secret_is_known_in_hex():
    hide(TOKEN)
    digits = TOKEN.encode().hex()
    assert conceal(f"{digits} or {digits.upper()}") == "******** or ********"


def test_the_case_of_a_long_secret_does_not_count():
    hide(TOKEN)
    hide("success")
    assert conceal(f"{TOKEN.upper()} {TOKEN.lower()} SUCCESS success") == "******** ******** SUCCESS ********"


@pytest.mark.parametrize("gap", ["\n", "\r\n    ", "\t", " ", "\x00", "\u200b", "\u202e", "\x1b"])
def test_a_secret_is_known_where_it_is_broken(gap):
    hide(TOKEN)
    assert conceal(f"The token {TOKEN[:20]}{gap}{TOKEN[20:]}.") == "Thetoken********."
    assert conceal_all({"note": TOKEN[:20] + gap + TOKEN[20:]}) == {"note": "********"}


def test_a_short_secret_is_not_made_of_two_words():
    hide("forever")
    assert conceal("for ever") == "for ever"


def test_a_long_secret_is_known_in_lines_of_base64():
    hide(LONG)
    assert conceal(f"({encodebytes(LONG.encode()).decode()})") == "(********)"


@pytest.mark.parametrize("length", [65, 100, 11200])
def test_a_part_of_a_long_secret_is_hidden(length):
    hide(LONG)
    for encode in (str, quote_plus, lambda text: b64encode(text.encode()).decode()):
        assert conceal(f"The token '{encode(LONG[:length])}' is odd.") == "The token '********' is odd."


def test_a_very_short_secret_is_hidden_where_it_stands_alone():
    hide("pw")
    hide("a")
    assert conceal("pw: a 'pw', not a powpow or b") == "********: ******** '********', not ******** powpow or b"
    assert hidden() == set()


@pytest.mark.parametrize("secret", ["", "  ", "*", "********", "\n"])
def test_what_cannot_be_hidden_is_let_be(secret):
    hide(secret)
    assert conceal("*  a b ********\n") == "*  a b ********\n"


def test_white_space_around_a_secret_does_not_count():
    hide("a-secret\n")
    assert conceal("It is a-secret.") == "It is ********."


def test_a_secret_may_hold_what_is_no_character():
    hide("a-\udcff-secret")
    hide("a-\ud800-secret-too")
    shown = conceal(r"a-\udcff-secret a-%FF-secret " + "a-\udcff-secret a-\ud800-secret-too")
    assert shown == "******** ******** ******** ********"


def test_a_secret_that_holds_another_is_hidden_whole():
    hide("inner")
    hide("an-inner-secret")
    assert conceal("Not an-inner-secret, but inner.") == "Not ********, but ********."


def test_a_document_is_censored_in_its_keys_as_well():
    document = {"jobs": [{"good": 1, f"a {TOKEN}": {TOKEN: [TOKEN, 2.5, True, None]}}, {"other": "b"}]}
    assert conceal_all(document) is document
    hide(TOKEN)
    censored = conceal_all(document)
    assert censored == {
        "jobs": [{"good": 1, "a ********": {"********": ["********", 2.5, True, None]}}, {"other": "b"}]
    }
    assert censored["jobs"][1] is document["jobs"][1]


def test_a_document_may_hold_a_secret_with_odd_characters():
    hide(ODD)
    assert conceal_all({"a": [f"({ODD})"]}) == {"a": ["(********)"]}


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://user:pa%40ss/w@host/v3", "https://********@host/v3"),
        ("user:pa%40ss/w@host", "********@host"),
        ("https://a-token@host", "https://********@host"),
        ("https://host/v3", "https://host/v3"),
    ],
)
def test_the_login_in_a_url_is_hidden(url, shown):
    hide_login(url)
    assert conceal(url) == shown
    if "user" in url:
        assert conceal("pa%40ss/w or pa@ss/w") == "******** or ********"


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
def test_the_logins_of_proxies_are_hidden(monkeypatch, name):
    monkeypatch.setenv(name, "http://me:p%40ss-word@proxy.example:3128")
    hide_proxy_logins()
    header = b64encode(b"me:p@ss-word").decode()
    assert conceal(f"Basic {header}, p%40ss-word, p@ss-word") == "Basic ********, ********, ********"


def test_a_proxys_short_password_is_hidden_in_its_header(monkeypatch):
    monkeypatch.setenv("https_proxy", "http://me:pw@proxy.example:3128")
    hide_proxy_logins()
    assert conceal(f"Basic {b64encode(b'me:pw').decode()}") == "Basic ********"


@pytest.mark.parametrize("secret", ["a" + "\\" * 40 + "b", "a" + '\\"' * 25 + "b", '"' * 40 + "b", "&" * 40 + "b"])
def test_to_look_for_an_odd_secret_does_not_take_for_ever(secret):
    hide(secret)
    written = json.dumps(json.dumps(html.escape(secret, quote=False)))
    assert "********" in conceal(written)
    almost = written.replace("b", "c") * 20
    assert conceal(almost) == almost
