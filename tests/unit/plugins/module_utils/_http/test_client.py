# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTTP helper, against a real server."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from threading import Barrier
from urllib.parse import urlsplit

import pytest
import requests

from ansible_collections.otc.vbs.plugins.module_utils._api.endpoints import service_root
from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import hide
from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, PassingError, Unauthorized, VbsError
from ansible_collections.otc.vbs.plugins.module_utils._http import answer as answer_module
from ansible_collections.otc.vbs.plugins.module_utils._http.client import Client
from ansible_collections.otc.vbs.plugins.module_utils._login.keystone import Token
from ansible_collections.otc.vbs.plugins.module_utils._waiter.concurrent import CONNECTIONS, ask_all
from ansible_collections.otc.vbs.plugins.module_utils._waiter.condition import Condition

JOB = "4010b39b5281d3590152874bfa3b1604"


def answer(simulator, status, body=None, times=1, headers=None, text=None):
    content = {"body": text} if text is not None else {"json": body}
    simulator.fault(kind="answer", status=status, headers=headers or {}, times=times, **content)


def test_the_request_as_it_is_sent(service, job):
    assert job() == {"job_id": JOB, "status": "SUCCESS"}
    (request,) = service.asked()
    assert request["method"] == "GET"
    assert request["path"] == f"/v1/4229d7a45436489f8c3dc2b1d35d4987/jobs/{JOB}"
    assert request["headers"]["accept"] == "application/json"
    assert request["headers"]["user-agent"].startswith("otc.vbs")


@pytest.mark.parametrize("odd", ["../../v2/secret", "a/b", "a?b=c", "a#b", "a b", "%2e%2e", "ü", "..%2f"])
def test_an_id_reaches_no_other_resource(service, odd):
    with pytest.raises(ApiError) as caught:
        service.vbs().job(odd)
    assert caught.value.status == 404
    (request,) = service.asked()
    assert request["path"].startswith("/v1/4229d7a45436489f8c3dc2b1d35d4987/jobs/")
    assert request["path"].count("/") == 4
    assert not request["query"]


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        ({"error": {"message": "No such job.", "code": "VBS.0404"}}, "VBS.0404", "No such job."),
        ({"error_code": "APIG.0301", "error_msg": "Bad signature"}, "APIG.0301", "Bad signature"),
        ({"badRequest": {"message": "Wrong.", "code": 400}}, "400", "Wrong."),
        ({"itemNotFound": {"message": "Gone.", "code": 404}}, "404", "Gone."),
        ({"error": {"code": 401, "title": "Unauthorized", "message": "Log in."}}, "401", "Log in."),
        ({"error": {"code": 401, "title": "Unauthorized"}}, "401", "Unauthorized"),
        ({"code": "X.1", "message": "Flat."}, "X.1", "Flat."),
        ({"message": "no Route matched with those values"}, None, "no Route matched with those values"),
        ({"error": "plain"}, None, "plain"),
        ({"error": {"message": "No."}}, None, "No."),
        ({"error_msg": "No."}, None, "No."),
        ({"error_code": "APIG.1"}, "APIG.1", None),
        ({"error": "plain", "status": "SUCCESS"}, None, "plain"),
        ({"error_code": "APIG.1", "error_msg": "No.", "status": "SUCCESS"}, "APIG.1", "No."),
        ({"error": {"code": "VBS.1", "message": "No."}, "status": "SUCCESS"}, "VBS.1", "No."),
    ],
)
@pytest.mark.parametrize("status", [200, 400, 403, 404, 409, 501])
def test_each_shape_of_error_under_any_status(service, job, body, code, message, status):
    answer(service.simulator, status, body, headers={"X-Request-Id": "req-1"})
    with pytest.raises(ApiError) as caught:
        job()
    url = f"{service.simulator.url}/v1/4229d7a45436489f8c3dc2b1d35d4987/jobs/{JOB}"
    assert caught.value.as_dict() == {
        "status": status,
        "code": code,
        "message": message,
        "request_id": "req-1",
        "method": "GET",
        "url": url,
    }
    for part in ("GET", url, f"HTTP {status}", message or "", code or "", "req-1"):
        assert part in str(caught.value)


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


