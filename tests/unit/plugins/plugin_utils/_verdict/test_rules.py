# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the rules of a verdict are read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.rules import (
    LARGEST,
    read_documents,
    read_grace,
    read_names,
    read_positive,
    read_rules,
)


def read(**options):
    return read_rules(**{"accept": "EXECUTE_SUCCESS", "restore_points": "if_readable", **options})


def test_hours_and_minutes():
    found = read(max_age="25", run_window=30, grace=0.5)
    assert found.max_age == timedelta(hours=25)
    assert found.run_window == timedelta(minutes=30)
    assert found.grace == timedelta(minutes=30)
    assert (found.accept, found.restore_points) == (["EXECUTE_SUCCESS"], "if_readable")


def test_without_limits_the_schedule_tells_and_a_run_may_be_two_hours_late():
    found = read()
    assert (found.max_age, found.run_window, found.grace) == (None, None, timedelta(hours=2))


@given(st.floats() | st.integers())
def test_a_limit_is_above_zero_and_a_grace_may_be_zero(number):
    for read_it, allowed in ((read_positive, 0 < number <= LARGEST), (read_grace, 0 <= number <= LARGEST)):
        if allowed:
            assert read_it("max_age", number) == number == read_it("max_age", repr(number))
        else:
            with pytest.raises(InvalidInput, match=r"^Invalid value for max_age: "):
                read_it("max_age", number)


@pytest.mark.parametrize("value", [True, False, None, "", "soon", "nan", "-inf", [1], 10**400])
def test_what_is_no_number_is_refused(value):
    for read_it in (read_positive, read_grace):
        with pytest.raises(InvalidInput, match=r"^Invalid value for grace: "):
            read_it("grace", value)


@pytest.mark.parametrize("value", ["EXECUTE_SUCCESS, SKIP", ["EXECUTE_SUCCESS", "SKIP"], "EXECUTE_SUCCESS\nSKIP\n"])
def test_statuses_that_count_as_good(value):
    assert read(accept=value).accept == ["EXECUTE_SUCCESS", "SKIP"]


@pytest.mark.parametrize(
    "value", [[], "", "RUNNING", "WAITING", "EXECUTE_SUCCESS,NEW", "execute_success", None, [None]]
)
def test_nothing_counts_as_good_but_a_status_in_which_a_task_ends(value):
    with pytest.raises(InvalidInput, match=r"^Invalid value for accept: "):
        read(accept=value)


@pytest.mark.parametrize("value", ["always", "", None, True, ["required"], "REQUIRED"])
def test_whether_backups_are_needed_is_one_of_three_words(value):
    assert [read(restore_points=one).restore_points for one in ("required", "ignored")] == ["required", "ignored"]
    with pytest.raises(InvalidInput, match=r"restore_points: .* It must be one of if_readable, required, ignored\.$"):
        read(restore_points=value)


@pytest.mark.parametrize("given", ["v1,v2", "v1\nv2", "v1\r\n\r\nv2\n", ["v1", "v2"], ["v1\nv2", " "], " , v1,, v2,\n"])
def test_lines_are_parted_as_commas_do_and_blank_names_are_none(given):
    assert read_names("policy_ids", given) == ["v1", "v2"]


def test_a_comma_in_a_list_parts_nothing():
    assert read_names("policy_ids", ["a,b"]) == ["a,b"]


@pytest.mark.parametrize("value", [None, 7, {"job_id": "j"}, "text", ["text"], [{}, None]])
def test_documents_are_a_list_of_dictionaries(value):
    read_documents("jobs", [{"job_id": "j"}, {}])
    read_documents("jobs", ())
    with pytest.raises(
        InvalidInput, match=r"^Invalid value for jobs: .*a list of dictionaries, as the modules return it"
    ):
        read_documents("jobs", value)
