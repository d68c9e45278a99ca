# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the documents of the API mean, also odd ones."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._api.documents import (
    failure_of,
    is_empty,
    is_off,
    names_something,
    size_of,
    unlike_success,
)


@pytest.mark.parametrize(
    ("value", "named"), [("a", True), ("-1", True), ("", False), ("  ", False), ("\u3164", False), (7, False)]
)
def test_an_id_needs_a_letter_or_digit(value, named):
    assert names_something(value) is named


@pytest.mark.parametrize(
    ("policy", "off"),
    [
        ({"scheduled_policy": {"status": "OFF"}}, True),
        ({"scheduled_policy": {"status": "ON"}}, False),
        ({"scheduled_policy": {"status": "off"}}, False),
        ({"scheduled_policy": "OFF"}, False),
        ({}, False),
    ],
)
def test_a_policy_is_off_only_if_it_clearly_says_so(policy, off):
    assert is_off(policy) is off


@pytest.mark.parametrize(("count", "size"), [(0, 0), (3, 3), (False, None), (-1, None), ("0", None), (None, None)])
def test_a_policy_is_empty_only_if_it_clearly_says_so(count, size):
    assert size_of({"policy_resource_count": count}) == size
    assert is_empty({"policy_resource_count": count}) is (size == 0)


def test_the_deepest_failed_sub_job_tells_why():
    inner = {"job_id": "b", "status": "FAIL", "error_code": "E", "fail_reason": "No."}
    job = {
        "status": "FAIL",
        "sub_jobs": [{"job_id": "a", "status": "FAIL", "sub_jobs": [inner]}, {"status": "SUCCESS"}],
    }
    assert failure_of(job) == "E: No. (sub-job b)"
    assert failure_of({**job, "fail_reason": "Own."}) == "Own."
    assert failure_of({"sub_jobs": [{"status": "SUCCESS", "fail_reason": "x"}]}) is None


@pytest.mark.parametrize(
    ("sub_jobs", "said"),
    [
        (None, None),
        ([], None),
        ([{"status": "SUCCESS", "sub_jobs": [{"status": "SUCCESS"}]}], None),
        ({"a": 1}, "its sub_jobs are no list"),
        (["a"], "one of its sub_jobs is no job"),
        (
            [{"status": "SUCCESS", "sub_jobs": [{"job_id": "b", "status": "FAIL", "fail_reason": "No."}]}],
            "its sub-job b says FAIL: No.",
        ),
        ([{"job_id": "b"}], "its sub-job b says None"),
    ],
)
def test_what_does_not_fit_a_success_is_found_at_any_depth(sub_jobs, said):
    assert unlike_success({"sub_jobs": sub_jobs}) == said
