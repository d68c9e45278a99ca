# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers of any length, in any packing, end in an error in time, and what was given up does not go on."""

from __future__ import annotations

import base64
import gzip
import json
import socket
import zlib
from contextlib import contextmanager
from itertools import repeat
from threading import Event, Thread

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_job_info import job_info
from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, Incomplete, PassingError, TooLarge
from ansible_collections.otc.vbs.plugins.module_utils._http.body import HEAVIEST_CALL, LONGEST_ANSWER
from ansible_collections.otc.vbs.plugins.module_utils._login.keystone import Token

JOB = "4010b39b5281d3590152874bfa3b1604"
SOUND = {"job_id": JOB, "status": "SUCCESS"}
WAIT = {"wait": True, "until": None, "wait_timeout": 100.0, "wait_interval": 1.0}
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


def test_a_page_that_is_too_long_is_asked_for_in_smaller_ones(service):
    message = "x" * 20_000
    tasks = [{"job_id": f"t{n}", "status": "SKIP", "created_at": f"@-{n}", "message": message} for n in range(300)]
    service.load(policies={"p1": {"tasks": tasks}})
    assert len(service.vbs().tasks("p1", {})) == 300


def test_all_answers_together_are_bounded(service):
    service.simulator.fault(kind="answer", status=200, body=long(LONGEST_ANSWER, None).decode(), times=None)
    client = service.client(api_timeout=60)
    ids = [f"j{number}" for number in range(HEAVIEST_CALL // LONGEST_ANSWER + 8)]
    with pytest.raises(Incomplete) as caught:
        job_info(client, service.vbs(client), {"job_id": ids, **WAIT, "wait": False}, **service.time)
    failures = caught.value.result["failures"]
    assert len(failures) + len(caught.value.result["jobs"]) == len(ids)
    assert 8 < len(failures) < 16
    assert {one["error"]["message"] for one in failures} == {"more than 128 MiB in memory, with what came before"}
    assert {one["error"]["status"] for one in failures} == {200}


def test_what_was_kept_for_an_id_makes_room_for_its_next_answer(service):
    service.load(jobs={JOB: {**SOUND, "status": "RUNNING", "fail_reason": "x" * (LONGEST_ANSWER // 2)}})
    client = service.client(api_timeout=60)
    # Many more polls than answers that fit.
    with pytest.raises(Incomplete, match=r"^Timed out after 100\.0 seconds and 101 polls\. .*status is RUNNING"):
        job_info(client, service.vbs(client), {"job_id": [JOB], **WAIT}, **service.time)


@contextmanager
def server(send, context=None):
    """A server that answers each connection as told: send(write) writes bytes. It knows when a client has gone.

    context: what it needs to speak TLS.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    gone = Event()

    def serve():
        while True:
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            with connection:
                try:
                    if context:
                        connection = context.wrap_socket(connection, server_side=True)
                    connection.recv(65536)
                    send(connection.sendall)
                    while connection.recv(65536):
                        pass
                except OSError:
                    pass
                gone.set()

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"{'https' if context else 'http'}://127.0.0.1:{listener.getsockname()[1]}", gone
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(10)


def ask(service, url, **options):
    client = service.client(**options)
    return service.vbs(client, url, Token(client, "t")).job(JOB)


def for_ever(*parts, first=b"HTTP/1.1 200 OK\r\n"):
    def send(write):
        write(first)
        for part in repeat(b"".join(parts)):
            write(part * max(1, 4096 // len(part)))

    return send


NEVER_ENDING = {
    "interim answers": for_ever(b"HTTP/1.1 100 Continue\r\n\r\n", first=b""),
    "headers": for_ever(b"X: y\r\n"),
    "a header": for_ever(b"x"),
    "a status line": for_ever(b"x", first=b"HTTP/1.1 "),
    "a chunk's length": for_ever(b"0", first=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
    "trailers": for_ever(b"X: y\r\n", first=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"),
    "a body": for_ever(b"x", first=b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n"),
    "a body without a length": for_ever(b"x", first=b"HTTP/1.1 200 OK\r\n\r\n"),
    "an error page": for_ever(b"x", first=b"HTTP/1.1 500 Oh\r\n\r\n"),
    "nothing": lambda write: None,
    "half an answer without a length": lambda write: write(b"HTTP/1.1 200 OK\r\n\r\n{"),
    "half an answer": lambda write: write(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"),
}


@pytest.mark.parametrize("secure", [False, True])
@pytest.mark.parametrize("what", NEVER_ENDING)
def test_what_never_ends_is_an_error_and_its_connection_is_closed(service, authority, what, secure):
    context = authority.server("127.0.0.1") if secure else None
    with server(NEVER_ENDING[what], context) as (url, gone):
        with pytest.raises(ApiError, match=f"^GET {url}/v1/"):
            ask(service, url, api_timeout=1, verify=authority.certificate)
        assert gone.wait(10)


@pytest.mark.parametrize("length", [3, 99])
def test_a_length_that_is_not_the_bodys_is_no_answer(service, length):
    body = json.dumps(SOUND).encode()

    def send(write):
        write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % length + body)
        raise OSError

    with server(send) as (url, _gone), pytest.raises(PassingError):
        ask(service, url)


def test_a_request_that_is_given_up_leaves_the_others_alone(service, job):
    client = service.client(api_timeout=0.3)
    vbs = service.vbs(client)
    assert vbs.job(JOB) == SOUND
    service.simulator.fault(kind="trickle", seconds=0.2)
    with pytest.raises(PassingError, match="no answer within"):
        vbs.job(JOB)
    assert service.vbs(service.client()).job(JOB) == SOUND
    assert vbs.job(JOB) == SOUND