def test_an_error_without_words_is_told_by_its_kind(service):
    def auth(request):
        raise OSError

    with pytest.raises(ApiError, match=r"failed: OSError$"):
        service.client().send("GET", service.simulator.url, auth=auth, key="status")


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_passing_status_is_tried_again(service, job, status):
    answer(service.simulator, status, {"error": {"message": "Busy.", "code": "VBS.1"}}, times=2)
    assert job(retries=2)["status"] == "SUCCESS"
    assert service.clock.slept == [0.5, 1.0]


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "reset"},
        {"kind": "reset_after_headers"},
        {"kind": "truncate"},
        {"kind": "short_body"},
        {"kind": "answer", "status": 200, "body": ""},
        {"kind": "answer", "status": 200, "body": "<html>maintenance</html>"},
        {"kind": "answer", "status": 502, "body": "<html>Bad Gateway</html>", "headers": {"Content-Type": "text/html"}},
    ],
)
def test_a_passing_fault_is_tried_again_and_named_when_it_stays(service, job, fault):
    service.simulator.fault(times=1, **fault)
    assert job(retries=1)["status"] == "SUCCESS"
    service.simulator.fault(times=None, **fault)
    with pytest.raises(PassingError, match=f"GET .*{JOB} "):
        job(retries=1)


def test_a_gzipped_answer(service, job):
    service.simulator.fault(kind="gzip")
    assert job()["status"] == "SUCCESS"


def test_the_tries_are_counted(service, job):
    answer(service.simulator, 503, {}, times=None)
    with pytest.raises(PassingError):
        job(retries=3)
    assert len(service.asked()) == 4
    assert service.clock.slept == [0.5, 1.0, 2.0]


def test_retries_0_sends_once(service, job):
    answer(service.simulator, 503, {}, times=None)
    with pytest.raises(PassingError):
        job(retries=0)
    assert len(service.asked()) == 1


def test_the_pause_does_not_grow_for_ever(service, job):
    answer(service.simulator, 503, {}, times=7)
    job(retries=7)
    assert service.clock.slept == [0.5, 1, 2, 4, 8, 8, 8]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 406, 407, 409, 501])
def test_another_status_is_not_tried_again(service, job, status):
    answer(service.simulator, status, {"error": {"message": "No.", "code": "VBS.1"}}, times=None)
    with pytest.raises(ApiError) as caught:
        job(retries=3)
    assert caught.value.status == status
    assert len(service.asked()) == 1


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


def test_a_very_long_retry_after_is_an_error(service, job):
    answer(service.simulator, 429, {}, headers={"Retry-After": "60"})
    job(retries=1)
    assert service.clock.slept == [60.0]
    service.clock.slept.clear()
    body = {"error": {"message": "Slow down.", "code": "VBS.429"}}
    answer(service.simulator, 429, body, headers={"Retry-After": "61"})
    with pytest.raises(PassingError, match=r"Slow down\."):
        job(retries=1)
    assert service.clock.slept == []


def test_nothing_is_tried_again_past_the_deadline(service, job):
    answer(service.simulator, 503, {}, times=None)
    client = service.client(retries=10)
    client.wait_at_most(2)
    with pytest.raises(PassingError):
        service.vbs(client).job(JOB)
    assert service.clock.slept == [0.5, 1.0]


def test_nothing_is_sent_one_api_timeout_past_the_deadline(service, job):
    client = service.client(api_timeout=5)
    client.wait_at_most(2)
    service.clock.sleep(7)
    with pytest.raises(PassingError, match=rf"^GET {service.simulator.url}/v1/.* was not sent: the time to wait is up"):
        service.vbs(client).job(JOB)
    assert service.asked() == []


@pytest.mark.parametrize(
    "text",
    [
        '{"status": NaN}',
        '{"status": Infinity}',
        '{"status": "\\ud800"}',
        '{"\\uD800": "", "status": "SUCCESS"}',
        '{"status": 1e999}',
        '{"status": -1E999}',
        '{"status": ' + "9" * 101 + "}",
        '{"status": -' + "9" * 5000 + "}",
        '{"status": ' + "[" * 400 + "]" * 400 + "}",
        "[" * 100_000,
    ],
)
def test_json_that_could_not_be_handed_on_is_none(service, job, text):
    answer(service.simulator, 200, text=text)
    with pytest.raises(PassingError, match="a body that is not JSON"):
        job()


