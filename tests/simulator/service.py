# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls of the service: the policies, the tasks of one, a job, the backups, and one of these."""

from __future__ import annotations

import re

from . import backups, signature
from .backups import BackupQuery
from .message import Answer, Request, json_answer
from .world import (
    SORT_DIRECTIONS,
    SORT_KEYS,
    TASK_STATUSES,
    TaskQuery,
    UnknownMarker,
    UnknownObject,
    World,
)

# The service's own list of codes is not published with these calls: these only have its form.
BAD_PARAMETER = (400, "VBS.0400")
UNAUTHORIZED = (401, "VBS.0401")
FORBIDDEN = (403, "VBS.0403")
UNKNOWN = (404, "VBS.0404")
WRONG_METHOD = (405, "VBS.0405")

TASK_PARAMETERS = ("sort_dir", "sort_key", "limit", "marker", "job_id", "status", "offset")
BACKUP_PARAMETERS = ("name", "status", "volume_id", "limit", "offset", "marker")

# What the OpenStack API of the service calls its errors.
OPENSTACK_FAULTS = {
    400: "badRequest",
    401: "unauthorized",
    403: "forbidden",
    404: "itemNotFound",
    405: "badMethod",
}


class Refusal(Exception):
    """The service refuses a request; ``kind`` is its HTTP status and error code."""

    def __init__(self, kind: tuple, message: str, headers: dict | None = None):
        super().__init__(message)
        self.status, self.code = kind
        self.headers = headers


def answer(world: World, request: Request) -> Answer:
    """What the service answers now, refusals included."""
    try:
        return json_answer(200, _result(world, request))
    except Refusal as refusal:
        error = {"message": str(refusal), "code": refusal.code}
        document: dict = {"error": error}
        if is_call(request) and request.segments[0] == "v3":
            document = {OPENSTACK_FAULTS[refusal.status]: {**error, "code": refusal.status}}
        return json_answer(refusal.status, document, refusal.headers)
    except signature.Refused as refused:
        return json_answer(401, {"error_code": signature.ERROR_CODE, "error_msg": str(refused)})


def is_query(request: Request) -> bool:
    """Whether this is one of the calls, with whatever success."""
    return request.method == "GET" and _route(request.segments) is not None


def is_call(request: Request) -> bool:
    """Whether the path is that of one of the calls, by whatever method."""
    return _route(request.segments) is not None


def _route(segments: tuple):
    """The call, the project's ID and the object's, if it is about one; None if there is no such call."""
    if len(segments) == 3 and (segments[0], segments[2]) == ("v2", "backuppolicy"):
        return _policies, segments[1], None
    if len(segments) == 5 and (segments[0], segments[2], segments[4]) == ("v2", "backuppolicy", "backuptasks"):
        return _tasks, segments[1], segments[3]
    if len(segments) == 4 and (segments[0], segments[2]) == ("v1", "jobs"):
        return _job, segments[1], segments[3]
    if len(segments) == 4 and (segments[0], segments[2], segments[3]) == ("v3", "backups", "detail"):
        return _backups, segments[1], None
    if len(segments) == 4 and (segments[0], segments[2]) == ("v3", "backups"):
        return _backup, segments[1], segments[3]
    return None


def _result(world: World, request: Request):
    route = _route(request.segments)
    if route is None:
        raise Refusal(UNKNOWN, f"There is nothing at {request.path}.")
    call, project_id, object_id = route
    if request.method != "GET":
        raise Refusal(WRONG_METHOD, f"The method {request.method} is not allowed.", {"Allow": "GET"})
    check_login(world, request, project_id)
    if project_id != world.project_id:
        raise Refusal(UNKNOWN, f"The project {project_id} has no {object_id or 'such list'}.")
    if RIGHTS.get(call) in world.options.forbidden:
        raise Refusal(FORBIDDEN, f"Policy doesn't allow {RIGHTS[call]} to be performed.")
    try:
        return call(world, object_id, _parameters(request))
    except UnknownObject as error:
        raise Refusal(UNKNOWN, str(error)) from error
    except UnknownMarker as error:
        raise Refusal(BAD_PARAMETER, str(error)) from error


