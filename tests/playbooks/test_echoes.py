# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a hostile service or proxy says, as users see it: no secret in any form, nothing that a terminal obeys."""

from __future__ import annotations

import html
import json
import re
from base64 import b64encode, urlsafe_b64encode
from urllib.parse import quote

import pytest

from tools.playbooks import PROJECT, TOKEN, USER
from tools.raw import sending

# As long as it is not, each of its characters has a form of its own somewhere.
SECRET = "pa/ss'wörd&\"must-not+be<shown"
CLEAR = "must-not"
BASIC = b64encode(f"{USER['name']}:{SECRET}".encode()).decode()
FORMS = [
    SECRET,
    SECRET.upper(),
    json.dumps(SECRET).replace("/", "\\/"),
    json.dumps(SECRET).upper().replace("\\U", "\\u"),
    html.escape(SECRET),
    quote(SECRET, safe="").lower(),
    quote(quote(SECRET, safe=""), safe=""),
    BASIC,
    urlsafe_b64encode(f"x{SECRET}".encode()).decode().rstrip("="),
    SECRET.encode().hex(),
    f"{SECRET[:12]}\n{SECRET[12:]}",
]
# What would tell it in any of these forms.
TRACES = [CLEAR, CLEAR.upper(), BASIC[14:-6], FORMS[-3][10:-6], CLEAR.encode().hex(), "wörd"]
ODD = "\x1b[2J\x1b]0;title\x07\x9b31m\x7f\u202egood\u2066\u200b"
HEADER = "\x1b[2J\x9b31m\x7f"
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
BROKEN = {
    "half a surrogate pair": b'{"status": "SUCCESS", "job_id": null, "note": "\\ud800"}',
    "half a surrogate pair as bytes": b'{"status": "SUCCESS", "job_id": null, "note": "\xed\xa0\x80"}',
    "half a surrogate pair as a key": b'{"status": "SUCCESS", "job_id": null, "\\ud800": 1}',
    "an infinite number": b'{"status": "SUCCESS", "job_id": null, "note": 1e999}',
    "a very long number": b'{"status": "SUCCESS", "job_id": null, "note": ' + b"9" * 5000 + b"}",
    "no UTF-8": b'{"status": "SUCCESS", "job_id": null, "note": "\xff"}',
}


@pytest.fixture
def login(playbooks):
    """The environment variables of a login with the secret as password, which the simulator accepts."""
    playbooks.load(users=[{**USER, "password": SECRET}])
    return playbooks.password_login(SECRET)


def shown(run):
    """What of the secret is in what a run wrote."""
    return [trace for trace in TRACES if trace in run.output + run.log]


def test_an_echo_in_a_result_is_not_shown(playbooks, login):
    jobs = {f"j{number}": {"status": "FAIL", "fail_reason": form} for number, form in enumerate(FORMS)}
    jobs["key"] = {"status": "FAIL", f"before {SECRET}": {BASIC: 1}}
    playbooks.simulator.merge({"jobs": {name: {"job_id": name, **job} for name, job in jobs.items()}})
    backups = [{"id": f"b{number}", "created_at": "@-60", "name": form} for number, form in enumerate(FORMS)]
    playbooks.simulator.merge({"backups": [{"status": "error", "fail_reason": one["name"], **one} for one in backups]})
    options = {"job_id": list(jobs)}
    run = playbooks.run(
        [
            {"otc.vbs.vbs_job_info": options, "register": "result"},
            {"ansible.builtin.debug": {"var": "result"}},
            {"otc.vbs.vbs_backup_info": {}, "register": "restore_points"},
            {"ansible.builtin.debug": {"var": "restore_points"}},
            {"otc.vbs.vbs_job_info": {**options, "wait": True}},
        ],
        "-vvvv",
        environment=login,
    )
    assert run.status == 2
    assert "status is FAIL (" in run.output
    assert "before ********" in run.output
    assert f'"id": "b{len(FORMS) - 1}"' in run.output
    assert shown(run) == []
    assert "Traceback" not in run.output


@pytest.mark.parametrize("module", ["vbs_backup_info", "vbs_job_info", "vbs_policy_info", "vbs_policy_tasks_info"])
def test_an_echo_in_an_error_is_not_shown(playbooks, login, module):
    options = {"vbs_job_info": {"job_id": "j1"}, "vbs_policy_tasks_info": {"policy_id": "p1"}}.get(module, {})
    echo = " | ".join(FORMS)
    line = " ".join(form for form in FORMS if form.isascii())
    faults = [
        {"json": {"error_code": FORMS[0], "error_msg": echo}, "headers": {"X-Request-Id": line}},
        {"body": f"<html><pre>{echo}</pre></html>", "headers": {"Content-Type": "text/html"}},
        {"json": {echo: {"message": echo, "code": 1}}},
        {"body": echo},
    ]
    for fault in faults:
        playbooks.simulator.fault(path=f"/{PROJECT}/", kind="answer", status=403, **fault)
    task = {f"otc.vbs.{module}": options, "ignore_errors": True}
    run = playbooks.run([task] * len(faults), "-vvvv", environment=login)
    assert run.output.count("HTTP 403 Forbidden") >= len(faults)
    assert shown(run) == []


