# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proxies: which one is taken, and what is said of it."""

from __future__ import annotations

import re
from base64 import b64encode
from urllib.parse import urlsplit

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, PassingError

JOB = "4010b39b5281d3590152874bfa3b1604"


def answer(simulator, status, body=None, times=1, headers=None, text=None):
    content = {"body": text} if text is not None else {"json": body}
    simulator.fault(kind="answer", status=status, headers=headers or {}, times=times, **content)


def test_each_address_by_the_proxy_that_the_environment_has_for_it(service, job, monkeypatch):
    monkeypatch.setenv("http_proxy", service.simulator.url)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    # A proxy is asked for a whole address.
    service.simulator.fault(path="^http://vbs.invalid/", kind="answer", status=200, json={"status": "by proxy"})
    client = service.client()
    found = [service.vbs(client, endpoint).job(JOB) for endpoint in (service.simulator.url, "http://vbs.invalid")]
    assert [one["status"] for one in found] == ["SUCCESS", "by proxy"]


@pytest.mark.parametrize("address", ["http://me:proxy-pass/word@127.0.0.1:1", "http://me:proxy@pass/x@no.invalid:1"])
def test_no_part_of_a_proxys_password_is_shown(service, job, monkeypatch, address):
    monkeypatch.setenv("http_proxy", address)
    monkeypatch.setenv("no_proxy", "")
    host = address.rpartition("@")[2]
    said = f"failed: it did not get through the proxy http://{host} that http_proxy names$"
    with pytest.raises(ApiError, match=said) as caught:
        service.vbs(endpoint="http://vbs.invalid").job(JOB)
    assert not [part for part in ("proxy-pass", "me:", "pass/x", "'pass'") if part in str(caught.value)]


@pytest.mark.parametrize(
    ("variable", "endpoint", "scheme", "said"),
    [
        ("http_proxy", "http://vbs.invalid", "http", "Connection refused"),
        ("HTTPS_PROXY", "https://vbs.invalid", "http", "Connection refused"),
        ("ALL_PROXY", "https://vbs.invalid", "http", "Connection refused"),
        # A proxy that is asked in TLS, but does not speak it.
        ("https_proxy", "https://vbs.invalid", "https", "[Ss][Ss][Ll]"),
    ],
)
def test_a_proxy_that_fails_is_named(service, job, monkeypatch, variable, endpoint, scheme, said):
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("NO_PROXY", "")
    host = "127.0.0.1:1" if said == "Connection refused" else urlsplit(service.simulator.url).netloc
    monkeypatch.setenv(variable, f"{scheme}://{host}")
    with pytest.raises(ApiError) as caught:
        service.vbs(endpoint=endpoint).job(JOB)
    assert re.search(said, str(caught.value))
    assert str(caught.value).endswith(f", by way of the proxy {scheme}://{host} that {variable} names")


def test_a_proxy_without_a_scheme_that_does_not_answer_in_time_is_named(service, job, monkeypatch):
    host = urlsplit(service.simulator.url).netloc
    monkeypatch.setenv("http_proxy", host)
    monkeypatch.setenv("no_proxy", "")
    service.simulator.fault(path="^http://vbs.invalid/", kind="delay", seconds=30)
    said = rf"no answer within 0\.2 seconds, by way of the proxy http://{host} that http_proxy names$"
    with pytest.raises(PassingError, match=said):
        service.vbs(service.client(api_timeout=0.2), endpoint="http://vbs.invalid").job(JOB)


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