def check_login(world: World, request: Request, project_id: str) -> None:
    """Refuse a request that is not this project's own."""
    if signature.is_signed(request):
        key = signature.verify(world.identity.access_keys, request, world.clock.now)
        for wanted in (project_id, request.headers.get("x-project-id", project_id)):
            if wanted != key.project_id:
                raise Refusal(FORBIDDEN, f"The access key is not for the project {wanted}.")
        return
    token = request.token or world.identity.valid(request.headers.get("x-auth-token"), world.clock.elapsed)
    if token is None:
        raise Refusal(UNAUTHORIZED, "The token is missing, unknown or expired.")
    if project_id != token.project_id:
        raise Refusal(FORBIDDEN, f"The token is not for the project {project_id}.")


def _policies(world: World, _object_id: None, parameters: dict) -> dict:
    _refuse_unknown(parameters, ())
    return {"backup_policies": world.policy_documents()}


def _tasks(world: World, policy_id: str, parameters: dict) -> dict:
    return world.task_page(policy_id, task_query(parameters))


def _job(world: World, job_id: str, parameters: dict):
    _refuse_unknown(parameters, ())
    return world.job(job_id)


def _backups(world: World, _object_id: None, parameters: dict) -> dict:
    return backups.page(world, backup_query(parameters))


def _backup(world: World, backup_id: str, parameters: dict) -> dict:
    _refuse_unknown(parameters, ())
    return backups.backup(world, backup_id)


# The right that a call needs.
RIGHTS = {_backups: "vbs:backups:list", _backup: "vbs:backups:get"}


def task_query(parameters: dict) -> TaskQuery:
    """The task list's filters from the query's parameters; refuses what the documentation does not allow."""
    _refuse_unknown(parameters, TASK_PARAMETERS)
    _refuse_empty(parameters)
    _choice(parameters, "sort_key", SORT_KEYS)
    return TaskQuery(
        direction=_choice(parameters, "sort_dir", SORT_DIRECTIONS) or TaskQuery.direction,
        limit=_integer(parameters, "limit", 1, TaskQuery.limit),
        offset=_integer(parameters, "offset", 0, TaskQuery.offset),
        marker=parameters.get("marker"),
        job_id=parameters.get("job_id"),
        status=_choice(parameters, "status", TASK_STATUSES),
    )


def backup_query(parameters: dict) -> BackupQuery:
    """The backup list's filters from the query's parameters; refuses what the documentation does not allow."""
    _refuse_unknown(parameters, BACKUP_PARAMETERS)
    _refuse_empty(parameters)
    return BackupQuery(
        limit=_integer(parameters, "limit", 1, BackupQuery.limit),
        offset=_integer(parameters, "offset", 0, BackupQuery.offset),
        marker=parameters.get("marker"),
        name=parameters.get("name"),
        status=_choice(parameters, "status", backups.STATUSES),
        volume_id=parameters.get("volume_id"),
    )


def _parameters(request: Request) -> dict:
    parameters: dict = {}
    for name, value in request.parameters:
        if name in parameters:
            raise Refusal(BAD_PARAMETER, f"The parameter {name} is there twice.")
        parameters[name] = value
    return parameters


def _refuse_unknown(parameters: dict, known: tuple) -> None:
    for name in parameters:
        if name not in known:
            raise Refusal(BAD_PARAMETER, f"There is no parameter {name}.")


def _refuse_empty(parameters: dict) -> None:
    for name, value in parameters.items():
        if not value:
            raise Refusal(BAD_PARAMETER, f"The parameter {name} is empty.")


def _choice(parameters: dict, name: str, choices: tuple):
    value = parameters.get(name)
    if value is not None and value not in choices:
        raise Refusal(BAD_PARAMETER, f"The parameter {name} must be one of {', '.join(choices)}.")
    return value


def _integer(parameters: dict, name: str, minimum: int, default: int) -> int:
    value = parameters.get(name, str(default))
    # No number of 19 digits fits the service's own integers, and Python refuses very long ones.
    if not re.fullmatch("[0-9]{1,18}", value) or int(value) < minimum:
        raise Refusal(BAD_PARAMETER, f"The parameter {name} must be an integer of at least {minimum}.")
    return int(value)
