# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes a module of the logic: what it hands on, and how it ends."""

from __future__ import annotations

import json
import os
import sys
from urllib.parse import urlsplit

import pytest
from ansible.module_utils import basic
from ansible.module_utils.common.parameters import PASS_VARS

from ansible_collections.otc.vbs.plugins.module_utils import _module
from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import hide
from ansible_collections.otc.vbs.plugins.module_utils._connect import connect
from ansible_collections.otc.vbs.plugins.module_utils._errors import (
    ApiError,
    Incomplete,
    InvalidInput,
    PassingError,
)
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
# From ansible-core 2.21 on, a result holds the invocation only where the controller asks for it.
INVOCATION = {"_ansible_inject_invocation": True} if "inject_invocation" in PASS_VARS else {}


@pytest.fixture(autouse=True)
def nobody(tmp_path, monkeypatch):
    """No clouds.yaml and no variables of the person who runs the tests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    for name in [name for name in os.environ if name.startswith("OS_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def execute(service, monkeypatch, capsys):
    """Call it with the logic and options, for what the module writes as its result."""

    def run(logic, **options):
        arguments = {"endpoint": service.simulator.url, "project_id": PROJECT, "auth": {"token": TOKEN}, **options}
        text = json.dumps({"ANSIBLE_MODULE_ARGS": {**INVOCATION, **arguments}}).encode()
        monkeypatch.setattr(basic, "_ANSIBLE_ARGS", text)
        monkeypatch.setattr(basic, "_ANSIBLE_PROFILE", "legacy", raising=False)
        with pytest.raises(SystemExit):
            _module.run({"own": {"type": "str", "default": "its default"}, **_module.WAIT_OPTIONS}, logic)
        return json.loads(capsys.readouterr().out)

    return run


def test_the_logic_gets_the_service_and_the_options(service, execute):
    service.load(jobs={JOB: {"job_id": JOB, "status": "SUCCESS"}})
    result = execute(
        lambda client, vbs, params: {"job": vbs.job(JOB), "own": params["own"], "sent": client.retry(lambda: 1)}
    )
    assert result["job"] == {"job_id": JOB, "status": "SUCCESS"}
    assert (result["own"], result["sent"], result["changed"]) == ("its default", 1, False)


def test_the_progress_of_a_wait_is_for_the_logic_alone(execute):
    result = execute(lambda client, vbs, params: {"got": params["_progress"]}, _progress={"pending": [JOB]})
    assert result["got"] == {"pending": [JOB]}
    assert result["invocation"]["module_args"]["own"] == "its default"
    assert "_progress" not in result["invocation"]["module_args"]


def test_check_mode_runs_as_any_other(service, execute):
    assert execute(lambda client, vbs, params: {"ran": True}, _ansible_check_mode=True)["ran"] is True


def test_an_error_is_a_failure_without_secrets(execute):
    def logic(client, vbs, params):
        hide("a-fetched-secret")
        raise InvalidInput("own", "a-fetched-secret-" + TOKEN, "It must be right.")

    result = execute(logic)
    assert result["failed"] is True
    assert result["msg"] == "Invalid value for own: '********-********'. It must be right."


def test_the_error_of_a_request_comes_with_a_failure(service, execute):
    fault = {"status": 404, "json": {"error": {"code": "VBS.0002", "message": "No job."}}}
    service.simulator.fault(kind="answer", headers={"X-Request-Id": "req-1"}, **fault)
    result = execute(lambda client, vbs, params: vbs.job(JOB))
    url = f"{service.simulator.url}/v1/{PROJECT}/jobs/{JOB}"
    assert result["failed"] is True
    assert result["msg"] == f"GET {url} answered HTTP 404 Not Found: VBS.0002: No job. (request ID req-1)"
    assert result["error"] == {
        "status": 404,
        "code": "VBS.0002",
        "message": "No job.",
        "request_id": "req-1",
        "method": "GET",
        "url": url,
    }


def test_what_there_is_comes_with_a_failure(execute):
    def logic(client, vbs, params):
        hide("a-fetched-secret")
        raise Incomplete("Not all came.", {"jobs": [{"job_id": JOB, "note": "it holds a-fetched-secret"}]})

    result = execute(logic)
    assert (result["failed"], result["msg"]) == (True, "Not all came.")
    assert result["jobs"] == [{"job_id": JOB, "note": "it holds ********"}]


def test_what_the_logic_returns_is_censored(execute):
    def logic(client, vbs, params):
        hide("a-fetched-secret")
        return {"note": "it holds a-fetched-secret"}

    assert execute(logic)["note"] == "it holds ********"


def test_the_environment_counts(service, execute, monkeypatch):
    monkeypatch.setenv("OS_TOKEN", TOKEN)
    service.load(jobs={JOB: {"job_id": JOB, "status": "SUCCESS"}})
    assert execute(lambda client, vbs, params: vbs.job(JOB), auth=None)["status"] == "SUCCESS"


def test_what_the_user_ought_to_know_is_a_warning(execute, monkeypatch):
    warnings = []
    monkeypatch.setattr(_module.Module, "warn", lambda module, text: warnings.append(text))
    execute(lambda client, vbs, params: vbs.job(JOB), endpoint="http://vbs.invalid", api_timeout=0.001, retries=0)
    assert warnings == ["Credentials are sent to http://vbs.invalid without encryption: use https."]


@pytest.mark.parametrize(
    "options",
    [
        {"pasword": "stray-secret"},
        {"auth": {"token": TOKEN, "pasword": "stray-secret"}},
        {"auth": {"token": TOKEN, "more": [{"deep": "stray-secret", "number": 4711, "flag": True, "none": None}]}},
        {"auth": "stray-secret"},
        {"auth": ["stray-secret"]},
    ],
)
def test_what_is_given_the_wrong_way_is_not_shown(execute, options):
    result = execute(lambda client, vbs, params: {}, **options)
    assert result["failed"] is True
    assert "stray-secret" not in str(result)
    assert "4711" not in str(result)
    assert result["msg"]


def test_what_is_given_the_right_way_beside_it_is_shown(execute):
    auth = {"username": "checker", "pasword": ["stray-secret", True, None]}
    result = execute(lambda client, vbs, params: {}, auth=auth, own="None of the True", _ansible_added_later="pasword")
    assert "auth.pasword" in result["msg"]
    assert "checker" in str(result["invocation"])
    assert "None of the True" in str(result["invocation"])


@pytest.mark.parametrize(
    ("missing", "options", "named"),
    [
        ("requests", {}, "requests"),
        ("jmespath", {"wait": True}, "jmespath"),
        ("jmespath", {"until": "status == 'SUCCESS'"}, "jmespath"),
        ("jmespath", {}, None),
    ],
)
def test_a_library_that_is_missing_is_named_where_it_is_needed(execute, monkeypatch, missing, options, named):
    monkeypatch.setitem(sys.modules, missing, None)
    result = execute(lambda client, vbs, params: {}, **options)
    assert result.get("failed", False) is bool(named)
    assert not named or f"Failed to import the required Python library ({named})" in result["msg"]


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
        _client, vbs = connect(resolve({"retries": 0, "auth": auth, **options}, {}), lambda text: None)
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
