# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every block of YAML that the documentation shows is run, as it stands there, by what reads it.

The tasks and plays of a page are one playbook, as a reader goes on from one to the next. The first inventory of a page
is the one that they run with.
"""

from __future__ import annotations

import json
import re

import pytest
import yaml

from simulator.process import Simulator
from tools.chat import chat, receiver
from tools.documentation import yaml_blocks
from tools.playbooks import PASSWORD, PROJECT, TOKEN, Playbooks, bare_python

# Their blocks are run with a real Keystone, by tests/playbooks/test_authentication.py, and by test_simulator.py.
ELSEWHERE = ("docs/authentication.md", "docs/simulator.md")
BLOCKS = [block for block in yaml_blocks() if block.page not in ELSEWHERE]

OTHER_PROJECT = "8d1f2f0f5c1b4b1e9a53b4ab37ae0a6c"
POLICY, OTHER_POLICY = "fbe69dd4-9a1f-4c2a-8a4f-3a9e6e2c8f10", "0c4e2d58-6f0b-4f9e-9d1a-5b8f3a7c2e41"
JOBS = ["4010b39b5281d3590152874bfa3b1604", "4010b39b5281d3590152874bfa3b1605"]
VOLUME = "f47a4ab5-11f5-4509-97f5-80ce0dd74e37"
RESTORE_POINT = {
    "id": "ba5401a2-7cd2-4c01-8c0d-c936ab412d6d",
    "status": "available",
    "volume_id": VOLUME,
    "created_at": "@-590",
}
USER = {
    "id": "u1",
    "name": "backup-checker",
    "password": PASSWORD,
    "domain": {"id": "d1", "name": "OTC-EU-DE-00000000001000000000"},
    "projects": [{"id": PROJECT, "name": "eu-de"}],
}
# What the blocks leave to their reader.
VARIABLES = {
    "chat_webhook": "http://127.0.0.1:9/not-used-as-all-is-good",
    "icinga_password": PASSWORD,
    "icinga_user": "checker",
    "job_ids": JOBS,
    "password": PASSWORD,
    "policy_id": POLICY,
    "policy_ids": [POLICY, OTHER_POLICY],
    "project_id": PROJECT,
    "started": {"job_id": JOBS[0]},
    "token": TOKEN,
}
# What tasks need around them to run where Ansible does, as the plays that are shown do.
PLAY = {
    "hosts": "localhost",
    "connection": "local",
    "gather_facts": False,
    "vars": {"ansible_python_interpreter": "{{ ansible_playbook_python }}"},
}

IMPORT = "ansible.builtin.import_playbook"


def kind(block):
    """What the block is, by what it holds."""
    content = yaml.safe_load(block.text)
    if isinstance(content, list) and all("hosts" in item or IMPORT in item for item in content):
        return "plays"
    if isinstance(content, list) and all("name" in item for item in content):
        return "tasks"
    if isinstance(content, dict) and "plugin" in content:
        return "inventory"
    raise AssertionError(f"Nothing runs the block {block}. Show something whole, or have this test run it.")


def of_kind(*kinds):
    found = [block for block in BLOCKS if kind(block) in kinds]
    return {"argvalues": found, "ids": map(str, found)}


def backup(volume, status="EXECUTE_SUCCESS"):
    return {
        "job_id": f"task-{volume}",
        "status": status,
        "created_at": "@-600",
        "backup_name": "autobk_1",
        "resource_id": volume,
    }


def policies(status="EXECUTE_SUCCESS"):
    return {
        POLICY: {"name": "nightly-websites", "tasks": [backup(VOLUME, status)]},
        OTHER_POLICY: {"name": "nightly-databases", "tasks": [backup("volume-2")]},
    }


class Reader:
    """Does in a directory what a page shows."""

    def __init__(self, simulator, other, directory):
        self._places = {
            "https://iam.eu-de.otc.t-systems.com/v3": simulator.auth_url,
            "https://vbs.eu-de.otc.t-systems.com": simulator.url,
            "/var/www/html": str(directory),
            **dict.fromkeys(
                ("/tmp", "/var/lib/check_mk_agent/spool", "/var/lib/nagios4/rw", "/var/lib/prometheus/node-exporter"),
                str(directory),
            ),
            # A simulated cloud has one project, so the other project is in another.
            f"project_id: {OTHER_PROJECT}": f"project_id: {OTHER_PROJECT}\n    endpoint: {other.url}",
        }
        self._playbooks = Playbooks(simulator, directory)
        self._directory = directory
        clouds = {
            name: {"vbs_endpoint_override": cloud.url, "auth": {"token": TOKEN, "project_id": project}}
            for name, cloud, project in (("production", simulator, PROJECT), ("staging", other, OTHER_PROJECT))
        }
        self.write("clouds.yaml", json.dumps({"clouds": clouds}))

    def write(self, name, text):
        text = re.sub("|".join(map(re.escape, self._places)), lambda shown: self._places[shown[0]], text)
        (self._directory / name).parent.mkdir(exist_ok=True)
        (self._directory / name).write_text(text, encoding="utf-8")
        return name

    def read(self, name):
        return (self._directory / name).read_text(encoding="utf-8")

    def execute(self, *command, login=True):
        """Run a command, perhaps with a login in the environment, which counts before that of a cloud that is named."""
        environment = {
            "HOME": str(self._directory),
            "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "true",
            # A reader's machine, whose own Python does not have the libraries that are in the reader's venv.
            "ANSIBLE_PYTHON_INTERPRETER": bare_python(self._directory),
        }
        return self._playbooks.execute([*command], (self._playbooks.token_login() if login else {}) | environment)

    def play(self, blocks, inventory, **variables):
        """Run tasks and plays, in their order, as one playbook."""
        steps = []
        for block in blocks:
            name = self.write(f"line-{block.line}.yml", block.text)
            if kind(block) == "plays":
                steps.append({IMPORT: name})
            else:
                steps.append({**PLAY, "name": str(block), "tasks": [{"ansible.builtin.import_tasks": name}]})
        # The weakest variables, so that what a block registers counts.
        self.write("group_vars/all.yml", json.dumps(VARIABLES | variables))
        self.write("playbook.yml", json.dumps(steps))
        # Ansible knows a localhost that no inventory names. One that an inventory names is any other host to it.
        sources = ["-i", "localhost,"]
        if inventory:
            sources += ["-i", self.write("my.vbs.yml", inventory.text)]
        return self.execute("ansible-playbook", *sources, "playbook.yml")


@pytest.fixture(scope="module")
def other_cloud():
    with Simulator() as running:
        yield running


@pytest.fixture(scope="module")
def monitoring():
    """The root URL of what takes posts for monitoring."""
    with receiver() as (url, _posted):
        yield url


@pytest.fixture(scope="module")
def reader(simulator, other_cloud, tmp_path_factory):
    """Makes a reader, who finds a cloud where the latest backups are good, unless their status is another."""

    def make(status="EXECUTE_SUCCESS"):
        common = {"speed": 0, "tokens": {TOKEN: {}}}
        entities = {"backup_id": RESTORE_POINT["id"]}
        project = {
            "project_id": PROJECT,
            "users": [USER],
            "policies": policies(status),
            "jobs": {job: {"job_id": job, "status": "SUCCESS", "entities": entities} for job in JOBS},
            "backups": [RESTORE_POINT],
        }
        simulator.load({**common, **project})
        mails = {"another-policy": {"name": "nightly-mails", "tasks": [backup("volume-3")]}}
        other_cloud.load({**common, "project_id": OTHER_PROJECT, "policies": mails})
        return Reader(simulator, other_cloud, tmp_path_factory.mktemp("page"))

    return make


@pytest.fixture(scope="module")
def page(reader, monitoring):
    """What came of the tasks and plays of a page, which are run once for all of its blocks."""
    done = {}

    def run(name):
        if name not in done:
            inventories = [block for block in BLOCKS if block.page == name and kind(block) == "inventory"]
            urls = {"icinga_url": monitoring, "pushgateway_url": monitoring}
            done[name] = reader().play(steps_of(name), next(iter(inventories), None), **urls)
        return done[name]

    return run


def steps_of(page):
    return [block for block in BLOCKS if block.page == page and kind(block) in ("plays", "tasks")]


@pytest.mark.parametrize("block", **of_kind("plays", "tasks"))
def test_tasks_and_plays_work(page, block):
    run = page(block.page)
    assert run.status == 0, run.output
    # Nothing in it was left out for want of a host, and Ansible has nothing to complain of.
    assert "no hosts matched" not in run.output
    assert "WARNING" not in run.output


@pytest.mark.parametrize("block", **of_kind("inventory"))
def test_inventories_hold_the_policies(reader, block):
    here = reader()
    inventory = here.write("my.vbs.yml", block.text)
    run = here.execute("ansible-inventory", "-i", inventory, "--graph", login="cloud:" not in block.text)
    assert run.status == 0, run.output
    assert "nightly-websites" in run.output
    assert ("nightly-mails" in run.output) is (OTHER_PROJECT in block.text or "staging" in block.text)
    assert "WARNING" not in run.output


def test_one_file_tells_of_all_policies_and_the_play_fails_where_one_is_not_good(reader):
    page = [block for block in BLOCKS if block.page == "docs/monitoring.md"]
    inventory, plays = (next(block for block in page if kind(block) == wanted) for wanted in ("inventory", "plays"))
    here = reader("EXECUTE_FAIL")
    run = here.play([plays], inventory)
    assert run.status == 2, run.output
    assert re.search(r"^BAD +nightly-websites ", run.output, re.MULTILINE)
    assert re.search(r"^ok +nightly-databases ", run.output, re.MULTILINE)
    good = re.findall(r"^vbs_check_good{check=\"([\w-]+)\".*} (\d)", here.read("vbs.prom"), re.MULTILINE)
    assert dict(good) == {"nightly-websites": "0", "nightly-databases": "1"}


def test_the_quick_start_tells_the_team_what_is_not_good(reader):
    steps = steps_of("docs/quickstart.md")
    with chat() as (url, posted):
        run = reader("EXECUTE_FAIL").play(steps[:1], None, chat_webhook=url)
    assert run.status == 2, run.output
    assert len(posted) == 1
    assert f"volume {VOLUME} is EXECUTE_FAIL" in posted[0]
