# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenario documents: read from a file, checked, made into a world or merged into one.

A scenario is a mapping of

``project_id``
    The project that owns all policies, jobs and backups. Required.
``start``, ``speed``, ``tick``
    Virtual time: the instant at which it starts (ISO 8601, UTC; default: the real one), virtual seconds per real
    second (default 1; 0 freezes it), virtual seconds added after each request of the service's own calls (default 0).
``strict``
    False lets odd documents through: tasks without ``job_id`` or ``created_at``, or that are no mappings, and backups
    without ``created_at``. Default true.
``tokens``
    ``{TOKEN: {"project_id": ..., "expires_in": SECONDS}}``; default: this project, for ever.
``access_keys``
    ``{ACCESS_KEY: {"secret_key": ..., "project_id": ..., "security_token": ...}}``: keys that requests are signed with;
    ``project_id`` defaults to this project, and only a temporary key has a ``security_token``.
``keystone``
    ``{"auth_url": URL}`` of a real Keystone, version included. It is asked at each request about a token that is not
    one of ``tokens``; the catalog that leads to the simulator is its own affair.
``users``
    A list of ``{"id", "name", "password", "domain": {"id", "name"}, "projects": [{"id", "name", "domain"}]}``; a
    project's domain defaults to its user's.
``service``
    The fields of :class:`simulator.world.ServiceOptions`.
``backups``
    ``[BACKUP, ...]``: restore points, each with its ``id``. A BACKUP is written and scripted as a TASK is. Each task
    with the status ``EXECUTE_SUCCESS`` has made one too, unless one of its name and volume is listed. Its reserved key
    ``backup`` holds fields of it that differ, which may be scripted too, or null where it is lost; with fields, a task
    of any status has made one.
``policies``
    ``{POLICY_ID: {"tasks": [TASK, ...], "generate": {"tasks": N, "spacing": SECONDS, "status": STATUS}}}``, where
    ``generate`` adds N tasks with deterministic IDs, the newest created at the start (``spacing`` defaults to 3600,
    ``status`` to ``EXECUTE_SUCCESS``). The list of policies says of it ``name`` (default: its ID),
    ``scheduled_policy`` (fields that differ from those of :data:`SCHEDULE`; with ``week_frequency``, there is no
    ``frequency`` by itself) and ``policy_resource_count`` (default: the number of volumes that its tasks are about).
    With ``fires``, it fires by that schedule in virtual time, from 30 days before the start to 30 days after it, and
    each firing makes a task for each volume, with its job: ``{"volumes": [VOLUME_ID, ...], "spacing": SECONDS,
    "duration": SECONDS, "status": STATUS, "from": "@-SECONDS", "until": "@+SECONDS"}``. The tasks of a firing are
    created ``spacing`` apart (default 1). Each is WAITING for 5 seconds, without a job, then RUNNING for ``duration``
    (default 600), and then has its ``status`` (default EXECUTE_SUCCESS; a SKIP comes right after WAITING, and never has
    a job). After 30 days it is gone. Before ``from``, and at and after ``until``, the policy does not fire.
``jobs``
    ``{JOB_ID: JOB}``
``volumes``
    ``{VOLUME_ID: VOLUME}``: what the volume service tells, which is in the catalog, and there at all, only with this
    key. Fields that a VOLUME does not have are those of :data:`simulator.volumes.VOLUME`; it belongs to a policy by
    ``metadata: {"policy": POLICY_ID}``.

A TASK, JOB, BACKUP or VOLUME holds the document's own fields, any of them, null too. Reserved keys script it, in
virtual seconds after the scenario was loaded (a merge does not start them anew): ``script``, a list of
``{"at": SECONDS, "set": {...}, "unset": [...]}``; ``appears_at`` and ``disappears_at``. A value like ``"@-3600"`` or
``"@+60"``, at any depth, becomes the timestamp of that many seconds after the start.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from math import inf

from . import checks, fires
from .checks import InputError
from .clock import UTC, Clock, iso
from .fires import Fires
from .generate import generated_tasks
from .identity import Domain, Project, Token, User
from .policy import Policy, member
from .record import Record, Step
from .restore_points import LOST
from .signature import AccessKey
from .world import (
    BACKUP_FILTERS,
    COUNT_PAGE,
    COUNT_TOTAL,
    FILTERS,
    FINISHED_TASK_STATUSES,
    MARKER_EXCLUSIVE,
    MARKER_INCLUSIVE,
    TASK_STATUSES,
    ServiceOptions,
    World,
)

