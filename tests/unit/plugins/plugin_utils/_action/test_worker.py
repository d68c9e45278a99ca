# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A module that runs in this very process: what it takes and gives, and that nothing of it stays behind."""

from __future__ import annotations

import json
import os

import pytest
from ansible.module_utils.common.parameters import PASS_VARS

from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import conceal, hide
from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_job_info import job_info
from ansible_collections.otc.vbs.plugins.module_utils._errors import VbsError
from ansible_collections.otc.vbs.plugins.modules.vbs_job_info import OPTIONS
from ansible_collections.otc.vbs.plugins.plugin_utils._action.worker import run_here

PROJECT = "4229d7a45436489f8c3dc2b1d35d4987"
TOKEN = "gAAAAAB-a-token-that-must-never-be-shown"
SECRET = "a-password-that-must-never-be-shown"
INVOCATION = {"_ansible_inject_invocation": True} if "inject_invocation" in PASS_VARS else {}


@pytest.fixture
def run(service, tmp_path, monkeypatch):
    """Call it with options, for the result and the warnings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in [name for name in os.environ if name.startswith("OS_")]:
        monkeypatch.delenv(name)

    def run(logic=job_info, environment=None, **options):
        login = {
            "endpoint": service.simulator.url,
            "project_id": PROJECT,
            "auth": {"token": "gAAAAAB-a-token-that-must-never-be-shown"},
        }
        args = {**INVOCATION, **login, "job_id": ["j1"], **options}
        text, warnings = run_here(OPTIONS, logic, args, environment or {})
        return json.loads(text), warnings

    return run


def test_the_result_is_that_of_the_module(service, run):
    service.load(jobs={"j1": {"job_id": "j1", "status": "SUCCESS"}})
    result, warnings = run()
    assert result["jobs"] == [{"job_id": "j1", "status": "SUCCESS"}]
    assert result["invocation"]["module_args"]["auth"]["token"] == "********"
    assert warnings == []


def test_a_wrong_option_is_the_failure_of_the_module(run):
    result, _warnings = run(wait="perhaps")
    assert result["failed"] is True
    assert "wait" in result["msg"]


def test_variables_are_for_one_call(run, monkeypatch):
    monkeypatch.setenv("KEPT", "yes")
    seen = {}

    def logic(client, vbs, params):
        seen.update(os.environ)
        raise VbsError("enough")

    before = dict(os.environ)
    run(logic, environment={"OS_REGION_NAME": "eu-de", "KEPT": 1})
    assert (seen["OS_REGION_NAME"], seen["KEPT"]) == ("eu-de", "1")
    assert dict(os.environ) == before


def test_secrets_and_warnings_are_not_those_of_the_call_before(run):
    def warns(client, vbs, params):
        hide(SECRET)
        client._warn(f"Beware of {SECRET}.")
        return {"text": SECRET}

    result, warnings = run(warns)
    assert (result["text"], warnings) == ("********", ["Beware of ********."])
    result, warnings = run(lambda client, vbs, params: {"text": "nothing"})
    assert (result["text"], warnings) == ("nothing", [])
    assert conceal(SECRET) == SECRET
