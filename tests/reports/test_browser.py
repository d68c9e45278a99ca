# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page as a browser shows it."""

from __future__ import annotations

import pytest
from reports import browser as chromium
from reports.sample import NOW, fleet, hosts, sample
from selenium.webdriver.common.keys import Keys

from ansible_collections.otc.vbs.plugins.plugin_utils._report.html import report_html
from ansible_collections.otc.vbs.plugins.plugin_utils._report.status import Status

pytestmark = pytest.mark.skipif(bool(chromium.MISSING), reason=chromium.MISSING)


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    browser = chromium.Browser(tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


def opened(directory, verdicts, tasks):
    path = directory / "report.html"
    path.write_text(report_html(verdicts, tasks, now=NOW, subtitle="OTC, eu-de"), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    return opened(tmp_path_factory.mktemp("page"), *sample())


@pytest.fixture(scope="module")
def page_of_hosts(tmp_path_factory):
    return opened(tmp_path_factory.mktemp("hosts"), *hosts())


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


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_it_never_scrolls_sideways(browser, page, width):
    browser.show(page, width)
    browser.ask("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert browser.ask("innerWidth") == width
    assert browser.ask("document.documentElement.scrollWidth") <= width


OPEN = "document.querySelectorAll('details').forEach(one => one.open = true)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_every_day_can_be_seen(browser, page, width, scheme):
    browser.show(page, width, scheme)
    browser.ask(OPEN)
    sizes = browser.ask("[...document.querySelectorAll('.days i')].map(one => [one.offsetWidth, one.offsetHeight])")
    assert len(sizes) == 30 * 18
    assert min(cell_width for cell_width, _height in sizes) >= 8
    assert min(height for _width, height in sizes) >= 16


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_statuses_differ_in_colour_and_in_sign(browser, page, scheme):
    browser.show(page, scheme=scheme)
    style = "getComputedStyle(document.querySelector('.legend .{}'), '::before')"
    shown = [
        (
            browser.ask(style.format(status.style) + ".backgroundColor"),
            browser.ask(style.format(status.style) + ".content"),
        )
        for status in Status
    ]
    assert len({colour for colour, _sign in shown}) == len({sign for _colour, sign in shown}) == len(shown)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["page", "page_of_hosts"])
def test_nothing_hinders_people_with_disabilities(browser, name, width, scheme, request):
    browser.show(request.getfixturevalue(name), width, scheme)
    browser.ask(OPEN)
    assert browser.hindrances() == []


def test_a_hindrance_would_be_noticed(browser, tmp_path):
    (tmp_path / "other.html").write_text("<!DOCTYPE html><title>Other</title><p style='color: #ccc'>pale</p>")
    browser.show((tmp_path / "other.html").as_uri())
    assert [found.partition(":")[0] for found in browser.hindrances()] == ["color-contrast", "html-has-lang"]


def test_the_first_problem_is_seen_without_scrolling(browser, page):
    browser.show(page, 390)
    assert browser.ask("document.querySelector('.told li').getBoundingClientRect().bottom") < 900


def test_the_keyboard_leads_from_a_problem_to_its_card_and_unfolds_it(browser, page):
    browser.show(page)
    browser.press(Keys.TAB)
    assert browser.ask("document.activeElement.matches('.told a:focus-visible')")
    browser.ask("[...document.querySelectorAll('.told a')].pop().focus()")
    browser.press(Keys.ENTER)
    assert browser.ask("document.querySelector(':target h2').innerText") == "✕ nightly-websites"
    top = browser.ask("document.querySelector(':target').getBoundingClientRect().top")
    assert 0 <= top < 900
    browser.press(Keys.TAB)
    assert browser.ask("document.activeElement.matches(':target summary')")
    browser.press(Keys.ENTER)
    assert browser.ask("document.activeElement.parentElement.open")


def test_a_page_of_many_policies_is_as_light_as_its_problems(browser, tmp_path):
    browser.show(opened(tmp_path, *fleet(200, 10)))
    assert browser.ask("document.querySelectorAll('.problems a').length") == 4
    assert browser.ask("document.querySelectorAll('.policy').length") == 200
    # What is folded is there, but only for so many volumes.
    assert browser.ask("document.querySelectorAll('*').length") < 12_000


def test_it_prints(browser, page):
    browser.show(page)
    assert browser.printed().startswith(b"%PDF")
