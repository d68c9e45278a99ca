# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What docs/awx.md has people do: its project runs as it is, and its other files fit together."""

from __future__ import annotations

import json
import re

import pytest
import yaml
from dateutil.rrule import rrulestr
from jsonschema import Draft4Validator

from tools.awx import slice_of
from tools.chat import chat
from tools.playbooks import ROOT

GUIDE = (ROOT / "docs" / "awx.md").read_text(encoding="utf-8")
KIT = ROOT / "docs" / "awx"
PROJECT = KIT / "project"

# What AWX accepts of a survey.
QUESTION = {
    "type": "object",
    "properties": {
        "type": {"enum": ["text", "textarea", "password", "integer", "float", "multiplechoice", "multiselect"]},
        "question_name": {"type": "string"},
        "variable": {"type": "string", "pattern": "^[a-z_]+$"},
        "required": {"type": "boolean"},
        "default": {"type": ["string", "integer"]},
    },
    "required": ["type", "question_name", "variable", "required"],
}
SURVEY = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "description": {"type": "string"},
        "spec": {"type": "array", "items": QUESTION, "minItems": 1},
    },
    "required": ["name", "description", "spec"],
}


def load(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def answers(**given):
    """What AWX makes of an answered survey: texts for texts, numbers for numbers."""
    spec = load(KIT / "survey.yml")["spec"]
    return {**{question["variable"]: question["default"] for question in spec}, **given}


def last_said(job):
    """The texts that the last task of a job failed with."""
    plain = re.sub(r"\x1b\[[\d;]*m|\r", "", job.output.split("PLAY RECAP")[0])
    return json.loads(plain.rpartition("FAILED! => ")[2])["msg"]


def test_a_check_that_fails_and_the_alarm_that_names_the_volumes_in_the_chat_and_last_in_its_output(awx, cloud):
    cloud.load_policies("nightly", "weekly", status="EXECUTE_FAIL")
    check = awx.run("check.yml", cloud.openstack(), answers(policy_run_check_policy_name="nightly,weekly"))
    assert check.status == "failed"
    with chat() as (url, posted):
        # The next node of a workflow has the artifacts of the one before it for extra variables.
        alarm = awx.run("alarm.yml", extra_vars={**check.artifacts, "alarm_url": url})
        too_early = awx.run("alarm.yml", extra_vars={"alarm_url": url})
    said, nothing_known = map(last_said, (alarm, too_early))
    assert said[0] == "Backups are not good:"
    assert [re.findall(r"^Policy (\w+) .*volume volume-\1 is EXECUTE_FAIL", line) for line in said[1:]] == [
        ["nightly"],
        ["weekly"],
    ]
    assert nothing_known == ["Backups are not good:", "The output of the check tells why."]
    assert [post.split("\n- ") for post in posted] == [said, nothing_known]


def test_the_alarm_names_what_is_not_good_in_all_slices_up_to_a_number(awx, cloud):
    names = [f"nightly-{number}" for number in range(24)]
    cloud.load_policies(*names, status="EXECUTE_FAIL")
    inventory = awx.inventory("policies.vbs.yml", cloud.openstack())
    handed = {}
    for number in (1, 2):
        job = awx.run(
            "check_each.yml", cloud.openstack(), {"awx_job_id": number}, inventory=slice_of(inventory, number, 2)
        )
        # Each tells of its own in its last lines.
        assert "12 of 12 checks are NOT GOOD" in last_said(job)
        assert len(re.findall(r"^- nightly-\d+: Policy .*volume-nightly-\d+ is EXECUTE_FAIL", job.output, re.M)) == 12
        # So AWX makes one of what slices hand on.
        handed |= job.artifacts
    with chat() as (url, posted):
        alarm = awx.run("alarm.yml", extra_vars={**handed, "alarm_url": url})
    said = last_said(alarm)
    assert [post.split("\n- ") for post in posted] == [said]
    assert said[-1] == "and 4 more"
    told = [name for line in said for name in re.findall(r"^Policy (\S+) .*is EXECUTE_FAIL", line)]
    assert len(set(told)) == 20
    assert len(set(told) & set(sorted(names)[::2])) == 12


def test_an_alarm_fails_and_with_it_the_workflow(awx):
    with chat() as (url, posted):
        alarm = awx.run("alarm.yml", extra_vars={"alarm_url": url})
    assert len(posted) == 1
    assert alarm.status == "failed"


@pytest.mark.parametrize(
    ("status", "address", "said"),
    [
        (500, "{url}/not-to-be-shown", "HTTP status 500"),
        (204, "http://127.0.0.1:9/not-to-be-shown", "no answer"),
        (204, "not-to-be-shown", "no answer"),
        (204, "", "no answer"),
    ],
)
def test_an_alarm_that_cannot_be_posted_says_what_is_not_good_all_the_same_and_not_its_address(
    awx, status, address, said
):
    problem = "Policy nightly: volume volume-1 is EXECUTE_FAIL"
    with chat(status) as (url, _posted):
        variables = {"policy_run_check_result": {"problems": [problem]}, "alarm_url": address.format(url=url)}
        alarm = awx.run("alarm.yml", extra_vars=variables, verbosity=3)
    assert alarm.status == "failed"
    assert last_said(alarm) == [
        f"The alarm could not be posted to alarm_url: {said}",
        "Backups are not good:",
        problem,
    ]
    assert "not-to-be-shown" not in alarm.output


def test_a_launch_through_the_api_needs_nothing_but_the_policy(awx, cloud):
    # AWX refuses a launch without an answer to a question that is required, though the question has a default.
    assert [question["variable"] for question in load(KIT / "survey.yml")["spec"] if question["required"]] == []
    cloud.load_policies("nightly")
    job = awx.run("check.yml", cloud.openstack(), {"policy_run_check_policy_name": "nightly"})
    assert job.status == "successful", job.output


def test_a_survey_that_is_left_blank_checks_all_policies(awx, cloud):
    cloud.load_policies("nightly", "weekly")
    job = awx.run("check.yml", cloud.openstack(), answers())
    assert job.status == "successful", job.output
    assert "The latest run of 2 policies is good: 2 of 2" in job.output


def test_awx_accepts_the_survey_and_the_role_its_answers():
    survey = load(KIT / "survey.yml")
    Draft4Validator(SURVEY).validate(survey)
    options = load(ROOT / "roles" / "policy_run_check" / "meta" / "argument_specs.yml")["argument_specs"]["main"][
        "options"
    ]
    asked = [question["variable"] for question in survey["spec"]]
    assert len(asked) == len(set(asked))
    for question in survey["spec"]:
        option = options[question["variable"]]
        assert question["default"] == (option.get("default") or "")
        assert question["type"] == {"list": "text"}.get(option["type"], question["type"])


def test_the_project_asks_for_this_collection():
    [wanted] = load(PROJECT / "collections" / "requirements.yml")["collections"]
    galaxy = load(ROOT / "galaxy.yml")
    assert wanted["name"] == f"{galaxy['repository']}.git"
    assert wanted["type"] == "git"


def tasks():
    [play] = load(KIT / "configure.yml")
    return play["vars"], [
        (name.removeprefix("awx.awx."), arguments, task.get("loop", [None]))
        for task in play["tasks"]
        for name, arguments in task.items()
        if name.startswith("awx.awx.")
    ]


def test_configure_names_files_that_are_there():
    _variables, found = tasks()
    playbooks = [arguments["playbook"] for kind, arguments, _loop in found if kind == "job_template"]
    assert set(playbooks) == {path.name for path in PROJECT.glob("*.yml")} - {"policies.vbs.yml"}
    [source] = [arguments["source_path"] for kind, arguments, _loop in found if kind == "inventory_source"]
    assert (PROJECT / source).exists()
    text = (KIT / "configure.yml").read_text(encoding="utf-8")
    read = set(re.findall(r"[a-z-]+\.yml(?='\))|(?<=file: )\S+", text))
    assert read == {path.name for path in KIT.glob("credential-type-*.yml")} | {"survey.yml"}


REFERENCES = ("project", "source_project", "inventory", "execution_environment", "default_environment", "credential")


def test_configure_makes_what_it_refers_to():
    _variables, found = tasks()
    made, used = set(), set()
    for kind, arguments, loop in found:
        made |= {arguments["name"].replace("{{ item }}", str(one)) for one in loop} | {
            one["name"] for one in loop if isinstance(one, dict)
        }
        used |= {arguments[key] for key in REFERENCES if key in arguments} | {*arguments.get("credentials", [])}
        used |= {node["unified_job_template"]["name"] for node in arguments.get("workflow_nodes", [])}
        if kind == "schedule":
            used |= set(loop)
        assert used <= made


def test_configure_run_again_does_not_write_the_credential_unless_told_so():
    variables, found = tasks()
    [credential] = [arguments for kind, arguments, _loop in found if kind == "credential"]
    assert credential["update_secrets"] == "{{ update_secrets }}"
    assert variables["update_secrets"] is False


def test_configure_has_every_failure_end_in_the_alarm():
    _variables, found = tasks()
    for arguments in [arguments for kind, arguments, _loop in found if kind == "workflow_job_template"]:
        nodes = {node["identifier"]: node for node in arguments["workflow_nodes"]}
        alarm = nodes.pop("alarm")
        assert alarm["unified_job_template"]["name"] == "Raise the alarm"
        for node in nodes.values():
            assert node["related"]["failure_nodes"] == [{"identifier": "alarm"}]


def test_configure_schedules_a_check_each_day():
    _variables, found = tasks()
    [rule] = [arguments["rrule"] for kind, arguments, _loop in found if kind == "schedule"]
    # AWX wants the start with a zone, and an interval.
    assert re.fullmatch(r"DTSTART;TZID=\S+:\d{8}T\d{6} RRULE:FREQ=[A-Z]+;INTERVAL=\d+", rule)
    first, second = rrulestr(rule.replace(" ", "\n"))[:2]
    assert (second - first).days == 1


@pytest.mark.parametrize("path", sorted(path for path in KIT.rglob("*") if path.is_file()), ids=lambda path: path.name)
def test_the_guide_tells_what_each_file_is_for(path):
    assert str(path.relative_to(ROOT / "docs")) in re.findall(r"\]\((\S+?)\)", GUIDE)


def test_the_guide_links_to_what_is_there():
    links = [link.split("#")[0] for link in re.findall(r"\]\((\S+?)\)", GUIDE)]
    assert [link for link in links if not link.startswith("http") and not (ROOT / "docs" / link).exists()] == []


def test_the_guide_uses_the_names_that_configure_uses():
    text = (KIT / "configure.yml").read_text(encoding="utf-8")
    named = re.findall(r"\*\*(.+?)\*\*", GUIDE)
    assert named
    assert [name for name in named if name not in text] == []
