# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTTP server: takes requests apart, asks the simulated services, answers."""

from __future__ import annotations

import asyncio
from uuid import uuid4

from aiohttp import web

from . import control, faults, keystone, remote, service, wire
from .message import Answer, Request
from .simulation import Simulation

REQUEST_ID = "X-Request-Id"
SHUTDOWN_SECONDS = 0.1


class App:
    """Answers all requests of one simulation.

    It is no ``web.Application``: the simulated services match the path as it is on the wire, not as a router sees it.
    """

    def __init__(self, simulation: Simulation):
        self._simulation = simulation

    async def start(self, host: str, port: int) -> web.ServerRunner:
        """Listen; the runner's ``addresses`` tell where, its ``cleanup`` stops."""
        server = web.Server(self._handle, access_log=None)
        runner = web.ServerRunner(server, shutdown_timeout=SHUTDOWN_SECONDS)
        await runner.setup()
        await web.TCPSite(runner, host, port).start()
        return runner

    async def _handle(self, http_request: web.BaseRequest) -> web.StreamResponse:
        request = Request(
            http_request.method,
            http_request.raw_path,
            {name.lower(): value for name, value in http_request.headers.items()},
            # Not read(): that has a limit, and scenarios may be long.
            await http_request.content.read(),
            f"{http_request.scheme}://{http_request.host}",
        )
        if request.segments[:1] == (control.PREFIX,):
            return await wire.send(http_request, control.answer(self._simulation, request), None)
        return await self._simulate(http_request, request)

    async def _simulate(self, http_request: web.BaseRequest, request: Request) -> web.StreamResponse:
        world = self._simulation.world
        fault = self._simulation.faults.take(request)
        entry = self._simulation.journal.open(request, world.clock.elapsed, fault.kind if fault else None)
        if world.options.latency:
            await asyncio.sleep(world.options.latency)
        if fault and fault.kind == faults.DELAY:
            await asyncio.sleep(fault.seconds)
        answer = await self._answer(request, fault)
        if service.is_query(request):
            self._simulation.world.clock.advance(self._simulation.world.tick)
        if fault and fault.kind == faults.RESET:
            return wire.reset(http_request)
        answer = _with_request_id(answer)
        entry["status"], entry["request_id"] = answer.status, answer.headers.get(REQUEST_ID)
        return await wire.send(http_request, answer, fault)

    async def _answer(self, request: Request, fault: faults.Fault | None) -> Answer:
        if fault and fault.answer:
            return fault.answer
        # The service's own OpenStack API has paths that begin as Keystone's do.
        if request.segments[:1] == (keystone.PREFIX,) and not service.is_call(request):
            return keystone.answer(self._simulation.world, request)
        return await remote.answer(self._simulation.world, request)


def _with_request_id(answer: Answer) -> Answer:
    """The answer with a request ID unless it has its own, and without the headers that are null."""
    own = {name.lower() for name in answer.headers}
    headers = {} if REQUEST_ID.lower() in own else {REQUEST_ID: f"req-{uuid4()}"}
    headers.update((name, value) for name, value in answer.headers.items() if value is not None)
    return Answer(answer.status, headers, answer.body)
