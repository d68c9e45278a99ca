# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook otc.vbs.policy_run_check, as it is run from a shell or a job template."""

from __future__ import annotations

import json
import re

import pytest

pytestmark = pytest.mark.usefixtures("one_way")

PLAYBOOK = "otc.vbs.policy_run_check"


def calls_of_modules(run):
    """How often the role has called one."""
    tasks = re.split(r"^TASK ", run.output, flags=re.MULTILINE)
    names = r"\[otc.vbs.policy_run_check : (?:Find|Fetch|Wait|Ask|Look for) "
    return sum(bool(re.match(names, task) and re.search("^(?:ok|fatal): ", task, re.MULTILINE)) for task in tasks)


def policies(number, volumes, status="EXECUTE_SUCCESS"):
    """A scenario: each volume has a task with a job of its own, which a RUNNING task and job end after a minute."""
    names = [(f"p{policy}", f"v{policy}-{volume}") for policy in range(number) for volume in range(volumes)]
    ended = {"EXECUTE_SUCCESS": "SUCCESS", "EXECUTE_FAIL": "FAIL"}.get(status, "RUNNING")
    end = [{"at": 60, "set": {"status": "EXECUTE_SUCCESS"}}] if status == "RUNNING" else []
    jobs = {
        f"job-{volume}": {
            "job_id": f"job-{volume}",
            "status": ended,
            "script": [{"at": 50, "set": {"status": "SUCCESS"}}] if end else [],
        }
        for _policy, volume in names
    }
    found = {}
    for policy, volume in names:
        found.setdefault(policy, {"tasks": []})["tasks"].append(
            {
                "job_id": f"task-{volume}",
                "status": status,
                "created_at": "@-600",
                "backup_name": "autobk_1",
                "resource_id": volume,
                "vbs_job_id": f"job-{volume}",
                "script": end,
            }
        )
    return {"policies": found, "jobs": jobs}


@pytest.mark.parametrize("arguments", [(), ("--check",)], ids=["run", "check mode"])
@pytest.mark.parametrize(
    ("status", "exit_status", "said"),
    [("EXECUTE_SUCCESS", 0, "is good: 1 of 1"), ("EXECUTE_FAIL", 2, "NOT GOOD: 1 of 1")],
)
def test_the_verdict_is_the_exit_status(playbooks, arguments, status, exit_status, said):
    playbooks.load(**policies(1, 1, status))
    run = playbooks.run(
        PLAYBOOK, *arguments, variables={"policy_run_check_policy_id": "p0"}, environment=playbooks.token_login()
    )
    assert run.status == exit_status
    assert said in run.output
    # The artifacts of a job template.
    custom_stats = run.output.partition("CUSTOM STATS")[2]
    assert '"policy_run_check_result"' in custom_stats
    assert said in custom_stats


@pytest.mark.parametrize(("status", "calls"), [("EXECUTE_SUCCESS", 3), ("EXECUTE_FAIL", 4), ("RUNNING", 6)])
@pytest.mark.parametrize(("number", "volumes"), [(1, 1), (20, 10)])
def test_the_number_of_module_calls_depends_on_neither_policies_nor_volumes(playbooks, status, calls, number, volumes):
    # Each answer makes a fraction of the minute pass that the tasks and jobs run for.
    playbooks.load(tick=60 / (2 * number * volumes), **policies(number, volumes, status))
    run = playbooks.run(
        PLAYBOOK,
        "-vvv",
        variables={
            # As the survey of a job template gives it.
            "policy_run_check_policy_id": ",".join(f"p{policy}" for policy in range(number)),
            "policy_run_check_wait_interval": "0.05",
            "policy_run_check_fail": "false",
        },
        environment=playbooks.token_login(),
    )
    assert run.status == 0, run.output
    assert f" of {number * volumes} volumes " in run.output
    assert calls_of_modules(run) == calls


