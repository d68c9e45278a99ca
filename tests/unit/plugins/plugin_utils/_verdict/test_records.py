# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the documents of the services tell of policies and volumes."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.records import labelled, policy_of, volumes_of
from tools.documents import policy, volume


def test_a_policy_is_known_by_its_document():
    found = policy_of("p1", policy(3))
    assert (found.policy_id, found.name, found.size, found.off) == ("p1", "nightly", 3, False)
    assert found.schedule.text == "daily at 01:00 (UTC)"
    assert (found.lack, found.size_lack) == (None, None)


@pytest.mark.parametrize(("name", "known"), [(" \t", None), ("", None), (None, None), (" a ", " a "), (7, "7")])
def test_a_name_that_is_blank_is_none(name, known):
    assert policy_of("p1", {**policy(), "backup_policy_name": name}).name == known


def test_only_a_policy_that_says_so_is_off():
    assert policy_of("p1", policy(status="OFF")).off is True
    odd = policy_of("p1", policy(status="off"))
    assert (odd.off, odd.schedule) == (False, None)
    assert "scheduled_policy.status is 'off'" in odd.lack


def test_of_a_policy_without_a_document_nothing_is_known():
    found = policy_of("p1", None)
    assert (found.policy_id, found.off, found.schedule, found.size) == ("p1", False, None, None)
    assert found.lack == "The policy is not in policies, so its schedule is not known."
    # The lack of the document is told once.
    assert found.size_lack is None


@pytest.mark.parametrize(("count", "said"), [(None, "None"), ("3", "'3'"), (-1, "-1"), (False, "False")])
def test_a_number_of_volumes_that_is_none_is_a_lack(count, said):
    found = policy_of("p1", policy(count))
    assert (found.size, found.size_lack) == (None, f"its policy_resource_count is {said}")


def test_no_volumes_is_a_number_of_them():
    found = policy_of("p1", policy(0))
    assert (found.size, found.size_lack) == (0, None)


def test_volumes_are_known_by_their_names_and_policies():
    told = volumes_of(
        [volume("v1", "web-1"), volume("v2"), volume("v3", "db", policy_id=None), volume("v4", " ", "p2")]
    )
    assert told.names == {"v1": "web-1", "v3": "db"}
    assert told.members == {"p1": ["v1", "v2"], "p2": ["v4"]}
    assert set(told.owned) == {"v1", "v2", "v4"}


@pytest.mark.parametrize("own_id", [None, 7, "", "-", ["v1"]])
def test_a_volume_whose_id_is_none_is_not_one(own_id):
    told = volumes_of([{"id": own_id, "name": "web-1", "policy_id": "p1"}])
    assert (told.names, told.members, set(told.owned)) == ({}, {}, set())


def test_sentences_call_things_by_their_names_beside_their_ids():
    assert (labelled("web-1", "v1"), labelled("", "v1"), labelled(None, None)) == ("web-1 (v1)", "v1", "None")
    told = volumes_of([volume("v1", "web-1")])
    assert [told.label(one) for one in ("v1", "v2", ["v1"])] == ["web-1 (v1)", "v2", "['v1']"]
