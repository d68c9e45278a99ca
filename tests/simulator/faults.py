# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fault injection: which request goes wrong, and how.

A fault is a mapping of

``kind``
    ``answer``: an answer of its own: ``status`` (default 500), ``headers``, and ``json`` (anything), ``body`` (text) or
    ``body_base64``; the header ``X-Request-Id`` that every answer has can be null, to be left out.
    ``redirect``: ``status`` (default 302) to ``location``.
    ``reset``: the connection is reset before any answer.
    ``reset_after_headers``: headers and half of the real body, then a reset.
    ``truncate``: half of the real body, with the length of the half: sound HTTP, broken JSON.
    ``short_body``: half of the real body under the length of the whole, then the end of the connection.
    ``delay``: ``seconds`` (real ones) before the real answer.
    ``trickle``: the real body, one byte each ``seconds``.
    ``gzip``: the real body, gzip-encoded.
    ``endless``: an answer with ``status`` (default 200), ``headers`` and a ``body`` (text) that is followed by
    ``again`` (text) again and again, until the client closes the connection.
``path``, ``method``, ``query``
    The requests meant: a regular expression searched in the path as on the wire; the method; regular expressions
    searched in parameters' values, where null means that the parameter is absent. Default: every request but those of
    the control API.
``skip``, ``times``
    How many of these requests pass first (default 0), and how many then go wrong (default 1; null: all).

Faults are tried in the order in which they were given, and the first that wants a request gets it.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass, field

from . import checks
from .checks import InputError
from .message import Answer, Request

ANSWER = "answer"
REDIRECT = "redirect"
RESET = "reset"
RESET_AFTER_HEADERS = "reset_after_headers"
TRUNCATE = "truncate"
SHORT_BODY = "short_body"
DELAY = "delay"
TRICKLE = "trickle"
GZIP = "gzip"
ENDLESS = "endless"

KEYS_OF_ALL = ("kind", "path", "method", "query", "skip", "times")
KEYS = {
    ANSWER: ("status", "headers", "json", "body", "body_base64"),
    REDIRECT: ("status", "location"),
    RESET: (),
    RESET_AFTER_HEADERS: (),
    TRUNCATE: (),
    SHORT_BODY: (),
    DELAY: ("seconds",),
    TRICKLE: ("seconds",),
    GZIP: (),
    ENDLESS: ("status", "headers", "body", "again"),
}


@dataclass
class Fault:
    """A fault; ``answer`` stands for the real answer where the kind brings its own."""

    kind: str
    path: re.Pattern
    method: str | None = None
    query: dict = field(default_factory=dict)
    skip: int = 0
    times: int | None = 1
    seconds: float = 0
    again: bytes = b""
    answer: Answer | None = None

    def matches(self, request: Request) -> bool:
        """Whether it is meant for a request."""
        return (
            self.method in (None, request.method)
            and self.path.search(request.path) is not None
            and self._matches_query(dict(request.parameters))
        )

    def take(self) -> bool:
        """Count one matching request; whether it goes wrong."""
        if self.times == 0:
            return False
        if self.skip:
            self.skip -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True

    def _matches_query(self, parameters: dict) -> bool:
        for name, pattern in self.query.items():
            value = parameters.get(name)
            if (value is None) != (pattern is None) or (pattern is not None and not pattern.search(value)):
                return False
        return True


class Faults:
    """All faults, in order."""

    def __init__(self):
        self._faults: list = []

    def __len__(self) -> int:
        return len(self._faults)

    def add(self, document) -> None:
        """Append a fault or a list of them; none at all if one is wrong."""
        if isinstance(document, list):
            self._faults += [_read(item, f"faults[{index}]") for index, item in enumerate(document)]
        else:
            self._faults.append(_read(document, "fault"))

    def clear(self) -> None:
        """Forget all faults."""
        self._faults.clear()

    def take(self, request: Request) -> Fault | None:
        """The fault that this request meets."""
        for fault in self._faults:
            if fault.matches(request) and fault.take():
                return fault
        return None


def _read(document, place: str) -> Fault:
    kind = checks.choice(checks.mapping(document, place).get("kind"), f"{place}.kind", tuple(KEYS))
    checks.mapping(document, place, (*KEYS_OF_ALL, *KEYS[kind]))
    query = checks.mapping(document.get("query", {}), f"{place}.query")
    times = document.get("times", 1)
    fault = Fault(
        kind,
        _pattern(document.get("path", ""), f"{place}.path"),
        query={
            name: None if pattern is None else _pattern(pattern, f"{place}.query.{name}")
            for name, pattern in query.items()
        },
        skip=checks.integer(document.get("skip", 0), f"{place}.skip", 0),
        times=times if times is None else checks.integer(times, f"{place}.times", 0),
    )
    if "method" in document:
        fault.method = checks.text(document["method"], f"{place}.method").upper()
    if "seconds" in KEYS[kind]:
        fault.seconds = checks.number(document.get("seconds"), f"{place}.seconds", 0)
    if kind == ANSWER:
        fault.answer = _answer(document, place, 500)
    if kind == ENDLESS:
        fault.answer = _answer(document, place, 200)
        fault.again = checks.text(document.get("again"), f"{place}.again").encode()
    if kind == REDIRECT:
        location = checks.text(document.get("location"), f"{place}.location")
        fault.answer = Answer(_status(document, place, 302), {"Location": location})
    return fault


def _pattern(value, place: str) -> re.Pattern:
    if not isinstance(value, str):
        raise InputError(place, f"must be a regular expression, not {value!r}")
    try:
        return re.compile(value)
    except re.error as error:
        raise InputError(place, f"{value!r} is no regular expression: {error}") from error


def _status(document: dict, place: str, default: int) -> int:
    status = checks.integer(document.get("status", default), f"{place}.status", 200)
    if status > 599:
        raise InputError(f"{place}.status", f"must be at most 599, not {status}")
    return status


def _answer(document: dict, place: str, status: int) -> Answer:
    bodies = [name for name in ("json", "body", "body_base64") if name in document]
    if len(bodies) > 1:
        raise InputError(place, f"{' and '.join(bodies)} exclude each other")
    content_type = {"Content-Type": "application/json" if "json" in document else "text/plain; charset=utf-8"}
    headers = checks.mapping(document.get("headers", {}), f"{place}.headers")
    for name, value in headers.items():
        if value is not None and not isinstance(value, str):
            raise InputError(f"{place}.headers.{name}", f"must be a string or null, not {value!r}")
    if any(name.lower() == "content-type" for name in headers):
        content_type = {}
    return Answer(_status(document, place, status), {**content_type, **headers}, _body(document, place))


def _body(document: dict, place: str) -> bytes:
    if "json" in document:
        return json.dumps(document["json"]).encode()
    for name in ("body", "body_base64"):
        if not isinstance(document.get(name, ""), str):
            raise InputError(f"{place}.{name}", f"must be a string, not {document[name]!r}")
    if "body_base64" not in document:
        return document.get("body", "").encode()
    try:
        return base64.b64decode(document["body_base64"], validate=True)
    except binascii.Error as error:
        raise InputError(f"{place}.body_base64", f"is not base64: {error}") from error
