# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests and answers, without a web framework."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote

from .identity import Token


@dataclass(frozen=True)
class Request:
    """A request; ``target`` is its path and query exactly as on the wire, header names are in lower case.

    ``token`` is what a real Keystone said of the request's token (see :mod:`simulator.remote`).
    """

    method: str
    target: str
    headers: dict = field(default_factory=dict)
    body: bytes = b""
    root: str = ""
    token: Token | None = None

    @property
    def path(self) -> str:
        """The path as on the wire."""
        return self.target.partition("?")[0]

    @property
    def segments(self) -> tuple:
        """The path's parts, each decoded on its own: an encoded slash is part of an ID."""
        return tuple(unquote(part) for part in self.path.split("/")[1:])

    @property
    def parameters(self) -> list:
        """The query's names and values, in order."""
        return parse_qsl(self.target.partition("?")[2], keep_blank_values=True)

    def json(self):
        """The body as JSON; raises ValueError."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    """An answer."""

    status: int
    headers: dict = field(default_factory=dict)
    body: bytes = b""


def json_answer(status: int, document, headers: dict | None = None) -> Answer:
    """An answer whose body is JSON."""
    return Answer(status, {"Content-Type": "application/json", **(headers or {})}, json.dumps(document).encode())
