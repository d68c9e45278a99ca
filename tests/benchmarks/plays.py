# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs plays and programs as a user does, and measures them."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from simulator.process import Simulator

from .cloud import PROJECT, TOKEN

HERE = Path(__file__).parent
COLLECTIONS = HERE.parents[1] / ".venv" / "collections"
WATCH = HERE / "programs" / "watch.py"

# What a run was like: 'whole' seconds, and of the process that did the work the seconds 'inside' and its 'memory'.
Sample = dict[str, float]


class BenchmarkError(RuntimeError):
    """A contender did not do its work, so there is nothing to compare."""


class Plays:
    """Runs them in a directory, against a simulator."""

    def __init__(self, simulator: Simulator, directory: Path) -> None:
        self.simulator = simulator
        self._notes = directory / "notes"
        self._playbook = directory / "playbook.json"
        self._output = directory / "output"
        # Stands for Python, so that what a module takes can be told from what Ansible takes.
        self._watched_python = directory / "python"
        words = shlex.join([sys.executable, str(WATCH), str(self._notes), sys.executable])
        self._watched_python.write_text(f'#!/bin/sh\nexec {words} "$@"\n', encoding="utf-8")
        self._watched_python.chmod(0o755)

    def task(self, task: dict[str, Any], watched: bool = False, **variables: Any) -> Sample:
        """Run a play of one task."""
        play = {"hosts": "localhost", "gather_facts": False, "tasks": [task]}
        self._playbook.write_text(json.dumps([play]), encoding="utf-8")
        return self.playbook(self._playbook, watched, **variables)

    def playbook(self, playbook: Path, watched: bool = False, **variables: Any) -> Sample:
        """Run a playbook on localhost; watched: the process of its module, the last one if there are several."""
        python = str(self._watched_python) if watched else sys.executable
        variables = {
            "ansible_python_interpreter": python,
            "endpoint": self.simulator.url,
            "project_id": PROJECT,
            "token": TOKEN,
            **variables,
        }
        programs = Path(sys.executable).parent
        command = [str(programs / "ansible-playbook"), "-i", "localhost,", "-c", "local", str(playbook)]
        return self._run([*command, "-e", json.dumps(variables)], watched)

    def program(self, name: str, *arguments: str | int) -> Sample:
        """Run a Python program of this folder, with the service's address and login before its arguments."""
        program = str(HERE / "programs" / name)
        words = [program, self.simulator.url, PROJECT, TOKEN, *map(str, arguments)]
        sample = self._run([sys.executable, str(WATCH), str(self._notes), sys.executable, *words], watched=True)
        # Without what it takes to watch it.
        return {**sample, "whole": sample["inside"]}

    def _run(self, command: Sequence[str], watched: bool) -> Sample:
        self._notes.unlink(missing_ok=True)
        with self._output.open("wb") as output:
            started = time.monotonic()
            status = subprocess.run(
                command,
                env=self._environment(),
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            ).returncode
            sample = {"whole": time.monotonic() - started}
        if status != 0:
            raise BenchmarkError(f"{command} failed:\n{self._output.read_text(encoding='utf-8')[-4000:]}")
        if watched:
            *_earlier, line = self._notes.read_text(encoding="utf-8").splitlines()
            noted = json.loads(line)
            sample.update(inside=noted["seconds"], memory=noted["memory"], ended=noted["ended"])
        return sample

    def _environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("OS_")}
        return own | {
            "ANSIBLE_COLLECTIONS_PATH": str(COLLECTIONS),
            "ANSIBLE_LIBRARY": str(HERE / "library"),
            "OS_VBS_ENDPOINT_OVERRIDE": self.simulator.url,
            "OS_PROJECT_ID": PROJECT,
            "OS_TOKEN": TOKEN,
            "NO_PROXY": "127.0.0.1",
            "no_proxy": "127.0.0.1",
        }
