# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator with a real Keystone, and that Keystone as the tests run it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
import requests

from simulator.process import SimulatorError
from tools.keystone import Keystone, KeystoneError

REGION = "eu-de"
PASSWORD = "the password"
SECONDS = 30
TESTS = Path(__file__).resolve().parents[2]


def service_status(cloud, token: str, project_id: str | None = None) -> int:
    url = f"{cloud.simulator.url}/v1/{project_id or cloud.project}/jobs/job-1"
    return cloud.session.get(url, headers={"X-Auth-Token": token}, timeout=SECONDS).status_code


def log_in(cloud, auth: dict) -> requests.Response:
    return cloud.session.post(f"{cloud.keystone.auth_url}/auth/tokens", json={"auth": auth}, timeout=SECONDS)


def by_name(password: str = PASSWORD, project: str = REGION) -> dict:
    """A login with nothing but names."""
    domain = {"name": "OTC"}
    return {
        "identity": {
            "methods": ["password"],
            "password": {"user": {"name": "ann", "domain": domain, "password": password}},
        },
        "scope": {"project": {"name": project, "domain": domain}},
    }


@pytest.fixture
def cloud(keystone, simulator):
    """A user with two projects; the first is the simulator's."""
    try:
        domain = keystone.domain("OTC")
        project, other = keystone.project(REGION, domain), keystone.project("eu-nl", domain)
        user = keystone.user("ann", PASSWORD, domain, [project, other])
        simulator.load(
            {
                "project_id": project,
                "tokens": {"own": {}, "old": {"expires_in": 0}},
                "keystone": {"auth_url": keystone.auth_url},
                "jobs": {"job-1": {"job_id": "job-1", "status": "SUCCESS"}},
            }
        )
        with requests.Session() as session:
            session.trust_env = False
            yield SimpleNamespace(
                keystone=keystone, simulator=simulator, session=session, user=user, project=project, other=other
            )
    finally:
        keystone.clear()


def test_a_token_for_a_password_opens_the_service(cloud):
    answer = log_in(cloud, by_name())
    assert answer.json()["token"]["project"]["id"] == cloud.project
    assert service_status(cloud, answer.headers["X-Subject-Token"]) == 200


def test_a_wrong_password_or_project_gets_no_token(cloud):
    assert log_in(cloud, by_name(password="another")).status_code == 401
    assert log_in(cloud, by_name(project="admin")).status_code == 401


def test_a_token_for_another_project_or_none_is_forbidden(cloud):
    for project in (cloud.other, None):
        assert service_status(cloud, cloud.keystone.token(cloud.user, PASSWORD, project)) == 403


def test_the_simulators_own_tokens_stay_as_they_are(cloud):
    assert service_status(cloud, "own") == 200
    assert service_status(cloud, "old") == 401


@pytest.mark.parametrize("token", ["unknown", "gAAAAAB" + 200 * "x", "caf\u00e9", ""])
def test_a_token_that_keystone_does_not_know_is_refused(cloud, token):
    assert service_status(cloud, token.encode("latin-1")) == 401


def test_a_token_is_refused_as_soon_as_it_is_revoked(cloud):
    revoked, kept = (cloud.keystone.token(cloud.user, PASSWORD, cloud.project) for _turn in range(2))
    assert service_status(cloud, revoked) == 200
    cloud.keystone.revoke(revoked)
    assert service_status(cloud, revoked) == 401
    assert service_status(cloud, kept) == 200


def test_a_token_is_refused_from_when_it_expires(cloud):
    cloud.keystone.expire_after(2)
    answer = log_in(cloud, by_name())
    expires_at = datetime.fromisoformat(answer.json()["token"]["expires_at"]).timestamp()
    deadline = time.monotonic() + SECONDS
    while True:
        before = time.time()
        status = service_status(cloud, answer.headers["X-Subject-Token"])
        if status != 200:
            break
        assert before < expires_at
        assert time.monotonic() < deadline
    assert status == 401
    assert time.time() >= expires_at


def test_the_lifetime_of_tokens_is_reset_by_clear(cloud):
    def lifetime() -> float:
        token = log_in(cloud, by_name()).json()["token"]
        issued, expires = (datetime.fromisoformat(token[name]) for name in ("issued_at", "expires_at"))
        return round((expires - issued).total_seconds())

    before = lifetime()
    cloud.keystone.expire_after(60)
    assert lifetime() == 60
    cloud.keystone.clear()
    domain = cloud.keystone.domain("OTC")
    cloud.keystone.user("ann", PASSWORD, domain, [cloud.keystone.project(REGION, domain)])
    assert lifetime() == before == 3600


