# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The volume service: ``GET /volume/v3/{project_id}/volumes/detail``, and v2 alike, as Cinder has it.

It is another service than that of the backups, so its paths have a prefix of their own, and its errors Cinder's shape.
"""

from __future__ import annotations

import re
from http import HTTPStatus

from . import service, signature
from .message import Answer, Request, json_answer
from .policy import member
from .world import World

PREFIX = "volume"
SERVICE_TYPE = "volumev3"
RIGHT = "evs:volumes:list"
VERSIONS = ("v2", "v3")
PARAMETERS = ("limit", "marker", "offset", "name", "status")
MAX_LIMIT = 1000
# What a volume says unless its scenario says otherwise.
VOLUME = {
    "name": "",
    "status": "in-use",
    "size": 10,
    "volume_type": "SATA",
    "bootable": "false",
    "attachments": [],
    "metadata": {},
    "created_at": "2026-01-01T00:00:00.000000",
}
# Links lead to the service behind the gateway, where no client gets.
INTERNAL = "http://192.0.2.1:8776"


class Refusal(Exception):
    """The service refuses a request; ``name`` is what Cinder calls the error."""

    def __init__(self, status: HTTPStatus, name: str, message: str, headers: dict | None = None):
        super().__init__(message)
        self.status = status
        self.name = name
        self.headers = headers


def answer(world: World, request: Request) -> Answer:
    """What the service answers now, refusals included."""
    try:
        return json_answer(200, _result(world, request))
    except Refusal as refusal:
        error = {"code": refusal.status.value, "message": str(refusal)}
        return json_answer(refusal.status.value, {refusal.name: error}, refusal.headers)
    except service.Refusal as refusal:
        return json_answer(refusal.status, {"error": {"code": refusal.status, "message": str(refusal)}})
    except signature.Refused as refused:
        return json_answer(401, {"error_code": signature.ERROR_CODE, "error_msg": str(refused)})


def is_query(request: Request) -> bool:
    """Whether this is the call, with whatever success."""
    return request.method == "GET" and _project_id(request.segments) is not None


def endpoint(root: str, project_id: str) -> str:
    """The address of the service, as the catalog has it."""
    return f"{root}/{PREFIX}/v3/{project_id}"


def _project_id(segments: tuple) -> str | None:
    if len(segments) == 5 and segments[1] in VERSIONS and segments[3:] == ("volumes", "detail"):
        return segments[2]
    return None


def _result(world: World, request: Request) -> dict:
    project_id = _project_id(request.segments)
    if project_id is None or world.volumes is None:
        raise Refusal(HTTPStatus.NOT_FOUND, "itemNotFound", "The resource could not be found.")
    if request.method != "GET":
        message = f"The method {request.method} is not allowed."
        raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, "badMethod", message, {"Allow": "GET"})
    service.check_login(world, request, project_id)
    if RIGHT in world.options.forbidden:
        raise Refusal(HTTPStatus.FORBIDDEN, "forbidden", f"Policy doesn't allow {RIGHT} to be performed.")
    parameters = _parameters(request)
    limit = _integer(parameters, "limit", 1, MAX_LIMIT) or MAX_LIMIT
    offset = _integer(parameters, "offset", 0) or 0
    if world.options.max_limit is not None:
        limit = min(limit, world.options.max_limit)
    volumes = _after(_documents(world), parameters.get("marker"))
    for name in ("name", "status"):
        if name in parameters:
            volumes = [volume for volume in volumes if member(volume, name) == parameters[name]]
    page = volumes[offset : offset + limit]
    result: dict = {"volumes": page}
    if len(page) == limit:
        query = f"limit={limit}&marker={member(page[-1], 'id')}"
        result["volumes_links"] = [{"rel": "next", "href": f"{INTERNAL}/v3/{project_id}/volumes/detail?{query}"}]
    return result


def _documents(world: World) -> list:
    """The documents of all volumes that exist now, the newest first."""
    elapsed = world.clock.elapsed
    documents = []
    for volume_id, record in (world.volumes or {}).items():
        if record.exists(elapsed):
            document = record.document(elapsed)
            odd = not isinstance(document, dict)
            documents.append(document if odd else {"id": volume_id, **VOLUME, **document})
    return sorted(documents, key=lambda item: (str(member(item, "created_at")), str(member(item, "id"))), reverse=True)


def _after(volumes: list, marker: str | None) -> list:
    if marker is None:
        return volumes
    for index, volume in enumerate(volumes):
        if member(volume, "id") == marker:
            return volumes[index + 1 :]
    raise Refusal(HTTPStatus.NOT_FOUND, "itemNotFound", f"Volume {marker} could not be found.")


def _parameters(request: Request) -> dict:
    parameters: dict = {}
    for name, value in request.parameters:
        if name not in PARAMETERS:
            raise _bad(f"There is no parameter {name}.")
        if name in parameters or not value:
            raise _bad(f"The parameter {name} is empty, or there twice.")
        parameters[name] = value
    return parameters


def _integer(parameters: dict, name: str, minimum: int, maximum: int = 10**18) -> int | None:
    value = parameters.get(name)
    if value is None:
        return None
    if not re.fullmatch("[0-9]{1,18}", value) or not minimum <= int(value) <= maximum:
        raise _bad(f"The parameter {name} must be an integer of {minimum} to {maximum}.")
    return int(value)


def _bad(message: str) -> Refusal:
    return Refusal(HTTPStatus.BAD_REQUEST, "badRequest", message)
