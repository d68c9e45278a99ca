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
from .environments import Environment

HERE = Path(__file__).parent
COLLECTIONS = HERE.parents[1] / ".venv" / "collections"
WATCH = HERE / "programs" / "watch.py"

# What a run was like. 'whole': its seconds. Of a play, those 'before' its first task, 'during' its tasks and 'after'
# them, those of each task ('task' and its name), how many 'results' there were, and when the last one came ('ended').
# Of a process that was watched, its seconds ('inside') and its peak of 'memory'.
Sample = dict[str, float]
TASK = "task "


class BenchmarkError(RuntimeError):
    """A contender did not do its work, so there is nothing to compare."""


class Plays:
    """Runs them in a directory, against a simulator, with an ansible-core.

    own: the Python that Ansible runs on, so that the collection's modules do their work in Ansible's own process.
    forced: starts that Python, by another name, so that they run as modules.
    watched: the same, and notes what the process of the module takes; that of the last module if there are several.
    earlier: a path of collections with an earlier commit, None where there is none.
    """

    def __init__(self, simulator: Simulator, directory: Path, environment: Environment, earlier: Path | None) -> None:
        self.simulator = simulator
        self.earlier = earlier
        self._notes = directory / "notes"
        self._stamps = directory / "stamps"
        self._playbook = directory / "playbook.json"
        self._inventory = directory / "inventory.json"
        self._output = directory / "output"
        self._programs = environment.python.parent
        self.own = str(environment.python)
        self.forced = _script(directory / "forced-python", self.own)
        self.watched = _script(directory / "watched-python", sys.executable, str(WATCH), str(self._notes), self.own)

    def task(self, task: dict[str, Any], python: str | None = None, **variables: Any) -> Sample:
        """Run a play of one task on localhost; python: see Plays, the own one if not said."""
        return self.playbook(self._play_of(task), python, **variables)

    def playbook(self, playbook: Path, python: str | None = None, **variables: Any) -> Sample:
        """Run a playbook on localhost."""
        return self._run_playbook(playbook, "localhost,", python or self.own, COLLECTIONS, variables)

    def task_on(self, hosts: dict[str, Any], task: dict[str, Any]) -> Sample:
        """Run a play of one task on hosts, given with their variables."""
        return self.playbook_on(hosts, self._play_of(task))

    def playbook_on(self, hosts: dict[str, Any], playbook: Path, collections: Path = COLLECTIONS) -> Sample:
        """Run a playbook on hosts, with the collection that is there."""
        self._inventory.write_text(json.dumps({"all": {"hosts": hosts}}), encoding="utf-8")
        return self._run_playbook(playbook, str(self._inventory), self.own, collections, {})

    def program(self, name: str, *arguments: str | int) -> Sample:
        """Run a Python program of this folder, with the service's address and login before its arguments."""
        words = [str(HERE / "programs" / name), self.simulator.url, PROJECT, TOKEN, *map(str, arguments)]
        self._run([sys.executable, str(WATCH), str(self._notes), self.own, *words], COLLECTIONS)
        sample = self._watched()
        # Without what it takes to watch it.
        return {**sample, "whole": sample["inside"]}

    def _play_of(self, task: dict[str, Any]) -> Path:
        play = {"hosts": "all", "gather_facts": False, "tasks": [task]}
        self._playbook.write_text(json.dumps([play]), encoding="utf-8")
        return self._playbook

    def _run_playbook(
        self, playbook: Path, inventory: str, python: str, collections: Path, variables: dict[str, Any]
    ) -> Sample:
        variables = {
            "ansible_python_interpreter": python,
            "endpoint": self.simulator.url,
            "project_id": PROJECT,
            "token": TOKEN,
            **variables,
        }
        command = [str(self._programs / "ansible-playbook"), "-i", inventory, "-c", "local", str(playbook)]
        started, ended = self._run([*command, "-e", json.dumps(variables)], collections)
        stamps = json.loads(self._stamps.read_text(encoding="utf-8"))
        names, begun = zip(*stamps["begun"], strict=True)
        tasks = zip(names, begun, (*begun[1:], stamps["ended"]), strict=True)
        sample = {
            **{f"{TASK}{name}": after - before for name, before, after in tasks},
            "whole": ended - started,
            "before": begun[0] - started,
            "during": stamps["ended"] - begun[0],
            "after": ended - stamps["ended"],
            "results": stamps["results"],
            "ended": stamps["ended"],
        }
        return {**sample, **self._watched()} if python == self.watched else sample

    def _watched(self) -> Sample:
        *_earlier, line = self._notes.read_text(encoding="utf-8").splitlines()
        noted = json.loads(line)
        return {"inside": noted["seconds"], "memory": noted["memory"]}

    def _run(self, command: Sequence[str], collections: Path) -> tuple[float, float]:
        """Run a command; returns when it started and ended."""
        self._notes.unlink(missing_ok=True)
        with self._output.open("wb") as output:
            started = time.monotonic()
            status = subprocess.run(
                command,
                env=self._environment(collections),
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            ).returncode
            ended = time.monotonic()
        if status != 0:
            raise BenchmarkError(f"{command} failed:\n{self._output.read_text(encoding='utf-8')[-4000:]}")
        return started, ended

    def _environment(self, collections: Path) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("OS_")}
        return own | {
            "ANSIBLE_COLLECTIONS_PATH": str(collections),
            "ANSIBLE_LIBRARY": str(HERE / "library"),
            "ANSIBLE_CALLBACK_PLUGINS": str(HERE / "callbacks"),
            "ANSIBLE_CALLBACKS_ENABLED": "stamps",
            "BENCHMARK_STAMPS": str(self._stamps),
            "OS_VBS_ENDPOINT_OVERRIDE": self.simulator.url,
            "OS_PROJECT_ID": PROJECT,
            "OS_TOKEN": TOKEN,
            "NO_PROXY": "127.0.0.1",
            "no_proxy": "127.0.0.1",
        }


def _script(path: Path, *words: str) -> str:
    """Make a program that runs these words before its arguments; returns its path."""
    path.write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    return str(path)
