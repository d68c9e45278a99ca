# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs ansible-playbook as a user does, on a simulated cloud, with nothing of the user's own in between."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.process import Simulator

ROOT = Path(__file__).resolve().parents[2]
# 'make matrix' has modules run on other Pythons than Ansible.
MODULE_PYTHON = os.environ.get("MATRIX_TARGET", sys.executable)
PROGRAMS = Path(sys.prefix) / "bin"
PROJECT = "4229d7a45436489f8c3dc2b1d35d4987"
TOKEN = "gAAAAAB-a-token-that-must-never-be-shown"
PASSWORD = "a-password-that-must-never-be-shown"
USER = {
    "id": "u1",
    "name": "checker",
    "password": PASSWORD,
    "domain": {"id": "d1", "name": "OTC-EU"},
    "projects": [{"id": PROJECT, "name": "eu-de"}],
}


def another_python(directory: Path) -> str:
    """Make an interpreter for modules, which Ansible does not take for the one that it runs on; returns its path."""
    path = directory / "another-python"
    path.write_text(f'#!/bin/sh\nexec "{MODULE_PYTHON}" "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def bare_python(directory: Path) -> str:
    """Make a Python that has no libraries but its own, like that of many machines; returns its path."""
    path = directory / "bare-python"
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -S "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@dataclass
class Run:
    """What a run of ansible-playbook came to, and everything that it wrote."""

    status: int
    output: str
    log: str


class Playbooks:
    """Runs playbooks against a simulator that knows one project, one token and one user.

    in_process: whether modules may do their work in Ansible's own process.
    """

    def __init__(self, simulator: Simulator, directory: Path, *, in_process: bool = True) -> None:
        self.simulator = simulator
        self._directory = directory
        self._log = directory / "log"
        self._python = MODULE_PYTHON if in_process else another_python(directory)

    def load(self, **scenario: Any) -> None:
        self.simulator.load(
            {"speed": 0, "project_id": PROJECT, "tokens": {TOKEN: {}}, "users": [USER], **scenario},
        )

    def token_login(self, token: str = TOKEN) -> dict[str, str]:
        """The environment variables of a login by token."""
        return {"OS_VBS_ENDPOINT_OVERRIDE": self.simulator.url, "OS_PROJECT_ID": PROJECT, "OS_TOKEN": token}

    def password_login(self, password: str = PASSWORD) -> dict[str, str]:
        """The environment variables of a login by password."""
        return {
            "OS_VBS_ENDPOINT_OVERRIDE": self.simulator.url,
            "OS_PROJECT_ID": PROJECT,
            "OS_AUTH_URL": self.simulator.auth_url,
            "OS_USERNAME": USER["name"],
            "OS_PASSWORD": password,
            "OS_USER_DOMAIN_NAME": "OTC-EU",
        }

    def run(
        self,
        playbook: str | list[dict[str, Any]],
        *arguments: str,
        variables: dict[str, Any] | None = None,
        environment: dict[str, str] | None = None,
    ) -> Run:
        """Run a playbook of the collection by its name, or the tasks given, on localhost."""
        if not isinstance(playbook, str):
            play = {"hosts": "localhost", "connection": "local", "gather_facts": False, "tasks": playbook}
            (self._directory / "playbook.json").write_text(json.dumps([play]), encoding="utf-8")
            playbook = str(self._directory / "playbook.json")
        command = ["ansible-playbook", "-i", "localhost,", *arguments, playbook]
        # The collection's own playbook sets this variable, which only an extra one overrules.
        chosen = {"ansible_python_interpreter": self._python, **(variables or {})}
        return self.execute([*command, "-e", json.dumps(chosen)], environment)

    def execute(self, command: list[str], environment: dict[str, str] | None = None) -> Run:
        """Run a command in a directory of its own, with these environment variables beside what Ansible needs."""
        done = subprocess.run(command, **self._surroundings(environment), check=False, timeout=300)
        return Run(done.returncode, done.stdout, self._log.read_text(encoding="utf-8"))

    def start(self, command: list[str], environment: dict[str, str] | None = None) -> subprocess.Popen[str]:
        """What execute() does, for a process whose end is still to come."""

        def heed_ctrl_c() -> None:
            # Whatever a shell has started in the background ignores it, and so would what the tests start.
            signal.signal(signal.SIGINT, signal.SIG_DFL)

        return subprocess.Popen(command, preexec_fn=heed_ctrl_c, **self._surroundings(environment))

    def _surroundings(self, environment: dict[str, str] | None) -> dict[str, Any]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("OS_")}
        return {
            "env": own
            | {
                "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
                "ANSIBLE_PYTHON_INTERPRETER": self._python,
                "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".venv" / "collections"),
                "ANSIBLE_LOG_PATH": str(self._log),
                "ANSIBLE_SHOW_CUSTOM_STATS": "true",
                "NO_PROXY": "127.0.0.1",
                "no_proxy": "127.0.0.1",
            }
            | (environment or {}),
            "cwd": self._directory,
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.STDOUT,
            "text": True,
        }
