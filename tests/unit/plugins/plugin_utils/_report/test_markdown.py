# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the Markdown says, and that it fits."""

from __future__ import annotations

import re

import pytest
from reports.made import judge, markdown, nightly, slow, task
from reports.sample import NOW, fleet, hosts, id_of

from ansible_collections.otc.vbs.plugins.plugin_utils._report import markdown as markdown_module
from ansible_collections.otc.vbs.plugins.plugin_utils._report.markdown import LIMIT, report_markdown
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run


def lines(written):
    return [line for line in written.splitlines() if line]


def test_what_is_bad_stands_first_and_what_is_good_is_one_line():
    tasks = [
        task("p1", hours=6, backup_name="b", job_id="t1"),
        task("p2", "v2", "EXECUTE_FAIL", message="No space."),
        task("p2", "v3"),
        task("p2", "v2", hours=31),
    ]
    written = markdown(tasks, policies=[nightly()], max_age=25, volumes=[{"id": "v2", "name": "web-2"}])
    assert lines(written) == [
        "**❌ The latest run of 2 policies is NOT GOOD: 1 of 3 volumes in 1 of 2 policies have no good backup, "
        "problems: 1**",
        "`Backup report`, as of 2026-01-30 07:40 UTC",
        "- `p2`: `web-2` (`v2`) ✕ failed, new: `No space. (it has no vbs_job_id, so no job can tell more)`; "
        "last good: 31 h ago, 50 % good in 30 days",
        "Good: 1 of 2 policies (`nightly`), 2 of 3 volumes",
    ]


def test_all_is_well():
    assert lines(markdown([task(hours=6)], policies=[nightly()])) == [
        "**✅ The latest run of 1 policy is good: 1 of 1 volumes have a good backup**",
        "`Backup report`, as of 2026-01-30 07:40 UTC",
        "Good: 1 of 1 policies (`nightly`), 1 of 1 volumes",
    ]


def test_a_check_of_nothing_tells_why_it_is_not_good():
    assert lines(markdown([]))[2:] == ["- `There is no run: there are no tasks`"]


def test_title_and_subtitle():
    written = report_markdown(judge([task()]), [], title="Databases", subtitle="eu-de", now=NOW)
    assert "\n`Databases`, `eu-de`, as of 2026-01-30 07:40 UTC\n" in written


def test_a_backup_that_is_not_there_is_lost():
    written = markdown([task(job_id="t1", backup_name="b", minutes=9)], backups=[])
    assert "- `p1`: `v1` ! lost: `its backup b is not there`; last good: never seen, 0 % good in 30 days\n" in written


def test_a_run_that_has_not_begun_names_no_volume_that_was_good_before():
    (problem,) = (line for line in lines(markdown([task(hours=31)], policies=[nightly()])) if line.startswith("-"))
    assert problem.startswith("- `nightly`: `the run that was due at 2026-01-30 01:00 UTC has not begun")


def test_a_status_that_nobody_knows_is_told_as_it_is():
    assert "`v1` ? `NEW_ONE`: " in markdown([task(status="NEW_ONE")])


def test_slow_volumes_are_counted():
    assert "1 of 1 volumes; slower than usual: 1\n" in markdown(slow())


def test_of_many_good_policies_some_are_named():
    assert "(`p0`, `p1`, `p2`, `p3`, `p4`, `p5`, `p6`, `p7` and 2 more)" in markdown(
        [task(f"p{number}") for number in range(10)]
    )


def test_what_has_to_be_known_is_told():
    left_out = [{"policy_id": "p9", "policy_name": "retired", "why": "switched off"}]
    assert "- Note: `1 policy is left out (switched off): retired`\n" in markdown([task()], left_out=left_out)


def test_many_hosts():
    written = report_markdown(*hosts(), now=NOW)
    assert "- `eu-ch2`: `The latest run could not be judged`\n" in written
    assert ": `There is no verdict`\n" in written
    assert "- `eu-de`: `nightly-websites`: `web-1` (" in written


@pytest.mark.parametrize(("policies", "volumes"), [(1, 0), (1, 1), (200, 3)])
@pytest.mark.parametrize("bad", [False, True])
def test_it_fits_a_message(policies, volumes, bad):
    verdict, tasks = fleet(policies, volumes)
    if bad:
        good = id_of("policy-0")
        tasks = [
            one if one["policy_id"] == good else {**one, "status": "EXECUTE_FAIL", "message": "x"} for one in tasks
        ]
        verdict = latest_run(tasks, max_age=25, now=NOW)
    title = {"title": "x" * 200, "subtitle": "y" * 200}
    written = report_markdown(verdict, tasks, now=NOW, **title)
    assert len(written) <= LIMIT
    assert verdict["msg"] in written
    assert ("\n- … and " in written) is (bad and policies > 1)
    # However much is bad, there is room for what is good.
    assert lines(written)[-1].startswith("Good: ") is (volumes > 0)


def test_it_holds_all_that_there_is_room_for(monkeypatch):
    tasks = [task(volume=f"v{number}", status="EXECUTE_FAIL") for number in range(6)]
    monkeypatch.setattr(markdown_module, "LIMIT", 1_000_000)
    full = markdown(tasks)
    line = len(next(line for line in full.splitlines(keepends=True) if line.startswith("- ")))
    for limit in range(len(full) - 4 * line, len(full) + 2):
        monkeypatch.setattr(markdown_module, "LIMIT", limit)
        written = markdown(tasks)
        assert len(written) <= limit
        if "- … and " in written:
            assert limit < min(len(written) + line, len(full) + 1)
            assert re.search(r"^- … and [1-9] more$", written, re.MULTILINE)
        else:
            assert written == full