ROOT = "scenario"
MERGEABLE_KEYS = (
    "speed",
    "tick",
    "strict",
    "tokens",
    "access_keys",
    "keystone",
    "users",
    "service",
    "backups",
    "policies",
    "jobs",
    "volumes",
)
KEYS = ("project_id", "start", *MERGEABLE_KEYS)
SCRIPTING_KEYS = ("script", "appears_at", "disappears_at")
ACCESS_KEY = re.compile(r"[!-+\--~]+")
# The key of a task that tells of its backup.
BACKUP = "backup"
# What makes microseconds of the milliseconds of a relative time, as backups have them.
MICROSECONDS = "000"
# When a policy runs, unless its scenario says otherwise; start_time is the full hour after the start of the scenario,
# so that all tasks of the last 23 hours are of the run that is due. The misspelt name is the service's own.
SCHEDULE = {
    "status": "ON",
    "frequency": 1,
    "rentention_num": 7,
    "remain_first_backup_of_curMonth": "N",
    "time_zone": "UTC+00:00",
}
RELATIVE_TIME = re.compile(r"@([+-]?\d+(?:\.\d+)?)")


def read_file(path: str):
    """A scenario document from a JSON file, or from a YAML file where PyYAML is installed."""
    with open(path, encoding="utf-8") as file:
        content = file.read()
    if not path.endswith((".yml", ".yaml")):
        try:
            return json.loads(content)
        except ValueError as error:
            raise InputError(path, f"is not JSON: {error}") from error
    try:
        import yaml
    except ImportError as error:
        raise InputError(path, "a YAML scenario needs PyYAML") from error
    try:
        return yaml.safe_load(content)
    except yaml.YAMLError as error:
        raise InputError(path, f"is not YAML: {error}") from error


def load(document, monotonic: Callable[[], float] = time.monotonic) -> World:
    """A new world."""
    checks.mapping(document, ROOT, KEYS)
    if "project_id" not in document:
        raise InputError(ROOT, "project_id is missing")
    start = _start(document["start"]) if "start" in document else None
    speed = checks.number(document.get("speed", 1), f"{ROOT}.speed", 0)
    world = World(checks.text(document["project_id"], f"{ROOT}.project_id"), Clock(start, speed, monotonic))
    merge(world, {key: value for key, value in document.items() if key in MERGEABLE_KEYS})
    return world


def merge(world: World, document) -> None:
    """Add to a world, or replace in it, what a partial scenario names; nothing at all if any of it is wrong."""
    checks.mapping(document, ROOT, MERGEABLE_KEYS)
    strict = checks.flag(document.get("strict", world.strict), f"{ROOT}.strict")
    reader = _Reader(world, strict)
    speed = checks.number(document.get("speed", world.clock.speed), f"{ROOT}.speed", 0)
    tick = checks.number(document.get("tick", world.tick), f"{ROOT}.tick", 0)
    options = _options(world.options, document.get("service", {}))
    tokens = reader.each(document, "tokens", reader.token)
    access_keys = reader.each(document, "access_keys", reader.access_key)
    keystone = _keystone(document["keystone"]) if "keystone" in document else world.keystone
    backups = reader.backups(document.get("backups", []))
    policies = reader.each(document, "policies", reader.policy)
    jobs = reader.each(document, "jobs", lambda job, place, _job_id: reader.record(job, place, zone="Z"))
    volumes = reader.each(document, "volumes", lambda volume, place, _id: reader.record(volume, place))
    users = _users(document.get("users", []))

    world.strict, world.tick, world.options = strict, tick, options
    world.clock.speed = speed
    world.keystone = keystone
    world.identity.tokens.update(tokens)
    world.identity.access_keys.update(access_keys)
    world.identity.users.update(users)
    world.backups.update(backups)
    world.policies.update(policies)
    world.jobs.update({**reader.fired_jobs, **jobs})
    if "volumes" in document:
        world.volumes = {**(world.volumes or {}), **volumes}