def test_json_may_be_deep_and_not_deeper(service, job):
    for depth in (49, 50):
        answer(service.simulator, 200, text='{"status": "SUCCESS", "deep": ' + "[" * depth + "]" * depth + "}")
    assert job()["status"] == "SUCCESS"
    with pytest.raises(PassingError, match="a body that is not JSON"):
        job()


def test_any_character_that_is_one_is_handed_on(service, job):
    answer(service.simulator, 200, text='{"status": "\\ud83d\\ude00 ü", "job_id": null}')
    assert job()["status"] == "\U0001f600 ü"


@pytest.mark.parametrize("value", ["\u00b2", "soon", "Thu, 01 Jan 99999999999 00:00:00 GMT", "9" * 400])
def test_a_pause_that_is_none_is_as_if_not_asked_for(service, job, value):
    answer(service.simulator, 503, {}, headers={"Retry-After": value})
    job(retries=1)
    assert service.clock.slept == [0.5]


def test_many_retries(service, job):
    answer(service.simulator, 503, {}, times=1100)
    assert job(retries=1100)["status"] == "SUCCESS"
    assert max(service.clock.slept) == 8


def test_tls_at_a_port_that_has_none_does_not_pass(service, job):
    with pytest.raises(ApiError) as caught:
        service.vbs(endpoint=service.simulator.url.replace("http:", "https:")).job(JOB)
    assert not isinstance(caught.value, PassingError)


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


def test_a_secret_that_the_service_repeats_is_not_shown_in_part(service, job):
    secret = 'tok"en-' + "x" * 400
    hide(secret)
    answer(service.simulator, 400, {"error": {"code": "X", "message": f"{'long ' * 55}{secret}"}})
    with pytest.raises(ApiError) as caught:
        job()
    assert "xxx" not in str(caught.value)
    answer(service.simulator, 403, text=json.dumps({"said": secret})[1:])
    with pytest.raises(ApiError) as caught:
        job()
    assert "xxx" not in str(caught.value)
    with pytest.raises(VbsError) as unjudged:
        Condition("said")({"said": secret})
    assert "xxx" not in str(unjudged.value)


@pytest.mark.parametrize(
    ("address", "exposed"),
    [
        ("http://vbs.invalid", True),
        ("http://192.0.2.1:1", True),
        ("https://vbs.invalid", False),
        ("http://127.0.0.1:1", False),
        ("http://localhost:1", False),
        ("http://[::1]:1", False),
    ],
)
def test_credentials_without_encryption_bring_one_warning(service, address, exposed):
    warnings = []
    # The time is up before anything could be sent.
    client = service.client(warn=warnings.append, api_timeout=1e-9)
    for _turn in range(2):
        with pytest.raises(PassingError):
            service.vbs(client, endpoint=address).job(JOB)
    assert warnings == ([f"Credentials are sent to {address} without encryption: use https."] if exposed else [])


def test_a_slow_answer_ends_in_a_timeout(service, job):
    service.simulator.fault(kind="delay", seconds=30)
    with pytest.raises(PassingError, match=r"failed: no answer within 0\.2 seconds"):
        job(api_timeout=0.2)


def test_a_timeout_tells_the_time_that_was_left(service, job):
    service.simulator.fault(kind="delay", seconds=30)
    clock = iter([0.0, 9.75])
    client = service.client(api_timeout=10, clock=lambda: next(clock, 9.75))
    client.wait_at_most(0)
    with pytest.raises(PassingError, match=r"failed: no answer within 0\.2 seconds"):
        service.vbs(client).job(JOB)


def test_an_answer_that_trickles_does_not_outlast_the_deadline(service, job):
    service.simulator.fault(kind="trickle", seconds=0.05)
    with pytest.raises(PassingError, match=r"no answer within 0\.3 seconds"):
        job(api_timeout=0.3)


def test_a_refused_connection_in_plain_words(service, job):
    with pytest.raises(PassingError) as caught:
        service.vbs(endpoint="http://127.0.0.1:1").job(JOB)
    assert str(caught.value).endswith(
        f"jobs/{JOB} failed: Failed to establish a new connection: [Errno 111] Connection refused"
    )
    assert caught.value.status is None
    assert caught.value.message == "Failed to establish a new connection: [Errno 111] Connection refused"


