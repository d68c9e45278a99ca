# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTTP helper, against a real server."""

from __future__ import annotations

import json
from threading import Barrier

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import hide
from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, PassingError, Unauthorized, VbsError
from ansible_collections.otc.vbs.plugins.module_utils._http.client import CONNECTIONS, Client
from ansible_collections.otc.vbs.plugins.module_utils._login.token import TokenLogin
from ansible_collections.otc.vbs.plugins.module_utils._waiter.concurrent import ask_all
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


def test_an_error_without_words_is_told_by_its_kind(service):
    class Login(TokenLogin):
        def apply(self, request):
            raise OSError

    client = service.client()
    with pytest.raises(ApiError, match=r"failed: OSError$"):
        client.send("GET", service.simulator.url, login=Login(client, "a-token"), key="status")


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


def test_many_retries(service, job):
    answer(service.simulator, 503, {}, times=1100)
    assert job(retries=1100)["status"] == "SUCCESS"
    assert max(service.clock.slept) == 8


def test_tls_at_a_port_that_has_none_does_not_pass(service, job):
    with pytest.raises(ApiError) as caught:
        service.vbs(endpoint=service.simulator.url.replace("http:", "https:")).job(JOB)
    assert not isinstance(caught.value, PassingError)


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
        service.vbs(client, auth=TokenLogin(client, "another-token-not-to-be-shown")).job(JOB)
    assert caught.value.status == 401
    assert "another-token" not in str(caught.value) + json.dumps(caught.value.as_dict())


def test_connections_are_reused(service, job):
    client = service.client()
    for _turn in range(5):
        service.vbs(client).job(JOB)
    pools = client._session.get_adapter("http://").poolmanager.pools
    assert [pools[key].num_connections for key in list(pools.keys())] == [1]


@pytest.mark.parametrize(("options", "connections"), [({}, CONNECTIONS), ({"connections": 24}, 24)])
def test_connections_that_are_used_at_once_are_all_kept(service, options, connections):
    ids = [f"j{n}" for n in range(connections)]
    service.load(jobs={one: {"job_id": one, "status": "SUCCESS"} for one in ids}, tokens={"a-token": {}})
    client = service.client(api_timeout=60, **options)
    barrier = Barrier(connections)

    def wait_for_the_others(response, **_options):
        barrier.wait(60)

    class Login(TokenLogin):
        def apply(self, request):
            # It is called before the body is read, and so before the connection is free again.
            request.register_hook("response", wait_for_the_others)
            return super().apply(request)

    login = Login(client, "a-token")
    for _turn in range(2):
        ask_all(ids, service.vbs(client, auth=login).job, client.connections)
    pools = client._session.get_adapter("http://").poolmanager.pools
    assert [pools[key].num_connections for key in list(pools.keys())] == [connections]
