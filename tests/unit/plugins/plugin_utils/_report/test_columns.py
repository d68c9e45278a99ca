# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the rows of the page say of a volume."""

from __future__ import annotations

import re

import pytest
from reports.made import judge, nightly, page, slow, task, text
from reports.sample import NOW

from ansible_collections.otc.vbs.plugins.plugin_utils._report import html
from ansible_collections.otc.vbs.plugins.plugin_utils._report.columns import COLUMNS


def cells(label, found):
    return re.findall(rf'<td data-label="{label}"[^>]*>(.*?)</td>', found)


def test_a_volume_is_told_by_its_name_beside_its_id():
    found = page([task()], volumes=[{"id": "v1", "name": "web-1"}])
    assert '<th scope="row" class="wide"><bdi>web-1</bdi> <small><bdi>v1</bdi></small></th>' in found


def test_the_latest_run_and_its_reason():
    found = page([task(status="EXECUTE_FAIL", message="No space."), task(hours=31)])
    (cell,) = cells("Latest run", found)
    assert text(cell) == " failednewNo space. (it has no vbs_job_id, so no job can tell more)"
    assert '<span class="badge failed">' in cell


@pytest.mark.parametrize(
    ("options", "style", "label"),
    [
        ({"jobs": [{"job_id": "j1", "status": "FAIL", "fail_reason": "No space."}]}, "contradicted", "contradicted"),
        ({"backups": []}, "lost", "lost"),
    ],
)
def test_a_task_that_is_not_what_it_says_is_neither_good_nor_unknown(options, style, label):
    found = page([task(job_id="t1", vbs_job_id="j1", backup_name="b", minutes=9)], **options)
    assert f'<i class="{style}" title="30 Jan: {label}"></i>' in found
    assert f'<span class="badge {style}"><i></i> {label}</span>' in found
    assert 'title="30 Jan: good' not in found
    assert "unknown</span>" not in found


def test_a_status_that_nobody_knows_is_told_as_it_is():
    found = page([task(status="NEW_ONE")])
    assert '<span class="badge unknown"><i></i> <bdi>NEW_ONE</bdi></span>' in found


def test_a_run_that_has_not_begun_is_told_apart_from_the_one_before():
    (cell,) = cells("Latest run", page([task(hours=31)], policies=[nightly()]))
    assert text(cell) == " no runbefore:  good"


def test_a_timeout_that_is_good_all_the_same_says_why():
    backup = {"id": "b1", "name": "b", "volume_id": "v1", "status": "available", "created_at": "2026-01-30T01:00:00"}
    found = page([task(status="EXECUTE_TIMEOUT", backup_name="b", minutes=60)], backups=[backup])
    (cell,) = cells("Latest run", found)
    assert text(cell) == " timed outit timed out, and its backup is available all the same"
    assert text(cells("Restore point", found)[0]) == "7 h agobb1available"


def test_a_volume_that_was_never_backed_up_and_is_no_longer():
    found = page([task(), task(volume="v2", status="SKIP", hours=40)])
    assert [text(cell) for cell in cells("Latest run", found)] == [" good", " not in it"]
    assert [text(cell) for cell in cells("Restore point", found)] == ["7 h agonot verified", "never seen"]
    assert [text(cell) for cell in cells("Good", found)] == ["100 %1 of 1", "0 %0 of 1"]
    assert [text(cell) for cell in cells("Time taken", found)] == ["-", "-"]


def test_nothing_is_usual_yet():
    assert cells("Time taken", page([task(minutes=12)])) == ["<strong>12 min</strong>"]


def test_a_slow_volume_is_marked():
    assert text(cells("Time taken", page(slow()))[0]) == "1 husually 10 minslower"


def test_a_backup_of_the_future_is_no_time_ago():
    found = page([task(hours=-3)])
    assert text(cells("Restore point", found)[0]).startswith("0 s ago")
    assert "latest run 0 s ago" in text(found)


def test_a_backup_that_took_no_time_has_no_bar():
    found = page([task(minutes=0), task(hours=31, minutes=0)])
    assert 'title="30 Jan: good, 0 s"' in found
    assert '<i class="good h0"' in found


def test_several_backups_of_a_day_are_counted_in_its_title():
    found = page([task(hours=1, minutes=5), task(hours=2, minutes=8), task(hours=3, status="SKIP")])
    assert 'title="30 Jan: skipped, 2 good, 8 min"' in found
    assert '<i class="skipped h12"' in found


def test_what_needs_a_history_is_left_out_where_there_is_none():
    found = html.report_html(judge([task(), task(volume="v2", status="SKIP")]), None, now=NOW)
    assert not cells("1 Jan to 30 Jan", found) + cells("Good", found) + cells("Time taken", found)
    # Nobody knows whether there was one.
    assert {text(cell) for cell in cells("Restore point", found)} == {"7 h agonot verified", "not known"}
    assert 'class="legend"' not in found


def test_the_table_is_as_wide_as_the_page():
    assert sum(column.width for column in COLUMNS) == 100
