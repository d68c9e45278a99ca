# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of option values."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._checks import (
    Hidden,
    check_filled_in,
    check_ids,
    check_names,
    check_positive,
    check_range,
    check_text,
    check_url,
    read_until,
    read_wait,
    shown,
)
from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput, MissingInput


@pytest.mark.parametrize("value", [None, True, 7, 2.5, "eu-de", "/path/to.pem", "https://vbs.example"])
def test_what_is_like_a_name_is_shown(value):
    assert shown(value) == value


@pytest.mark.parametrize(
    "value",
    ["x" * 161, "a: b", "{a}", "a\nb", "https://me:pw@vbs", "-----BEGIN", "$ANSIBLE_VAULT;1", ["a"], {"a": 1}],
)
def test_what_may_be_a_file_or_a_secret_is_not_shown(value):
    assert isinstance(shown(value), Hidden)


def test_ids_and_names_are_told_apart_once_each():
    assert check_ids("job_id", [" a ", "b", "a"]) == ["a", "b"]
    assert check_names("policy_name", [" daily one ", "daily one"]) == ["daily one"]
    for check in (check_ids, check_names):
        with pytest.raises(MissingInput, match="Missing value for x"):
            check("x", [])
        with pytest.raises(InvalidInput, match="Invalid value for x: ''"):
            check("x", ["a", " "])
    with pytest.raises(InvalidInput, match="Invalid value for x: 'a/b'"):
        check_ids("x", ["a/b"])


@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf"), 31536001])
def test_a_number_of_seconds_ends_some_time(value):
    check_positive("x", 0.1)
    with pytest.raises(InvalidInput):
        check_positive("x", value)


@pytest.mark.parametrize("value", [0, 101, float("nan")])
def test_a_number_within_bounds(value):
    check_range("x", 1, 1, 100)
    check_range("x", 100, 1, 100)
    with pytest.raises(InvalidInput, match=r"It must be a number from 1 to 100\.$"):
        check_range("x", value, 1, 100)


@pytest.mark.parametrize("value", ["vbs", "ftp://vbs", "https://", "https://me@vbs", "https://vbs?a", "https://vbs/ a"])
def test_an_address_is_that_of_a_host_and_holds_no_secret(value):
    assert check_url("x", "https://vbs.example:8443/v1") == "https://vbs.example:8443/v1"
    with pytest.raises(InvalidInput):
        check_url("x", value)


@pytest.mark.parametrize("value", ["{{ password }}", "${PASSWORD}", "$ANSIBLE_VAULT;1.1;AES256"])
def test_what_nothing_has_filled_in_is_refused_and_not_shown(value):
    check_filled_in("x", "a {brace} and a $sign")
    with pytest.raises(InvalidInput, match=r"x: \(not shown\)\. .* See the file\.$"):
        check_filled_in("x", value, "the file")


def test_bytes_of_the_environment_that_are_no_text_are_refused():
    check_text("x", "ä€")
    with pytest.raises(InvalidInput, match=r"\(not shown\)"):
        check_text("x", "pass\udcff")


WAIT = {"wait": True, "wait_timeout": 100.0, "wait_interval": None}


@pytest.mark.parametrize(
    ("params", "wait"),
    [
        ({}, (100.0, 10.0)),
        ({"wait_timeout": 4.0}, (4.0, 4.0)),
        ({"wait_timeout": 0.0}, (0.0, 10.0)),
        ({"wait_interval": 7.0}, (100.0, 7.0)),
    ],
)
def test_how_to_wait(params, wait):
    found = read_wait({**WAIT, **params})
    assert (found.timeout, found.interval) == wait
    assert read_wait({**WAIT, **params, "wait": False}) is None


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"wait_timeout": -1.0}, "wait_timeout: -1.0"),
        ({"wait_interval": 0.0}, "wait_interval: 0.0"),
        ({"wait_interval": 101.0}, "wait_interval: 101.0. It must not be more than wait_timeout, which is 100"),
    ],
)
@pytest.mark.parametrize("wait", [True, False])
def test_a_wrong_wait_is_named_even_if_nobody_waits(params, said, wait):
    with pytest.raises(InvalidInput, match=said):
        read_wait({**WAIT, **params, "wait": wait})


def test_a_condition_is_checked_even_if_nobody_waits():
    assert read_until({"wait": False, "until": None}, "`true`") is None
    assert read_until({"wait": False, "until": "status == 'x'"}, "`true`") is None
    assert read_until({"wait": True, "until": None}, "`true`") is not None
    with pytest.raises(InvalidInput):
        read_until({"wait": False, "until": "status =="}, "`true`")
