# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a task's work is done in Ansible's own process or by its module: each line of the table that tells it."""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools.playbooks import PROGRAMS, ROOT, another_python

# What Ansible tells of with -vvv as soon as it takes a module.
MODULE = re.compile(r"Using module file \S*/otc/vbs/plugins/modules/vbs_job_info\.py")
PAGE = ROOT / "docs" / "development.md"
# A connection of a name of its own, that leads to this machine all the same.
ELSEWHERE = """\
from ansible.plugins.connection.local import Connection as Local
DOCUMENTATION = '''
name: elsewhere
short_description: this machine under another name
description: For tests.
options: {}
'''
class Connection(Local):
    transport = 'elsewhere'
"""
JOB = {"otc.vbs.vbs_job_info": {"job_id": "job-1"}}
OWN, OTHER = "in process", "module"
ME = getpass.getuser()

# By the first column of the table: the way, and a task; those of a play are in PLAYS.
CASES = {
    "`connection: local`, `-c local`, or the implicit localhost": (OWN, JOB),
    "`delegate_to: localhost`": (OWN, {**JOB, "delegate_to": "localhost"}),
    "`delegate_to` a host with the connection `local`": (
        OWN,
        {**JOB, "delegate_to": "other", "vars": {"ansible_connection": "local"}},
    ),
    "`delegate_to` any other host": (
        OTHER,
        {**JOB, "delegate_to": "other", "vars": {"ansible_connection": "elsewhere"}},
    ),
    "any other connection, also one that leads to the controller": (
        OTHER,
        {**JOB, "vars": {"ansible_connection": "elsewhere"}},
    ),
    "`become` to the user that Ansible runs as": (OWN, {**JOB, "become": True, "become_user": ME}),
    "`become` to any other user": (OTHER, {**JOB, "become": True, "become_user": "nobody"}),
    "`become: false`": (OWN, {**JOB, "become": False}),
    "`async`, with any `poll`": (OTHER, {**JOB, "async": 60, "poll": 1}),
    "`ansible_python_interpreter` that is not set, empty or `auto`": (
        OWN,
        {**JOB, "vars": {"ansible_python_interpreter": "auto"}},
    ),
    "`ansible_python_interpreter` that is Ansible's own, by any name in its directory": (
        OWN,
        {**JOB, "vars": {"ansible_python_interpreter": "{{ ansible_playbook_python | dirname }}/python3"}},
    ),
    "`ansible_python_interpreter` that is any other, also by `interpreter_python` in `ansible.cfg`": (
        OTHER,
        {**JOB, "vars": {"ansible_python_interpreter": "ANOTHER"}},
    ),
    "`check_mode`, `diff`": (OWN, {**JOB, "check_mode": True, "diff": True}),
    "`no_log`": (OWN, {**JOB, "no_log": True}),
    "`environment`, which counts": (OWN, {**JOB, "environment": {"OS_PROJECT_ID": "PROJECT"}}),
    "`timeout`, which counts": (OWN, {**JOB, "timeout": 60}),
    "`loop`, `until`, `retries`, `delay`": (
        OWN,
        {**JOB, "loop": [1, 2], "register": "found", "until": "found.jobs | length > 0", "retries": 2, "delay": 0},
    ),
    "`throttle`, `run_once`, `ignore_errors`, `failed_when`, `changed_when`": (
        OWN,
        {**JOB, "throttle": 1, "run_once": True, "ignore_errors": True, "failed_when": False, "changed_when": False},
    ),
    "strategies `linear`, `free` and `host_pinned`, with any number of `forks`": (OWN, JOB),
}
# What the unit tests of the decision show: there is no such machine here.
SHOWN_ELSEWHERE = {
    "macOS, with a proxy or `no_proxy` in the environment": OWN,
    "macOS otherwise, as a forked process must not ask it for proxies": OTHER,
    "`requests`, or `jmespath` where it is needed, missing in Ansible's own Python": OTHER,
}


@pytest.fixture
def run(playbooks, one_way, tmp_path):
    (tmp_path / "connection_plugins").mkdir()
    (tmp_path / "connection_plugins" / "elsewhere.py").write_text(ELSEWHERE, encoding="utf-8")
    playbooks.load(jobs={"job-1": {"job_id": "job-1", "status": "SUCCESS"}})

    def run(task, play=None, environment=None, arguments=()):
        text = json.dumps({"hosts": "this", "gather_facts": False, "tasks": [task], **(play or {})})
        text = text.replace("ANOTHER", another_python(tmp_path)).replace("PROJECT", "4229d7a45436489f8c3dc2b1d35d4987")
        (tmp_path / "play.json").write_text(f"[{text}]", encoding="utf-8")
        login = {**playbooks.token_login(), "ANSIBLE_PYTHON_INTERPRETER": sys.executable, **(environment or {})}
        return playbooks.execute(["ansible-playbook", "-i", "this,other,", "play.json", "-vvv", *arguments], login)

    return run


def way_of(done):
    return OTHER if MODULE.search(done.output) else OWN


@pytest.mark.parametrize("line", CASES)
def test_the_way_is_that_of_the_table(run, line):
    expected, task = CASES[line]
    done = run(task, {} if "delegate" in line else {"connection": "local"})
    assert way_of(done) == expected, done.output
    if "nobody" not in str(task):
        assert done.status == 0, done.output