def test_the_login_of_a_proxy_is_not_shown(playbooks):
    password = "proxy/pass-word"
    header = b64encode(f"me:{password}".encode()).decode()
    page = f"<p>Proxy-Authorization: Basic {header} is me:{password} or {quote(password, safe='')}</p>"
    playbooks.simulator.fault(kind="answer", status=407, body=page, headers={"Content-Type": "text/html"})
    address = playbooks.simulator.url.replace("//", f"//me:{quote(password, safe='')}@")
    environment = {"OS_TOKEN": TOKEN, "OS_PROJECT_ID": PROJECT, "OS_VBS_ENDPOINT_OVERRIDE": "http://vbs.invalid"}
    run = playbooks.run(
        [{"otc.vbs.vbs_policy_info": {}}],
        "-vvvv",
        environment={**environment, "http_proxy": address, "NO_PROXY": "", "no_proxy": ""},
    )
    assert "HTTP 407" in run.output
    assert "Proxy-Authorization: Basic ********" in run.output
    assert [text for text in (header, password, "pass-word") if text in run.output + run.log] == []


@pytest.mark.parametrize(
    ("option", "url", "more"),
    [
        ("endpoint", "https://me:url-secret@host/v3", {}),
        ("endpoint", "me:url-secret@host", {"retries": "many"}),
        ("endpoint", "https://me:a/url-secret@[host", {"unknown": 1}),
        ("auth_url", "https://me:url-secret@host/v3", {"auth_type": "none"}),
        ("auth_url", "https://me:a/url-secret@[host", {}),
    ],
)
def test_the_login_in_a_url_is_not_shown(playbooks, option, url, more):
    auth = {"username": "me", "password": "p", "user_domain_name": "d"}
    options = {"auth": {**auth, "auth_url": url}} if option == "auth_url" else {"auth": auth, "endpoint": url}
    run = playbooks.run([{"otc.vbs.vbs_policy_info": {**options, "project_id": PROJECT, **more}}], "-vvvv")
    assert run.status == 2
    assert "url-secret" not in run.output + run.log
    assert "Traceback" not in run.output


def test_a_secret_that_has_become_the_name_of_an_option_is_not_shown(playbooks):
    auth = {"auth_url": playbooks.simulator.auth_url, "password:a-yaml-secret": None, "token another-secret": None}
    run = playbooks.run([{"otc.vbs.vbs_policy_info": {"auth": auth}}], "-vvvv")
    assert run.status == 2
    assert "Unsupported parameters" in run.output
    assert "a-yaml-secret" not in run.output + run.log
    assert "another-secret" not in run.output + run.log


def test_what_is_wrong_with_headers_is_not_in_ansibles_log(playbooks):
    document = json.dumps({"job_id": "j1", "status": "SUCCESS"}).encode()
    head = f"HTTP/1.1 200 OK\r\nthis is no header\r\nX-Echo: {TOKEN}\r\nContent-Length: {len(document)}\r\n\r\n"
    with sending(head.encode() + document) as url:
        task = {"otc.vbs.vbs_job_info": {"job_id": "j1", "endpoint": url}, "ignore_errors": True}
        run = playbooks.run([task], "-vvvv", environment=playbooks.token_login())
    assert "TASK" in run.log
    assert TOKEN not in run.output + run.log
    assert "Traceback" not in run.output + run.log


