# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No secret reaches any output, at the highest verbosity, with success or failure."""

from __future__ import annotations

import pytest

from tools.playbooks import PASSWORD, PROJECT, TOKEN, USER

WRONG = "a-wrong-secret-that-must-not-be-shown-either"


def auth(playbooks, kind, secret):
    if kind == "token":
        return {"token": secret}
    return {
        "auth_url": playbooks.simulator.auth_url,
        "username": USER["name"],
        "password": secret,
        "user_domain_id": "d1",
    }


@pytest.mark.parametrize("way", ["option", "environment"])
@pytest.mark.parametrize(
    ("kind", "secret", "status"),
    [("token", TOKEN, 0), ("token", WRONG, 2), ("password", PASSWORD, 0), ("password", WRONG, 2)],
)
def test_no_secret_is_shown(playbooks, way, kind, secret, status):
    playbooks.load(jobs={"j1": {"job_id": "j1", "status": "SUCCESS"}})
    options = {"endpoint": playbooks.simulator.url, "project_id": PROJECT} if way == "option" else {}
    login = {"auth": auth(playbooks, kind, secret)} if way == "option" else {}
    environment = playbooks.token_login(secret) if kind == "token" else playbooks.password_login(secret)
    run = playbooks.run(
        [
            {"otc.vbs.vbs_job_info": {"job_id": "j1", **options, **login}, "register": "result", "ignore_errors": True},
            {"otc.vbs.vbs_backup_info": {"backup_id": "b1", **options, **login}, "ignore_errors": True},
            {"otc.vbs.vbs_policy_info": {**options, **login}, "register": "result"},
            {"ansible.builtin.debug": {"var": "result"}},
        ],
        "-vvvv",
        environment=environment if way == "environment" else {},
    )
    assert run.status == status, run.output
    fetched = {request["headers"].get("x-auth-token") for request in playbooks.simulator.requests()} - {None}
    # Each module logs in by itself.
    assert len(fetched) == {("password", 0): 3, ("password", 2): 0}.get((kind, status), 1)
    # What a task or the environment says in clear text is not the module's to hide: only -vvv shows the environment.
    shown = [PASSWORD, WRONG, TOKEN, *fetched]
    assert [text for text in shown if text in run.output] == []
    assert [text for text in shown if text in run.log] == []
    assert "Traceback" not in run.output


@pytest.mark.parametrize(("kind", "secret"), [("token", TOKEN), ("password", PASSWORD)])
def test_no_secret_is_shown_by_a_call_that_ends_before_the_login(playbooks, kind, secret):
    run = playbooks.run(
        [{"otc.vbs.vbs_job_info": {"job_id": "j1", "retries": -1, "auth": auth(playbooks, kind, secret)}}],
        "-vvvv",
        environment={"OS_VBS_ENDPOINT_OVERRIDE": playbooks.simulator.url, "OS_PROJECT_ID": PROJECT},
    )
    assert run.status == 2
    assert "Invalid value for retries: -1" in run.output
    assert secret not in run.output + run.log
    assert playbooks.simulator.requests() == []


@pytest.mark.parametrize(
    "options",
    [
        {"auth": {"access_key": "ak", "sk": WRONG}},
        {"auth": {"pasword": WRONG}},
        {"auth": {"password": {"nested": [WRONG]}, "other": 1}},
        {"auth": WRONG},
        {"auth": [WRONG]},
        {"auth": f"tokn={WRONG}"},
        {"auth": '{"token": "' + WRONG},
        {"password": WRONG},
    ],
)
def test_no_secret_is_shown_that_was_given_the_wrong_way(playbooks, options):
    run = playbooks.run([{"otc.vbs.vbs_job_info": {"job_id": "j1", **options}}], "-vvvv")
    assert run.status == 2
    assert WRONG not in run.output + run.log
    assert "Traceback" not in run.output


def test_a_service_that_repeats_the_token_does_not_make_it_known(playbooks):
    playbooks.load(jobs={"j1": {"job_id": "j1", "status": "FAIL", "fail_reason": f"token {TOKEN} was refused"}})
    playbooks.simulator.fault(
        kind="answer",
        status=403,
        json={"error": {"code": "VBS.0403", "message": f"Token {TOKEN} may not."}},
        times=1,
    )
    run = playbooks.run(
        [
            {"otc.vbs.vbs_job_info": {"job_id": "j1"}, "ignore_errors": True},
            {"otc.vbs.vbs_job_info": {"job_id": "j1", "wait": True}},
        ],
        "-vvvv",
        environment=playbooks.token_login(),
    )
    assert run.status == 2
    assert "VBS.0403" in run.output
    assert "was refused" in run.output
    assert TOKEN not in run.output + run.log