def test_the_catalog_leads_to_the_simulator(cloud):
    def endpoints() -> dict:
        catalog = log_in(cloud, by_name()).json()["token"]["catalog"]
        found = [endpoint for service in catalog if service["type"] == "vbs" for endpoint in service["endpoints"]]
        return {(endpoint["region"], endpoint["interface"]): endpoint["url"] for endpoint in found}

    url = cloud.simulator.url
    cloud.keystone.service(
        {REGION: {"public": f"{url}/v2/$(project_id)s", "internal": url}, "eu-nl": {"public": f"{url}/nl"}}
    )
    assert endpoints() == {
        (REGION, "public"): f"{url}/v2/{cloud.project}",
        (REGION, "internal"): url,
        ("eu-nl", "public"): f"{url}/nl",
    }
    cloud.keystone.clear()
    assert cloud.keystone.call("GET", "/services?type=vbs").json()["services"] == []


def test_a_token_of_an_application_credential_opens_the_service(cloud):
    credential = cloud.keystone.application_credential(cloud.user, PASSWORD, cloud.project)
    wanted = {"id": credential["id"], "secret": credential["secret"]}
    identity = {"methods": ["application_credential"], "application_credential": wanted}
    token = log_in(cloud, {"identity": identity}).headers["X-Subject-Token"]
    assert service_status(cloud, token) == 200
    assert service_status(cloud, token, cloud.other) == 403
    wanted["secret"] = "another"
    assert log_in(cloud, {"identity": identity}).status_code == 401


def test_clear_makes_room_for_the_same_again(keystone):
    try:
        for _turn in range(2):
            domain = keystone.domain("OTC")
            project = keystone.project(REGION, domain)
            user = keystone.user("ann", PASSWORD, domain, [project])
            keystone.application_credential(user, PASSWORD, project)
            keystone.call("DELETE", f"/projects/{keystone.project('eu-nl', domain)}")
            keystone.clear()
    finally:
        keystone.clear()


def test_many_clients_are_served_at_once(cloud):
    def use(_number: int) -> tuple:
        token = cloud.keystone.token(cloud.user, PASSWORD, cloud.project)
        before = service_status(cloud, token)
        cloud.keystone.revoke(token)
        return before, service_status(cloud, token)

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(use, range(24))) == {(200, 401)}


def test_a_keystone_out_of_reach_is_an_error_of_its_own(cloud):
    cloud.simulator.merge({"keystone": {"auth_url": "http://127.0.0.1:1/v3"}})
    assert service_status(cloud, "unknown") == 503
    assert service_status(cloud, "own") == 200


def test_a_slow_keystone_holds_up_nobody_else(cloud):
    with ThreadPoolExecutor(1) as pool, socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(SECONDS)
        cloud.simulator.merge({"keystone": {"auth_url": f"http://127.0.0.1:{silent.getsockname()[1]}/v3"}})
        slow = pool.submit(service_status, cloud, "unknown")
        with silent.accept()[0]:
            assert service_status(cloud, "own") == 200
            assert not slow.done()
    assert slow.result(SECONDS) == 503


def test_an_answer_that_is_not_keystones_is_an_error_of_its_own(cloud):
    # The simulator's own does not let tokens be asked about.
    cloud.simulator.merge({"keystone": {"auth_url": cloud.simulator.auth_url}})
    assert service_status(cloud, "unknown") == 503


@pytest.mark.parametrize(
    ("keystone", "place"),
    [
        ("http://127.0.0.1/v3", "scenario.keystone: "),
        ({}, "scenario.keystone.auth_url: "),
        ({"auth_url": "http://127.0.0.1"}, "scenario.keystone.auth_url: "),
        ({"auth_url": "ftp://127.0.0.1/v3"}, "scenario.keystone.auth_url: "),
        ({"auth_url": "http://127.0.0.1/v3", "token": "x"}, "scenario.keystone: unknown key 'token'"),
    ],
)
def test_a_wrong_scenario_is_refused(simulator, keystone, place):
    with pytest.raises(SimulatorError, match=place):
        simulator.load({"project_id": "project-1", "keystone": keystone})


def test_a_refusal_says_what_was_refused(cloud):
    with pytest.raises(KeystoneError, match=r"POST .*/domains got 409: "):
        cloud.keystone.domain("OTC")


def test_it_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Keystone(expiration=60) as running:
        assert list(tmp_path.iterdir())
        assert running.auth_url.startswith("http://127.0.0.1:")
        url = running.auth_url
    assert not list(tmp_path.iterdir())
    with pytest.raises(requests.ConnectionError):
        requests.get(url, timeout=SECONDS)


def test_it_ends_with_a_killed_parent(tmp_path):
    code = "import os; from tools.keystone import Keystone; Keystone().start(); os.kill(os.getpid(), 9)"
    env = os.environ | {"PYTHONPATH": str(TESTS), "TMPDIR": str(tmp_path)}
    killed = subprocess.run([sys.executable, "-c", code], env=env, check=False, timeout=SECONDS)
    assert killed.returncode == -9
    deadline = time.monotonic() + SECONDS
    while list(tmp_path.iterdir()):
        assert time.monotonic() < deadline
