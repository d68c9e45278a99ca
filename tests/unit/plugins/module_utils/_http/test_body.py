# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers of any length, in any packing: no more than fits is read."""

from __future__ import annotations

import base64
import gzip
import json
import zlib

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, PassingError, TooLarge
from ansible_collections.otc.vbs.plugins.module_utils._http.body import LONGEST_ANSWER

JOB = "4010b39b5281d3590152874bfa3b1604"
SOUND = {"job_id": JOB, "status": "SUCCESS"}
TOO_LONG = "answered HTTP 200: more than 4 MiB"


def packed(service, content, encoding="gzip", status=200):
    headers = {"Content-Type": "application/json", "X-Request-Id": "req-1"}
    if encoding:
        headers["Content-Encoding"] = encoding
    body = base64.b64encode(content).decode()
    service.simulator.fault(kind="answer", status=status, headers=headers, body_base64=body)


def long(length, job_id=JOB):
    """A job whose document has this length."""
    document = json.dumps({"job_id": job_id, "status": "SUCCESS", "fail_reason": ""}).encode()
    return document[:-2] + b"x" * (length - len(document)) + document[-2:]


def test_an_endless_answer_is_an_error(service, job):
    service.simulator.fault(kind="endless", body='{"status": "', again="x", headers={"X-Request-Id": "req-1"})
    with pytest.raises(TooLarge, match=TOO_LONG) as caught:
        job()
    assert (caught.value.status, caught.value.request_id, caught.value.message) == (200, "req-1", "more than 4 MiB")
    assert not isinstance(caught.value, PassingError)
    # The connection was not left to it.
    assert job() == SOUND


@pytest.mark.parametrize("status", [404, 503])
def test_an_endless_error_page_is_shown_in_part(service, job, status):
    service.simulator.fault(kind="endless", status=status, body="Sorry. ", again="so ", headers={})
    with pytest.raises(ApiError, match=f"HTTP {status}") as caught:
        job()
    assert len(str(caught.value)) < 700


@pytest.mark.parametrize("encoding", [None, "gzip", "x-gzip", "GZIP", "deflate"])
def test_the_longest_answer_is_read_and_no_longer_one(service, job, encoding):
    pack = {None: bytes, "deflate": zlib.compress}.get(encoding, gzip.compress)
    packed(service, pack(long(LONGEST_ANSWER)), encoding)
    assert job()["status"] == "SUCCESS"
    packed(service, pack(long(LONGEST_ANSWER + 1)), encoding)
    with pytest.raises(TooLarge, match=TOO_LONG):
        job()


def test_a_packed_answer_of_gigabytes_is_an_error(service, job):
    # Each pack is a megabyte.
    packed(service, gzip.compress(b" " * 2**20) * 4000)
    with pytest.raises(TooLarge, match=TOO_LONG):
        job()


def test_an_answer_in_several_packs_is_whole(service, job):
    content = json.dumps(SOUND).encode()
    packed(service, gzip.compress(content[:9]) + gzip.compress(content[9:]))
    assert job() == SOUND


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_body_that_cannot_be_unpacked_may_pass(service, job, encoding):
    packed(service, json.dumps(SOUND).encode(), encoding)
    with pytest.raises(PassingError, match="failed: the body cannot be unpacked"):
        job()
    assert job() == SOUND


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "gzip,deflate"])
def test_an_encoding_that_was_not_asked_for_is_an_error(service, job, encoding):
    packed(service, gzip.compress(gzip.compress(json.dumps(SOUND).encode())), encoding)
    with pytest.raises(PassingError, match=f"the body comes in the encoding {encoding}"):
        job()
    assert [entry["headers"]["accept-encoding"] for entry in service.asked()] == ["gzip"]


@pytest.mark.parametrize("part", ["[],", "{},", '{"":0},', "0,"])
def test_a_short_answer_of_very_many_values_is_an_error(service, job, part):
    parts = (3 * 2**20 // len(part)) * part
    service.simulator.fault(kind="answer", status=200, body='{"status": "SUCCESS", "x": [' + parts + "0]}")
    with pytest.raises(TooLarge, match="answered HTTP 200: more than 16 MiB in memory"):
        job()
