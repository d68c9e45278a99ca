# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a module writes, as its result and in the log of its machine: nothing secret."""

from __future__ import annotations

import json

import pytest
from ansible.module_utils import basic
from ansible.module_utils.common.parameters import PASS_VARS

from ansible_collections.otc.vbs.plugins.module_utils import _module
from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import hide
from ansible_collections.otc.vbs.plugins.module_utils._errors import VbsError
from ansible_collections.otc.vbs.plugins.module_utils._text import WHOLE_LIMIT

TOKEN = "gAAAAAB-a-token-that-must-never-be-shown"
ODD = "a-'to\"ken-"


@pytest.fixture
def execute(monkeypatch, capsys):
    """Call it with the logic and options, for all that the module writes: its result and the log's lines."""

    def run(logic, **options):
        arguments = {"endpoint": "https://vbs.invalid", "project_id": "p", "auth": {"token": TOKEN}, **options}
        if "inject_invocation" in PASS_VARS:
            # Since ansible-core 2.21, the invocation is for those who ask.
            arguments["_ansible_inject_invocation"] = True
        text = json.dumps({"ANSIBLE_MODULE_ARGS": arguments}).encode()
        lines = []
        monkeypatch.setattr(basic, "_ANSIBLE_ARGS", text)
        monkeypatch.setattr(basic, "_ANSIBLE_PROFILE", "legacy", raising=False)
        monkeypatch.setattr(basic, "has_journal", False)
        monkeypatch.setattr(basic.AnsibleModule, "_log_to_syslog", lambda module, text: lines.append(text))
        with pytest.raises(SystemExit):
            _module.run({"own": {"type": "str"}}, logic)
        return json.loads(capsys.readouterr().out), "\n".join(lines)

    return run


def test_the_keys_of_a_result_are_censored(execute):
    result, _log = execute(lambda client, vbs, params: {"jobs": [{f"the {TOKEN}": {TOKEN: 1}}]})
    assert result["jobs"] == [{"the ********": {"********": 1}}]


def test_the_keys_of_a_failure_are_censored(execute):
    result, _log = execute(lambda client, vbs, params: {"invocation": 1, TOKEN: 1})
    assert TOKEN not in str(result)


def test_a_secret_in_another_option_is_in_no_part_of_the_invocation(execute):
    result, log = execute(lambda client, vbs, params: {}, auth={"token": ODD}, own=json.dumps(f"before {ODD} behind"))
    assert result["invocation"]["module_args"]["own"] == '"before ******** behind"'
    assert result["invocation"]["module_args"]["endpoint"] == "https://vbs.invalid"
    assert "ken-" not in str(result) + log
    assert "Invoked with" in log
    assert "https://vbs.invalid" in log


@pytest.mark.parametrize("options", [{}, {"retries": "x"}, {"unknown": 1}])
@pytest.mark.parametrize("where", ["endpoint", "auth_url"])
def test_the_login_in_a_url_is_neither_in_the_invocation_nor_in_the_log(execute, where, options):
    url = "https://me:url%2Fhushhush@host/v3"
    auth = {"token": TOKEN, **({"auth_url": url} if where == "auth_url" else {})}
    if where == "endpoint":
        options = {**options, "endpoint": url}
    result, log = execute(lambda client, vbs, params: {}, auth=auth, **options)
    assert "hushhush" not in str(result) + log
    assert "********" in str(result["invocation"])


def test_the_log_holds_nothing_that_a_terminal_obeys(execute):
    _result, log = execute(lambda client, vbs, params: {}, own="a\x1b\u202eb")
    assert r"own=a\x1b\u202eb" in log


def test_a_name_that_holds_a_value_is_not_shown(execute):
    result, log = execute(lambda client, vbs, params: {}, auth={"password:a-secret": None, "user": 1})
    assert "auth.password:********" in result["msg"]
    assert "a-secret" not in str(result) + log


def test_a_message_is_bounded_and_can_be_seen(execute):
    def logic(client, vbs, params):
        raise VbsError("It is \x1b[2J " + "x" * 100_000)

    result, _log = execute(logic)
    assert result["msg"].startswith(r"It is \x1b[2J xxx")
    assert len(result["msg"]) == WHOLE_LIMIT


def test_a_warning_holds_no_secret(execute, monkeypatch):
    warnings = []
    monkeypatch.setattr(basic, "warn", lambda warning, **_more: warnings.append(warning))

    def logic(client, vbs, params):
        hide("fetched-secret")
        client._warn("See fetched-secret\x1b")
        return {}

    execute(logic)
    assert r"See ********\x1b" in warnings
