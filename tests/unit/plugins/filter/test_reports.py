# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each report filter writes what was judged in its own form, and speaks of errors as Ansible does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.otc.vbs.plugins.filter import report_html, report_markdown
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run

# The filters go by the clock.
CREATED = datetime.now(UTC) - timedelta(hours=20)
TASK = {
    "policy_id": "p1",
    "resource_id": "v1",
    "status": "EXECUTE_FAIL",
    "created_at": CREATED.strftime("%Y-%m-%dT%H:%M:%S.%f"),
}


def written(name, *args, **options):
    filters = {**report_html.FilterModule().filters(), **report_markdown.FilterModule().filters()}
    return filters[name](*args, **options)


@pytest.mark.parametrize(
    ("name", "start", "head"),
    [("report_html", "<!DOCTYPE html>\n", "<title>{}</title>"), ("report_markdown", "**❌ ", "\n`{}`, ")],
)
@pytest.mark.parametrize(
    ("options", "title"),
    [({}, "Backup report"), ({"title": "All of it"}, "All of it"), ({"subtitle": "eu-de"}, "Backup report")],
)
def test_the_verdict_and_the_tasks_are_told_under_the_title(name, start, head, options, title):
    tasks = [TASK, {**TASK, "resource_id": "v2", "status": "EXECUTE_SUCCESS"}]
    verdict = latest_run(tasks, max_age=25)
    report = written(name, verdict, tasks, **options)
    assert report.startswith(start)
    assert head.format(title) in report
    assert verdict["msg"] in report
    assert "0 %" in report
    assert ("eu-de" in report) is ("subtitle" in options)


@pytest.mark.parametrize("name", ["report_html", "report_markdown"])
def test_wrong_input_is_an_error_of_the_filter(name):
    with pytest.raises(AnsibleFilterError, match=f"^otc.vbs.{name}: Invalid value for tasks: "):
        written(name, latest_run([TASK]), "none")
    with pytest.raises(AnsibleFilterError, match=rf"^otc.vbs.{name}: Invalid value for _input: .* has no ok\.$"):
        written(name, {"runs": []}, [])


@pytest.mark.parametrize("name", ["report_html", "report_markdown"])
def test_several_hosts_have_one_report_also_without_their_tasks(name):
    report = written(name, {"web": latest_run([TASK]), "db": None})
    assert "NOT GOOD" in report
    assert "There is no verdict" in report
    with pytest.raises(
        AnsibleFilterError, match=f"^otc.vbs.{name}: Invalid value for title: 'xxx.* 1 to 200 characters"
    ):
        written(name, latest_run([TASK]), title="x" * 10_000)
