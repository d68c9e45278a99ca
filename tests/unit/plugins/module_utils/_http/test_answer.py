# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an answer means, and when it is none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import requests

from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, PassingError
from ansible_collections.otc.vbs.plugins.module_utils._http import answer as answer_module


def answer(simulator, status, body=None, times=1, headers=None, text=None):
    content = {"body": text} if text is not None else {"json": body}
    simulator.fault(kind="answer", status=status, headers=headers or {}, times=times, **content)


@pytest.mark.parametrize("header", ["X-Request-Id", "X-Openstack-Request-Id", "X-Compute-Request-Id"])
def test_the_request_id_in_any_header(service, job, header):
    answer(service.simulator, 403, {}, headers={"X-Request-Id": "", header: "req-3"})
    with pytest.raises(ApiError, match=r"\(request ID req-3\)$"):
        job()


@pytest.mark.parametrize(
    ("header", "fields", "found"),
    [
        ("", {"request_id": "req-2"}, "req-2"),
        ("req-1", {"request_id": "req-2"}, "req-1"),
        ("", {"request_id": 7}, None),
        ("", {}, None),
    ],
)
def test_the_request_id_in_a_body(service, job, header, fields, found):
    body = {"error_code": "APIG.1", "error_msg": "No.", **fields}
    answer(service.simulator, 403, body, headers={"X-Request-Id": header})
    with pytest.raises(ApiError) as caught:
        job()
    assert caught.value.request_id == found


@pytest.mark.parametrize(
    ("status", "headers", "text", "said"),
    [
        (
            404,
            {"Content-Type": "text/html"},
            "<html><style>p{}</style><h1>Not\n here</h1></html>",
            "an HTML page: Not here",
        ),
        (403, {}, "", "HTTP 403 Forbidden: an empty body (request ID"),
        (400, {}, '{"error": {"mess', 'a body that is not JSON: {"error": {"mess'),
        (400, {}, '{"error": {}}', "HTTP 400 Bad Request: an error without a message (request ID"),
        (200, {}, "[1]", "a JSON list, which is not the object with 'status' that belongs there"),
        (200, {}, "null", "a JSON null"),
        (300, {"Location": "http://[elsewhere"}, "", "a redirect to an address that is none, which"),
        (200, {}, '"text"', "a JSON string"),
        (200, {}, "true", "a JSON boolean, which"),
        (200, {}, "7", "a JSON number, which"),
        (200, {}, "{}", "a JSON object"),
        (
            302,
            {"Location": "http://user:secret@elsewhere.example/login?token=secret"},
            "",
            "a redirect to http://elsewhere.example, which is not followed",
        ),
        (
            302,
            {"Location": "http://us@er:secret@elsewhere.example:1/"},
            "",
            "a redirect to http://elsewhere.example:1, which is not followed",
        ),
        (301, {"Location": "https://elsewhere.example"}, "", "a redirect to https://elsewhere.example, which"),
        (307, {"Location": "/login?token=secret"}, "", "a redirect to another path, which"),
    ],
)
def test_answers_that_are_no_answer(service, job, status, headers, text, said):
    answer(service.simulator, status, headers=headers, text=text)
    with pytest.raises(ApiError) as caught:
        job()
    assert said in str(caught.value)
    assert not isinstance(caught.value, PassingError)
    assert "secret" not in str(caught.value.as_dict())
    assert len(service.asked()) == 1


def test_an_answer_need_not_say_what_it_is():
    response = requests.Response()
    response.status_code = 403
    with pytest.raises(ApiError, match=r"answered HTTP 403: a body that is not JSON: Not here\.$"):
        answer_module.read(response, b"Not here.", "GET", "http://vbs", "status")


def test_a_long_error_page_is_shortened(service, job):
    answer(service.simulator, 404, headers={"Content-Type": "text/html"}, text="<p>" + "long " * 400_000 + "</p>")
    with pytest.raises(ApiError) as caught:
        job()
    assert len(str(caught.value)) < 600


@pytest.mark.parametrize(("length", "shown"), [(300, "x" * 300), (301, "x" * 297 + "...")])
def test_a_long_message_is_shortened(service, job, length, shown):
    answer(service.simulator, 404, {"error": {"message": "x" * length}})
    with pytest.raises(ApiError) as caught:
        job()
    assert caught.value.message == shown


def test_retry_after_in_seconds(service, job):
    answer(service.simulator, 429, {}, headers={"Retry-After": "7"})
    job(retries=1)
    assert service.clock.slept == [7.0]


def test_a_retry_after_of_0_is_no_pause(service, job):
    answer(service.simulator, 429, {}, headers={"Retry-After": "0"})
    job(retries=1)
    assert service.clock.slept == [0.0]


@pytest.mark.parametrize("zone", ["GMT", "+0000", "-0000"])
def test_retry_after_as_a_date(service, job, zone):
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    answer(service.simulator, 429, {}, headers={"Retry-After": date.replace("GMT", zone)})
    job(retries=1)
    assert 20 < service.clock.slept[0] <= 30


def test_a_retry_after_in_the_past_is_no_pause(service, job):
    answer(service.simulator, 429, {}, headers={"Retry-After": "Fri, 01 Jan 2016 00:00:00 GMT"})
    job(retries=1)
    assert service.clock.slept == [0.0]


def test_a_retry_after_that_cannot_be_read_is_left_out(service, job):
    answer(service.simulator, 429, {}, headers={"Retry-After": "soon"})
    job(retries=1)
    assert service.clock.slept == [0.5]


@pytest.mark.parametrize("value", ["\u00b2", "soon", "Thu, 01 Jan 99999999999 00:00:00 GMT", "9" * 400])
def test_a_pause_that_is_none_is_as_if_not_asked_for(service, job, value):
    answer(service.simulator, 503, {}, headers={"Retry-After": value})
    job(retries=1)
    assert service.clock.slept == [0.5]


def test_the_passing_statuses_are_those_documented():
    assert {408, 429, 500, 502, 503, 504} == answer_module.PASSING_STATUSES
