# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Logging in at a real Keystone, whose tokens the simulator has it validate."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_job_info import job_info
from ansible_collections.otc.vbs.plugins.module_utils._connect import connect
from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, Unauthorized
from ansible_collections.otc.vbs.plugins.module_utils._http.client import CONNECTIONS
from ansible_collections.otc.vbs.plugins.module_utils._settings.settings import resolve
from ansible_collections.otc.vbs.plugins.module_utils._waiter.concurrent import ask_all

PASSWORD = "a-password-that-must-never-be-shown"
DOMAIN = "OTC-EU-DE-00000000001000000000"
JOB = "4010b39b5281d3590152874bfa3b1604"


@pytest.fixture(scope="module")
def cloud(keystone, simulator):
    """A user with two projects, a catalog that leads to the simulator, and an application credential."""
    domain = keystone.domain(DOMAIN)
    project, other = keystone.project("eu-de", domain), keystone.project("eu-de_other", domain)
    user = keystone.user("backup-checker", PASSWORD, domain, [project, other])
    keystone.service({region: {"public": f"{simulator.url}/v2/$(project_id)s"} for region in ("eu-de", "eu-nl")})
    yield SimpleNamespace(
        keystone=keystone,
        simulator=simulator,
        domain=domain,
        project=project,
        other=other,
        user=user,
        credential=keystone.application_credential(user, PASSWORD, project),
    )
    keystone.clear()


@pytest.fixture
def log_in(cloud, tmp_path, monkeypatch):
    """Call it with parts of auth and other options, for (the client, the service)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    cloud.simulator.load(
        {
            "speed": 0,
            "project_id": cloud.project,
            "keystone": {"auth_url": cloud.keystone.auth_url},
            "jobs": {JOB: {"job_id": JOB, "status": "SUCCESS"}},
        }
    )

    def connect_as(auth, **options):
        params = {
            "retries": 0,
            "connections": 16,
            "region_name": "eu-de",
            "auth": {"auth_url": cloud.keystone.auth_url, **auth},
            **options,
        }
        return connect(resolve(params, {}), lambda text: None)

    return connect_as


def by_name(**auth):
    return {
        "username": "backup-checker",
        "user_domain_name": DOMAIN,
        "password": PASSWORD,
        "project_name": "eu-de",
    } | auth


def test_everything_by_name(log_in):
    _client, vbs = log_in(by_name())
    assert vbs.job(JOB)["status"] == "SUCCESS"


def test_everything_by_id(log_in, cloud):
    _client, vbs = log_in({"user_id": cloud.user, "password": PASSWORD}, project_id=cloud.project)
    assert vbs.job(JOB)["status"] == "SUCCESS"


def test_domains_by_id(log_in, cloud):
    auth = by_name(user_domain_name=None, user_domain_id=cloud.domain, project_domain_id=cloud.domain)
    _client, vbs = log_in(auth)
    assert vbs.job(JOB)["status"] == "SUCCESS"


@pytest.mark.parametrize("version", ["", "/", "/v3/", "/v2.0"])
def test_the_address_with_any_version_or_none(log_in, cloud, version):
    _client, vbs = log_in(by_name(auth_url=cloud.keystone.auth_url.removesuffix("/v3") + version))
    assert vbs.job(JOB)["status"] == "SUCCESS"


def test_an_application_credential_by_id_and_by_name(log_in, cloud):
    secret = {"application_credential_secret": cloud.credential["secret"]}
    for named in (
        {"application_credential_id": cloud.credential["id"]},
        {"application_credential_name": cloud.credential["name"], "user_id": cloud.user},
        {
            "application_credential_name": cloud.credential["name"],
            "username": "backup-checker",
            "user_domain_name": DOMAIN,
        },
    ):
        _client, vbs = log_in({**secret, **named})
        assert vbs.job(JOB)["status"] == "SUCCESS"


def test_keystone_tells_what_a_token_is_for(log_in, cloud):
    token = cloud.keystone.token(cloud.user, PASSWORD, cloud.project)
    _client, vbs = log_in({"token": token})
    assert vbs.job(JOB)["status"] == "SUCCESS"
    _client, vbs = log_in({"token": token, "project_name": "another"})
    with pytest.raises(ApiError, match="brought a token for the project 'eu-de', not for 'another'"):
        vbs.job(JOB)
    unscoped = cloud.keystone.token(cloud.user, PASSWORD)
    _client, vbs = log_in({"token": unscoped})
    with pytest.raises(ApiError, match="brought a token that is for no project"):
        vbs.job(JOB)


@pytest.mark.parametrize(
    ("auth", "error", "said"),
    [
        (by_name(password="wrong-and-not-to-be-shown"), Unauthorized, "POST .*/v3/auth/tokens answered HTTP 401"),
        (by_name(username="nobody"), Unauthorized, "POST .*/v3/auth/tokens answered HTTP 401"),
        (by_name(user_domain_name="nowhere"), Unauthorized, "POST .*/v3/auth/tokens answered HTTP 401"),
        (by_name(project_name="unknown"), Unauthorized, "POST .*/v3/auth/tokens answered HTTP 401"),
        (by_name(project_name="eu-de_other"), ApiError, "GET .*/jobs/.* answered HTTP 404"),
        ({"token": "unknown-and-not-to-be-shown"}, Unauthorized, "GET .*/v3/auth/tokens answered HTTP 401"),
    ],
)
def test_what_is_refused_names_the_request_and_no_secret(log_in, auth, error, said):
    _client, vbs = log_in(auth)
    with pytest.raises(error, match=said) as caught:
        vbs.job(JOB)
    assert PASSWORD not in str(caught.value)
    assert "not-to-be-shown" not in str(caught.value)


def test_a_token_for_another_project_is_refused(log_in, cloud):
    token = cloud.keystone.token(cloud.user, PASSWORD, cloud.other)
    _client, vbs = log_in({"token": token}, project_id=cloud.project, endpoint=cloud.simulator.url)
    with pytest.raises(ApiError, match=r"GET .*/jobs/.* answered HTTP 403"):
        vbs.job(JOB)


def test_a_region_must_be_chosen_among_several(log_in):
    _client, vbs = log_in(by_name(), region_name=None)
    with pytest.raises(ApiError, match="set region_name to one of eu-de, eu-nl"):
        vbs.job(JOB)


def wait_for_job(log_in, cloud, polls):
    """Waits for a job that ends after so many requests; returns the waiting thread's result."""
    client, vbs = log_in(by_name())
    script = [{"at": polls, "set": {"status": "SUCCESS"}}]
    cloud.simulator.merge({"tick": 1, "jobs": {JOB: {"job_id": JOB, "status": "RUNNING", "script": script}}})
    params = {"job_id": [JOB], "wait": True, "until": None, "wait_timeout": 60, "wait_interval": 0.3}
    return ThreadPoolExecutor(1).submit(job_info, client, vbs, params)


