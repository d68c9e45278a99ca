# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts from outside in messages: without secrets, of bounded length, and nothing that a terminal obeys."""

from __future__ import annotations

import json
from base64 import b64encode
from math import inf
from types import SimpleNamespace

import pytest
import requests

from ansible_collections.otc.vbs.plugins.module_utils._api.catalog import CatalogError, find_endpoint
from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import hide
from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_job_info import judge_job
from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_policy_info import policy_info
from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_policy_tasks_info import judge_tasks
from ansible_collections.otc.vbs.plugins.module_utils._errors import (
    MESSAGE_LIMIT,
    WHOLE_LIMIT,
    ApiError,
    Incomplete,
    PassingError,
    plain_text,
    shorten,
    visible,
)
from ansible_collections.otc.vbs.plugins.module_utils._http import answer as answer_module
from ansible_collections.otc.vbs.plugins.module_utils._http.strict_json import parse
from ansible_collections.otc.vbs.plugins.module_utils._waiter.condition import Condition

JOB = "4010b39b5281d3590152874bfa3b1604"
TOKEN = "gAAAAAB-a-token-that-must-never-be-shown"
HUGE = "x" * 80_000
# What a terminal obeys, or what makes a text look like another one.
ODD = {
    "\x1b[31m": r"\x1b[31m",
    "\x1b]0;title\x07": r"\x1b]0;title\x07",
    "\x9b31m": r"\x9b31m",
    "a\x08\x7f": r"a\x08\x7f",
    "\u202egood\u2066": r"\u202egood\u2066",
    "go\u200bod\ufeff": r"go\u200bod\ufeff",
    "\x00": r"\x00",
    "\ud800": r"\ud800",
    "\U000e0041": r"\U000e0041",
}


def read(status=403, reason="Forbidden", headers=None, content=b"", document=None):
    """The error that an answer is."""
    response = requests.Response()
    response.status_code = status
    response.reason = reason
    response.headers.update(headers or {})
    response.encoding = requests.utils.get_encoding_from_headers(response.headers)
    body = content if document is None else json.dumps(document).encode()
    with pytest.raises(ApiError) as caught:
        answer_module.read(response, body, "GET", "http://vbs", "status")
    return caught.value


@pytest.mark.parametrize("odd", ODD)
def test_what_cannot_be_seen_is_shown_as_an_escape(odd):
    assert visible(f"a {odd} b") == f"a {ODD[odd]} b"
    assert shorten(f"a\n{odd} b") == f"a {ODD[odd]} b"
    assert plain_text(f"<p>a{odd}</p> b") == f"a{ODD[odd]} b"


def test_what_can_be_seen_stays():
    text = "Täglich: 日本 \N{GRINNING FACE} \\x1b"
    assert visible(text) == shorten(text) == text


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


