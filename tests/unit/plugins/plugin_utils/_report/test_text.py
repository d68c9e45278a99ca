# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How reports put times, shares, numbers and texts from outside."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._time import minute
from ansible_collections.otc.vbs.plugins.plugin_utils._report.text import (
    day,
    percent,
    plural,
    visible,
    words,
)


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (0, "0 s"),
        (59.4, "59 s"),
        (59.5, "1 min"),
        (90.1, "2 min"),
        (3569, "59 min"),
        (3570, "1 h"),
        (3600 + 60, "1 h 01 min"),
        (10 * 3600 - 60, "9 h 59 min"),
        (9 * 3600, "9 h"),
        (10 * 3600 + 1800, "10 h"),
        (48 * 3600 - 60, "47 h"),
        (48 * 3600, "2 days"),
        (timedelta(days=2, hours=23), "2 days"),
        (timedelta(minutes=12), "12 min"),
    ],
)
def test_a_time_is_told_in_words(time, said):
    assert words(time) == said


@pytest.mark.parametrize(
    ("good", "ended", "said"),
    [
        *((0, 0, "-"), (0, 3, "0 %"), (1, 3, "33 %"), (2, 3, "67 %"), (1, 200, "1 %"), (5, 8, "63 %"), (3, 3, "100 %")),
        *((999, 1000, "99 %"), (1, 1000, "1 %")),
    ],
)
def test_a_share_is_rounded_but_never_to_all_or_none(good, ended, said):
    assert percent(good, ended) == said


@pytest.mark.parametrize(("number", "said"), [(0, "0 days"), (1, "1 day"), (2, "2 days")])
def test_a_number_of_things(number, said):
    assert plural(number, "day") == said


def test_days_and_minutes():
    months = [day(date(2026, month, 9)) for month in range(1, 13)]
    assert " ".join(months) == ("9 Jan 9 Feb 9 Mar 9 Apr 9 May 9 Jun 9 Jul 9 Aug 9 Sep 9 Oct 9 Nov 9 Dec")
    assert minute(datetime(2026, 1, 9, 4, 5, 6, tzinfo=UTC)) == "2026-01-09 04:05 UTC"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "(none)"),
        ("", "(none)"),
        (" \n ", "(none)"),
        (" a \n b\t", "a b"),
        (12, "12"),
        ("123456", "123456"),
        ("1234567", "12345…"),
        ("12345\x00", "12345…"),
        ("\x00", "\\u0000"),
        ("\ud800", "\\ud800"),
        ("\U000e0001", "\\ue00…"),
        ("a\u200cb\u200dc", "a\u200cb\u200dc"),
    ],
)
def test_a_text_from_outside_is_made_visible(value, said):
    assert visible(value, 6) == said
