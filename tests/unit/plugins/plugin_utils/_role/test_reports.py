# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which reports the role writes, and what is in them."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.plugin_utils._role.reports import FORMATS, read_reports, write_report
from tools.outputs import NO_VERDICT

PATHS = {"prometheus": "/tmp/a.prom", "checkmk": "/tmp/90000_a"}
ALL = {f"policy_run_check_report_{name}": PATHS.get(name, f"/tmp/{name}") for name in FORMATS}


def test_none_is_written_unless_asked_for():
    assert read_reports({"policy_run_check_wait": True, "policy_run_check_report_html": " "}, None, "vbs") == []


def test_each_gets_what_its_filter_takes():
    variables = {
        **ALL,
        "policy_run_check_report_title": "Databases",
        "policy_run_check_report_subtitle": "eu-de",
        "policy_run_check_report_checkmk_host": "backups",
    }
    named, called = {"title": "Databases", "subtitle": "eu-de"}, {"check": "h1"}
    assert {report["format"]: report["arguments"] for report in read_reports(variables, None, "h1")} == {
        "html": named,
        "markdown": named,
        "prometheus": called,
        "junit": called,
        "checkmk": {**called, "host": "backups"},
    }


def test_a_check_may_have_a_name_of_its_own():
    variables = {"policy_run_check_report_junit": "/tmp/j", "policy_run_check_report_check": "databases"}
    (report,) = read_reports(variables, None, "localhost")
    assert report == {"format": "junit", "path": "/tmp/j", "arguments": {"check": "databases"}}


def test_what_cannot_be_right_keeps_no_other_report_from_being_written():
    variables = {**ALL, "policy_run_check_report_html": ["a"], "policy_run_check_report_title": "t" * 10_000}
    found = read_reports({**variables, "policy_run_check_wait": "perhaps"}, None, "vbs")
    assert [report["format"] for report in found] == ["markdown", "prometheus", "junit", "checkmk"]
    assert found[0]["arguments"] == {}


@pytest.mark.parametrize("name", FORMATS)
def test_a_check_that_could_not_be_made_is_never_told_as_good(name, tmp_path):
    (report,) = read_reports({f"policy_run_check_report_{name}": f"{tmp_path}/90000_x.prom"}, None, "vbs")
    assert write_report(report, NO_VERDICT, []) == (report["path"], True, False, "")
    (text,) = (path.read_text(encoding="utf-8") for path in tmp_path.iterdir())
    told = {"prometheus": 'vbs_check_success{check="vbs"} 0', "checkmk": '3 "VBS check vbs"'}
    assert told.get(name, "could not be judged") in text


@pytest.mark.parametrize(
    ("path", "said"), [("absent/a.html", "Its directory does not exist"), ("file/a.html", "Not a directory")]
)
def test_why_it_could_not_be_written_is_told(tmp_path, path, said):
    (tmp_path / "file").touch()
    report = {"format": "html", "path": f"{tmp_path}/{path}"}
    assert write_report(report, NO_VERDICT, []) == (report["path"], False, True, said)


def test_an_argument_that_a_report_does_not_take_is_told():
    written = write_report({"format": "junit", "path": "/tmp/a", "arguments": {"host": "a"}}, NO_VERDICT, [])
    assert written.failed
    assert "host" in written.msg
