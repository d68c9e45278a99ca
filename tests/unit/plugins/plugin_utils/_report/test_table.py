# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table that a person reads at the end of a job."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput
from ansible_collections.otc.vbs.plugins.plugin_utils._report import table as table_module
from ansible_collections.otc.vbs.plugins.plugin_utils._report.inputs import read_verdicts
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run
from tools.outputs import NO_VERDICT

NOW = datetime(2026, 1, 2, 8, tzinfo=UTC)
SCHEDULE = {"status": "ON", "start_time": "01:00", "frequency": 1}


def table(verdicts):
    return table_module.table(read_verdicts(verdicts, None))


def verdict(*bad, policies=2, names=None):
    """Of so many policies of two volumes each, at the numbers given with a volume that failed."""
    ids = [f"p{number:03}" for number in range(policies)]
    known = [
        {
            "backup_policy_id": one,
            "backup_policy_name": (names or {}).get(number, f"nightly-{number:03}"),
            "policy_resource_count": 2,
            "scheduled_policy": SCHEDULE,
        }
        for number, one in enumerate(ids)
    ]
    tasks = [
        {
            "policy_id": one,
            "job_id": f"{one}-{day}-{volume}",
            "resource_id": f"{one}-v{volume}",
            "created_at": f"2026-01-0{day}T01:00:0{volume}",
            "status": "EXECUTE_FAIL" if (number in bad and (day, volume) == (2, 1)) else "EXECUTE_SUCCESS",
        }
        for number, one in enumerate(ids)
        for day in (1, 2)
        for volume in (1, 2)
    ]
    return latest_run(tasks, policies=known, now=NOW)


def test_a_good_verdict_is_a_row_for_each_policy():
    assert table(verdict()).splitlines() == [
        "    POLICY       DUE               BEGUN             GOOD  LAST GOOD BACKUP  WORST",
        "ok  nightly-000  2026-01-02 01:00  2026-01-02 01:00  2/2   2026-01-02 01:00",
        "ok  nightly-001  2026-01-02 01:00  2026-01-02 01:00  2/2   2026-01-02 01:00",
    ]


def test_what_is_bad_comes_first_with_its_problems_above():
    lines = table(verdict(1)).splitlines()
    assert lines[0].startswith("- Policy nightly-001 (p001): volume p001-v1 is EXECUTE_FAIL (new): ")
    assert lines[1] == ""
    assert lines[3].startswith(
        "BAD  nightly-001  2026-01-02 01:00  2026-01-02 01:00  1/2   2026-01-01 01:00  volume p001-v1 is EXECUTE_FAIL"
    )
    assert lines[4].startswith("ok   nightly-000")


def test_of_many_the_rest_is_counted():
    lines = table(verdict(*range(30), policies=200)).splitlines()
    assert lines[20] == "- and 10 more"
    assert [line[:3] for line in lines[23:43]] == ["BAD"] * 20
    assert lines[43] == "and 180 more, 10 of them bad"
    assert len(lines) == 44
    assert max(map(len, lines)) < 320


def test_of_many_the_rest_may_all_be_good():
    assert table(verdict(0, policies=40)).splitlines()[-1] == "and 20 more, all good"


def test_a_policy_without_a_name_to_read_is_told_by_its_id():
    cells = [line.split()[1] for line in table(verdict(names={0: "  ", 1: ""})).splitlines()[1:]]
    assert cells == ["p000", "p001"]


def test_of_several_hosts_each_that_came_to_no_verdict_is_bad():
    lines = table({"a": verdict(), "b": None, "c": NO_VERDICT}).splitlines()
    assert lines[:2] == ["- b: could not be judged", "- c: The latest run could not be judged"]
    assert [line.split()[:2] for line in lines[4:]] == [
        ["BAD", "b"],
        ["BAD", "c"],
        ["ok", "nightly-000"],
        ["ok", "nightly-001"],
    ]


def test_what_is_no_verdict_is_refused():
    with pytest.raises(InvalidInput, match="this has no ok"):
        table({"runs": []})


@given(st.text(min_size=1, max_size=300))
def test_no_name_moves_the_columns(name):
    lines = table(verdict(names={0: name})).splitlines()
    assert len(lines) == 3
    for line in lines:
        assert line.isprintable()
        assert not any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in line)
    columns = {line.index("2026-01-02 01:00") for line in map(padded, lines[1:])}
    assert len(columns) == 1


def padded(line):
    """With as many characters as it takes columns of a terminal."""
    out = ""
    for char in line:
        if not unicodedata.combining(char):
            out += char + ("x" if unicodedata.east_asian_width(char) in "WF" else "")
    return out
