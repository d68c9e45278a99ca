# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes a module of the logic: what it hands on, and how it ends."""

from __future__ import annotations

import json
import os
import sys

import pytest
from ansible.module_utils import basic
from ansible.module_utils.common.parameters import PASS_VARS

from ansible_collections.otc.vbs.plugins.module_utils import _module
from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import hide
from ansible_collections.otc.vbs.plugins.module_utils._errors import Incomplete, InvalidInput

PROJECT = "4229d7a45436489f8c3dc2b1d35d4987"
TOKEN = "gAAAAAB-a-token-that-must-never-be-shown"
JOB = "4010b39b5281d3590152874bfa3b1604"
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
