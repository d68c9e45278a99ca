# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which policies a check judges, and which it leaves out and says so."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.otc.vbs.plugins.filter.policy_run_check_policies import FilterModule
from tools.documents import policy

NIGHTLY = policy(2)
OFF = {**policy(2, status="OFF"), "backup_policy_id": "p2", "backup_policy_name": "retired"}
EMPTY = {**policy(0), "backup_policy_id": "p3", "backup_policy_name": "new"}
BOTH = {**policy(0, status="OFF"), "backup_policy_id": "p4", "backup_policy_name": None}
ALL = [NIGHTLY, OFF, EMPTY, BOTH]


def select(policies, *args, **options):
    return FilterModule().filters()["policy_run_check_policies"](policies, *args, **options)


def test_those_that_promise_no_backups_are_left_out_and_named():
    assert select(ALL) == {
        "policies": [NIGHTLY],
        "policy_ids": ["p1"],
        "left_out": [
            {"policy_id": "p2", "policy_name": "retired", "why": "switched off"},
            {"policy_id": "p3", "policy_name": "new", "why": "without volumes"},
            {"policy_id": "p4", "policy_name": None, "why": "switched off"},
        ],
    }


@pytest.mark.parametrize(
    ("options", "judged"),
    [
        ({"policy_ids": ["p2", "p4"]}, ["p1", "p2", "p4"]),
        ({"policy_ids": "p2,p3"}, ["p1", "p2", "p3"]),
        ({"policy_names": ["retired", "new"]}, ["p1", "p2", "p3"]),
        ({"policy_names": ["ret*", "*"]}, ["p1"]),
        ({"policy_names": ["p2"], "policy_ids": ["retired"]}, ["p1"]),
    ],
)
def test_one_that_is_named_is_judged_whatever_it_is(options, judged):
    found = select(ALL, **options)
    assert found["policy_ids"] == judged
    assert [one["backup_policy_id"] for one in found["policies"]] == judged
    assert len(found["left_out"]) == 4 - len(judged)


@pytest.mark.parametrize("status", ["off", "", None, "PAUSED", ["OFF"]])
def test_one_that_may_be_on_is_judged(status):
    assert select([policy(2, status=status)])["policy_ids"] == ["p1"]


@pytest.mark.parametrize("count", [None, False, "0", "", 0.0, [], -1])
def test_one_that_may_have_volumes_is_judged(count):
    assert select([policy(count)])["policy_ids"] == ["p1"]


def test_an_odd_schedule_is_judged():
    assert select([{**NIGHTLY, "scheduled_policy": "OFF"}])["policy_ids"] == ["p1"]


def test_nothing_is_selected_of_nothing():
    assert select([]) == {"policies": [], "policy_ids": [], "left_out": []}


@pytest.mark.parametrize(
    ("policies", "options", "said"),
    [
        ("p1", {}, "_input: 'p1'. It must be a list of dictionaries, as the modules return it."),
        (ALL, {"policy_ids": [7]}, "policy_ids: 7. It must be a list of strings."),
        (ALL, {"policy_names": {"new": 1}}, "policy_names: {'new': 1}. It must be a list of strings."),
    ],
)
def test_wrong_input_is_an_error_of_the_filter(policies, options, said):
    with pytest.raises(AnsibleFilterError) as caught:
        select(policies, **options)
    assert str(caught.value) == f"otc.vbs.policy_run_check_policies: Invalid value for {said}"