def test_a_token_is_renewed_before_it_ends(log_in, cloud):
    cloud.keystone.expire_after(4)
    result = wait_for_job(log_in, cloud, 16).result(60)
    cloud.keystone.expire_after(3600)
    assert result["jobs"][0]["status"] == "SUCCESS"
    requests = cloud.simulator.requests()
    assert {request["status"] for request in requests} == {200}
    assert len({request["headers"]["x-auth-token"] for request in requests}) >= 2


def test_a_token_that_is_revoked_during_a_wait_is_renewed(log_in, cloud):
    future = wait_for_job(log_in, cloud, 10)
    while not (requests := cloud.simulator.requests()):
        assert not future.done()
    cloud.keystone.revoke(requests[0]["headers"]["x-auth-token"])
    assert future.result(60)["jobs"][0]["status"] == "SUCCESS"
    statuses = [request["status"] for request in cloud.simulator.requests()]
    assert statuses.count(401) == 1


def test_many_threads_renew_once(log_in, cloud):
    _client, vbs = log_in(by_name())
    vbs.job(JOB)
    cloud.keystone.revoke(cloud.simulator.requests()[0]["headers"]["x-auth-token"])
    answers = ask_all([JOB] * 1 + [f"unknown{n}" for n in range(30)], vbs.job, CONNECTIONS)
    assert answers[JOB]["status"] == "SUCCESS"
    used = {request["headers"]["x-auth-token"] for request in cloud.simulator.requests()}
    assert len(used) == 2
