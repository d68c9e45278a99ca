# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The condition of a wait."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput, VbsError
from ansible_collections.otc.vbs.plugins.module_utils._waiter.condition import Condition

JOB = {"status": "RUNNING", "sub_jobs": [{"status": "SUCCESS"}], "n": 0}


@pytest.mark.parametrize(
    ("expression", "met"),
    [
        ("status == 'RUNNING'", True),
        ("status == 'SUCCESS'", False),
        ("!(sub_jobs[?status != 'SUCCESS'])", True),
        ("contains(['SUCCESS', 'FAIL'], status)", False),
        ("length(sub_jobs[0:1]) == `1`", True),
        ("nothing == null", True),
    ],
)
def test_true_and_false(expression, met):
    assert Condition(expression)(JOB) is met


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("(" * 5000, "maximum recursion depth exceeded"),
        ("", "cannot be empty"),
        ("status ==", "Incomplete expression"),
        ("status = 'x'", "Unknown token '='"),
        ("tasks[?", "Incomplete expression"),
        ("'a' 'b'", "Unexpected token: b"),
    ],
)
def test_a_broken_expression_is_refused_and_named(expression, said):
    with pytest.raises(InvalidInput) as caught:
        Condition(expression)
    message = str(caught.value)
    assert message.startswith(f"Invalid value for until: {expression!r}"[:100])
    assert said in message.partition(" It must be a JMESPath expression: ")[2]


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("status == 'x' && lenght(sub_jobs) == `1`", "JMESPath has no function lenght(). It has: abs, avg, ceil, "),
        ("length()", "JMESPath's length() takes 1 arguments, not 0"),
        ("length(sub_jobs, n)", "JMESPath's length() takes 1 arguments, not 2"),
        ("contains(status)", "JMESPath's contains() takes 2 arguments, not 1"),
        ("sort_by(sub_jobs, &nope(status))", "JMESPath has no function nope(). It has: abs, avg, ceil, "),
    ],
)
def test_a_wrong_call_is_found_without_a_document(expression, said):
    with pytest.raises(InvalidInput) as caught:
        Condition(expression)
    assert str(caught.value).startswith(f"Invalid value for until: {expression!r}. {said}")


def test_a_variadic_function_takes_more_arguments():
    assert Condition("not_null(nothing, nothing, status) == 'RUNNING'")(JOB) is True


@pytest.mark.parametrize(
    ("expression", "yielded"),
    [("n", "0"), ("stauts", "null"), ("status", '"RUNNING"'), ("sub_jobs", '[{"status": "SUCCESS"}]')],
)
def test_anything_but_true_and_false_is_an_error_that_shows_it_all(expression, yielded):
    with pytest.raises(VbsError) as caught:
        Condition(expression)(JOB)
    message = str(caught.value)
    assert repr(expression) in message
    assert f"yields {yielded}, not true or false" in message
    assert '"status": "RUNNING"' in message


@pytest.mark.parametrize(
    "expression", ["&status", "max_by(sub_jobs, &@) == 'x'", "sub_jobs[::0]", "ceil(to_number('inf')) == `1`"]
)
def test_what_the_library_does_not_expect_is_an_error_too(expression):
    with pytest.raises(VbsError, match="until"):
        Condition(expression)({"status": "RUNNING", "sub_jobs": [{"a": 1}, {"a": 2}]})


def test_a_call_on_the_wrong_type_is_an_error_that_shows_it_all():
    with pytest.raises(VbsError, match=r"length.*cannot be evaluated \(.*invalid type.*\) on .*RUNNING"):
        Condition("length(nothing) == `0`")(JOB)
