# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page as a browser shows it."""

from __future__ import annotations

import pytest
from reports import browser as chromium
from reports.sample import NOW, sample

from ansible_collections.otc.vbs.plugins.plugin_utils._report.html import report_html

pytestmark = pytest.mark.skipif(bool(chromium.MISSING), reason=chromium.MISSING)


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    browser = chromium.Browser(tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(report_html(*sample(), now=NOW), encoding="utf-8")
    return path.as_uri()


def test_the_page_asks_for_nothing_and_runs_nothing(browser, page):
    browser.complaints()
    browser.show(page)
    assert browser.ask("document.title") == "Backup report"
    assert browser.ask("document.querySelectorAll('script, img, link, iframe').length") == 0
    assert browser.requests(page) == [page]
    # Its own style sheet is the one that its policy allows.
    assert browser.complaints() == []


def test_a_request_would_be_noticed(browser, tmp_path):
    (tmp_path / "other.html").write_text("<!DOCTYPE html><title>Other</title><img src='missing.png'>")
    url = (tmp_path / "other.html").as_uri()
    browser.show(url)
    assert len(browser.requests(url)) == 2


def test_it_is_the_same_without_scripts(browser, page):
    browser.show(page, scripts=False)
    without = browser.picture()
    browser.show(page)
    assert browser.picture() == without


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_it_never_scrolls_sideways(browser, page, width):
    browser.show(page, width)
    browser.ask("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert browser.ask("innerWidth") == width
    assert browser.ask("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_day_can_be_seen(browser, page, width, scheme):
    browser.show(page, width, scheme)
    sizes = browser.ask("[...document.querySelectorAll('.days i')].map(one => [one.offsetWidth, one.offsetHeight])")
    assert len(sizes) == 30 * 15
    assert min(cell_width for cell_width, _height in sizes) >= 8
    assert min(height for _width, height in sizes) >= 16


def test_kinds_differ_in_colour_and_in_sign(browser, page):
    browser.show(page)
    style = "getComputedStyle(document.querySelector('.days .{}'), '::before')"
    shown = [
        (browser.ask(style.format(kind) + ".backgroundColor"), browser.ask(style.format(kind) + ".content"))
        for kind in "ftusrgn"
    ]
    assert len({colour for colour, _sign in shown}) == len({sign for _colour, sign in shown}) == len(shown)


def test_it_prints(browser, page):
    browser.show(page)
    assert browser.printed().startswith(b"%PDF")
