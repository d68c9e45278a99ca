# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times of the APIs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._time import minute, parse_time

MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize("written", ["2026-01-02T03:04:05", "2026-01-02T03:04:05Z", "2026-01-02T03:04:05.0z"])
def test_a_time_is_utc_however_it_is_written(written):
    assert parse_time(written) == MOMENT


def test_fractions_count():
    assert parse_time("2026-01-02T03:04:05.25Z") == MOMENT.replace(microsecond=250_000)


@pytest.mark.parametrize(
    "value",
    [None, 1767323045, "", "2026-01-02", "2026-13-02T03:04:05", "2026-01-02T03:04:05+01:00", "2026-01-02T03:04:05.1e3"],
)
def test_what_is_no_time_is_none(value):
    assert parse_time(value) is None


def test_a_reader_gets_minutes():
    assert minute(MOMENT) == "2026-01-02 03:04 UTC"