@pytest.mark.parametrize("strategy", ["free", "host_pinned"])
def test_strategies_and_many_forks_make_no_difference(run, strategy):
    hosts = [f"h{number}" for number in range(50)]
    done = run(
        {**JOB, "loop": [1, 2]},
        {"hosts": "all", "connection": "local", "strategy": strategy},
        arguments=("-i", ",".join(hosts) + ",", "--forks", "50"),
    )
    assert done.status == 0, done.output[-3000:]
    assert way_of(done) == OWN
    assert done.output.count("failed=0") >= 50


def test_an_interpreter_of_the_configuration_counts(run, tmp_path):
    done = run(JOB, {"connection": "local"}, {"ANSIBLE_PYTHON_INTERPRETER": another_python(tmp_path)})
    assert way_of(done) == OTHER


def test_the_table_has_these_lines():
    rows = re.findall(r"^\| (.*) \| (in process|module) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    told = {line: way for line, (way, _task) in CASES.items()} | SHOWN_ELSEWHERE
    assert dict(rows) == told


def test_the_environment_of_a_task_is_for_that_task_alone(run):
    done = run(
        {
            "block": [
                {**JOB, "environment": {"OS_TOKEN": "wrong"}, "ignore_errors": True, "loop": [1]},
                {**JOB, "register": "found"},
                {"ansible.builtin.debug": {"msg": "status {{ found.jobs[0].status }}"}},
            ]
        },
        {"connection": "local"},
    )
    assert "answered HTTP 401" in done.output
    assert '"msg": "status SUCCESS"' in done.output


@pytest.mark.parametrize("name", ["A=B", ""])
def test_a_variable_that_no_process_can_have_is_named(run, playbooks, name):
    done = run({**JOB, "environment": {name: "a-value"}}, {"connection": "local"})
    assert done.status == 2
    assert f"Invalid value for environment: '{name}'. It must be the name of a variable." in done.output
    assert "Traceback" not in done.output
    assert playbooks.simulator.requests() == []


def test_files_are_looked_for_where_ansible_was_started(run, playbooks, tmp_path):
    (tmp_path / "plays").mkdir()
    cloud = {
        "auth": {"token": "gAAAAAB-a-token-that-must-never-be-shown", "project_id": "4229d7a45436489f8c3dc2b1d35d4987"}
    }
    cloud["vbs_endpoint_override"] = playbooks.simulator.url
    (tmp_path / "clouds.yaml").write_text(json.dumps({"clouds": {"mine": cloud}}), encoding="utf-8")
    (tmp_path / "plays" / "play.json").write_text(
        json.dumps([{"hosts": "localhost", "connection": "local", "gather_facts": False, "tasks": [JOB]}]),
        encoding="utf-8",
    )
    done = playbooks.execute(["ansible-playbook", "-i", "localhost,", "plays/play.json"], {"OS_CLOUD": "mine"})
    assert done.status == 0, done.output


def test_the_timeout_of_a_task_ends_its_wait(run, playbooks):
    playbooks.load(jobs={"job-1": {"job_id": "job-1", "status": "RUNNING"}})
    wait = {"otc.vbs.vbs_job_info": {"job_id": "job-1", "wait": True, "wait_interval": 60}, "timeout": 1}
    done = run(wait, {"connection": "local"})
    assert way_of(done) == OWN
    assert done.status == 2
    assert re.search(r"\b1 second|time frame \(1\)", done.output)
    assert "Traceback" not in done.output


def test_a_library_that_ansible_lacks_is_taken_from_the_module_s_python(run, tmp_path):
    (tmp_path / "lacking").mkdir()
    (tmp_path / "lacking" / "requests.py").write_text("raise ImportError('none here')\n", encoding="utf-8")
    python = tmp_path / "whole-python"
    python.write_text(f'#!/bin/sh\nunset PYTHONPATH\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    lacking = {"PYTHONPATH": str(tmp_path / "lacking")}
    good = run({**JOB, "vars": {"ansible_python_interpreter": str(python)}}, {"connection": "local"}, lacking)
    assert (good.status, way_of(good)) == (0, OTHER), good.output
    bad = run(JOB, {"connection": "local"}, lacking)
    assert (bad.status, way_of(bad)) == (2, OTHER)
    assert "Failed to import the required Python library (requests)" in bad.output
    assert re.search(r"Ansible's own Python, \S+, lacks requests, too\.", bad.output)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_wait_ends_with_its_controller(playbooks, one_way, tmp_path, number):
    playbooks.load(jobs={"job-1": {"job_id": "job-1", "status": "RUNNING"}})
    wait = {"otc.vbs.vbs_job_info": {"job_id": "job-1", "wait": True, "wait_interval": 0.2}}
    play = {"hosts": "localhost", "connection": "local", "gather_facts": False, "tasks": [wait]}
    (tmp_path / "play.json").write_text(json.dumps([play]), encoding="utf-8")
    own = {name: value for name, value in os.environ.items() if not name.startswith("OS_")}
    with subprocess.Popen(
        [str(PROGRAMS / "ansible-playbook"), "-i", "localhost,", "play.json"],
        cwd=tmp_path,
        env={
            **own,
            **playbooks.token_login(),
            "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".venv" / "collections"),
            "MARK": str(tmp_path),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as controller:
        until(lambda: len(playbooks.simulator.requests()) > 2)
        assert len(processes_with(f"MARK={tmp_path}")) > 1
        os.kill(controller.pid, number)
    until(lambda: not processes_with(f"MARK={tmp_path}"))


def processes_with(variable):
    """Those that have it in their environment."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if variable.encode() in path.read_bytes().split(b"\0"):
                found.append(path)
    return found


def until(condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
