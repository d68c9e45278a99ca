# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which volumes a run lacks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.expected import expected_of
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.records import Policy, volumes_of
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.streaks import Past
from tools.documents import volume


def expect(size, told, seen, *before):
    """told: the policy that each volume says it is of; before: the volumes of each run before."""
    volumes = volumes_of([volume(name, policy_id=policy_id) for name, policy_id in told.items()])
    pasts = [Past(dict.fromkeys(run, True), {}) for run in before]
    return expected_of(Policy("p1", size=size), volumes, seen, pasts)


@pytest.mark.parametrize(
    ("size", "told", "seen", "missing", "unnamed"),
    [
        (2, {"v1": "p1", "v2": "p1"}, ["v1", "v2"], [], 0),
        (2, {"v1": "p1", "v2": "p1"}, ["v2"], ["v1"], 0),
        (3, {"v1": "p1", "v2": "p1"}, ["v2"], ["v1"], 1),
        # The volume service tells of more than the policy.
        (1, {"v1": "p1", "v2": "p1"}, ["v1"], ["v2"], 0),
        # One that says nothing may be the policy's, one that says that it is another's is not.
        (2, {"v1": "p1", "v2": None}, ["v1", "v2"], [], 0),
        (2, {"v1": "p1", "v2": "p2"}, ["v1", "v2"], [], 1),
        (2, {}, [], [], 2),
        (None, {"v1": "p2"}, [], [], 0),
    ],
)
def test_what_a_run_lacks(size, told, seen, missing, unnamed):
    found = expect(size, told, seen)
    assert (found.missing, found.unnamed, found.lacking) == (missing, unnamed, len(missing) + unnamed)


@pytest.mark.parametrize(
    ("size", "told", "number"),
    [(3, {}, 3), (0, {}, 0), (None, {}, None), (None, {"v1": "p1"}, 1), (1, {"v1": "p1", "v2": "p1"}, 2)],
)
def test_how_many_it_ought_to_hold(size, told, number):
    assert expect(size, told, []).number == number


def test_those_of_earlier_runs_may_be_what_is_missing_if_nobody_says_otherwise():
    told = {"v1": "p1", "v2": "p2", "v3": None}
    assert expect(3, told, ["v4"], ["v5", "v1", "v2"], ["v3", "v4"]).suspects == ["v3", "v5"]
    # Nothing is suspected where nothing is missing unnamed.
    assert expect(2, told, ["v4"], ["v5"], ["v3"]).suspects == []


NAMES = st.sampled_from(["v1", "v2", "v3", "v4"])


@given(
    size=st.integers(0, 5),
    told=st.dictionaries(NAMES, st.sampled_from(["p1", "p2", None])),
    seen=st.sets(NAMES),
)
def test_nothing_is_lacking_exactly_if_the_runs_own_volumes_are_all_and_enough(size, told, seen):
    own = {name for name, policy_id in told.items() if policy_id == "p1"}
    possible = {name for name in seen if told.get(name) in ("p1", None)}
    assert (expect(size, told, seen).lacking == 0) is (own <= seen and len(possible) >= size)
