# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports on what the stored sample does not have."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from reports.sample import NOW

from ansible_collections.otc.vbs.plugins.plugin_utils._report import markdown as markdown_module
from ansible_collections.otc.vbs.plugins.plugin_utils._report.html import report_html
from ansible_collections.otc.vbs.plugins.plugin_utils._report.markdown import report_markdown
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run


def task(policy="p1", volume="v1", status="EXECUTE_SUCCESS", hours=7.0, minutes=None, **fields):
    """A task that was created so many hours ago and took so many minutes."""
    created = NOW - timedelta(hours=hours)
    times = {"created_at": created, "finished_at": None if minutes is None else created + timedelta(minutes=minutes)}
    return {
        "policy_id": policy,
        "resource_id": volume,
        "status": status,
        **{name: f"{time:%Y-%m-%dT%H:%M:%S}.0" for name, time in times.items() if time},
        **fields,
    }


def judge(tasks, **options):
    return latest_run(tasks, max_age=25, now=NOW, **options)


def page(tasks, **options):
    return report_html(judge(tasks, **options), tasks, now=NOW)


def markdown(tasks, **options):
    return report_markdown(judge(tasks, **options), tasks, now=NOW)


def text(html):
    return re.sub("<[^>]*>", "", html)


def test_a_policy_is_told_by_its_name():
    schedule = {"status": "ON", "start_time": "01:00", "frequency": 1}
    nightly = {"backup_policy_id": "p1", "backup_policy_name": "nightly"}
    named = [{**nightly, "policy_resource_count": 1, "scheduled_policy": schedule}]
    assert '</span> <bdi>nightly</bdi></h2><p class="id"><bdi>p1</bdi></p>' in page([task()], policies=named)
    assert "| `nightly` | `v1` |" in markdown([task()], policies=named)
    assert "- `nightly`: `v1` `EXECUTE_FAIL" in markdown([task(status="EXECUTE_FAIL")], policies=named)


def test_tasks_without_a_policy_are_told_as_such():
    assert "<bdi>Tasks without a policy</bdi></h2>" in page([task(policy=None)])
    assert "| `(none)` | `v1` | ✓ good | 7 h ago |" in markdown([task(policy=None)])


def test_a_check_of_nothing_tells_why_it_is_not_good():
    assert "- `There is no run: there are no tasks`\n" in markdown([])
    assert "Days:" not in markdown([])
    assert "Policies good0 of 0" in text(page([]))


@pytest.mark.parametrize(("policies", "opened"), [(10, 10), (11, 3)])
def test_of_many_policies_only_those_that_deserve_a_look_are_open(policies, opened):
    tasks = [task(f"p{number}") for number in range(policies - 3)]
    tasks += [task("bad", status="EXECUTE_FAIL"), task("worse", status="SKIP")]
    tasks += [task("slow", hours=7 + 24 * ago, minutes=10 if ago else 60) for ago in range(8)]
    found = page(tasks)
    assert found.count(" open>") == opened
    closed = re.findall(r'<details class="policy (\w+)">.*?<bdi>(\w+)</bdi></h2>', found)
    assert len(closed) == policies - opened
    assert not {"bad", "worse", "slow"} & {name for _class, name in closed}


def test_the_page_counts_what_is_good():
    tasks = [task("p1"), task("p1", "v2", "EXECUTE_FAIL"), task("p2", "v3"), task("p2", "v4", hours=40)]
    told = text(page(tasks))
    assert "Policies good1 of 2" in told
    # The volume that the latest run does not have any more is none of its volumes.
    assert "Volumes good2 of 3" in told
    assert "Backups good in 30 days75 %" in told
    assert "1 of 2 volumes not good · 50 % of backups good in 30 days · latest run 7 h ago" in told
    assert "2 volumes · 100 % of backups good in 30 days · latest run 7 h ago" in told


@pytest.mark.parametrize(("tasks", "alerts"), [([task()], 0), ([task(), task(volume="v2", status="SKIP")], 2)])
def test_counts_that_are_not_all_good_stand_out(tasks, alerts):
    assert page(tasks).count('<div class="alert">') == alerts


def test_all_is_well():
    found = page([task(minutes=12)])
    assert '<p class="verdict ok"><span class="mark" aria-hidden="true">✓</span> The latest run of 1 policy' in found
    # Nothing is usual yet, and the backup has no name.
    assert '<td data-label="Time taken"><strong>12 min</strong></td>' in found
    assert '<span class="badge g"><i></i> good</span></td>' in found
    written = markdown([task(minutes=12)])
    assert written.startswith("**✅ The latest run of 1 policy is good: 1 of 1 volumes have a good backup**\n")
    assert "| 12 min |\n" in written