@pytest.mark.parametrize("given", [{"name": "n0,n1"}, {"name": ["n1"], "id": "p0"}, {"name": "n0,n1", "id": "p0,p1"}])
def test_names_cost_no_module_call_and_are_in_the_verdict(playbooks, given):
    scenario = policies(2, 1, "EXECUTE_FAIL")
    for policy_id, policy in scenario["policies"].items():
        policy["name"] = policy_id.replace("p", "n")
    playbooks.load(**scenario)
    run = playbooks.run(
        PLAYBOOK,
        "-vvv",
        variables={f"policy_run_check_policy_{kind}": value for kind, value in given.items()},
        environment=playbooks.token_login(),
    )
    assert run.status == 2
    assert "The latest run of 2 policies is NOT GOOD: 2 of 2" in run.output
    assert "Policy n0 (p0): volume v0-0 is EXECUTE_FAIL" in run.output
    assert "Policy n1 (p1): volume v1-0 is EXECUTE_FAIL" in run.output
    assert calls_of_modules(run) == 4


def test_a_check_by_id_knows_nothing_of_an_earlier_one_by_name(playbooks):
    playbooks.load(**policies(2, 1))
    check = {"ansible.builtin.include_role": {"name": "otc.vbs.policy_run_check"}}
    run = playbooks.run(
        [
            {**check, "vars": {"policy_run_check_policy_name": "p0"}},
            {**check, "vars": {"policy_run_check_policy_id": "p1"}},
            {
                "ansible.builtin.debug": {
                    "msg": "{{ policy_run_check_result.runs | map(attribute='policy_id') | join }}."
                }
            },
        ],
        environment=playbooks.token_login(),
    )
    assert run.status == 0, run.output
    assert "p1." in run.output
    assert "p0p1." not in run.output


@pytest.mark.parametrize("name", ["nope", "shared"])
def test_a_name_that_is_not_one_policys_is_no_verdict(playbooks, name):
    scenario = policies(3, 1)
    for policy_id in ("p0", "p1"):
        scenario["policies"][policy_id]["name"] = "shared"
    playbooks.load(**scenario)
    run = playbooks.run(
        PLAYBOOK,
        variables={"policy_run_check_policy_name": ["p2", name], "policy_run_check_fail": False},
        environment=playbooks.token_login(),
    )
    assert run.status == 2
    said = {"nope": "There is no policy with the name 'nope'", "shared": "so name one by its ID: p0, p1"}
    assert said[name] in run.output
    assert "have a good backup" not in run.output
    assert [request["path"].rpartition("/")[2] for request in playbooks.simulator.requests()] == ["backuppolicy"]


@pytest.mark.parametrize("nothing", [{}, {"policy_run_check_policy_id": "", "policy_run_check_policy_name": ""}])
def test_without_a_policy_it_checks_all(playbooks, nothing):
    playbooks.load(**policies(3, 1))
    run = playbooks.run(PLAYBOOK, variables=nothing, environment=playbooks.token_login())
    assert run.status == 0, run.output
    assert "The latest run of 3 policies is good: 3 of 3" in run.output
    playbooks.load(policies={})
    nowhere = playbooks.run(PLAYBOOK, variables=nothing, environment=playbooks.token_login())
    assert nowhere.status == 2
    assert "The project has no policies." in nowhere.output


def test_both_waits_share_one_timeout(playbooks):
    playbooks.load(**policies(1, 1, "RUNNING"))
    run = playbooks.run(
        PLAYBOOK,
        variables={
            "policy_run_check_policy_id": "p0",
            "policy_run_check_wait_timeout": 0.4,
            "policy_run_check_wait_interval": 0.05,
        },
        environment=playbooks.token_login(),
    )
    assert run.status == 2
    assert "volume v0-0 is RUNNING: job job-v0-0 says RUNNING" in run.output
    # The wait for the job took all of the time, so the tasks were only looked at, before and after it.
    reads = [
        request
        for request in playbooks.simulator.requests()
        if request["path"].endswith("/backuptasks") and "marker" not in request["query"]
    ]
    assert len(reads) == 2


