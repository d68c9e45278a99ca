# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keystone's token call: ``POST /v3/auth/tokens`` with the password method."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from uuid import NAMESPACE_URL, uuid5

from . import volumes
from .identity import Domain, Project, User, find
from .message import Answer, Request, json_answer
from .world import World

PREFIX = "v3"
TOKENS = (PREFIX, "auth", "tokens")
SERVICE_TYPE = "vbs"
ROLE = "vbs_adm"
NOT_AUTHENTICATED = "The request you have made requires authentication."


class Refusal(Exception):
    """Keystone refuses a request."""

    def __init__(self, status: HTTPStatus, message: str, headers: dict | None = None):
        super().__init__(message)
        self.status = status
        self.headers = headers


def answer(world: World, request: Request) -> Answer:
    """What Keystone answers now, refusals included."""
    try:
        return _token_answer(world, request)
    except Refusal as refusal:
        error = {"code": refusal.status.value, "title": refusal.status.phrase, "message": str(refusal)}
        return json_answer(refusal.status.value, {"error": error}, refusal.headers)


def _token_answer(world: World, request: Request) -> Answer:
    if request.segments != TOKENS:
        raise Refusal(HTTPStatus.NOT_FOUND, f"Could not find {request.path}.")
    if request.method != "POST":
        raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, "The method is not allowed.", {"Allow": "POST"})
    auth = _member(_body(request), "auth", "the body")
    user = _user(world, _member(auth, "identity", "auth"))
    project = _project(user, auth)
    expires_at = world.clock.elapsed + world.options.token_lifetime
    token = world.identity.issue(project.id if project else None, expires_at)
    document: dict = {
        "methods": ["password"],
        "user": {**_named(user), "domain": _named(user.domain), "password_expires_at": None},
        "audit_ids": [token[:22]],
        "issued_at": _time(world.clock.now),
        "expires_at": _time(world.clock.instant(expires_at)),
    }
    if project:
        document["project"] = {**_named(project), "domain": _named(project.domain)}
        document["is_domain"] = False
        document["roles"] = [{"id": _stable_id(ROLE), "name": ROLE}]
        services = {SERVICE_TYPE: f"{request.root}/v2/{project.id}"}
        if world.volumes is not None:
            services[volumes.SERVICE_TYPE] = volumes.endpoint(request.root, project.id)
        document["catalog"] = [_service(kind, world.options.region, url) for kind, url in services.items()]
    return json_answer(201, {"token": document}, {"X-Subject-Token": token, "Vary": "X-Auth-Token"})


def _body(request: Request):
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise Refusal(HTTPStatus.BAD_REQUEST, "Expecting to find application/json in Content-Type header.")
    try:
        return request.json()
    except ValueError as error:
        raise Refusal(HTTPStatus.BAD_REQUEST, "The body is not valid JSON.") from error


def _member(value, name: str, place: str, kind: type = dict):
    """A required member of the body; Keystone's own words are no better."""
    member = value.get(name) if isinstance(value, dict) else None
    if not isinstance(member, kind):
        raise Refusal(HTTPStatus.BAD_REQUEST, f"Expecting to find {name} in {place}.")
    return member


def _user(world: World, identity: dict) -> User:
    if "password" not in _member(identity, "methods", "identity", list):
        raise Refusal(HTTPStatus.UNAUTHORIZED, NOT_AUTHENTICATED)
    wanted = _member(_member(identity, "password", "identity"), "user", "password")
    password = _member(wanted, "password", "user", str)
    _check_reference(wanted, "user")
    user = find(world.identity.users.values(), wanted)
    if user is None or user.password != password:
        raise Refusal(HTTPStatus.UNAUTHORIZED, NOT_AUTHENTICATED)
    return user


def _project(user: User, auth: dict) -> Project | None:
    if "scope" not in auth:
        return None
    wanted = _member(_member(auth, "scope", "auth"), "project", "scope")
    _check_reference(wanted, "project")
    project = find(user.projects, wanted)
    if project is None:
        raise Refusal(HTTPStatus.UNAUTHORIZED, NOT_AUTHENTICATED)
    return project


def _check_reference(wanted: dict, place: str) -> None:
    """A user or project is named by its ID, or by its name and its domain's name or ID."""
    if "id" in wanted:
        _member(wanted, "id", place, str)
        return
    _member(wanted, "name", place, str)
    domain = _member(wanted, "domain", place)
    _member(domain, "id" if "id" in domain else "name", "domain", str)


def _service(kind: str, region: str, url: str) -> dict:
    """A service of the catalog, with one endpoint."""
    return {
        "id": _stable_id(kind),
        "type": kind,
        "name": kind,
        "endpoints": [
            {
                "id": _stable_id(region),
                "interface": "public",
                "region": region,
                "region_id": region,
                "url": url,
            }
        ],
    }


def _named(item: User | Project | Domain) -> dict:
    return {"id": item.id, "name": item.name}


def _stable_id(name: str) -> str:
    return uuid5(NAMESPACE_URL, name).hex


def _time(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
