# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts answers on the wire, sound or broken."""

from __future__ import annotations

import asyncio
import dataclasses
import gzip
import socket
import struct
from contextlib import suppress

from aiohttp import web

from . import faults
from .faults import Fault
from .message import Answer

# Bytes that are sent at once where there is no end of them.
LONG_WRITE = 2**16


async def send(request: web.BaseRequest, answer: Answer, fault: Fault | None) -> web.StreamResponse:
    """Answer a request in the way of its fault; returns what the framework is to finish."""
    if fault is None:
        return _sound(answer)
    half = answer.body[: len(answer.body) // 2]
    if fault.kind == faults.TRUNCATE:
        return _sound(dataclasses.replace(answer, body=half))
    if fault.kind == faults.GZIP:
        headers = {**answer.headers, "Content-Encoding": "gzip"}
        return _sound(dataclasses.replace(answer, headers=headers, body=gzip.compress(answer.body)))
    if fault.kind == faults.SHORT_BODY:
        response = await _start(request, answer)
        response.force_close()
        await response.write(half)
        return response
    if fault.kind == faults.RESET_AFTER_HEADERS:
        response = await _start(request, answer)
        await response.write(half)
        reset(request)
        return response
    if fault.kind == faults.TRICKLE:
        return await _trickle(request, answer, fault.seconds)
    if fault.kind == faults.ENDLESS:
        return await _endless(request, answer, fault.again)
    return _sound(answer)


def reset(request: web.BaseRequest) -> web.StreamResponse:
    """Reset the connection."""
    if request.transport is not None:
        # Without this a close sends a polite FIN.
        linger = struct.pack("ii", 1, 0)
        request.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        request.transport.abort()
    return web.Response()


def _sound(answer: Answer) -> web.Response:
    return web.Response(status=answer.status, headers=answer.headers, body=answer.body)


async def _start(request: web.BaseRequest, answer: Answer) -> web.StreamResponse:
    response = web.StreamResponse(status=answer.status, headers=answer.headers)
    response.content_length = len(answer.body)
    await response.prepare(request)
    return response


async def _endless(request: web.BaseRequest, answer: Answer, again: bytes) -> web.StreamResponse:
    response = web.StreamResponse(status=answer.status, headers=answer.headers)
    response.enable_chunked_encoding()
    await response.prepare(request)
    await response.write(answer.body)
    again *= max(1, LONG_WRITE // len(again))
    # The client has to end it.
    with suppress(ConnectionError):
        while True:
            await response.write(again)
    return response


async def _trickle(request: web.BaseRequest, answer: Answer, seconds: float) -> web.StreamResponse:
    response = await _start(request, answer)
    try:
        for position in range(len(answer.body)):
            await response.write(answer.body[position : position + 1])
            await asyncio.sleep(seconds)
    except ConnectionError:
        # A client that gave up is what a trickle is for.
        pass
    return response
