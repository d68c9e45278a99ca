# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbooks to copy, run as they are. That for monitoring is in test_outputs.py, the alarm of AWX in tests/awx."""

from __future__ import annotations

import re
import shutil

import pytest

from tools.inventories import BAD, GOOD, OTHER_PROJECT
from tools.playbooks import ROOT, bare_python

EXAMPLES = ROOT / "examples"
VARIABLES = {"one_policy.yml": "policy=nightly", "web_report.yml": "web_directory={directory}/www/backups"}


@pytest.fixture
def run(playbooks, one_way, tmp_path):
    """Run a copy of an example, with the login in the environment, on a machine whose own Python has no libraries."""

    def run(name, *inventory, status="EXECUTE_SUCCESS"):
        tasks = [{**GOOD, "status": status}]
        playbooks.load(policies={"p1": {"name": "nightly", "tasks": tasks}, "p2": {"name": "hourly", "tasks": [GOOD]}})
        shutil.copytree(EXAMPLES, tmp_path / "copy", dirs_exist_ok=True)
        own = {"ANSIBLE_PYTHON_INTERPRETER": bare_python(tmp_path)}
        variables = VARIABLES.get(name, "none=").format(directory=tmp_path)
        command = ["ansible-playbook", "-i", *(inventory or ["localhost,"]), "-e", variables, f"copy/{name}"]
        return playbooks.execute(command, playbooks.token_login() | own)

    return run


@pytest.mark.parametrize(("status", "exit_status"), [("EXECUTE_SUCCESS", 0), ("EXECUTE_FAIL", 2)])
@pytest.mark.parametrize("name", ["one_policy.yml", "all_policies.yml", "web_report.yml", "monitoring/check.yml"])
def test_an_example_fails_just_where_backups_are_not_good(run, name, status, exit_status):
    done = run(name, status=status)
    assert done.status == exit_status, done.output
    # It tells of the policies that it is for.
    assert re.search(r"^(ok|BAD) +nightly ", done.output, re.MULTILINE)
    assert bool(re.search(r"^ok +hourly ", done.output, re.MULTILINE)) is (name != "one_policy.yml")
    assert "WARNING" not in done.output


@pytest.mark.parametrize("status", ["EXECUTE_SUCCESS", "EXECUTE_FAIL"])
def test_the_web_server_has_the_report_whatever_the_verdict(run, tmp_path, status):
    run("web_report.yml", status=status)
    page = tmp_path / "www" / "backups" / "index.html"
    assert "nightly" in page.read_text(encoding="utf-8")
    assert page.stat().st_mode & 0o777 == 0o644
    assert page.parent.stat().st_mode & 0o777 == 0o755


def in_projects(tmp_path, other):
    """The inventory of projects; a simulated cloud has one, so the other project is in another."""
    text = (EXAMPLES / "projects" / "projects.vbs.yml").read_text(encoding="utf-8")
    there = f"project_id: {OTHER_PROJECT}"
    assert there in text
    (tmp_path / "projects.vbs.yml").write_text(text.replace(there, f"{there}\n    endpoint: {other.url}"))
    return "projects.vbs.yml"


@pytest.fixture
def advised(tmp_path):
    """The configuration that the guide to the inventory advises."""
    guide = (ROOT / "docs" / "inventory.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"^```ini\n(.*?)^```", guide, re.M | re.S)
    (tmp_path / "ansible.cfg").write_text(text, encoding="utf-8")


@pytest.mark.usefixtures("advised")
def test_other_examples_run_with_the_configuration_that_the_inventory_is_advised(run):
    done = run("all_policies.yml")
    assert done.status == 0, done.output


@pytest.mark.usefixtures("advised")
@pytest.mark.parametrize(("task", "exit_status"), [(GOOD, 0), (BAD, 2)], ids=["good", "bad"])
def test_many_projects_come_into_one_table(run, other, tmp_path, task, exit_status):
    other.merge({"policies": {"p1": {"name": "nightly-databases", "tasks": [task]}}})
    done = run("projects/check.yml", in_projects(tmp_path, other))
    assert done.status == exit_status, done.output
    table = dict(reversed(row) for row in re.findall(r"^(ok|BAD) +(\S+) ", done.output, re.MULTILINE))
    state = "BAD" if task is BAD else "ok"
    assert table == {"nightly": "ok", "hourly": "ok", "nightly-databases": state, "nightly-websites": "ok"}


def test_a_project_that_cannot_be_read_is_not_good(run, other, tmp_path):
    other.fault(kind="answer", status=403, json={}, times=None)
    done = run("projects/check.yml", in_projects(tmp_path, other))
    assert done.status == 2
    assert "There is no verdict" in done.output


def test_every_example_is_told_of():
    guide = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\((\S+?)\)", guide)
    assert [link for link in links if not (EXAMPLES / link).exists()] == []
    playbooks = {str(path.relative_to(EXAMPLES)) for path in EXAMPLES.rglob("*.yml") if "hosts:" in path.read_text()}
    # The rulebook and its like are told of by the guide to monitoring.
    assert playbooks - {"monitoring/eda-rulebook.yml"} <= set(links)
