# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page as a whole."""

from __future__ import annotations

import re

import pytest
from reports.made import judge, nightly, page, slow, task, text
from reports.sample import NOW, fleet, hosts

from ansible_collections.otc.vbs.plugins.plugin_utils._report import html
from ansible_collections.otc.vbs.plugins.plugin_utils._report.html import report_html
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run

# What a web server, a mail or a phone takes without a murmur.
MOST = 1_500_000


def wrong(found):
    return [
        text(one) for one in re.findall("<li>(.*?)</li>", found.partition("What is wrong")[2].partition("</ul>")[0])
    ]


def test_the_problems_stand_first_each_with_a_link_to_its_card():
    tasks = [task("p1", hours=6), task("p2", "v2", "EXECUTE_FAIL", message="No space."), task("p2", "v2", hours=31)]
    found = page(tasks, policies=[nightly(), nightly(backup_policy_id="p2", backup_policy_name="weekly")])
    assert wrong(found) == [
        "weekly: the run that was due at 2026-01-30 01:00 UTC has not begun: the latest began at 2026-01-30 00:40 UTC",
        "weekly: v2  failed new: No space. (it has no vbs_job_id, so no job can tell more)",
    ]
    assert found.count('<a href="#policy-1"><bdi>weekly</bdi></a>: ') == 2
    assert (
        '<section id="policy-1" class="card policy bad"><h2><span class="mark" aria-hidden="true">✕</span> <bdi>weekly'
        in found
    )
    assert found.index("What is wrong") < found.index("Policies good") < found.index('id="policy-1"')


def test_all_is_well():
    found = page([task(hours=6, minutes=12)], policies=[nightly()])
    assert '<p class="verdict ok"><span class="mark" aria-hidden="true">✓</span> The latest run of 1 policy' in found
    assert "What is wrong" not in found
    assert 'class="alert"' not in found


def test_a_check_of_nothing_tells_why_it_is_not_good():
    assert wrong(page([])) == ["There is no run: there are no tasks"]
    assert "Policies good0 of 0" in text(page([]))


def test_the_page_counts_what_is_good():
    tasks = [task("p1"), task("p1", "v2", "EXECUTE_FAIL"), task("p2", "v3"), task("p2", "v4", hours=40), *slow()]
    told = text(page(tasks))
    assert "Policies good2 of 3" in told
    # The volume that the latest run does not have any more is none of its volumes.
    assert "Volumes good3 of 4" in told
    assert "Backups good in 30 days92 %" in told
    assert "Slower than usual1 volume" in told
    assert page(tasks).count('<div class="alert">') == 2


def test_title_and_subtitle():
    found = report_html(judge([task()]), [], title="Databases", subtitle="OTC, <eu-de>", now=NOW)
    assert "<title>Databases</title>" in found
    assert '<h1><bdi>Databases</bdi></h1><p class="subtitle"><bdi>OTC, &lt;eu-de&gt;</bdi></p>' in found
    assert 'class="subtitle"' not in page([task()])


def test_what_is_about_no_policy_and_what_has_to_be_known_is_told():
    left_out = [{"policy_id": "p9", "policy_name": "retired", "why": "switched off"}]
    told = {"restore_points": "required", "backups_error": "GET x: HTTP 403", "left_out": left_out}
    found = page([task()], **told)
    assert wrong(found) == ["The restore points were not verified: GET x: HTTP 403"]
    assert '<ul class="notes"><li><bdi>1 policy is left out (switched off): retired</bdi></li></ul>' in found


def test_one_page_for_many_hosts():
    found = report_html(*hosts(), now=NOW)
    problems = wrong(found)
    assert "eu-ch2: The latest run could not be judged" in problems
    assert any(problem.endswith(": There is no verdict") for problem in problems)
    assert any(problem.startswith("eu-de: nightly-websites: web-1 ") for problem in problems)
    assert "<bdi>eu-nl</bdi>: <bdi>policy-1</bdi></h3>" in found
    assert "<bdi>eu-de</bdi>: <bdi>queue</bdi></h2>" in found