class _Reader:
    """Reads the parts whose meaning depends on the world's time and strictness."""

    def __init__(self, world: World, strict: bool):
        self._world = world
        self._strict = strict
        self.fired_jobs: dict = {}

    @staticmethod
    def each(document: dict, key: str, read: Callable) -> dict:
        place = f"{ROOT}.{key}"
        items = checks.mapping(document.get(key, {}), place)
        return {name: read(item, f"{place}.{name}", name) for name, item in items.items()}

    def token(self, token, place: str, _name: str) -> Token:
        checks.mapping(token, place, ("project_id", "expires_in"))
        project_id = checks.text(token.get("project_id", self._world.project_id), f"{place}.project_id")
        if token.get("expires_in") is None:
            return Token(project_id)
        return Token(project_id, self._world.clock.elapsed + checks.number(token["expires_in"], f"{place}.expires_in"))

    def access_key(self, key, place: str, name: str) -> AccessKey:
        # Others could not be told apart in an Authorization header.
        if not ACCESS_KEY.fullmatch(name):
            raise InputError(place, "an access key must be printable ASCII characters without spaces and commas")
        checks.mapping(key, place, ("secret_key", "project_id", "security_token"))
        token = key.get("security_token")
        return AccessKey(
            checks.text(key.get("secret_key"), f"{place}.secret_key"),
            checks.text(key.get("project_id", self._world.project_id), f"{place}.project_id"),
            token if token is None else checks.text(token, f"{place}.security_token"),
        )

    def policy(self, policy, place: str, policy_id: str) -> Policy:
        checks.mapping(
            policy, place, ("name", "scheduled_policy", "policy_resource_count", "tasks", "generate", "fires")
        )
        tasks = []
        if "generate" in policy:
            tasks += self._generated(policy["generate"], f"{place}.generate", policy_id)
        if "fires" in policy:
            tasks += self._fired(policy, f"{place}.fires", policy_id)
        tasks = [*tasks, *checks.sequence(policy.get("tasks", []), f"{place}.tasks")]
        told = {}
        for index, task in enumerate(tasks):
            if isinstance(task, dict) and BACKUP in task:
                tasks[index] = {name: value for name, value in task.items() if name != BACKUP}
                told[str(task.get("job_id"))] = self._told(task[BACKUP], f"{place}.tasks[{index}].{BACKUP}")
        records = [self.record(task, f"{place}.tasks[{index}]") for index, task in enumerate(tasks)]
        if self._strict:
            self._check_tasks(records, f"{place}.tasks")
        return Policy(records, self._policy_document(policy, place, policy_id, records), told)

    def _told(self, backup, place: str) -> Record | None:
        return LOST if backup is None else self.record(checks.mapping(backup, place), place, zone=MICROSECONDS)

    def _policy_document(self, policy: dict, place: str, policy_id: str, records: list) -> dict:
        volumes = {member(record.initial, "resource_id") for record in records} - {None}
        if "fires" in policy:
            volumes.update(policy["fires"]["volumes"])
        return {
            "backup_policy_name": checks.text(policy.get("name", policy_id), f"{place}.name"),
            "policy_resource_count": checks.integer(
                policy.get("policy_resource_count", len(volumes)), f"{place}.policy_resource_count", 0
            ),
            "scheduled_policy": self._schedule(policy, f"{place}.scheduled_policy"),
        }

    def _schedule(self, policy: dict, place: str) -> dict:
        own = self._resolve(checks.mapping(policy.get("scheduled_policy", {}), place), place, "")
        usual = {name: value for name, value in SCHEDULE.items() if name != "frequency" or "week_frequency" not in own}
        return {**usual, **self._daily(), **own}

    def _daily(self) -> dict:
        following = self._world.clock.start + timedelta(hours=1)
        return {"start_time": f"{following:%H}:00"}

    def _fired(self, policy: dict, place: str, policy_id: str) -> list:
        wanted = checks.mapping(policy["fires"], place, ("volumes", "spacing", "duration", "status", "from", "until"))
        volumes = checks.sequence(wanted.get("volumes"), f"{place}.volumes")
        schedule = self._schedule(policy, f"{place.rpartition('.')[0]}.scheduled_policy")
        _check_schedule(schedule, f"{place.rpartition('.')[0]}.scheduled_policy")
        tasks, jobs = fires.fired(
            policy_id,
            schedule,
            self._world.clock.start,
            Fires(
                tuple(checks.text(volume, f"{place}.volumes[{index}]") for index, volume in enumerate(volumes)),
                checks.number(wanted.get("spacing", Fires.spacing), f"{place}.spacing", 0),
                checks.number(wanted.get("duration", Fires.duration), f"{place}.duration", 0),
                checks.choice(wanted.get("status", Fires.status), f"{place}.status", FINISHED_TASK_STATUSES),
                _relative(wanted["from"], f"{place}.from") if "from" in wanted else Fires.begin,
                _relative(wanted["until"], f"{place}.until") if "until" in wanted else Fires.end,
            ),
        )
        for job_id, job in jobs.items():
            self.fired_jobs[job_id] = self.record(job, f"{place}.{job_id}", zone="Z")
        return tasks

    @staticmethod
    def _generated(wanted, place: str, policy_id: str) -> list:
        checks.mapping(wanted, place, ("policy_id", "tasks", "spacing", "status"))
        if wanted.get("policy_id", policy_id) != policy_id:
            raise InputError(f"{place}.policy_id", f"must be that of its policy, {policy_id!r}")
        return generated_tasks(
            policy_id,
            checks.integer(wanted.get("tasks"), f"{place}.tasks", 0),
            checks.number(wanted.get("spacing", 3600), f"{place}.spacing", 0),
            checks.choice(wanted.get("status", "EXECUTE_SUCCESS"), f"{place}.status", TASK_STATUSES),
        )

    @staticmethod
    def _check_tasks(records: list, place: str) -> None:
        seen = set()
        for index, record in enumerate(records):
            here = f"{place}[{index}]"
            for name in ("job_id", "created_at"):
                checks.text(record.initial.get(name), f"{here}.{name}")
            if record.initial["job_id"] in seen:
                raise InputError(f"{here}.job_id", f"{record.initial['job_id']!r} is there twice")
            seen.add(record.initial["job_id"])

    def backups(self, backups) -> dict:
        place = f"{ROOT}.backups"
        records: dict = {}
        for index, backup in enumerate(checks.sequence(backups, place)):
            here = f"{place}[{index}]"
            record = self.record(checks.mapping(backup, here), here, zone=MICROSECONDS)
            backup_id = checks.text(member(record.initial, "id"), f"{here}.id")
            if self._strict:
                checks.text(member(record.initial, "created_at"), f"{here}.created_at")
            if backup_id in records:
                raise InputError(f"{here}.id", f"{backup_id!r} is there twice")
            records[backup_id] = record
        return records

    def record(self, value, place: str, zone: str = "") -> Record:
        if not isinstance(value, dict) and not self._strict:
            return Record(self._resolve(value, place, zone))
        checks.mapping(value, place)
        initial = {name: item for name, item in value.items() if name not in SCRIPTING_KEYS}
        script = checks.sequence(value.get("script", []), f"{place}.script")
        return Record(
            self._resolve(initial, place, zone),
            tuple(self._step(step, f"{place}.script[{index}]", zone) for index, step in enumerate(script)),
            checks.number(value["appears_at"], f"{place}.appears_at") if "appears_at" in value else -inf,
            checks.number(value["disappears_at"], f"{place}.disappears_at") if "disappears_at" in value else inf,
        )

    def _step(self, step, place: str, zone: str) -> Step:
        checks.mapping(step, place, ("at", "set", "unset"))
        unset = checks.sequence(step.get("unset", []), f"{place}.unset")
        return Step(
            checks.number(step.get("at"), f"{place}.at", 0),
            self._resolve(checks.mapping(step.get("set", {}), f"{place}.set"), f"{place}.set", zone),
            tuple(checks.text(name, f"{place}.unset[{index}]") for index, name in enumerate(unset)),
        )

    def _resolve(self, value, place: str, zone: str):
        """The value with its relative times made absolute."""
        if isinstance(value, dict):
            checks.mapping(value, place)
            return {name: self._resolve(item, f"{place}.{name}", zone) for name, item in value.items()}
        if isinstance(value, list):
            return [self._resolve(item, f"{place}[{index}]", zone) for index, item in enumerate(value)]
        if isinstance(value, str):
            relative = RELATIVE_TIME.fullmatch(value)
            return self._timestamp(float(relative[1]), place) + zone if relative else value
        if value is None or isinstance(value, (bool, int, float)):
            return value
        raise InputError(place, f"{value!r} is no JSON value (in YAML, quote timestamps)")

    def _timestamp(self, seconds: float, place: str) -> str:
        try:
            return iso(self._world.clock.instant(seconds))
        except OverflowError as error:
            raise InputError(place, f"{seconds} seconds after the start is no date") from error


