# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The example's rulebook, run by ansible-rulebook where that is installed, on what the example's playbook posts."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import threading
from contextlib import contextmanager

import pytest
import yaml

from tools.playbooks import ROOT, Playbooks

RULEBOOK = ROOT / "examples/monitoring/eda-rulebook.yml"
PLAYBOOK = ROOT / "examples/monitoring/check.yml"
# It starts a Java machine.
LONGEST = 120
TOKEN = "a-token-of-the-rulebook"


@contextmanager
def rulebook(directory, port):
    """Run the rulebook; what it writes comes line by line."""
    variables = directory / "variables.json"
    variables.write_text(json.dumps({"eda_token": TOKEN, "eda_port": port}), encoding="utf-8")
    command = ["ansible-rulebook", "-i", "localhost,", "-r", str(RULEBOOK), "--vars", str(variables), "-v"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=directory) as one:
        watchdog = threading.Timer(LONGEST, one.kill)
        watchdog.start()
        try:
            yield one.stdout
        finally:
            watchdog.cancel()
            one.kill()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def line_with(lines, *texts):
    """The first line that holds one of the texts."""
    seen = []
    for line in lines:
        seen.append(line)
        if any(text in line for text in texts):
            return line
    raise AssertionError("".join(seen))


def test_every_state_of_a_check_has_a_rule():
    (ruleset,) = yaml.safe_load(RULEBOOK.read_text(encoding="utf-8"))
    conditions = " ".join(rule["condition"] for rule in ruleset["rules"])
    assert [state for state in range(4) if f"exit_status == {state}" not in conditions] == []
    # What it must be told to tell the check from others.
    assert ruleset["sources"][0]["eda.builtin.webhook"]["token"] == "{{ eda_token }}"


@pytest.mark.skipif(not shutil.which("ansible-rulebook"), reason="ansible-rulebook is not on PATH")
@pytest.mark.skipif(not shutil.which("java"), reason="ansible-rulebook needs Java, which is not on PATH")
def test_the_rulebook_reacts_to_what_the_check_posts(simulator, tmp_path):
    playbooks = Playbooks(simulator, tmp_path)
    port = free_port()
    posting = {"eda_url": f"http://127.0.0.1:{port}/endpoint", "eda_token": TOKEN}
    with rulebook(tmp_path, port) as lines:
        line_with(lines, "Waiting for events")
        for status, said in (
            ("EXECUTE_SUCCESS", "Backups are good: OK - "),
            ("EXECUTE_FAIL", "Backups are not good: ['Policy p1 (p1): volume v1 is EXECUTE_FAIL"),
            (None, "The backups could not be checked: UNKNOWN - "),
        ):
            task = {"job_id": "t", "resource_id": "v1", "status": status, "created_at": "@-600", "backup_name": "b"}
            playbooks.load(policies={"p1": {"tasks": [task] if status else []}})
            login = playbooks.token_login(*([] if status else ["another-token"]))
            playbooks.run(str(PLAYBOOK), variables=posting, environment=login)
            assert said in line_with(lines, "Backups are", "The backups")
