# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Only a whole, new answer that can be read in one way is an answer."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, PassingError
from ansible_collections.otc.vbs.plugins.module_utils._login.keystone import KeystoneLogin

JOB = "4010b39b5281d3590152874bfa3b1604"
SOUND = {"job_id": JOB, "status": "SUCCESS"}


def answer(service, status=200, headers=None, times=1, **body):
    service.simulator.fault(kind="answer", status=status, headers=headers or {}, times=times, **body)


def test_every_request_asks_caches_for_a_new_answer(service, job):
    job()
    (request,) = service.asked()
    assert (request["headers"]["cache-control"], request["headers"]["pragma"]) == ("no-cache", "no-cache")


@pytest.mark.parametrize("status", [201, 202, 203, 206, 226, 299])
def test_another_status_of_success_is_none(service, job, status):
    answer(service, status, json=SOUND, times=2)
    with pytest.raises(PassingError, match=f"answered HTTP {status}.*not the status of a whole answer") as caught:
        job()
    assert caught.value.status == status
    assert job(retries=1) == SOUND


@pytest.mark.parametrize("status", [204, 205])
def test_a_status_without_a_body_is_no_answer(service, job, status):
    answer(service, status)
    with pytest.raises(PassingError, match=f"answered HTTP {status} "):
        job()


@pytest.mark.parametrize("status", [200, 201])
def test_keystone_creates_a_token(service, status):
    answer(service, status, {"X-Subject-Token": "t"}, json={"token": {}})
    KeystoneLogin(service.client(), service.simulator.auth_url, {}).access()


@pytest.mark.parametrize("status", [202, 203, 206])
def test_keystone_does_so_in_whole(service, status):
    answer(service, status, {"X-Subject-Token": "t"}, json={"token": {}})
    with pytest.raises(PassingError, match="not the status of a whole answer"):
        KeystoneLogin(service.client(), service.simulator.auth_url, {}).access()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Warning", '110 - "Response is Stale"'),
        ("Warning", '111 cache.example "Revalidation Failed"'),
        ("Warning", '112 - "Disconnected Operation"'),
        ("Warning", '113 - "Heuristic Expiration" "Thu, 01 Jan 2026 00:00:00 GMT"'),
        ("Warning", '199 - "Hm", 110 - "Response is Stale"'),
        ("Age", "61"),
        ("Age", "86400"),
        ("Age", "0, 86400"),
        ("Age", "9" * 5000),
    ],
)
def test_a_stored_copy_is_no_answer(service, job, name, value):
    answer(service, 200, {name: value}, json=SOUND, times=2)
    with pytest.raises(PassingError, match=rf"a stored copy, which may not hold any more \({name}: ") as caught:
        job()
    assert caught.value.status == 200
    assert len(str(caught.value)) < 700
    # Asked again, the service may answer itself.
    assert job(retries=1) == SOUND


@pytest.mark.parametrize(
    ("name", "value"),
    [("Warning", '299 - "Deprecated"'), ("Warning", '214 - "Made 1101"'), ("Age", "0"), ("Age", "60"), ("Age", "x")],
)
def test_other_warnings_and_a_young_answer_do_no_harm(service, job, name, value):
    answer(service, 200, {name: value}, json=SOUND)
    assert job() == SOUND


@pytest.mark.parametrize("charset", ["no-such", "base64", "undefined", "idna", "rot13", "zip", ""])
def test_an_error_in_an_odd_encoding_is_an_error(service, job, charset):
    answer(service, 404, {"Content-Type": f"text/plain; charset={charset}"}, body="Not here.")
    with pytest.raises(ApiError, match=r"answered HTTP 404 Not Found: a body that is not JSON"):
        job()
