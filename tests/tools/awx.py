# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs jobs as AWX does: its own code injects the credentials, ansible-runner runs the playbook.

What is missing is the container: the directory that is /runner in it has its own path here.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ansible_runner
from awx_plugins.interfaces._temporary_private_api import ManagedCredentialType
from awx_plugins.interfaces._temporary_private_credential_api import Credential
from awx_plugins.interfaces._temporary_private_inject_api import inject_credential

PROGRAMS = Path(sys.prefix) / "bin"
EMPTY: dict[str, Any] = {"all": {"hosts": []}, "_meta": {"hostvars": {}}}
CONTAINER_ROOT = "/runner"


def slice_of(inventory: Mapping[str, Any], number: int, count: int) -> dict[str, Any]:
    """What one job of a sliced one gets: every count-th host by name, and what the groups have of these."""
    variables = inventory["_meta"]["hostvars"]
    hosts = sorted(variables)[number - 1 :: count]
    groups = {name: group for name, group in inventory.items() if name != "_meta"}
    kept = {
        name: {**group, "hosts": [host for host in group.get("hosts", []) if host in hosts]}
        for name, group in groups.items()
    }
    return {**kept, "_meta": {"hostvars": {host: variables[host] for host in hosts}}}


@dataclass
class Job:
    """What became of a job."""

    status: str
    rc: int
    directory: Path
    events: list[dict[str, Any]]

    @property
    def output(self) -> str:
        """What AWX shows."""
        return "".join(event["stdout"] + "\n" for event in self.events if event["stdout"])

    @property
    def artifacts(self) -> dict[str, Any]:
        """What a workflow hands on, from set_stats."""
        found = [event["event_data"] for event in self.events if event["event"] == "playbook_on_stats"]
        return found[-1].get("artifact_data", {}) if found else {}


class Awx:
    """Runs the playbooks of a project."""

    def __init__(self, project: Path, collections: Path, directory: Path) -> None:
        self._project = project
        self._collections = collections
        self._directory = directory

    def run(
        self,
        playbook: str,
        credential: tuple[ManagedCredentialType, Mapping[str, Any]] | None = None,
        extra_vars: Mapping[str, Any] | None = None,
        inventory: Mapping[str, Any] | None = None,
        on_event: Callable[[dict[str, Any]], Any] | None = None,
        cancelled: Callable[[], bool] | None = None,
        verbosity: int = 0,
    ) -> Job:
        """Run one to its end. credential: its type and its inputs; inventory: as a script prints it."""
        directory = self._private_directory(inventory or EMPTY)
        (directory / "env" / "extravars").write_text(json.dumps(extra_vars or {}), encoding="utf-8")
        environment, arguments = self._inject(credential, directory)
        events: list[dict[str, Any]] = []

        def take(event: dict[str, Any]) -> bool:
            events.append(event)
            if on_event:
                on_event(event)
            return True

        runner = ansible_runner.run(
            private_data_dir=str(directory),
            ident="1",
            playbook=playbook,
            envvars=environment,
            cmdline=" ".join(arguments) or None,
            suppress_env_files=True,
            quiet=True,
            event_handler=take,
            cancel_callback=cancelled,
            verbosity=verbosity or None,
        )
        return Job(runner.status, runner.rc, directory, events)

    def inventory(self, source: str, credential: tuple[ManagedCredentialType, Mapping[str, Any]]) -> dict[str, Any]:
        """What an inventory source in the project, updated by AWX, comes to.

        AWX 24 names the project's collections in a variable that ansible-core 2.19 and newer ignore, so the plugin has
        to be among the collections of the execution environment.
        """
        directory = self._private_directory(EMPTY)
        environment, _arguments = self._inject(credential, directory)
        environment["ANSIBLE_COLLECTIONS_PATHS"] = environment.pop("ANSIBLE_COLLECTIONS_PATH")
        output, errors = ansible_runner.get_inventory(
            "list",
            [str(directory / "project" / source)],
            response_format="json",
            private_data_dir=str(directory),
            envvars={**environment, "ANSIBLE_INVENTORY_UNPARSED_FAILED": "True"},
            quiet=True,
        )
        assert isinstance(output, dict), errors
        return output

    def _private_directory(self, inventory: Mapping[str, Any]) -> Path:
        directory = Path(tempfile.mkdtemp(prefix="awx_1_", dir=self._directory))
        (directory / "env").mkdir()
        (directory / "inventory").mkdir()
        shutil.copytree(self._project, directory / "project")
        script = directory / "inventory" / "hosts"
        script.write_text(f"#!/bin/sh\ncat <<'END'\n{json.dumps(inventory)}\nEND\n", encoding="utf-8")
        script.chmod(0o700)
        return directory

    def _inject(
        self, credential: tuple[ManagedCredentialType, Mapping[str, Any]] | None, directory: Path
    ) -> tuple[dict[str, str], list[str]]:
        environment: dict[str, Any] = {
            "ANSIBLE_COLLECTIONS_PATH": str(self._collections),
            "ANSIBLE_FORCE_COLOR": "True",
            "ANSIBLE_HOST_KEY_CHECKING": "False",
            "ANSIBLE_REMOTE_TEMP": str(directory / "remote"),
            "AWX_PRIVATE_DATA_DIR": str(directory),
            "HOME": str(directory),
            "JOB_ID": "1",
            "NO_PROXY": "127.0.0.1",
            "no_proxy": "127.0.0.1",
            "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
        }
        arguments: list[str] = []
        if credential:
            credential_type, inputs = credential
            shown: dict[str, Any] = {}
            inject_credential(credential_type, Credential(dict(inputs)), environment, shown, arguments, str(directory))
        return {name: value.replace(CONTAINER_ROOT, str(directory)) for name, value in environment.items()}, arguments