def test_what_a_job_said_while_it_ran_is_nothing_to_judge_by(playbooks):
    scenario = policies(1, 1, "RUNNING")
    # The task ends while its job is waited for, and then the service forgets the job.
    scenario["policies"]["p0"]["tasks"][0]["script"] = [{"at": 3, "set": {"status": "EXECUTE_SUCCESS"}}]
    playbooks.load(**scenario, tick=1)
    playbooks.simulator.fault(kind="answer", status=404, path="/jobs/", skip=1, times=None, json={})
    run = playbooks.run(
        PLAYBOOK,
        variables={"policy_run_check_policy_id": "p0", "policy_run_check_wait_timeout": 0},
        environment=playbooks.token_login(),
    )
    assert run.status == 0, run.output
    assert "is good: 1 of 1" in run.output
    assert len([request for request in playbooks.simulator.requests() if "/jobs/" in request["path"]]) == 2


def test_a_login_that_fails_is_no_verdict(playbooks):
    playbooks.load(**policies(1, 1))
    run = playbooks.run(
        PLAYBOOK,
        variables={"policy_run_check_policy_id": "p0", "policy_run_check_fail": False},
        environment=playbooks.token_login("another-token"),
    )
    assert run.status == 2
    assert "HTTP 401" in run.output
    assert "have a good backup" not in run.output


@pytest.mark.parametrize(
    "wrong",
    [
        {"policy_run_check_policy_id": "unknown"},
        *({f"policy_run_check_{name}": {"a": 1}} for name in ("policy_id", "policy_name", "accept", "resource_ids")),
    ],
    ids=str,
)
def test_a_check_that_fails_leaves_no_earlier_verdict(playbooks, wrong):
    playbooks.load(**policies(1, 1))
    check = {"ansible.builtin.include_role": {"name": "otc.vbs.policy_run_check"}}
    run = playbooks.run(
        [
            {**check, "vars": {"policy_run_check_policy_id": "p0"}},
            {"ansible.builtin.assert": {"that": "policy_run_check_result.ok"}},
            {
                "block": [{**check, "vars": wrong}],
                "rescue": [
                    {
                        "ansible.builtin.assert": {
                            "that": ["not policy_run_check_result.ok", "not policy_run_check_verdict.ok"]
                        }
                    }
                ],
            },
        ],
        environment=playbooks.token_login(),
    )
    assert run.status == 0, run.output
    custom_stats = run.output.partition("CUSTOM STATS")[2]
    assert "could not be judged" in custom_stats
    assert '"ok": true' not in custom_stats


@pytest.mark.parametrize(("status", "exit_status"), [("EXECUTE_SUCCESS", 0), ("EXECUTE_FAIL", 2)])
def test_a_verdict_that_an_earlier_job_handed_on_is_not_taken_for_this_one(playbooks, status, exit_status):
    playbooks.load(**policies(1, 1, status))
    earlier = {"ok": exit_status != 0, "msg": "An earlier verdict", "problems": [], "runs": []}
    run = playbooks.run(
        PLAYBOOK,
        # As the next node of a workflow gets it.
        variables={"policy_run_check_policy_id": "p0", "policy_run_check_result": earlier},
        environment=playbooks.token_login(),
    )
    assert run.status == exit_status, run.output
    assert "An earlier verdict" not in run.output


def test_a_short_timeout_needs_no_interval(playbooks):
    playbooks.load(**policies(1, 1))
    run = playbooks.run(
        PLAYBOOK,
        variables={"policy_run_check_policy_id": "p0", "policy_run_check_wait_timeout": 5},
        environment=playbooks.token_login(),
    )
    assert run.status == 0, run.output


def test_without_a_login_it_says_what_to_set(playbooks):
    run = playbooks.run(PLAYBOOK, variables={"policy_run_check_policy_id": "p0"})
    assert run.status == 2
    assert "Missing value for auth. Set a token, or auth_url, username and password" in run.output
    assert playbooks.simulator.requests() == []