@pytest.mark.parametrize("page", ["<b>{}</b>", "<b>{}", "{}", "<p {}>"])
@pytest.mark.parametrize("end", range(29_900, 30_050, 10))
def test_a_secret_at_the_end_of_what_is_looked_at_is_not_shown_in_part(page, end):
    hide(TOKEN)
    head = "<p>" + "<i> </i>" * ((end - 3) // 8) + " " * ((end - 3) % 8)
    assert "gAA" not in plain_text(head + page.format(TOKEN) + "</p>")
    assert "gAA" not in shorten(" " * end + TOKEN + " end")


def test_a_secret_that_a_page_breaks_is_not_shown():
    hide(TOKEN)
    assert TOKEN[-10:] not in plain_text(f"<p>{TOKEN[:20]}<wbr>{TOKEN[20:]}</p>")


@pytest.mark.parametrize(
    "encoding", ["idna", "undefined", "base64", "utf-7", "unicode_escape", "nothing", "a\x00b", ""]
)
def test_a_page_in_an_odd_encoding_is_shown_all_the_same(encoding):
    error = read(headers={"Content-Type": f"text/html; charset={encoding}"}, content=b"<p>Nicht m\xf6glich \\ud800</p>")
    assert "Nicht m" in str(error)
    str(error).encode()


def test_a_page_that_does_not_say_so_may_be_in_utf_8():
    assert "Nicht möglich" in str(read(headers={"Content-Type": "text/html"}, content="Nicht möglich".encode()))


@pytest.mark.parametrize(
    "content",
    [
        b'{"status": "\xed\xa0\x80"}',
        b'{"\xed\xa0\x80": 1}',
        b'{"status": "\xff"}',
        '{"status": "\\ud800"}'.encode("utf-16"),
        b'{"status": 1e999}',
        b'{"status": [-1e999]}',
        b'{"status": ' + b"1" * 5000 + b"}",
    ],
)
def test_what_is_no_text_or_number_is_no_json(content):
    with pytest.raises(ValueError, match=r"^(?!too deep)"):
        parse(content)


@pytest.mark.parametrize(
    ("content", "document"),
    [
        (b"[1e308, -0, -0.0, 1e-999]", [1e308, 0, 0.0, 0.0]),
        (b"[" + b"9" * 100 + b"]", [int("9" * 100)]),
        (b'["\\u0000"]', ["\x00"]),
        (b'\xef\xbb\xbf["\\ud83d\\ude00"]', ["\N{GRINNING FACE}"]),
        ('["ä"]'.encode("utf-16"), ["ä"]),
    ],
)
def test_odd_json_is_json(content, document):
    assert parse(content) == document
    assert inf not in parse(content)


@pytest.mark.parametrize(
    ("catalog", "region"),
    [
        ([{"type": f"{HUGE}{number}"} for number in range(3)], None),
        ([{"type": "vbs", "endpoints": [{"interface": HUGE, "url": "http://vbs"}]}], None),
        ([{"type": "vbs", "endpoints": [{"interface": "public", "region": HUGE, "url": "http://vbs"}]}], "eu-de"),
        (
            [{"type": "vbs", "endpoints": [{"interface": "public", "region": r + HUGE, "url": "x"} for r in "ab"]}],
            None,
        ),
    ],
)
def test_what_is_said_of_a_catalog_is_bounded(catalog, region):
    with pytest.raises(CatalogError) as caught:
        find_endpoint(catalog, region, ("public",))
    assert len(str(caught.value)) < 2 * MESSAGE_LIMIT
    assert "set " in str(caught.value)


def test_what_is_said_of_jobs_tasks_and_policies_is_bounded_and_can_be_seen():
    text = "\x1b[2J" + HUGE
    job = {"status": text, "fail_reason": text, "error_code": text}
    tasks = {"tasks": [{"status": f"{number}{text}"} for number in range(3)], "count": 3}
    policies = [{"backup_policy_id": f"{number}{text}", "backup_policy_name": text} for number in range(3)]
    vbs = SimpleNamespace(policies=lambda: policies)
    said = [judge_job(job, Condition("status == 'SUCCESS'")).reason, judge_tasks(tasks, Condition("`false`")).reason]
    for names in ([text], ["other"]):
        with pytest.raises(Incomplete) as caught:
            policy_info(None, vbs, {"policy_id": None, "policy_name": names})
        said.append(str(caught.value))
    for reason in said:
        assert len(reason) < 4 * MESSAGE_LIMIT
        assert "\x1b" not in reason


def test_the_name_of_a_project_is_bounded(service):
    from ansible_collections.otc.vbs.plugins.module_utils._api.endpoints import Site
    from ansible_collections.otc.vbs.plugins.module_utils._login.keystone import Access

    access = Access("GET", "http://iam", {"id": "p1", "name": "\x1b" + HUGE}, [])
    auth = SimpleNamespace(access=lambda: access)
    with pytest.raises(ApiError) as caught:
        Site(service.client(), auth, "http://vbs", None, project_name="eu-de").place()
    assert len(str(caught.value)) < 2 * MESSAGE_LIMIT
    assert "\x1b" not in str(caught.value)


def test_a_proxys_own_login_is_not_shown(service, monkeypatch):
    login = b64encode(b"me:p@ss-word").decode()
    monkeypatch.setenv("http_proxy", service.simulator.url.replace("http://", "http://me:p%40ss-word@"))
    monkeypatch.setenv("no_proxy", "")
    page = f"<h1>Authenticate</h1><pre>Proxy-Authorization: Basic {login}, that is p@ss-word or p%40ss-word</pre>"
    service.simulator.fault(kind="answer", status=407, body=page, headers={"Content-Type": "text/html"})
    with pytest.raises(ApiError, match=r"Basic \*{8}, that is \*{8} or \*{8}"):
        service.vbs(endpoint="http://vbs.invalid").job(JOB)
    (request,) = service.asked()
    assert request["headers"]["proxy-authorization"] == f"Basic {login}"


def test_a_warning_holds_nothing_that_a_terminal_obeys(service):
    warnings = []
    client = service.client(warn=warnings.append)
    with pytest.raises((ApiError, PassingError)):
        client.send("GET", "http://\x1bcvbs.invalid", key="status")
    assert warnings == [r"Credentials are sent to http://\x1bcvbs.invalid without encryption: use https."]