def _start(value) -> datetime:
    place = f"{ROOT}.start"
    try:
        start = datetime.fromisoformat(re.sub("Z$", "+00:00", checks.text(value, place)))
    except ValueError as error:
        raise InputError(place, f"must be an instant like 2026-01-01T02:00:00, not {value!r}") from error
    return start.replace(tzinfo=UTC) if start.tzinfo is None else start.astimezone(UTC)


def _relative(value, place: str) -> float:
    relative = RELATIVE_TIME.fullmatch(value) if isinstance(value, str) else None
    if relative is None:
        raise InputError(place, f"must be a time like '@-3600' or '@+60', not {value!r}")
    return float(relative[1])


def _check_schedule(schedule: dict, place: str) -> None:
    """What a policy needs to fire."""
    for time_of_day in checks.text(schedule["start_time"], f"{place}.start_time").split(","):
        if not re.fullmatch("([01][0-9]|2[0-3]):00", time_of_day.strip()):
            raise InputError(f"{place}.start_time", f"must be full hours like '01:00,13:00', not {time_of_day!r}")
    if schedule.get("frequency"):
        checks.integer(schedule["frequency"], f"{place}.frequency", 1)
        return
    days = checks.sequence(schedule.get("week_frequency"), f"{place}.week_frequency")
    for index, day in enumerate(days):
        checks.choice(day, f"{place}.week_frequency[{index}]", fires.WEEKDAYS)
    try:
        fires.offset(checks.text(schedule["time_zone"], f"{place}.time_zone"))
    except ValueError as error:
        raise InputError(f"{place}.time_zone", f"must be like UTC+02:00, not {error}") from error


