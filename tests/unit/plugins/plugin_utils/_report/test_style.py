# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The style sheet fits what the page is made of."""

from __future__ import annotations

import re

import pytest
from reports import sample

from ansible_collections.otc.vbs.plugins.plugin_utils._report.columns import COLUMNS, LEVELS
from ansible_collections.otc.vbs.plugins.plugin_utils._report.html import report_html
from ansible_collections.otc.vbs.plugins.plugin_utils._report.status import Status
from ansible_collections.otc.vbs.plugins.plugin_utils._report.style import STYLE

DARK = "@media screen and (prefers-color-scheme: dark)"


@pytest.mark.parametrize("status", Status, ids=lambda status: status.style)
def test_each_status_has_its_colours_on_either_ground_and_its_sign(status):
    light, dark = (
        re.findall(rf"^{start}:root {{ (.*--failed: .*?) }}", STYLE, re.M) for start in ("", f"{re.escape(DARK)} {{ ")
    )
    style, colours = status.style, status.colours
    assert f"--{style}: {colours.ground}; --{style}-text: {colours.letters};" in light[0]
    assert f"--{style}: {colours.dark_ground}; --{style}-text: {colours.dark_letters};" in dark[0]
    assert f".badge.{style}, i.{style}::before {{ background: var(--{style}); color: var(--{style}-text); }}" in STYLE
    assert f'.{style} > i::before, i.{style}::before {{ content: "{status.sign}"; }}' in STYLE


def test_every_colour_that_is_used_is_given():
    given = set(re.findall(r"(--[a-z-]+):", STYLE))
    assert set(re.findall(r"var\((--[a-z-]+)\)", STYLE)) == given


def test_the_bars_grow_evenly_up_to_the_whole_height():
    heights = [float(height) for height in re.findall(r"^\.h\d+::after { height: ([\d.]+)%; }$", STYLE, re.M)]
    assert heights == [pytest.approx(100 * level / LEVELS, abs=0.05) for level in range(1, LEVELS + 1)]
    assert heights[-1] == 100


def test_each_column_has_its_width():
    widths = dict(re.findall(r"^\.(w\d+) { width: (\d+)%; }$", STYLE, re.M))
    assert widths == {f"w{column.width}": str(column.width) for column in COLUMNS}


def test_every_class_of_the_page_has_a_style():
    page = report_html(*sample.sample(), now=sample.NOW)
    used = {name for names in re.findall(r'class="([^"]*)"', page) for name in names.split()}
    assert {name for name in used if not re.search(rf"\.{name}\b", STYLE)} == set()


def test_it_asks_for_nothing_from_elsewhere_and_stays_within_its_element():
    assert not re.search(r"url\(|@import|<", STYLE)
    assert STYLE.count("{") == STYLE.count("}")
