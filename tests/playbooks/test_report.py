# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that the role writes."""

from __future__ import annotations

import os

import pytest

PLAYBOOK = "otc.vbs.policy_run_check"
HOSTILE = [
    "<script>alert(1)</script>",
    "x" * 300,
    "\u05d2\u05d9\u05d1\u05d5\u05d9 \u05dc\u05d9\u05dc\u05d9",
    "{{ 1/0 }}",
    "`| [a](http://x)",
]


@pytest.fixture
def check(playbooks, tmp_path):
    """Check policies with both files asked for; `status` is that of every task."""

    def run(*arguments, status="EXECUTE_SUCCESS", name="autobk", **variables):
        task = {"status": status, "created_at": "@-600", "finished_at": "@-300", "backup_name": name, "message": name}
        playbooks.load(
            policies={
                policy: {"tasks": [{**task, "job_id": f"t-{policy}", "resource_id": f"volume-{policy}"}]}
                for policy in ("p1", "p2")
            }
        )
        files = {"policy_run_check_report_html": "report.html", "policy_run_check_report_markdown": "report.md"}
        return playbooks.run(
            PLAYBOOK,
            *arguments,
            variables={
                "policy_run_check_policy_id": ["p1", "p2"],
                **{option: str(tmp_path / file) for option, file in files.items()},
                **variables,
            },
            environment=playbooks.token_login(),
        )

    return run


def written(directory):
    return [(directory / file).read_text(encoding="utf-8") for file in ("report.html", "report.md")]


@pytest.mark.parametrize(
    ("status", "fail", "exit_status", "said"),
    [
        ("EXECUTE_SUCCESS", True, 0, "is good: 2 of 2"),
        ("EXECUTE_FAIL", True, 2, "NOT GOOD: 2 of 2"),
        ("EXECUTE_FAIL", False, 0, "NOT GOOD: 2 of 2"),
    ],
)
def test_both_files_are_written_whatever_the_verdict(check, playbooks, tmp_path, status, fail, exit_status, said):
    run = check("-vvv", status=status, policy_run_check_fail=fail)
    assert run.status == exit_status, run.output
    page, markdown = written(tmp_path)
    for policy in ("p1", "p2"):
        assert f"volume-{policy}" in page
        # It names the volumes that are bad.
        assert (f"volume-{policy}" if exit_status or not fail else f"`{policy}`") in markdown
    for text in (page, markdown):
        assert said in text
    assert "changed=1 " in run.output
    # One call fetches the tasks, and none is made for the report.
    asked = [request["path"] for request in playbooks.simulator.requests() if request["path"].endswith("/backuptasks")]
    assert len(asked) == 2 * len(set(asked)) == 4


def test_without_the_options_nothing_is_written_or_changed(check, playbooks, tmp_path):
    playbooks.load(
        policies={
            "p1": {
                "tasks": [
                    {
                        "job_id": "t",
                        "status": "EXECUTE_SUCCESS",
                        "created_at": "@-60",
                        "backup_name": "autobk_1",
                        "resource_id": "v",
                    }
                ]
            }
        }
    )
    run = playbooks.run(PLAYBOOK, variables={"policy_run_check_policy_id": "p1"}, environment=playbooks.token_login())
    assert run.status == 0, run.output
    assert "changed=0 " in run.output
    assert not list(tmp_path.glob("report*"))


def test_a_web_server_may_read_the_files(check, tmp_path):
    before = os.umask(0o077)
    try:
        run = check()
    finally:
        os.umask(before)
    assert run.status == 0, run.output
    assert {(tmp_path / file).stat().st_mode & 0o777 for file in ("report.html", "report.md")} == {0o644}


def test_check_mode_writes_nothing(check, tmp_path):
    assert check("--check", "--diff").status == 0
    assert not list(tmp_path.glob("report*"))


def test_the_reports_tell_that_the_service_could_not(check, tmp_path):
    assert check().status == 0
    assert check(policy_run_check_policy_id=["p1", "unknown"]).status == 2
    for text in written(tmp_path):
        assert "could not be judged" in text
        assert "is good" not in text


@pytest.mark.parametrize("name", HOSTILE, ids=["script", "long", "right to left", "template", "markdown"])
def test_a_hostile_backup_name_does_no_harm(check, tmp_path, name):
    run = check(status="EXECUTE_FAIL", name=name, policy_run_check_fail=False)
    assert run.status == 0, run.output
    page, markdown = written(tmp_path)
    assert "<script" not in page
    assert ("{ { 1/0 }}" in page) is ("{ { 1/0 }}" in markdown) is (name == "{{ 1/0 }}")
    assert "{{" not in page + markdown
    assert "x" * 300 not in markdown


@pytest.mark.parametrize("status", ["EXECUTE_SUCCESS", "EXECUTE_FAIL"])
@pytest.mark.parametrize(
    ("place", "why"), [("absent/report.html", "does not exist"), (".", "dir"), ("a-file/report.html", "a-file")]
)
def test_a_report_that_cannot_be_written_hides_no_verdict(check, tmp_path, status, place, why):
    (tmp_path / "a-file").touch()
    path = str(tmp_path / place)
    run = check(status=status, policy_run_check_report_html=path, policy_run_check_fail=False)
    assert run.status == 2
    # The other one is written, and the verdict comes last.
    assert "`p1`" in (tmp_path / "report.md").read_text(encoding="utf-8")
    last = run.output.partition("TASK [otc.vbs.policy_run_check : Tell the verdict]")[2].partition("PLAY RECAP")[0]
    assert ("is good: 2 of 2" if status == "EXECUTE_SUCCESS" else "NOT GOOD: 2 of 2") in last
    assert f"The report was not written to {tmp_path / place}: " in last
    assert why in last
    assert "could not be judged" not in run.output.partition("CUSTOM STATS")[2]


def test_a_relative_path_is_relative_to_where_ansible_was_started(check, tmp_path):
    # The playbook itself lies in the collection.
    (tmp_path / "reports").mkdir()
    run = check(policy_run_check_report_html="reports/a.html", policy_run_check_report_markdown="a.md")
    assert run.status == 0, run.output
    assert "volume-p1" in (tmp_path / "reports" / "a.html").read_text(encoding="utf-8")
    assert "`p1`" in (tmp_path / "a.md").read_text(encoding="utf-8")
