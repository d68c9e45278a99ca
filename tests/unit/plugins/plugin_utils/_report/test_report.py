# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report says, and that nothing that comes from the service becomes markup in it, in either form."""

from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from reports import sample, stored

from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput
from ansible_collections.otc.vbs.plugins.plugin_utils._report.html import report_html
from ansible_collections.otc.vbs.plugins.plugin_utils._report.markdown import LIMIT, report_markdown
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run

VERDICT = "a verdict, as the filter otc.vbs.latest_run returns it"
NOW = datetime(2026, 1, 30, 7, 40, tzinfo=UTC)
FIELDS = ("resource_id", "backup_name", "status", "code", "message", "vbs_job_id", "policy_id", "created_at")
hostile = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=()), max_size=60),
    st.text(alphabet="<>&\"'`|\\[]()!*_#@~-\n\r\t {}\u202e\u2066\ud800\x00\u05d0", max_size=40),
    st.sampled_from(["<script>alert(1)</script>", "`|`", "\n\n# h\n", "![a](http://x)", "http://x.example", "--><b>"]),
)


def reports(text, title="Report"):
    task = {
        "policy_id": "p1",
        "job_id": "t1",
        "resource_id": "v1",
        "status": "EXECUTE_FAIL",
        "created_at": "2026-01-30T01:00:00.5",
    }
    tasks = [task, *({**task, "job_id": name, name: text} for name in FIELDS)]
    verdict = latest_run(tasks, policy_ids=["p1"], resource_ids=["v9"], max_age=25, now=NOW)
    return (
        tasks,
        report_html(verdict, tasks, title=title, now=NOW),
        report_markdown(verdict, tasks, title=title, now=NOW),
    )


class Page(HTMLParser):
    """The elements of a page with the names of their attributes, and its text."""

    def __init__(self, page):
        super().__init__()
        self.elements = set()
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.add((tag, *(name for name, _value in attrs)))

    def handle_data(self, data):
        self.text += data


KNOWN = Page(reports("harmless")[1]).elements | Page(report_html(*sample.sample(), now=NOW)).elements


@pytest.mark.parametrize("name", stored.FORMS)
def test_the_sample_is_what_somebody_looked_at(name):
    assert stored.FORMS[name]() == (stored.DIRECTORY / name).read_text(encoding="utf-8")


@given(text=hostile)
def test_no_text_becomes_an_element_or_an_attribute(text):
    page = reports(text, title=text)[1]
    page.encode()
    assert Page(page).elements <= KNOWN
    assert text.isprintable() <= (" ".join(text.split()) in Page(page).text)


@given(text=hostile)
@pytest.mark.parametrize("html", [True, False])
def test_no_text_becomes_markdown(text, html):
    tasks, _page, written = reports(text, title=text)
    written.encode()
    tokens = MarkdownIt("commonmark", {"html": html}).enable("table").parse(written)
    # The head, perhaps a list, the table, and the legend.
    assert {token.tag for token in tokens if token.tag} <= {
        *("p", "ul", "li"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    }
    assert not {token.type for token in tokens} & {"html_block", "heading_open", "fence", "code_block"}
    inline = {child.type for token in tokens for child in token.children or ()}
    assert inline <= {"text", "code_inline", "strong_open", "strong_close", "softbreak"}
    shown = {(task["policy_id"], task["resource_id"]) for task in tasks}
    assert sum(token.type == "tr_open" for token in tokens) <= 1 + len(shown)
    assert all(sum(token.type == kind for token in tokens) % 7 == 0 for kind in ("th_open", "td_open"))
    assert "\u202e" not in written


def test_what_turns_the_direction_of_writing_is_shown():
    _tasks, page, written = reports("a\u202eb\u2066c\x00")
    for form in (page, written):
        assert "a\\u202eb\\u2066c\\u0000" in form


@pytest.mark.parametrize("text", ["\u05d2\u05d9\u05d1\u05d5\u05d9", "\u0646\u0633\u062e\u0629"])
def test_text_from_right_to_left_is_isolated(text):
    _tasks, page, written = reports(text)
    assert f"<bdi>{text}</bdi>" in page
    assert f"`\u2068{text}\u2069`" in written


@pytest.mark.parametrize(("policies", "volumes"), [(1, 0), (1, 1), (60, 3)])
def test_markdown_fits_a_message(policies, volumes):
    verdict, tasks = sample.fleet(policies, volumes)
    written = report_markdown(verdict, tasks, now=sample.NOW)
    assert len(written) <= LIMIT
    assert verdict["msg"] in written
    assert ("more |" in written) is (policies > 1)


def test_many_problems_leave_room_for_volumes():
    _verdict, tasks = sample.sample()
    bad = [{**task, "status": "EXECUTE_FAIL", "message": "x" * 300} for task in tasks]
    written = report_markdown(latest_run(bad, max_age=25, now=sample.NOW), bad, now=sample.NOW)
    assert len(written) <= LIMIT
    assert "- … and " in written
    assert "| ✕ failed |" in written


def test_the_page_allows_itself_its_style_alone():
    page = reports("harmless")[1]
    assert "content=\"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-" in page
    assert not {tag for tag, *_attributes in KNOWN} & {"script", "link", "img", "iframe", "a", "object", "form"}
    assert not [element for element in KNOWN if {"style", "src", "href"} & set(element[1:])]


@pytest.mark.parametrize(
    ("verdict", "tasks", "wrong", "right"),
    [
        ([], [], "_input: []", f"{VERDICT}: this is not a dictionary."),
        ({"ok": True}, [], "_input: {'ok': True}", f"{VERDICT}: this has no msg."),
        (latest_run([], now=NOW), "tasks", "tasks: 'tasks'", "a list of dictionaries, as the modules return it."),
        (latest_run([], now=NOW), {"a": []}, "tasks: {'a': []}", "a list of dictionaries, as the modules return it."),
        (latest_run([], now=NOW), [1], "tasks: [1]", "a list of dictionaries, as the modules return it."),
    ],
)
@pytest.mark.parametrize("write", [report_html, report_markdown])
def test_what_is_no_verdict_or_history_is_refused(write, verdict, tasks, wrong, right):
    with pytest.raises(InvalidInput) as caught:
        write(verdict, tasks, now=NOW)
    assert str(caught.value) == f"Invalid value for {wrong}. It must be {right}"


@pytest.mark.parametrize("written", [report_html, report_markdown])
def test_what_is_about_no_policy_and_what_has_to_be_known_is_told(written):
    left_out = [{"policy_id": "p9", "policy_name": "retired", "why": "switched off"}]
    tasks = [{"policy_id": "p1", "status": "EXECUTE_SUCCESS", "resource_id": "v1", "created_at": "2026-01-02T07:00:00"}]
    verdict = latest_run(
        tasks, max_age=25, left_out=left_out, restore_points="required", backups_error="GET x: HTTP 403", now=NOW
    )
    page = written(verdict, tasks, now=NOW)
    assert "The restore points were not verified: GET x: HTTP 403" in page
    assert "1 policy is left out (switched off): retired" in page
