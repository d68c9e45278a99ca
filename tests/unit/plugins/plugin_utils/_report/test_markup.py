# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing that comes from outside becomes markup in a report, in either form."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from reports import sample, stored

from ansible_collections.otc.vbs.plugins.plugin_utils._report.html import report_html
from ansible_collections.otc.vbs.plugins.plugin_utils._report.markdown import LIMIT, report_markdown
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run

NOW = datetime(2026, 1, 30, 7, 40, tzinfo=UTC)
FIELDS = ("resource_id", "backup_name", "status", "code", "message", "vbs_job_id", "policy_id", "created_at")
hostile = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=()), max_size=60),
    st.text(alphabet="<>&\"'`|\\[]()!*_#@~-\n\r\t {}\u202e\u2066\ud800\x00\u05d0", max_size=40),
    st.sampled_from(["<script>alert(1)</script>", "`|`", "\n\n# h\n", "![a](http://x)", "http://x.example", "--><b>"]),
)


def reports(text, title="Report", named=False):
    """Both forms of a report on tasks, each of which has the text in another field; named: and in all names too."""
    task = {
        "policy_id": "p1",
        "job_id": "t1",
        "resource_id": "v1",
        "status": "EXECUTE_FAIL",
        "created_at": "2026-01-30T01:00:00.5",
    }
    tasks = [task, *({**task, "job_id": name, name: text} for name in FIELDS)]
    known = {"policies": [{"backup_policy_id": "p1", "backup_policy_name": text, "policy_resource_count": 3}]}
    known["volumes"] = [{"id": volume, "name": text, "policy_id": "p1"} for volume in ("v1", "v2")]
    verdict = latest_run(tasks, policy_ids=["p1"], resource_ids=["v9"], max_age=25, now=NOW, **(known if named else {}))
    subtitle = title if named else None
    return [
        write({text: verdict} if named else verdict, tasks, title=title, subtitle=subtitle, now=NOW)
        for write in (report_html, report_markdown)
    ]


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


KNOWN = Page(reports("harmless", named=True)[0]).elements | Page(report_html(*sample.sample(), now=NOW)).elements


@pytest.mark.parametrize("name", stored.FORMS)
def test_the_sample_is_what_somebody_looked_at(name):
    assert stored.FORMS[name]() == (stored.DIRECTORY / name).read_text(encoding="utf-8")


def a_title(text):
    return text if text.strip() else "Report"


@given(text=hostile, named=st.booleans())
def test_no_text_becomes_an_element_or_an_attribute(text, named):
    page = reports(text, title=a_title(text), named=named)[0]
    page.encode()
    assert Page(page).elements <= KNOWN
    assert text.isprintable() <= (" ".join(text.split()) in Page(page).text)


@given(text=hostile, named=st.booleans())
@pytest.mark.parametrize("html", [True, False])
def test_no_text_becomes_markdown(text, named, html):
    written = reports(text, title=a_title(text), named=named)[1]
    written.encode()
    assert len(written) <= LIMIT
    tokens = MarkdownIt("commonmark", {"html": html}).enable("table").parse(written)
    # The head, a list, and what is good.
    assert {token.tag for token in tokens if token.tag} <= {"p", "ul", "li"}
    assert not {token.type for token in tokens} & {"html_block", "heading_open", "fence", "code_block"}
    inline = {child.type for token in tokens for child in token.children or ()}
    assert inline <= {"text", "code_inline", "strong_open", "strong_close", "softbreak"}
    assert "\u202e" not in written


def test_what_turns_the_direction_of_writing_is_shown():
    for form in reports("a\u202eb\u2066c\x00"):
        assert "a\\u202eb\\u2066c\\u0000" in form


@pytest.mark.parametrize("text", ["\u05d2\u05d9\u05d1\u05d5\u05d9", "\u0646\u0633\u062e\u0629"])
def test_text_from_right_to_left_is_isolated(text):
    page, written = reports(text, named=True)
    assert f"<bdi>{text}</bdi>" in page
    assert text not in re.sub("<bdi>.*?</bdi>", "", page)
    assert f"`\u2068{text}\u2069`" in written


def test_the_page_allows_itself_its_style_alone():
    page = reports("harmless")[0]
    assert "content=\"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-" in page
    assert not {tag for tag, *_attributes in KNOWN} & {"script", "link", "img", "iframe", "object", "form"}
    assert not [element for element in KNOWN if {"style", "src"} & set(element[1:])]
    # Links lead to the page itself.
    assert {element for element in KNOWN if "href" in element} == {("a", "href")}
    assert page.count("href=") == page.count('href="#policy-')