def test_no_message_holds_what_a_terminal_obeys(playbooks, execution):
    playbooks.load(jobs={"j1": {"job_id": "j1", "status": f"FAIL{ODD}", "fail_reason": ODD}})
    document = json.dumps({"error_code": ODD, "error_msg": ODD}, ensure_ascii=False).encode()
    head = f"HTTP/1.1 503 Reason{HEADER}\r\nX-Request-Id: odd{HEADER}\r\nContent-Length: {len(document)}\r\n\r\n"
    wait = {"wait": True, "wait_timeout": 1, "retries": 0}
    on = {"ignore_errors": True}
    with sending(head.encode("latin-1") + document) as url:
        run = playbooks.run(
            [
                {"otc.vbs.vbs_job_info": {"job_id": "j1", **wait}, "register": "one", **on},
                {"otc.vbs.vbs_job_info": {"job_id": "j2", "endpoint": url, **wait}, "register": "two", **on},
                {"otc.vbs.vbs_policy_info": {"endpoint": url, "retries": 0}, "register": "three", **on},
                {"ansible.builtin.debug": {"msg": "{{ [one.msg, two.msg, three.msg] }}"}},
            ],
            environment=playbooks.token_login(),
        )
    # What the modules fail with shows the data as well, where JSON escapes all that terminals must obey.
    lines = [line for line in run.output.splitlines() if not line.startswith("fatal:")]
    # A module says nothing before it ends.
    assert len([line for line in lines if "WAITING" in line]) == (2 if execution == "in process" else 0)
    assert ("1 could not be read" in run.output) == (execution == "in process")
    for text in (
        r"Reason\x1b[2J\x9b31m\x7f",
        r"(request ID odd\x1b[2J\x9b31m\x7f)",
        r"\x1b]0;title\x07\x9b31m\x7f\u202egood",
    ):
        # As a message says it, or as JSON says a message.
        assert [line for line in lines if text in line or json.dumps(text)[1:-1] in line], text
    assert UNSEEN.findall("".join(lines)) == []
    assert re.findall("[\x00-\x08\x0b-\x1f]", run.output) == []


@pytest.mark.parametrize("style", ["json", "yaml"])
def test_no_data_reach_a_terminal_that_obeys_them(playbooks, style):
    playbooks.load(jobs={"j1": {"job_id": "j1", "status": f"FAIL{ODD}", f"key{ODD}": ODD}})
    environment = {**playbooks.token_login(), "ANSIBLE_CALLBACK_RESULT_FORMAT": style, "ANSIBLE_NOCOLOR": "true"}
    run = playbooks.run([{"otc.vbs.vbs_job_info": {"job_id": "j1"}}], "-v", environment=environment)
    assert "]0;title" in run.output
    assert re.findall("[\x00-\x08\x0b-\x1f]", run.output) == []


@pytest.mark.parametrize("what", BROKEN)
def test_an_answer_that_ansible_could_not_hand_on_is_an_error(playbooks, what):
    fault = {"status": 200, "body_base64": b64encode(BROKEN[what]).decode()}
    playbooks.simulator.fault(path="jobs", kind="answer", headers={"Content-Type": "application/json"}, **fault)
    options = {"job_id": "j1", "retries": 0}
    run = playbooks.run([{"otc.vbs.vbs_job_info": options}], "-v", environment=playbooks.token_login())
    assert run.status == 2
    assert "answered HTTP 200 OK: a body that is not JSON: " in run.output
    assert "Traceback" not in run.output


def test_a_null_character_is_handed_on(playbooks):
    playbooks.load(jobs={"j1": {"job_id": "j1", "status": "SUCCESS", "note": "a\x00b"}})
    run = playbooks.run(
        [
            {"otc.vbs.vbs_job_info": {"job_id": "j1"}, "register": "result"},
            {"ansible.builtin.assert": {"that": r"result.jobs[0].note == 'a\0b'"}},
        ],
        environment=playbooks.token_login(),
    )
    assert run.status == 0, run.output


@pytest.mark.parametrize(
    ("variable", "message"),
    [
        ("OS_PASSWORD", "Invalid value for auth.password: (not shown). It must be text in UTF-8."),
        ("OS_USERNAME", "Invalid value for auth.username: (not shown). It must be text in UTF-8."),
        ("OS_TOKEN", "Invalid value for auth.token: (not shown). It must be text in UTF-8."),
        ("OS_PROJECT_ID", "Invalid value for project_id: (not shown). An ID consists of letters"),
    ],
)
def test_what_is_no_text_in_the_environment_is_an_error(playbooks, variable, message):
    login = playbooks.token_login() if variable == "OS_TOKEN" else playbooks.password_login()
    run = playbooks.run([{"otc.vbs.vbs_policy_info": {}}], environment={**login, variable: "odd-\udcff-value"})
    assert run.status == 2
    assert message in run.output
    assert playbooks.simulator.requests() == []


@pytest.mark.parametrize("option", ["policy_id", "policy_name", "region_name", "endpoint", "project_id"])
def test_what_is_no_text_in_an_option_is_no_traceback(playbooks, option):
    value = "{{ lookup('ansible.builtin.env', 'ODD') }}"
    run = playbooks.run(
        [{"otc.vbs.vbs_policy_info": {option: value}}],
        "-v",
        environment={**playbooks.token_login(), "ODD": "odd-\udcff-value"},
    )
    assert "Traceback" not in run.output