def test_an_unknown_host_in_plain_words(service, job):
    with pytest.raises(PassingError, match=r"failed: Failed to (resolve|establish)"):
        service.vbs(endpoint="http://no-such-host.invalid").job(JOB)


def test_no_login_of_netrc_goes_along(service, job, tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password netrc-secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    Client(api_timeout=5).send("GET", service.simulator.url + "/_simulator", key="elapsed")
    job()
    (request,) = service.asked()
    assert "authorization" not in request["headers"]


def test_no_redirect_is_followed(service, job):
    service.simulator.fault(kind="redirect", location=service.simulator.url + "/_simulator")
    with pytest.raises(ApiError, match="redirect"):
        job()
    assert len(service.asked()) == 1


def test_a_refused_token_is_named(service, job):
    client = service.client()
    with pytest.raises(Unauthorized) as caught:
        service.vbs(client, auth=Token(client, "another-token-not-to-be-shown")).job(JOB)
    assert caught.value.status == 401
    assert "another-token" not in str(caught.value) + json.dumps(caught.value.as_dict())


def test_connections_are_reused(service, job):
    client = service.client()
    for _turn in range(5):
        service.vbs(client).job(JOB)
    pools = client._session.get_adapter("http://").poolmanager.pools
    assert [pools[key].num_connections for key in list(pools.keys())] == [1]


def test_connections_that_are_used_at_once_are_all_kept(service):
    ids = [f"j{n}" for n in range(CONNECTIONS)]
    service.load(jobs={one: {"job_id": one, "status": "SUCCESS"} for one in ids}, tokens={"a-token": {}})
    client = service.client(api_timeout=60)
    token = Token(client, "a-token")
    barrier = Barrier(CONNECTIONS)

    def wait_for_the_others(response, **_options):
        barrier.wait(60)

    def auth(request):
        # It is called before the body is read, and so before the connection is free again.
        request.register_hook("response", wait_for_the_others)
        return token(request)

    for _turn in range(2):
        ask_all(ids, service.vbs(client, auth=auth).job)
    pools = client._session.get_adapter("http://").poolmanager.pools
    assert [pools[key].num_connections for key in list(pools.keys())] == [CONNECTIONS]


@pytest.mark.parametrize(
    ("endpoint", "root"),
    [
        ("https://vbs.example", "https://vbs.example"),
        ("https://vbs.example/", "https://vbs.example"),
        ("https://vbs.example/v2", "https://vbs.example"),
        ("https://vbs.example/v2/", "https://vbs.example"),
        ("https://vbs.example/v2/4229d7a4", "https://vbs.example"),
        ("https://vbs.example/v1/4229d7a4/", "https://vbs.example"),
        ("https://v2.vbs.example/v2/4229d7a4", "https://v2.vbs.example"),
        ("https://vbsv2.example:8776/base/v2/4229d7a4", "https://vbsv2.example:8776/base"),
        ("https://v2", "https://v2"),
        ("https://v1/v2/4229d7a4", "https://v1"),
        ("https://gateway.example/v2vbs", "https://gateway.example/v2vbs"),
    ],
)
def test_both_apis_have_one_root(endpoint, root):
    assert service_root(endpoint) == root


def test_a_version_elsewhere_in_an_address_stays(service):
    vbs = service.vbs(endpoint=service.simulator.url + "/v1v2/vbsv2/v2/4229d7a45436489f8c3dc2b1d35d4987")
    answer(service.simulator, 200, {"status": "SUCCESS"})
    vbs.job("job-v2")
    answer(service.simulator, 200, {"tasks": [], "count": 0})
    vbs.tasks("policy-v1", {})
    assert [request["path"] for request in service.asked()] == [
        "/v1v2/vbsv2/v1/4229d7a45436489f8c3dc2b1d35d4987/jobs/job-v2",
        "/v1v2/vbsv2/v2/4229d7a45436489f8c3dc2b1d35d4987/backuppolicy/policy-v1/backuptasks",
    ]


def test_the_passing_statuses_are_those_documented():
    assert {408, 429, 500, 502, 503, 504} == answer_module.PASSING_STATUSES
