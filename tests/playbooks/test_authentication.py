# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every way to log in that docs/authentication.md shows, run as it stands there; nothing secret is ever shown."""

from __future__ import annotations

import json
import re

import pytest

from tools.documentation import blocks_of
from tools.inventories import GOOD
from tools.playbooks import ROOT, Playbooks, bare_python

PAGE = ROOT / "docs" / "authentication.md"
GUIDE = PAGE.read_text(encoding="utf-8")
BLOCKS = blocks_of(PAGE)
DOMAIN = "OTC-EU-DE-00000000001000000000"
SECRETS = {
    "password": "a-password-that-must-never-be-shown",
    "secret_key": "a-secret-key-that-must-never-be-shown",
}
ACCESS_KEY = "AKEXAMPLE"
POLICY = "nightly"


def sections():
    """The ways, by their headlines: those with something to run."""
    found = {}
    for block in BLOCKS:
        title = re.findall(r"^## (.+)$", "\n".join(GUIDE.splitlines()[: block.line]), re.MULTILINE)[-1]
        found.setdefault(title, []).append((block.language, block.text))
    return found


@pytest.fixture(scope="module")
def cloud(simulator, keystone):
    """A real Keystone with a user, whose catalog leads to the simulator; the simulator asks it about tokens."""
    domain = keystone.domain(DOMAIN)
    project = keystone.project("eu-de", domain)
    user = keystone.user("backup-checker", SECRETS["password"], domain, [project])
    keystone.service({region: {"public": f"{simulator.url}/v2/$(project_id)s"} for region in ("eu-de", "eu-nl")})
    credential = keystone.application_credential(user, SECRETS["password"], project)
    yield {
        "scenario": {
            "project_id": project,
            "keystone": {"auth_url": keystone.auth_url},
            "access_keys": {ACCESS_KEY: {"secret_key": SECRETS["secret_key"], "project_id": project}},
        },
        "variables": {
            **SECRETS,
            "policy_id": POLICY,
            "project_id": project,
            "access_key": ACCESS_KEY,
            "application_credential_id": credential["id"],
            "application_credential_secret": credential["secret"],
            "token": keystone.token(user, SECRETS["password"], project),
        },
    }
    keystone.clear()


@pytest.fixture
def run(simulator, keystone, cloud, tmp_path):
    """Call it with the blocks of a way, and variables that differ from the right ones."""
    simulator.load({**cloud["scenario"], "policies": {POLICY: {"tasks": [GOOD]}}})
    playbooks = Playbooks(simulator, tmp_path)

    def run_blocks(blocks, **wrong):
        variables = {**cloud["variables"], **wrong}
        environment = {"HOME": str(tmp_path), "ANSIBLE_VERBOSITY": "4"}
        command = ["ansible-playbook"]
        for language, text in blocks:
            here = text.replace("https://iam.eu-de.otc.t-systems.com/v3", keystone.auth_url)
            here = here.replace("https://vbs.eu-de.otc.t-systems.com", simulator.url)
            if language == "shell":
                command = ["sh", "-ec", here]
            elif here.startswith("clouds:"):
                here = here.replace("the-password", variables["password"])
                name = "clouds.yaml" if "auth_url" in here else "secure.yaml"
                (tmp_path / name).write_text(here)
                if "devstack" in here:
                    environment["OS_CLIENT_CONFIG_FILE"] = str((tmp_path / name).rename(tmp_path / "awx-file"))
            else:
                assert command == ["ansible-playbook"], "A way is one playbook or one command."
                (tmp_path / "playbook.yml").write_text(here)
                command = ["ansible-playbook", "-i", "localhost,", "playbook.yml"]
                # The playbook itself has to say which Python has the libraries.
                environment["ANSIBLE_PYTHON_INTERPRETER"] = bare_python(tmp_path)
        if command[0] == "sh":
            return playbooks.execute(command, environment=environment | variables)
        (tmp_path / "variables.json").write_text(json.dumps(variables))
        return playbooks.execute([*command, "-e", "@variables.json"], environment=environment)

    return run_blocks


@pytest.mark.parametrize("title", sections())
def test_each_way_works_and_shows_no_secret(run, simulator, cloud, title):
    done = run(sections()[title])
    assert done.status == 0, done.output
    assert "The latest run of 1 policy is good: 1 of 1" in done.output
    tokens = {request["headers"].get("x-auth-token") for request in simulator.requests()} - {None}
    assert bool(tokens) is (title != "An access key")
    assert_nothing_shown(done, tokens | {value for name, value in cloud["variables"].items() if is_secret(name)})


@pytest.mark.parametrize("title", sections())
def test_each_way_fails_and_shows_no_secret(run, cloud, title):
    wrong = {name: f"wrong-{name}-not-to-be-shown-either" for name in cloud["variables"] if is_secret(name)}
    done = run(sections()[title], **wrong)
    assert done.status == 2
    assert "HTTP 401" in done.output
    assert "have a good backup" not in done.output
    assert_nothing_shown(done, set(wrong.values()))


def is_secret(name):
    return name in ("password", "secret_key", "application_credential_secret", "token")


def assert_nothing_shown(done, secrets):
    assert [secret for secret in secrets if secret in done.output + done.log] == []
    assert "Traceback" not in done.output


def test_the_guide_shows_each_way_of_its_table():
    named = re.findall(r"^\| \[(.+?)\]\(#", GUIDE, re.MULTILINE)
    assert named == list(sections())
