# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many simulators in this process, one for each cell: a process for each would take minutes."""

from __future__ import annotations

import asyncio
import dataclasses
import re
import socket
import ssl
import threading
import time
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from simulator.app import SHUTDOWN_SECONDS, App
from simulator.simulation import Simulation
from tools.tls import Authority

from .kinds import CUT_OFF, NO_NAME, REFUSED, STRANGER


class Station(App):
    """A simulator.

    closing: whether each connection takes one request, so that connections can be counted as requests are.
    """

    def __init__(self, simulation: Simulation, closing: bool) -> None:
        super().__init__(simulation)
        self.simulation = simulation
        self.port = 0
        # When each request came: the journal knows virtual time alone.
        self.arrivals: list[float] = []
        self._closing = closing

    async def listen(self, context: ssl.SSLContext | None) -> web.ServerRunner:
        """Listen on a free port."""
        runner = web.ServerRunner(web.Server(self._handle, access_log=None), shutdown_timeout=SHUTDOWN_SECONDS)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
        self.port = runner.addresses[0][1]
        return runner

    async def _handle(self, http_request: web.BaseRequest) -> web.StreamResponse:
        self.arrivals.append(time.monotonic())
        response = await super()._handle(http_request)
        if self._closing:
            response.force_close()
        return response

    async def _answer(self, request, fault):
        """The answer, where Retry-After: @+2 becomes the date in two seconds."""
        answer = await super()._answer(request, fault)
        after = re.fullmatch(r"@\+(\d+)", answer.headers.get("Retry-After", ""))
        if not after:
            return answer
        date = datetime.now(UTC) + timedelta(seconds=int(after[1]))
        headers = {**answer.headers, "Retry-After": format_datetime(date, usegmt=True)}
        return dataclasses.replace(answer, headers=headers)


class Fleet:
    """The simulators, what connections can lead to instead, and a simulator that nothing must reach; a context manager.

    astray: the ports of the latter. authority: the path of the certificate that clients are to trust.
    """

    def __init__(self, directory: Path) -> None:
        (directory / "stranger").mkdir()
        trusted, stranger = Authority(directory), Authority(directory / "stranger")
        self.authority = trusted.certificate
        self._context = trusted.server("localhost")
        self._stranger = stranger.server("localhost")
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._runners: list[web.ServerRunner] = []
        self.astray: dict[str, int | None] = {NO_NAME: None}

    def __enter__(self) -> Fleet:
        self._thread.start()
        # Bound, so that nobody else gets the port, but it does not listen.
        self._closed = socket.socket()
        self._closed.bind(("127.0.0.1", 0))
        self.astray[REFUSED] = self._closed.getsockname()[1]
        self.astray[STRANGER] = self._start(Station(Simulation(), True), self._stranger).port
        self._hangup = self._run(asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0))
        self.astray[CUT_OFF] = self._hangup.sockets[0].getsockname()[1]
        self.elsewhere = self._start(Station(Simulation(), False), None)
        return self

    def __exit__(self, *_exception: object) -> None:
        self._run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
        self._closed.close()

    def add(self, scenario: dict[str, Any], fault: dict[str, Any] | None, closing: bool, secure: bool) -> Station:
        """A simulator with this scenario and fault."""
        simulation = Simulation(scenario)
        if fault:
            simulation.faults.add(fault)
        return self._start(Station(simulation, closing), self._context if secure else None)

    def _start(self, station: Station, context: ssl.SSLContext | None) -> Station:
        self._runners.append(self._run(station.listen(context)))
        return station

    async def _stop(self) -> None:
        self._hangup.close()
        await asyncio.gather(*(runner.cleanup() for runner in self._runners))
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _run(self, coroutine: Coroutine) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(60)
