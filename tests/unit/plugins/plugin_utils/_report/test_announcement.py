# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a verdict is told at the end of a check."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.plugin_utils._report.announcement import announce
from tools.outputs import NO_VERDICT

GOOD = {**NO_VERDICT, "ok": True, "problems": [], "general_problems": [], "msg": "The latest run is good"}


@pytest.mark.parametrize(
    ("verdict", "fail", "failed", "msg"),
    [
        (GOOD, True, False, "The latest run is good"),
        (NO_VERDICT, True, True, "The latest run could not be judged"),
        (NO_VERDICT, False, False, "The latest run could not be judged"),
        ({"a": GOOD, "b": GOOD}, True, False, "None of 2 checks are NOT GOOD"),
        ({"a": GOOD, "b": NO_VERDICT}, True, True, "1 of 2 checks is NOT GOOD"),
        ({"a": None, "b": NO_VERDICT}, True, True, "2 of 2 checks are NOT GOOD"),
        ({"a": None}, True, True, "There is no verdict"),
        ({}, True, True, "There is no verdict"),
        # Hosts may be called so.
        ({"msg": NO_VERDICT, "ok": NO_VERDICT}, True, True, "2 of 2 checks are NOT GOOD"),
    ],
)
def test_it_fails_unless_all_is_good(verdict, fail, failed, msg):
    told = announce(verdict, [], fail)
    assert (told.failed, told.msg) == (failed, msg)


def test_a_report_that_could_not_be_written_fails_a_good_check_too():
    written = [{"path": "/a", "failed": False, "msg": ""}, {"path": "/b", "failed": True, "msg": "no\nroom"}]
    told = announce(GOOD, written, fail=False)
    assert told.failed
    assert told.msg == "The latest run is good. The report was not written to /b: no room"
