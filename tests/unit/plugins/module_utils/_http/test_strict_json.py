# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""JSON from anywhere: what could not be handed on is none."""

from __future__ import annotations

from math import inf

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._errors import PassingError
from ansible_collections.otc.vbs.plugins.module_utils._http.strict_json import parse


def answer(simulator, status, body=None, times=1, headers=None, text=None):
    content = {"body": text} if text is not None else {"json": body}
    simulator.fault(kind="answer", status=status, headers=headers or {}, times=times, **content)


@pytest.mark.parametrize(
    "text",
    [
        '{"status": NaN}',
        '{"status": Infinity}',
        '{"status": "\\ud800"}',
        '{"\\uD800": "", "status": "SUCCESS"}',
        '{"status": 1e999}',
        '{"status": -1E999}',
        '{"status": ' + "9" * 101 + "}",
        '{"status": -' + "9" * 5000 + "}",
        '{"status": ' + "[" * 400 + "]" * 400 + "}",
        "[" * 100_000,
    ],
)
def test_json_that_could_not_be_handed_on_is_none(service, job, text):
    answer(service.simulator, 200, text=text)
    with pytest.raises(PassingError, match="a body that is not JSON"):
        job()


def test_json_may_be_deep_and_not_deeper(service, job):
    for depth in (49, 50):
        answer(service.simulator, 200, text='{"status": "SUCCESS", "deep": ' + "[" * depth + "]" * depth + "}")
    assert job()["status"] == "SUCCESS"
    with pytest.raises(PassingError, match="a body that is not JSON"):
        job()


def test_any_character_that_is_one_is_handed_on(service, job):
    answer(service.simulator, 200, text='{"status": "\\ud83d\\ude00 ü", "job_id": null}')
    assert job()["status"] == "\U0001f600 ü"


@pytest.mark.parametrize(
    "text",
    [
        '{"status": "FAIL", "status": "SUCCESS"}',
        '{"status": "SUCCESS", "status": "SUCCESS"}',
        '{"status": "SUCCESS", "entities": [{"a": {"id": 1, "i\\u0064": 2}}]}',
    ],
)
def test_json_with_a_key_twice_is_no_answer(service, job, text):
    answer(service.simulator, 200, text=text)
    with pytest.raises(PassingError, match=r"answered HTTP 200 OK: JSON in which a key is there twice: \{"):
        job()


def test_a_number_of_very_many_digits_is_no_json(service, job):
    answer(service.simulator, 200, text='{"status": ' + "7" * 10**6 + "}")
    with pytest.raises(PassingError, match="a body that is not JSON: "):
        job()


@pytest.mark.parametrize(
    "content",
    [
        b'{"status": "\xed\xa0\x80"}',
        b'{"\xed\xa0\x80": 1}',
        b'{"status": "\xff"}',
        '{"status": "\\ud800"}'.encode("utf-16"),
        b'{"status": 1e999}',
        b'{"status": [-1e999]}',
        b'{"status": ' + b"1" * 5000 + b"}",
    ],
)
def test_what_is_no_text_or_number_is_no_json(content):
    with pytest.raises(ValueError, match=r"^(?!too deep)"):
        parse(content)


@pytest.mark.parametrize(
    ("content", "document"),
    [
        (b"[1e308, -0, -0.0, 1e-999]", [1e308, 0, 0.0, 0.0]),
        (b"[" + b"9" * 100 + b"]", [int("9" * 100)]),
        (b'["\\u0000"]', ["\x00"]),
        (b'\xef\xbb\xbf["\\ud83d\\ude00"]', ["\N{GRINNING FACE}"]),
        ('["ä"]'.encode("utf-16"), ["ä"]),
    ],
)
def test_odd_json_is_json(content, document):
    assert parse(content) == document
    assert inf not in parse(content)
