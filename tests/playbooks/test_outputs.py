# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the example for monitoring tells those who watch, of backups on a simulated cloud."""

from __future__ import annotations

import json

import pytest
import yaml

from tools.chat import receiver
from tools.documentation import yaml_blocks
from tools.outputs import cases, metrics, performance, services
from tools.playbooks import ROOT

pytestmark = pytest.mark.usefixtures("one_way")

PLAYBOOK = ROOT / "examples/monitoring/check.yml"
FILES = {
    "policy_run_check_report_prometheus": "vbs.prom",
    "policy_run_check_report_checkmk": "90000_vbs",
    "policy_run_check_report_junit": "backups.xml",
}
HOSTILE = ["we\"b'\\\n|s", "]]><b>&\x1b[31m", "x" * 10000, "{{ 1/0 }}", "\u05d2\u05d9\u05d1\u05d5\u05d9\u202e"]


def backup(volume, status, ago=600, **fields):
    own = {"job_id": f"task-{volume}-{ago}", "resource_id": volume, "status": status, "backup_name": f"autobk_{ago}"}
    return {**own, "created_at": f"@-{ago}", "finished_at": f"@-{ago - 300}", **fields}


@pytest.fixture
def check(playbooks, tmp_path):
    """Check two policies with all files asked for; `status` is that of one volume of the first."""

    def run(status="EXECUTE_SUCCESS", name="nightly", environment=None, **variables):
        bad = {"message": name} if status == "EXECUTE_FAIL" else {}
        tasks = [backup("v1", "EXECUTE_SUCCESS"), backup("v2", status, **bad)]
        # A day before, as the schedule is.
        tasks.append(backup("v2", "EXECUTE_SUCCESS", ago=87000))
        playbooks.load(
            policies={"p1": {"name": name, "tasks": tasks}, "p2": {"tasks": [backup("v3", "EXECUTE_SUCCESS")]}}
        )
        files = {option: str(tmp_path / file) for option, file in FILES.items()}
        return playbooks.run(
            str(PLAYBOOK),
            variables={"policy_run_check_wait": False, **files, **variables},
            environment=environment or playbooks.token_login(),
        )

    return run


def told(directory):
    """What is in the files, as those read it that it is for."""
    prometheus, checkmk, junit = ((directory / file).read_text(encoding="utf-8") for file in FILES.values())
    return metrics(prometheus), services(checkmk), cases(junit)


def test_good_backups_are_good_everywhere(check, tmp_path):
    run = check()
    assert run.status == 0, run.output
    found, local, report = told(tmp_path)
    goods = {family: value for (family, *_labels), value in found.items() if family.endswith(("_good", "_success"))}
    assert set(goods) == {
        *("vbs_check_success", "vbs_check_good", "vbs_policy_good", "vbs_volume_good", "vbs_policy_volumes_good")
    }
    assert 0 not in goods.values()
    assert {name: service.state for name, service in local.items()} == {
        "VBS check vbs": 0,
        "VBS policy nightly": 0,
        "VBS policy p2": 0,
    }
    assert {case.result for case in report.values()} == {"good"}
    assert len(report) == 1 + 2 + 3
    # Anybody may read them, such as the node exporter.
    assert {(tmp_path / file).stat().st_mode & 0o777 for file in FILES.values()} == {0o644}


@pytest.mark.parametrize(("status", "state"), [("EXECUTE_FAIL", 2), ("SKIP", 2), ("RUNNING", 1)])
def test_a_bad_volume_is_bad_everywhere(check, tmp_path, status, state):
    run = check(status)
    assert run.status == 2
    found, local, report = told(tmp_path)
    assert found["vbs_check_success", "vbs"] == 1
    assert found["vbs_check_good", "vbs"] == found["vbs_policy_good", "vbs", "nightly", "p1"] == 0
    assert found["vbs_policy_good", "vbs", "p2", "p2"] == 1
    volumes = {labels[-1]: value for (family, *labels), value in found.items() if family == "vbs_volume_good"}
    assert volumes == {"v1": 1, "v2": 0, "v3": 1}
    # It was good a day ago.
    family = "vbs_volume_last_good_backup_timestamp_seconds"
    last = {labels[-1]: value for (name, *labels), value in found.items() if name == family}
    assert last["v1"] - last["v2"] == pytest.approx(86400, abs=2)
    assert local["VBS check vbs"].state == local["VBS policy nightly"].state == state
    assert local["VBS policy p2"].state == 0
    assert {name for (_suite, name), case in report.items() if case.result == "failure"} == {"v2"}


