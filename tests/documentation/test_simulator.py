# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/simulator.md, followed to the letter by somebody who takes their time."""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import subprocess
from urllib.request import ProxyHandler, Request, build_opener
from uuid import UUID

import pytest
import yaml

from simulator import scenario
from simulator.world import TaskQuery
from tools.documentation import blocks_of
from tools.playbooks import PROGRAMS, ROOT

PAGE = ROOT / "docs" / "simulator.md"
DEMO = ROOT / "tests" / "demo" / "scenario.yml"
SHOWN_URL = "http://127.0.0.1:8780"
SECONDS = 120
SLOW_READER_SECONDS = 300


def blocks(language):
    return [block.text for block in blocks_of(PAGE) if block.language == language]


@pytest.fixture
def clone(tmp_path):
    """What the page works in: a clone, with the environment that 'make demo' sets up, and the scenario."""
    first, _more = blocks("yaml")
    (tmp_path / "my-scenario.yml").write_text(first, encoding="utf-8")
    for name in ("tests", ".venv"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


@pytest.fixture
def newcomer(clone):
    """Opens a terminal in the clone for each command, and closes them all."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("OS_", "ANSIBLE_"))}
    own |= {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1", "PYTHONUNBUFFERED": "1", "HOME": str(clone)}
    own["PATH"] = f"{PROGRAMS}{os.pathsep}{own['PATH']}"
    with contextlib.ExitStack() as stack:

        def type_in(command):
            process = subprocess.Popen(
                ["sh", "-ec", command],
                cwd=clone,
                env=own,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            stack.enter_context(process)
            stack.callback(process.kill)
            return process

        yield type_in


@pytest.fixture
def url(newcomer):
    """Where the simulator is, once it is started as shown, on a port that is free."""
    [start] = [line for text in blocks("shell") for line in text.splitlines() if "tests/simulator --scenario" in line]
    assert f"--port {SHOWN_URL.rpartition(':')[2]}" in start
    # The shell steps aside, so that the server itself is killed.
    process = newcomer(f"exec {start.rpartition(' ')[0]} 0")
    return json.loads(process.stdout.readline())["url"]


def curl(command, url):
    """Do what the command would, and return the answer: a slim machine has no curl."""
    words = iter(shlex.split(command.replace(SHOWN_URL, url).replace("$url", f"{url}/_simulator"), comments=True)[1:])
    request = Request("http://placeholder")
    for word in words:
        if word == "-X":
            request.method = next(words)
        elif word == "-d":
            request.data = next(words).encode()
        else:
            request.full_url = word
    with build_opener(ProxyHandler({})).open(request, timeout=SECONDS) as response:
        return json.load(response)


def commands():
    """The calls of the control API, in their order: the first lets the time pass that the backup takes."""
    return [line for text in blocks("shell") for line in text.splitlines() if line.startswith("curl ")]


def test_the_playbook_of_a_slow_reader_waits_until_the_reader_lets_the_time_pass(newcomer, url):
    dawdled = SLOW_READER_SECONDS * yaml.safe_load(blocks("yaml")[0]).get("speed", 1)
    curl(f"curl -X POST $url/advance -d '{{\"seconds\": {dawdled}}}'", url)
    [check] = [text for text in blocks("shell") if "ansible-playbook" in text]
    assert SHOWN_URL in check
    run = newcomer(check.replace(SHOWN_URL, url))
    output, waited = [], False
    for line in run.stdout:
        output.append(line)
        if "WAITING" in line and not waited:
            waited = True
            curl(commands()[0], url)
    assert run.wait(SECONDS) == 0, "".join(output)
    assert waited, "".join(output)
    verdict = "The latest run of 1 policy is good: 1 of 1 volumes have a good backup"
    assert verdict in PAGE.read_text(encoding="utf-8")
    assert verdict in "".join(output)
    # All of what is shown can be read, such as the volumes.
    assert "Note: " not in "".join(output)


def test_the_control_api_does_what_is_shown(url):
    _advance, *others = commands()
    answers = [curl(command, url) for command in others]
    assert len(answers) == 4
    # The last one lists the requests so far, of which there are none: those to the control API do not count.
    assert answers[-1] == {"requests": []}


@pytest.mark.parametrize("scenario", [blocks("yaml")[0], DEMO.read_text(encoding="utf-8")], ids=["page", "demo"])
def test_policies_have_ids_like_real_ones_that_nobody_takes_for_names(scenario):
    policies = yaml.safe_load(scenario)["policies"]
    assert [identifier for identifier in policies if str(UUID(identifier)) != identifier] == []
    assert all(policy["name"] for policy in policies.values())


def test_what_else_a_scenario_can_hold_does_what_is_said():
    first, more = (yaml.safe_load(block) for block in blocks("yaml"))
    world = scenario.load({**first, **more})
    policy_id = next(iter(world.policies))
    tasks = world.task_page(policy_id, TaskQuery(limit=100))["tasks"]
    assert len(tasks) == 30
    assert {task["created_at"][11:16] for task in tasks} == {"03:00"}
    volume_id, record = next(iter(world.volumes.items()))
    assert {task["resource_id"] for task in tasks} == {volume_id}
    assert record.initial["metadata"] == {"policy": policy_id}
    assert world.options.forbidden == ("evs:volumes:list",)
