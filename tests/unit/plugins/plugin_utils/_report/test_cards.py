# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the cards of the page say of a policy."""

from __future__ import annotations

import re

import pytest
from reports.made import nightly, page, slow, task, text


def facts(found):
    return re.findall(r'<p class="facts">(.*?)</p>', found)


def test_a_policy_is_told_by_its_name_beside_its_id():
    found = page([task(status="SKIP")], policies=[nightly()])
    assert '</span> <bdi>nightly</bdi></h2><p class="id"><bdi>p1</bdi></p>' in found


def test_tasks_without_a_policy_are_told_as_such():
    assert "<bdi>Tasks without a policy</bdi></h2>" in page([task(policy=None, status="SKIP")])


def test_a_card_tells_what_is_good_and_when_it_was_due():
    tasks = [task(hours=6), task(volume="v2", status="EXECUTE_FAIL", hours=6)]
    assert facts(page(tasks, policies=[nightly(policy_resource_count=2)])) == [
        "1 of 2 volumes good · 50 % of backups good in 30 days · latest run 6 h ago",
        "daily at 01:00 (UTC) · due 2026-01-30 01:00 · begun 2026-01-30 01:40 · next due 2026-01-31 01:00",
    ]
    overdue = facts(page([task(hours=31)], policies=[nightly()]))
    assert overdue[1] == "daily at 01:00 (UTC) · due 2026-01-30 01:00 · not begun · next due 2026-01-31 01:00"
    assert facts(page([task(status="SKIP")]))[1] == "schedule not known · begun 2026-01-30 00:40"


@pytest.mark.parametrize(("hours", "said"), [(47.98, "47 h"), (48, "2 days")])
def test_the_age_of_the_latest_run(hours, said):
    assert f"latest run {said} ago" in text(page([task(hours=hours)]))


def test_a_bad_policy_shows_its_bad_volumes_and_folds_the_good_ones():
    found = page(
        [task(volume=f"v{number}", status="SKIP" if number == 3 else "EXECUTE_SUCCESS") for number in range(5)]
    )
    card = re.search(r'<section id="policy-1" class="card policy bad">(.*?)</section>', found)[1]
    shown, _summary, folded = card.partition("<summary>4 other volumes</summary>")
    assert re.findall(r"<bdi>(v\d)</bdi></th>", shown) == ["v3"]
    assert re.findall(r"<bdi>(v\d)</bdi></th>", folded) == ["v0", "v1", "v2", "v4"]
    assert " open" not in card


def test_a_slow_volume_is_shown_though_it_is_good():
    found = page([*slow(), task("slow", "v2")])
    shown = re.search(r'<section id="policy-1" class="card policy ok">(.*?)<summary>', found)[1]
    assert '<tr class="slow">' in shown
    assert "v2" not in shown
    assert "latest run 7 h ago · 1 slower than usual" in text(found)


def test_a_good_policy_is_a_line_that_unfolds():
    found = page([task(hours=6)], policies=[nightly()])
    assert (
        '<h2 class="part">1 good policy</h2><details class="policy line ok"><summary>'
        '<h3><span class="mark" aria-hidden="true">✓</span> <bdi>nightly</bdi></h3><p class="facts">'
        "1 of 1 volume good · 100 % of backups good in 30 days · latest run 6 h ago · next due 2026-01-31 01:00</p>"
    ) in found
    assert "<section id" not in found


@pytest.mark.parametrize("volumes", [30, 31, 33])
def test_the_list_of_what_was_not_good_ends_somewhere(volumes):
    found = page([task(volume=f"v{number}", status="EXECUTE_FAIL") for number in range(volumes)])
    assert f"<summary>{volumes} backups not good in 30 days</summary>" in found
    assert found.count('data-label="The service says"') == 30
    assert (f"<p>… and {volumes - 30} more</p>" in found) is (volumes > 30)


def test_backups_that_go_on_are_not_listed_as_not_good():
    assert "not good in 30 days" not in page([task(), task(volume="v2", status="RUNNING")])