def _options(options: ServiceOptions, changes) -> ServiceOptions:
    place = f"{ROOT}.service"
    readers = {
        "count": lambda value, here: checks.choice(value, here, (COUNT_TOTAL, COUNT_PAGE)),
        "marker": lambda value, here: checks.choice(value, here, (MARKER_EXCLUSIVE, MARKER_INCLUSIVE)),
        "max_limit": lambda value, here: value if value is None else checks.integer(value, here, 1),
        "paging": checks.flag,
        "ignores": lambda value, here: tuple(
            checks.choice(name, here, (*FILTERS, *BACKUP_FILTERS)) for name in checks.sequence(value, here)
        ),
        "latency": lambda value, here: checks.number(value, here, 0),
        "token_lifetime": lambda value, here: checks.number(value, here, 0),
        "region": checks.text,
        "forbidden": lambda value, here: tuple(checks.text(right, here) for right in checks.sequence(value, here)),
    }
    checks.mapping(changes, place, [field.name for field in fields(ServiceOptions)])
    checked = {name: readers[name](value, f"{place}.{name}") for name, value in changes.items()}
    return ServiceOptions(**{**asdict(options), **checked})


def _keystone(keystone) -> str:
    place = f"{ROOT}.keystone"
    checks.mapping(keystone, place, ("auth_url",))
    url = checks.text(keystone.get("auth_url"), f"{place}.auth_url")
    if not re.fullmatch(r"https?://[^?#\s]+/v3/?", url):
        raise InputError(f"{place}.auth_url", f"must be a URL like http://127.0.0.1:5000/v3, not {url!r}")
    return url.rstrip("/")


def _users(users) -> dict:
    place = f"{ROOT}.users"
    checks.sequence(users, place)
    read = [_user(user, f"{place}[{index}]") for index, user in enumerate(users)]
    return {user.id: user for user in read}


def _user(user, place: str) -> User:
    checks.mapping(user, place, ("id", "name", "password", "domain", "projects"))
    domain = _domain(user.get("domain"), f"{place}.domain")
    projects = checks.sequence(user.get("projects", []), f"{place}.projects")
    return User(
        checks.text(user.get("id"), f"{place}.id"),
        checks.text(user.get("name"), f"{place}.name"),
        checks.text(user.get("password"), f"{place}.password"),
        domain,
        tuple(_project(project, f"{place}.projects[{index}]", domain) for index, project in enumerate(projects)),
    )


def _project(project, place: str, default: Domain) -> Project:
    checks.mapping(project, place, ("id", "name", "domain"))
    return Project(
        checks.text(project.get("id"), f"{place}.id"),
        checks.text(project.get("name"), f"{place}.name"),
        _domain(project["domain"], f"{place}.domain") if "domain" in project else default,
    )


def _domain(domain, place: str) -> Domain:
    checks.mapping(domain, place, ("id", "name"))
    return Domain(checks.text(domain.get("id"), f"{place}.id"), checks.text(domain.get("name"), f"{place}.name"))