def failed(tasks):
    return [{**one, "status": "EXECUTE_FAIL", "message": "The volume is in an error state."} for one in tasks]


@pytest.mark.parametrize("spoil", [list, failed], ids=["four are bad", "all are bad"])
def test_a_page_of_200_policies_with_10_volumes_each_stays_small(spoil):
    tasks = spoil(fleet(200, 10)[1])
    found = report_html(latest_run(tasks, max_age=25, now=NOW), tasks, now=NOW)
    assert len(found.encode()) < MOST
    # Whatever is left out, each policy has its card or line.
    assert len(re.findall('class="(?:card|policy line)', found)) == 200


def days(found):
    """How many volumes are shown with their days."""
    return found.count('<div class="days"')


def test_of_a_policy_of_very_many_volumes_the_worst_ones_are_shown():
    tasks = [task("p0", f"v{number:03}", "EXECUTE_FAIL") for number in range(199)]
    tasks += [task("p0", "good"), *(task(f"p{one}", volume) for one in range(1, 6) for volume in ("a", "b"))]
    found = page(tasks)
    assert days(found) == 150
    assert '<ul class="legend">' in found
    (card,) = re.findall("<section id=.*?</section>", found)
    table, _more, words = card.partition("… and 50 more volumes, for which there is no room</p>")
    assert re.findall(r"<bdi>(v\d+|good)</bdi></th>", table) == [f"v{number:03}" for number in range(150)]
    listed = words.partition("</ul>")[0]
    assert re.findall(r"<li><bdi>(v\d+)</bdi> ", listed) == [f"v{number:03}" for number in range(150, 199)]
    assert found.count('<div class="policy line ok">') == 5


def test_a_good_policy_of_very_many_volumes_unfolds_to_those_there_is_room_for():
    found = page([task("p0", f"v{number:03}") for number in range(151)])
    assert days(found) == 150
    assert '</table><p class="more">… and 1 more volume, for which there is no room</p></details>' in found


def test_after_a_policy_of_many_volumes_there_is_room_for_others():
    tasks = [task("p0", f"v{number:03}", "EXECUTE_FAIL") for number in range(149)]
    found = page([*tasks, *(task(f"p{one}", volume) for one in (1, 2) for volume in ("a", "b"))])
    assert days(found) == 150
    assert found.count('<details class="policy line ok">') == found.count('<div class="policy line ok">') == 1


@pytest.mark.parametrize(("limit", "tables"), [(4, 2), (6, 3)])
def test_of_many_policies_the_last_ones_are_told_in_words(monkeypatch, limit, tables):
    monkeypatch.setattr(html, "SHOWN_VOLUMES", limit)
    tasks = [task(policy, volume, "EXECUTE_FAIL") for policy in ("p1", "p2", "p3") for volume in ("v1", "v2")]
    found = page(tasks)
    assert found.count('<table class="volumes">') == tables
    for number, card in enumerate(re.findall("<section id=.*?</section>", found)):
        assert card.count("<bdi>v1</bdi>") == (2 if number < tables else 1)
        assert "failed</span>" in card


def test_good_policies_without_room_are_names_alone(monkeypatch):
    monkeypatch.setattr(html, "SHOWN_VOLUMES", 1)
    found = page([task("p1"), task("p2")])
    assert found.count('<details class="policy line ok">') == found.count('<div class="policy line ok">') == 1


@pytest.mark.parametrize("problems", [100, 101, 103])
def test_the_list_of_problems_ends_somewhere(problems):
    found = page([task(volume=f"v{number}", status="SKIP") for number in range(problems)])
    assert len(wrong(found)) == min(problems, 101)
    assert wrong(found)[-1].startswith("… and ") is (problems > 100)
    assert (f"<li>… and {problems - 100} more</li>" in found) is (problems > 100)