def test_a_check_that_cannot_be_made_is_told_and_replaces_what_was_good(check, playbooks, tmp_path):
    assert check().status == 0
    run = check(environment=playbooks.token_login("another-token"))
    assert run.status == 2
    found, local, report = told(tmp_path)
    assert {family: value for (family, _check), value in found.items() if family != "vbs_check_timestamp_seconds"} == {
        "vbs_check_success": 0,
        "vbs_check_good": 0,
    }
    assert {name: service.state for name, service in local.items()} == {"VBS check vbs": 3}
    assert {key: case.result for key, case in report.items()} == {("vbs", "check"): "error"}


@pytest.mark.parametrize("name", HOSTILE, ids=["markup", "xml", "long", "template", "right to left"])
def test_a_hostile_name_does_no_harm(check, tmp_path, name):
    run = check("EXECUTE_FAIL", name=name)
    assert run.status == 2
    found, local, report = told(tmp_path)
    assert [value for (family, *labels), value in found.items() if family == "vbs_policy_good"] == [0, 1]
    assert [service.state for service in local.values()] == [2, 2, 0]
    assert [case.result for case in report.values()].count("failure") == 1
    assert not any("{{" in (tmp_path / file).read_text(encoding="utf-8") for file in FILES.values())


def test_what_an_earlier_job_of_a_workflow_found_is_not_told(check):
    earlier = {"ok": True, "msg": "All is well", "problems": [], "general_problems": [], "notes": [], "runs": []}
    with receiver() as (url, posted):
        login = {"icinga_url": url, "icinga_user": "checker", "icinga_password": "secret"}
        run = check("EXECUTE_FAIL", policy_run_check_result=earlier, **login)
    assert run.status == 2, run.output
    ((_path, _authorization, result),) = posted
    assert result["exit_status"] == 2


@pytest.mark.parametrize(("status", "exit_status"), [("EXECUTE_SUCCESS", 0), ("EXECUTE_FAIL", 2)])
def test_icinga_and_event_driven_ansible_are_told(check, status, exit_status):
    with receiver() as (url, posted):
        run = check(
            status,
            icinga_url=url,
            icinga_user="checker",
            icinga_password="secret",
            eda_url=f"{url}/endpoint",
            eda_token="hidden",
        )
    assert run.status == exit_status, run.output
    (path, authorization, result), (eda_path, bearer, event) = posted
    assert path == "/v1/actions/process-check-result"
    assert authorization == "Basic Y2hlY2tlcjpzZWNyZXQ="
    assert {key: result.pop(key) for key in ("type", "service", "ttl")} == {
        "type": "Service",
        "service": "backups!vbs",
        "ttl": 90000,
    }
    assert result["exit_status"] == exit_status
    assert performance(result)["volumes_not_good"] == [int(exit_status > 0), 0, 0, 0, 3]
    assert (eda_path, bearer) == ("/endpoint", "Bearer hidden")
    assert event["vbs"]["exit_status"] == exit_status
    assert len(event["vbs"]["problems"]) == int(exit_status > 0)
    assert "hidden" not in run.output
    assert "secret" not in run.output


@pytest.mark.parametrize("status", ["EXECUTE_SUCCESS", "EXECUTE_FAIL"])
@pytest.mark.parametrize(
    ("unreachable", "told_all_the_same"),
    [("icinga_url", "/endpoint"), ("eda_url", "/v1/actions/process-check-result")],
)
def test_a_channel_that_is_not_there_keeps_no_other_from_being_told(check, unreachable, told_all_the_same, status):
    with receiver() as (url, posted):
        channels = {"icinga_url": url, "eda_url": f"{url}/endpoint", unreachable: "http://127.0.0.1:9"}
        run = check(status, icinga_user="checker", icinga_password="secret", eda_token="hidden", **channels)
    assert [path for path, *_rest in posted] == [told_all_the_same]
    # Nobody takes a check that was not told for one that was.
    assert run.status == 2, run.output