CHECK = {"ansible.builtin.include_role": {"name": "otc.vbs.policy_run_check"}}
SHOW = {"ansible.builtin.debug": {"msg": "ok is {{ policy_run_check_result.ok }}: {{ policy_run_check_result.msg }}"}}
TASKS, POLICIES, JOBS = (f"otc.vbs.vbs_{name}_info" for name in ("policy_tasks", "policy", "job"))


def one_good_one_bad():
    """A policy of two volumes, the newest of which is good."""
    scenario = policies(1, 2)
    bad = scenario["policies"]["p0"]["tasks"][1]
    bad.update(status="EXECUTE_FAIL", created_at="@-700")
    scenario["jobs"]["job-v0-1"]["status"] = "FAIL"
    return scenario


@pytest.mark.parametrize(
    "defaults",
    [
        {TASKS: {"limit": 1}},
        {TASKS: {"status": "EXECUTE_SUCCESS"}},
        {TASKS: {"job_id": "task-v0-0"}},
        {TASKS: {"offset": 1, "sort_dir": "asc"}},
        {TASKS: {"marker": "task-v0-1", "sort_dir": "asc"}},
        {TASKS: {"wait": True, "wait_timeout": 0, "wait_interval": 1, "until": "count == `7`"}},
        {JOBS: {"wait": True, "wait_timeout": 0, "wait_interval": 1, "until": "status == 'INIT'"}},
        {POLICIES: {"policy_id": ["p1"], "policy_name": ["nope"]}},
        {
            "ansible.builtin.set_fact": {"cacheable": True},
            "ansible.builtin.set_stats": {"per_host": True, "aggregate": False},
            "ansible.builtin.assert": {"that": [], "quiet": True, "fail_msg": "Well.", "success_msg": "Well."},
        },
    ],
    ids=json.dumps,
)
@pytest.mark.parametrize("kind", ["id", "name"])
def test_no_default_of_the_play_hides_a_volume(playbooks, defaults, kind):
    playbooks.load(**one_good_one_bad())
    checked = {"block": [CHECK], "module_defaults": defaults, "vars": {f"policy_run_check_policy_{kind}": "p0"}}
    run = playbooks.run([checked], environment=playbooks.token_login())
    assert run.status == 2
    assert "NOT GOOD: 1 of 2 volumes in 1 of 1 policy have no good backup, problems: 1" in run.output
    assert "volume v0-1 is EXECUTE_FAIL" in run.output
    assert "WAITING: " not in run.output


