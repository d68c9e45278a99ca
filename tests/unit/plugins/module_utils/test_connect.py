# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From options to the service, by each login method."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._connect import connect
from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, PassingError
from ansible_collections.otc.vbs.plugins.module_utils._settings.settings import resolve
from tools.tls import Authority, tls_in_front_of

PROJECT = "4229d7a45436489f8c3dc2b1d35d4987"
TOKEN = "gAAAAAB-a-token-that-must-never-be-shown"
PASSWORD = "a-password-that-must-never-be-shown"
JOB = "4010b39b5281d3590152874bfa3b1604"
USER = {
    "id": "u1",
    "name": "checker",
    "password": PASSWORD,
    "domain": {"id": "d1", "name": "OTC-EU"},
    "projects": [{"id": PROJECT, "name": "eu-de", "domain": {"id": "d1", "name": "OTC-EU"}}],
}


@pytest.fixture(autouse=True)
def nobody(tmp_path, monkeypatch):
    """No clouds.yaml and no variables of the person who runs the tests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    for name in [name for name in os.environ if name.startswith("OS_")]:
        monkeypatch.delenv(name)


BY_PASSWORD = {"username": "checker", "password": PASSWORD, "user_domain_name": "OTC-EU", "project_name": "eu-de"}
CREDENTIAL = {"application_credential_id": "c1", "application_credential_secret": "a-secret"}
KEY = {"access_key": "ak", "secret_key": "sk", "security_token": "st"}


@pytest.fixture
def connected(service):
    """The simulator with all kinds of login and one job; call it with options, for the job."""
    key = {"secret_key": "sk", "security_token": "st"}
    service.load(users=[USER], access_keys={"ak": key}, jobs={JOB: {"job_id": JOB, "status": "SUCCESS"}})

    def fetch(auth, **options):
        auth = {"auth_url": service.simulator.auth_url, **auth}
        _client, vbs = connect(
            resolve({"retries": 0, "connections": 16, "auth": auth, **options}, {}), lambda text: None
        )
        return vbs.job(JOB)["status"]

    return fetch


@pytest.mark.parametrize("auth", [{"token": TOKEN}, BY_PASSWORD, KEY])
def test_each_way_to_log_in(service, connected, auth):
    assert connected(auth, endpoint=service.simulator.url, project_id=PROJECT) == "SUCCESS"


def test_an_application_credential(service, connected):
    headers = {"X-Subject-Token": TOKEN}
    service.simulator.fault(path="tokens", kind="answer", status=201, headers=headers, json={"token": {}})
    assert connected(CREDENTIAL, endpoint=service.simulator.url, project_id=PROJECT) == "SUCCESS"
    named = {"id": "c1", "secret": "a-secret"}
    identity = {"methods": ["application_credential"], "application_credential": named}
    assert service.asked("/auth/tokens")[0]["body"] == {"auth": {"identity": identity}}


def test_keystone_tells_the_project_and_the_place(service, connected):
    assert connected(BY_PASSWORD) == "SUCCESS"
    with pytest.raises(ApiError, match="without the service in the region eu-xx"):
        connected(BY_PASSWORD, region_name="eu-xx")
    with pytest.raises(ApiError, match="without the interface admin"):
        connected(BY_PASSWORD, interface="admin")
    token = {"project": {"id": PROJECT, "name": "eu-de"}}
    service.simulator.fault(path="tokens", kind="answer", status=200, json={"token": token}, times=2)
    assert connected({"token": TOKEN, "project_name": "eu-de"}, endpoint=service.simulator.url) == "SUCCESS"
    with pytest.raises(ApiError, match="brought a token for the project 'eu-de', not for 'another'"):
        connected({"token": TOKEN, "project_name": "another"}, endpoint=service.simulator.url)


def test_retries_and_the_timeout_count(service, connected):
    place = {"endpoint": service.simulator.url, "project_id": PROJECT}
    busy = {"kind": "answer", "status": 503, "json": {}, "headers": {"Retry-After": "0"}, "times": 1}
    service.simulator.fault(**busy)
    assert connected({"token": TOKEN}, **place, retries=1) == "SUCCESS"
    service.simulator.fault(**busy)
    with pytest.raises(PassingError, match="HTTP 503"):
        connected({"token": TOKEN}, **place)
    service.simulator.fault(kind="delay", seconds=60)
    with pytest.raises(PassingError, match=r"no answer within 0\.2 seconds"):
        connected({"token": TOKEN}, **place, api_timeout=0.2)


def test_certificates_on_both_sides(service, connected, tmp_path):
    authority = Authority(tmp_path)
    certificate, key, _both = authority.client()
    context = authority.server("127.0.0.1", client_certificates=True)
    with tls_in_front_of(urlsplit(service.simulator.url).port, context) as port:
        place = {"endpoint": f"https://127.0.0.1:{port}", "project_id": PROJECT}
        files = {"ca_cert": authority.certificate, "client_cert": certificate, "client_key": key}
        assert connected({"token": TOKEN}, **place, **files) == "SUCCESS"
