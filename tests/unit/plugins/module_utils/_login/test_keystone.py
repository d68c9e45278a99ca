# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Logging in with a password, at the simulator's token call."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import hidden
from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_job_info import job_info
from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, PassingError, Unauthorized
from ansible_collections.otc.vbs.plugins.module_utils._http.client import CONNECTIONS
from ansible_collections.otc.vbs.plugins.module_utils._login.keystone import KeystoneLogin, tokens_url
from ansible_collections.otc.vbs.plugins.module_utils._login.password import token_request
from ansible_collections.otc.vbs.plugins.module_utils._waiter.concurrent import ask_all

PROJECT = "4229d7a45436489f8c3dc2b1d35d4987"
JOB = "4010b39b5281d3590152874bfa3b1604"
PASSWORD = "a-password-that-must-never-be-shown"
BY_NAME = {"username": "checker", "password": PASSWORD, "user_domain_name": "OTC-EU"}
USER = {
    "id": "u1",
    "name": "checker",
    "password": PASSWORD,
    "domain": {"id": "d1", "name": "OTC-EU"},
    "projects": [{"id": PROJECT, "name": "eu-de", "domain": {"id": "d1", "name": "OTC-EU"}}],
}


@pytest.fixture
def login(service):
    """The simulator with one user and one job; call it for (the login, the service as that user)."""
    service.load(users=[USER], jobs={JOB: {"job_id": JOB, "status": "SUCCESS"}})

    def log_in(auth=None, path="/v3", **options):
        client = service.client(**options)
        keystone = KeystoneLogin(
            client,
            service.simulator.url + path,
            token_request({**(auth or BY_NAME), "project_id": PROJECT}),
            service.clock,
        )
        return keystone, service.vbs(client, auth=keystone)

    return log_in


@pytest.mark.parametrize(
    "auth",
    [
        BY_NAME,
        {"username": "checker", "password": PASSWORD, "user_domain_id": "d1"},
        {"user_id": "u1", "password": PASSWORD},
    ],
)
@pytest.mark.parametrize("path", ["", "/", "/v3", "/v3/"])
def test_each_way_to_name_the_user(service, login, auth, path):
    _keystone, vbs = login(auth, path)
    assert vbs.job(JOB)["status"] == "SUCCESS"
    assert [request["path"] for request in service.asked("tokens")] == ["/v3/auth/tokens"]


def test_one_token_serves_all_requests(service, login):
    _keystone, vbs = login()
    with ThreadPoolExecutor(8) as pool:
        assert len(list(pool.map(vbs.job, [JOB] * 40))) == 40
    assert len(service.asked("tokens")) == 1


def test_an_hour_of_waiting_takes_one_login(service, login):
    _keystone, vbs = login()
    running = {"job_id": "j1", "status": "RUNNING", "script": [{"at": 3595, "set": {"status": "SUCCESS"}}]}
    service.load(users=[USER], jobs={"j1": running})
    lines = []
    params = {"job_id": ["j1"], "wait": True, "until": None, "wait_timeout": 3600, "wait_interval": None}
    found = job_info(vbs._client, vbs, params, say=lines.append, **service.time)
    assert (found["elapsed"], found["polls"]) == (3600, 361)
    assert len(lines) > 100
    assert len(service.asked("/auth/tokens")) == 1


def test_a_revoked_token_is_renewed_once_for_all_threads(service, login):
    _keystone, vbs = login()
    vbs.job(JOB)
    service.simulator.revoke()
    with ThreadPoolExecutor(8) as pool:
        assert len(list(pool.map(vbs.job, [JOB] * 8))) == 8
    assert len(service.asked("tokens")) == 2


@pytest.mark.parametrize(("life", "used"), [(600, 540), (40, 30)])
def test_a_token_is_renewed_when_little_of_its_life_is_left(service, login, life, used):
    service.simulator.merge({"service": {"token_lifetime": life}})
    _keystone, vbs = login()
    vbs.job(JOB)
    service.clock.sleep(used - 0.5)
    vbs.job(JOB)
    assert len(service.asked("tokens")) == 1
    service.clock.sleep(0.5)
    with ThreadPoolExecutor(8) as pool:
        assert len(list(pool.map(vbs.job, [JOB] * 8))) == 8
    assert len(service.asked("tokens")) == 2