def test_no_default_of_the_play_keeps_an_older_report(playbooks, tmp_path):
    playbooks.load(**one_good_one_bad())
    (tmp_path / "report.md").write_text("All is good.", encoding="utf-8")
    checked = {
        "block": [CHECK],
        "module_defaults": {"ansible.builtin.copy": {"force": False, "remote_src": True}},
        "vars": {"policy_run_check_policy_id": "p0", "policy_run_check_report_markdown": "report.md"},
    }
    assert playbooks.run([checked], environment=playbooks.token_login()).status == 2
    assert "NOT GOOD" in (tmp_path / "report.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("way", ["extra", "role", "fact"])
def test_a_misspelt_variable_is_an_error_before_any_request(playbooks, way):
    playbooks.load(**policies(1, 1))
    misspelt = {"policy_run_check_resource_id": "v9"}
    run = playbooks.run(
        [
            *([{"ansible.builtin.set_fact": misspelt}] if way == "fact" else []),
            {
                "ansible.builtin.import_role": {"name": "otc.vbs.policy_run_check"},
                "vars": {"policy_run_check_policy_id": "p0", **(misspelt if way == "role" else {})},
            },
        ],
        variables=misspelt if way == "extra" else {},
        environment=playbooks.token_login(),
    )
    assert run.status == 2
    expected = "The role has no variable policy_run_check_resource_id. The nearest is policy_run_check_resource_ids."
    assert expected in run.output
    assert "Traceback" not in run.output
    assert playbooks.simulator.requests() == []


BLANKS = (
    *("policy_name", "wait", "wait_timeout", "wait_interval", "max_age", "resource_ids", "run_window", "accept"),
    *("fail", "report_html", "report_markdown"),
)


@pytest.mark.parametrize("blank", [None, "", " ", ["", " "], ",,", "\n", "{{ omit }}", "{{ nothing | default(omit) }}"])
def test_what_is_left_blank_is_not_given(playbooks, tmp_path, blank):
    playbooks.load(**policies(2, 1))
    before = sorted(tmp_path.iterdir())
    variables = {f"policy_run_check_{name}": blank for name in BLANKS}
    run = playbooks.run(
        [{**CHECK, "vars": {"policy_run_check_policy_id": "p0\np1\n", **variables}}],
        environment=playbooks.token_login(),
    )
    assert run.status == 0, run.output
    assert "The latest run of 2 policies is good: 2 of 2 volumes have a good backup" in run.output
    assert {path.name for path in tmp_path.iterdir()} - {path.name for path in before} <= {"log", "playbook.json"}


def test_blank_ids_leave_the_names(playbooks):
    playbooks.load(**policies(1, 1))
    variables = {"policy_run_check_policy_id": None, "policy_run_check_policy_name": "p0\n"}
    run = playbooks.run(PLAYBOOK, variables=variables, environment=playbooks.token_login())
    assert run.status == 0, run.output
    assert "The latest run of 1 policy is good: 1 of 1" in run.output


@pytest.mark.parametrize(
    "variables",
    [
        {"policy_run_check_policy_id": ["p0", "unknown"]},
        {"policy_run_check_policy_name": ["p0", "unknown"]},
        {"policy_run_check_policy_id": ["p0"], "policy_run_check_max_age": "soon"},
        {"policy_run_check_policy_id": ["p0"], "policy_run_check_maxage": 1},
    ],
    ids=["ID", "name", "value", "variable"],
)
def test_what_is_left_of_an_ignored_error_is_no_good_verdict(playbooks, variables):
    playbooks.load(**policies(1, 1))
    run = playbooks.run(
        [
            {**CHECK, "vars": {"policy_run_check_policy_id": "p0"}},
            {"block": [CHECK, SHOW], "vars": variables, "ignore_errors": True},
        ],
        environment=playbooks.token_login(),
    )
    # That of the first check.
    assert run.output.count("is good: ") == 1, run.output
    assert "ok is False: The latest run could not be judged" in run.output


def test_what_is_built_of_the_sentences_is_no_template(playbooks, tmp_path):
    hostile = f"{{{{ lookup('pipe', 'touch {tmp_path}/ran') }}}}{{% if true %}}{{# #}}"
    scenario = policies(1, 1, "EXECUTE_FAIL")
    scenario["policies"]["p0"]["name"] = hostile
    scenario["policies"]["p0"]["tasks"][0].update(resource_id=hostile, message=hostile, code=hostile)
    scenario["jobs"]["job-v0-0"].update(fail_reason=hostile)
    playbooks.load(**scenario)
    sentences = [
        "policy_run_check_result.msg",
        "policy_run_check_result.problems | join(' ')",
        "policy_run_check_result.runs[0].problems | first",
        "policy_run_check_result.runs[0].tasks[0].reason",
    ]
    run = playbooks.run(
        [
            {
                **CHECK,
                "vars": {
                    "policy_run_check_policy_id": "p0",
                    "policy_run_check_fail": False,
                    "policy_run_check_report_markdown": "report.md",
                },
            },
            *(
                {"ansible.builtin.set_fact": {f"built_{number}": f"Look: {{{{ {sentence} }}}} That is all."}}
                for number, sentence in enumerate(sentences)
            ),
            {"ansible.builtin.set_fact": {"posted": "Look: {{ lookup('ansible.builtin.file', 'report.md') }}"}},
            {
                "ansible.builtin.debug": {
                    "msg": "{{ posted }} {{ built_0 }} {{ built_1 }} {{ built_2 }} {{ built_3 }} END"
                }
            },
        ],
        environment=playbooks.token_login(),
    )
    assert run.status == 0, run.output
    assert "{ { lookup('pipe'" in run.output
    assert " END" in run.output
    assert not (tmp_path / "ran").exists()
