# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was given up does not go on, and its connection is closed."""

from __future__ import annotations

import json
import socket
from contextlib import contextmanager
from itertools import repeat
from threading import Event, Thread

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, PassingError
from ansible_collections.otc.vbs.plugins.module_utils._login.token import TokenLogin

JOB = "4010b39b5281d3590152874bfa3b1604"
SOUND = {"job_id": JOB, "status": "SUCCESS"}


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
    return service.vbs(client, url, TokenLogin(client, "t")).job(JOB)


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