def test_a_volume_that_was_never_backed_up_and_is_no_longer():
    tasks = [task(), task(volume="v2", status="SKIP", hours=40)]
    found = page(tasks)
    assert '<span class="badge n"><i></i> not in it</span></td><td data-label="Last good">never seen</td>' in found
    assert '<td data-label="Time taken">-</td>' in found
    assert re.search(r"\| `v2` \| not in it \| never seen \| `\S*` \| 0 % \| - \|\n", markdown(tasks))


def test_a_volume_may_be_bad_and_slow():
    tasks = [task(hours=31 + 24 * ago, minutes=10 if ago else 60) for ago in range(8)]
    assert '<tr class="bad slow">' in page([*tasks, task(status="EXECUTE_FAIL")])


@pytest.mark.parametrize(("hours", "said"), [(47.98, "47 h"), (48, "2 days")])
def test_the_age_of_the_latest_run(hours, said):
    assert f"latest run {said} ago" in text(page([task(hours=hours)]))


def test_slow_volumes_are_counted():
    tasks = [
        task("p1", volume, hours=7 + 24 * ago, minutes=10 if ago else 60) for volume in ("v1", "v2") for ago in range(8)
    ]
    told = text(page([*tasks, task("p1", "v3")]))
    assert "Slower than usual2 volumes" in told
    assert "latest run 7 h ago · 2 slower than usual" in told
    assert "| 1 h, usually 10 min ⚠️ |" in markdown(tasks)


@pytest.mark.parametrize("volumes", [50, 51, 53])
def test_the_list_of_what_was_not_good_ends_somewhere(volumes):
    found = page([task(volume=f"v{number}", status="EXECUTE_FAIL") for number in range(volumes)])
    assert f"<summary>{volumes} backups not good in 30 days</summary>" in found
    assert found.count('data-label="The service says"') == 50
    assert ("<p>… and" in found) is (volumes > 50)
    assert (f"<p>… and {volumes - 50} more</p>" in found) is (volumes > 50)


def test_backups_that_go_on_are_not_listed_as_not_good():
    assert "not good in 30 days" not in page([task(), task(volume="v2", status="RUNNING")])


def test_a_run_of_the_future_is_no_time_ago():
    assert "latest run 0 s ago" in text(page([task(hours=-3)]))
    assert "| 0 s ago |" in markdown([task(hours=-3)])


def test_a_backup_that_took_no_time_has_no_bar():
    found = page([task(minutes=0), task(hours=31, minutes=0)])
    assert 'title="30 Jan: good, 0 s"' in found
    assert '<i class="g h0"' in found


def test_several_backups_of_a_day_are_counted_in_its_title():
    found = page([task(hours=1, minutes=5), task(hours=2, minutes=8), task(hours=3, status="SKIP")])
    assert 'title="30 Jan: skipped, 2 good, 8 min"' in found
    assert '<i class="s h12"' in found


def test_a_job_that_says_otherwise_is_told():
    job = {"job_id": "j1", "status": "FAIL", "fail_reason": "No space."}
    found = page([task(job_id="t1", vbs_job_id="j1")], jobs=[job])
    assert '<i class="u" title="30 Jan: unknown"></i>' in found
    assert '<span class="badge u"><i></i> <bdi>EXECUTE_SUCCESS</bdi></span>' in found
    assert "No space." in text(found)


def test_a_backup_that_is_not_there_is_not_shown_as_good():
    tasks = [task(job_id="t1", backup_name="b", minutes=9)]
    found = page(tasks, backups=[])
    assert '<i class="u" title="30 Jan: unknown"></i>' in found
    assert 'title="30 Jan: good' not in found
    assert "its backup b is not there" in text(found)
    assert "| `p1` | `v1` | ? unknown | never seen |" in markdown(tasks, backups=[])


@pytest.mark.parametrize("status", ["EXECUTE_SUCCESS", "EXECUTE_FAIL"])
def test_markdown_holds_all_that_there_is_room_for(monkeypatch, status):
    tasks = [task(volume=f"v{number}", status=status) for number in range(4)]
    monkeypatch.setattr(markdown_module, "LIMIT", 1_000_000)
    full = markdown(tasks)
    # So many characters let only the table be cut, which tells the size of its lines, all of which are alike.
    row = len(next(line for line in full.splitlines(keepends=True) if line.startswith("| `")))
    problem = len(next((line for line in full.splitlines(keepends=True) if line.startswith("- ")), ""))
    for limit in range(len(full) - 2 * row, 2 * len(full)):
        monkeypatch.setattr(markdown_module, "LIMIT", limit)
        written = markdown(tasks)
        assert len(written) <= limit
        # Not counting an empty line.
        first_half = len(written.partition("\n| Policy")[0]) - 1
        assert first_half <= limit // 2
        if "- … and " in written:
            assert limit // 2 < first_half + problem
            assert re.search(r"^- … and [1-9] more$", written, re.MULTILINE)
        elif "more |" in written:
            assert limit < min(len(written) + row, len(full))
        else:
            assert written == full