def test_a_login_that_is_refused_when_it_is_due_ends_it(service, login):
    service.simulator.merge({"service": {"token_lifetime": 600}})
    _keystone, vbs = login()
    vbs.job(JOB)
    service.simulator.fault(path="tokens", kind="answer", status=401, json={}, times=None)
    service.clock.sleep(550)
    with pytest.raises(Unauthorized, match=r"POST .*/v3/auth/tokens answered HTTP 401"):
        vbs.job(JOB)


def test_a_token_that_lives_is_used_while_keystone_is_away(service, login):
    service.simulator.merge({"service": {"token_lifetime": 600}})
    _keystone, vbs = login()
    vbs.job(JOB)
    service.simulator.fault(path="tokens", kind="answer", status=503, json={}, times=None)
    service.clock.sleep(550)
    assert vbs.job(JOB)["status"] == "SUCCESS"
    assert vbs.job(JOB)["status"] == "SUCCESS"
    assert len(service.asked("tokens")) == 2
    service.clock.sleep(10)
    assert vbs.job(JOB)["status"] == "SUCCESS"
    assert len(service.asked("tokens")) == 3
    service.clock.sleep(50)
    with pytest.raises(PassingError):
        vbs.job(JOB)
    service.simulator.clear_faults()
    assert vbs.job(JOB)["status"] == "SUCCESS"


def test_a_passing_fault_while_many_renew_is_no_refusal(service, login):
    _keystone, vbs = login(retries=3)
    vbs.job(JOB)
    service.simulator.revoke()
    service.simulator.fault(path="tokens", kind="answer", status=503, json={})
    together = Barrier(8)

    def ask(job_id):
        together.wait()
        return vbs.job(JOB)

    answers = ask_all([f"j{n}" for n in range(8)], ask, CONNECTIONS)
    assert [answer["status"] for answer in answers.values()] == ["SUCCESS"] * 8


def test_a_new_token_that_is_refused_is_renewed_once(service, login):
    service.simulator.fault(path="/jobs/", kind="answer", status=401, json={})
    _keystone, vbs = login()
    assert vbs.job(JOB)["status"] == "SUCCESS"
    used = [request["headers"]["x-auth-token"] for request in service.asked("/jobs/")]
    assert len(set(used)) == 2


def test_a_token_in_an_odd_answer_is_not_shown(service, login):
    headers = {"X-Subject-Token": "a-fetched-token"}
    answer = {"error": "not this: a-fetched-token"}
    service.simulator.fault(path="tokens", kind="answer", status=400, headers=headers, json=answer)
    _keystone, vbs = login()
    with pytest.raises(ApiError) as caught:
        vbs.job(JOB)
    assert "a-fetched-token" not in str(caught.value)


def test_an_odd_answer_does_not_throw_a_living_token_away(service, login):
    service.simulator.merge({"service": {"token_lifetime": 600}})
    _keystone, vbs = login()
    vbs.job(JOB)
    service.simulator.fault(path="tokens", kind="answer", status=404, json={})
    service.clock.sleep(550)
    assert vbs.job(JOB)["status"] == "SUCCESS"
    service.clock.sleep(10)
    assert vbs.job(JOB)["status"] == "SUCCESS"
    assert len(service.asked("tokens")) == 3


def test_a_token_that_stays_refused_ends_it(service, login):
    service.simulator.fault(path="/jobs/", kind="answer", status=401, json={}, times=None)
    _keystone, vbs = login()
    with pytest.raises(Unauthorized):
        vbs.job(JOB)
    assert len(service.asked("/jobs/")) == 2


def test_a_wrong_password_says_so_and_does_not_show_it(service, login):
    _keystone, vbs = login({**BY_NAME, "password": "wrong-and-not-to-be-shown"})
    with pytest.raises(Unauthorized) as caught:
        vbs.job(JOB)
    assert caught.value.as_dict()["url"] == service.simulator.url + "/v3/auth/tokens"
    assert caught.value.method == "POST"
    assert "wrong-and" not in str(caught.value)
    assert len(service.asked("tokens")) == 1


