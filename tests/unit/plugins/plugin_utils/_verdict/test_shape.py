# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a verdict must be, and is by its own hand."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.shape import unlike_verdict
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run
from tools.documents import NOW, policy, task, volume

VERDICT = latest_run([task(status="SKIP")], policies=[policy(2)], volumes=[volume("v1"), volume("v2")], now=NOW)
(RUN,) = VERDICT["runs"]


def test_a_verdict_is_one():
    assert unlike_verdict(VERDICT) is None
    assert unlike_verdict(latest_run([])) is None
    assert RUN["missing"]
    assert RUN["tasks"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "this is not a dictionary"),
        ({}, "this has no ok"),
        ({**VERDICT, "ok": 1}, "ok is not true or false"),
        ({**VERDICT, "msg": None}, "msg is not text"),
        ({**VERDICT, "runs": {}}, "runs is not a list"),
        ({**VERDICT, "runs": [7]}, "runs[0] is not a dictionary"),
        ({**VERDICT, "notes": ["x", 7]}, "notes[1] is not text"),
        ({**VERDICT, "runs": [{**RUN, "volumes_good": True}]}, "runs[0].volumes_good is not a number"),
        ({**VERDICT, "runs": [{**RUN, "volumes_good": -1}]}, "runs[0].volumes_good is not a number"),
        (
            {**VERDICT, "runs": [{**RUN, "volumes_expected": 10**10}]},
            "runs[0].volumes_expected is not a number or null",
        ),
        ({**VERDICT, "runs": [{**RUN, "tasks": [{}]}]}, "runs[0].tasks[0] has no resource_id"),
        ({**VERDICT, "runs": [{**RUN, "missing": [{}]}]}, "runs[0].missing[0] has no resource_id"),
    ],
)
def test_what_it_is_not_is_named(value, said):
    assert unlike_verdict(value) == said