def test_the_example_of_the_manual_tells_icinga_and_nagios(playbooks, tmp_path):
    (example,) = (block for block in yaml_blocks() if block.page == "plugins/filter/passive_check.py")
    policy = "fbe69dd4-9a1f-4c2a-8a4f-3a9e6e2c8f10"
    tasks = yaml.safe_load(example.text.replace("/var/lib/nagios4/rw", str(tmp_path)))
    playbooks.load(
        policies={policy: {"tasks": [backup("v1;x", "SKIP", message="a|b\n[0] SHUTDOWN"), backup("v2", "SKIP")]}}
    )
    with receiver() as (url, posted):
        login = {"icinga_url": url, "icinga_user": "checker", "icinga_password": "secret"}
        run = playbooks.run(tasks, variables=login, environment=playbooks.token_login())
    assert run.status == 0, run.output
    ((_path, _authorization, result),) = posted
    command = (tmp_path / "nagios.cmd").read_text(encoding="utf-8")
    assert command.count("\n") == 1
    *fields, output = command.rstrip("\n").split(";", 4)
    assert fields[0].partition("] ")[2] == "PROCESS_SERVICE_CHECK_RESULT"
    assert fields[1:] == ["backups", "vbs", "2"]
    first, _bar, rest = output.partition("|")
    numbers, *others = rest.split("\\n")
    assert [first, *others] == result["plugin_output"].split("\n")
    assert numbers == " ".join(result["performance_data"])
    assert len(others) == 2


def test_policies_as_hosts_come_into_one_file(playbooks, tmp_path):
    playbooks.load(
        policies={"p1": {"tasks": [backup("v1", "EXECUTE_SUCCESS")]}, "p2": {"tasks": [backup("v2", "SKIP")]}}
    )
    verdicts = (
        "dict(groups.all | zip(groups.all | map('extract', hostvars) "
        "| map(attribute='policy_run_check_verdict', default={})))"
    )
    local = {"connection": "local", "gather_facts": False}
    role = {"name": "Check", "ansible.builtin.include_role": {"name": "otc.vbs.policy_run_check"}}
    write = {
        "name": "Write",
        "ansible.builtin.copy": {
            "content": f"{{{{ {verdicts} | otc.vbs.report_prometheus }}}}",
            "dest": str(tmp_path / "vbs.prom"),
            "mode": "0644",
        },
    }
    plays = [
        {**local, "name": "Check each", "hosts": "first,second", "tasks": [role]},
        {**local, "name": "Tell all", "hosts": "localhost", "tasks": [write]},
    ]
    (tmp_path / "plays.yml").write_text(json.dumps(plays), encoding="utf-8")
    for host, policy in (("first", "p1"), ("second", "p2")):
        (tmp_path / "host_vars").mkdir(exist_ok=True)
        (tmp_path / "host_vars" / f"{host}.yml").write_text(f"policy_run_check_policy_id: {policy}\n", encoding="utf-8")
    # The third was not reached.
    command = ["ansible-playbook", "-i", "first,second,third", str(tmp_path / "plays.yml")]
    run = playbooks.execute(command, playbooks.token_login())
    assert run.status == 2, run.output
    found = metrics((tmp_path / "vbs.prom").read_text(encoding="utf-8"))
    assert {check: value for (family, check, *_labels), value in found.items() if family == "vbs_check_good"} == {
        "first": 1,
        "second": 0,
        "third": 0,
    }
    assert found["vbs_check_success", "second"] == 1
    assert found["vbs_check_success", "third"] == 0


def test_no_host_overwrites_the_file_of_another(playbooks, tmp_path):
    playbooks.load(policies={"p1": {"tasks": [backup("v1", "SKIP")]}})
    play = {
        "hosts": "first,second",
        "connection": "local",
        "gather_facts": False,
        "roles": ["otc.vbs.policy_run_check"],
    }
    (tmp_path / "plays.json").write_text(json.dumps([play]), encoding="utf-8")
    command = ["ansible-playbook", "-i", "first,second", str(tmp_path / "plays.json"), "-e"]
    path = f"policy_run_check_report_prometheus={tmp_path}/"
    run = playbooks.execute([*command, f"{path}vbs.prom"], playbooks.token_login())
    assert run.status == 2
    assert "The play has several hosts, each of which writes its own" in run.output
    assert playbooks.simulator.requests() == []
    # What was there before was perhaps good.
    found = metrics((tmp_path / "vbs.prom").read_text(encoding="utf-8"))
    assert {value for (family, *_labels), value in found.items() if family == "vbs_check_success"} == {0}
    playbooks.execute([*command, path + "{{ inventory_hostname }}.prom"], playbooks.token_login())
    assert {path.name for path in tmp_path.glob("*.prom")} == {"vbs.prom", "first.prom", "second.prom"}