def test_a_passing_fault_of_keystone_is_tried_again_within_the_same_retries(service, login):
    service.simulator.fault(path="tokens", kind="answer", status=503, json={}, times=2)
    _keystone, vbs = login(retries=2)
    assert vbs.job(JOB)["status"] == "SUCCESS"
    service.simulator.revoke()
    service.simulator.clear_requests()
    service.simulator.fault(path="tokens", kind="answer", status=503, json={}, times=None)
    with pytest.raises(PassingError):
        vbs.job(JOB)
    assert len(service.asked("tokens")) == 3


def test_a_token_answer_without_a_token_is_an_error(service, login):
    service.simulator.fault(path="tokens", kind="answer", status=201, json={"token": {}})
    _keystone, vbs = login()
    with pytest.raises(ApiError) as caught:
        vbs.job(JOB)
    error = caught.value
    assert (error.status, error.request_id is None) == (201, False)
    said = f"POST {error.url} brought no token: its answer has no X-Subject-Token (request ID {error.request_id})"
    assert (error.url, str(error)) == (f"{service.simulator.url}/v3/auth/tokens", said)


@pytest.mark.parametrize(
    ("times", "logins"),
    [
        ({}, 1),
        ({"issued_at": "2026-01-02T08:00:00Z"}, 1),
        ({"expires_at": "2026-01-02T08:00:00Z"}, 1),
        ({"issued_at": "2026-01-02T08:00:00Z", "expires_at": "2026-01-02T08:00:00Z"}, 2),
    ],
)
def test_a_token_that_does_not_say_when_it_ends_lives_on(service, login, times, logins):
    token = "a-token-of-few-words"
    service.simulator.merge({"tokens": {token: {}}})
    headers = {"X-Subject-Token": token}
    service.simulator.fault(
        path="tokens", kind="answer", status=201, headers=headers, json={"token": times}, times=None
    )
    _keystone, vbs = login()
    for _turn in range(2):
        assert vbs.job(JOB)["status"] == "SUCCESS"
    assert len(service.asked("/auth/tokens")) == logins


def test_what_keystone_says_of_a_login(service, login):
    keystone, _vbs = login()
    for _turn in range(2):
        access = keystone.access()
        assert (access.method, access.url) == ("POST", service.simulator.url + "/v3/auth/tokens")
        assert (access.project["id"], access.project["name"]) == (PROJECT, "eu-de")
        assert [entry["type"] for entry in access.catalog] == ["vbs"]
    assert len(service.asked("/auth/tokens")) == 1


def test_keystone_is_asked_again_after_a_passing_fault(service, login):
    keystone, _vbs = login()
    service.simulator.fault(path="tokens", kind="answer", status=503, json={})
    with pytest.raises(PassingError):
        keystone.access()
    assert keystone.access().project["id"] == PROJECT


def test_the_secrets_are_known(service, login):
    _keystone, vbs = login()
    vbs.job(JOB)
    used = service.asked("/jobs/")[0]["headers"]["x-auth-token"]
    assert {PASSWORD, used} <= hidden()


def test_a_refused_password_is_sent_once(service, login):
    _keystone, vbs = login({**BY_NAME, "password": "wrong"})
    for _turn in range(2):
        with pytest.raises(Unauthorized):
            vbs.job(JOB)
    answers = ask_all([f"j{n}" for n in range(20)], vbs.job, CONNECTIONS)
    assert {type(answer) for answer in answers.values()} == {Unauthorized}
    assert len(service.asked("/auth/tokens")) == 1


def test_threads_share_one_try_to_log_in(service, login):
    _keystone, vbs = login(api_timeout=0.5)
    service.simulator.fault(kind="delay", seconds=60, path="/auth/tokens", times=None)
    together = Barrier(8)

    def ask(job_id):
        together.wait()
        return vbs.job(job_id)

    answers = ask_all([f"j{n}" for n in range(8)], ask, CONNECTIONS)
    assert {type(answer) for answer in answers.values()} == {PassingError}
    assert len(service.asked("/auth/tokens")) == 1


def test_the_address_of_tokens():
    assert (
        tokens_url("https://iam.example")
        == tokens_url("https://iam.example/v3/")
        == "https://iam.example/v3/auth/tokens"
    )
