# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The control API, under ``/_simulator``.

``GET /_simulator``: health.
``PUT /_simulator/scenario``: replace all state, requests and faults included.
``PATCH /_simulator/scenario``: add or replace what a partial scenario names.
``POST /_simulator/advance``: ``{"seconds": N}`` of virtual time.
``GET``, ``DELETE /_simulator/requests``: the requests so far (:class:`simulator.journal.Journal`).
``POST``, ``DELETE /_simulator/faults``: append a fault or a list (:mod:`simulator.faults`); forget all.
``POST /_simulator/tokens/revoke``: ``{"token": TOKEN}``, or ``{}`` for all.

A wrong request gets 400 and ``{"error": {"message": ...}}``, and changes nothing.
"""

from __future__ import annotations

from . import __version__, checks
from .checks import InputError
from .message import Answer, Request, json_answer
from .simulation import Simulation

PREFIX = "_simulator"


def answer(simulation: Simulation, request: Request) -> Answer:
    """Do what a control request says."""
    methods = _CALLS.get(request.segments[1:])
    if methods is None:
        return _error(404, f"The control API has no {request.path}.")
    call = methods.get(request.method)
    if call is None:
        return _error(405, f"{request.path} takes only {', '.join(methods)}.", {"Allow": ", ".join(methods)})
    try:
        return json_answer(200, call(simulation, _body(request)))
    except InputError as error:
        return _error(400, str(error))


def _error(status: int, message: str, headers: dict | None = None) -> Answer:
    return json_answer(status, {"error": {"message": message}}, headers)


def _body(request: Request):
    if request.method in ("GET", "DELETE"):
        return None
    try:
        return request.json()
    except ValueError as error:
        raise InputError("body", f"is not JSON: {error}") from error


def _health(simulation: Simulation, _body) -> dict:
    world = simulation.world
    return {
        "version": __version__,
        "elapsed": world.clock.elapsed,
        "policies": len(world.policies),
        "tasks": sum(map(len, world.policies.values())),
        "jobs": len(world.jobs),
        "backups": len(world.backups),
        "users": len(world.identity.users),
        "tokens": len(world.identity.tokens),
        "access_keys": len(world.identity.access_keys),
        "faults": len(simulation.faults),
        "requests": len(simulation.journal.entries),
    }


def _load(simulation: Simulation, body) -> dict:
    simulation.load(body)
    return _health(simulation, None)


def _merge(simulation: Simulation, body) -> dict:
    simulation.merge(body)
    return _health(simulation, None)


def _advance(simulation: Simulation, body) -> dict:
    checks.mapping(body, "body", ("seconds",))
    simulation.world.clock.advance(checks.number(body.get("seconds"), "body.seconds", 0))
    return {"elapsed": simulation.world.clock.elapsed}


def _requests(simulation: Simulation, _body) -> dict:
    return {"requests": simulation.journal.entries}


def _clear_requests(simulation: Simulation, _body) -> dict:
    simulation.journal.clear()
    return {}


def _add_faults(simulation: Simulation, body) -> dict:
    simulation.faults.add(body)
    return {"faults": len(simulation.faults)}


def _clear_faults(simulation: Simulation, _body) -> dict:
    simulation.faults.clear()
    return {}


def _revoke(simulation: Simulation, body) -> dict:
    checks.mapping(body, "body", ("token",))
    if "token" not in body:
        return {"revoked": simulation.world.identity.revoke()}
    if not simulation.world.identity.revoke(checks.text(body["token"], "body.token")):
        raise InputError("body.token", "there is no such token")
    return {"revoked": 1}


_CALLS: dict = {
    (): {"GET": _health},
    ("scenario",): {"PUT": _load, "PATCH": _merge},
    ("advance",): {"POST": _advance},
    ("requests",): {"GET": _requests, "DELETE": _clear_requests},
    ("faults",): {"POST": _add_faults, "DELETE": _clear_faults},
    ("tokens", "revoke"): {"POST": _revoke},
}
