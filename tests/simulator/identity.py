# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users, their projects, and tokens."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from math import inf


@dataclass(frozen=True)
class Domain:
    """A Keystone domain."""

    id: str
    name: str

    def matches(self, wanted: dict) -> bool:
        """Whether a request's ``{"id"}`` or ``{"name"}`` means this domain."""
        return wanted["id"] == self.id if "id" in wanted else wanted.get("name") == self.name


@dataclass(frozen=True)
class Project:
    """A Keystone project."""

    id: str
    name: str
    domain: Domain


@dataclass(frozen=True)
class User:
    """A Keystone user with the projects that may be asked for."""

    id: str
    name: str
    password: str
    domain: Domain
    projects: tuple


@dataclass(frozen=True)
class Token:
    """A token's project (None: unscoped) and the virtual time at which it ends."""

    project_id: str | None
    expires_at: float = inf


def find(items, wanted: dict):
    """The user or project that a request's ``{"id"}``, or ``{"name", "domain"}``, means; None without one."""
    for item in items:
        if "id" in wanted:
            if wanted["id"] == item.id:
                return item
        elif wanted.get("name") == item.name and item.domain.matches(wanted.get("domain", {})):
            return item
    return None


class Identity:
    """Knows who may do what until when."""

    def __init__(self):
        self.users: dict = {}
        self.tokens: dict = {}
        self.access_keys: dict = {}

    def issue(self, project_id: str | None, expires_at: float) -> str:
        """A new token."""
        token = secrets.token_hex(24)
        self.tokens[token] = Token(project_id, expires_at)
        return token

    def valid(self, token: str | None, elapsed: float) -> Token | None:
        """The token, unless it is unknown, revoked or expired."""
        known = self.tokens.get(token)
        return known if known is not None and elapsed < known.expires_at else None

    def revoke(self, token: str | None = None) -> int:
        """Forget one token, or all; returns how many there were."""
        gone = [token] if token in self.tokens else []
        if token is None:
            gone = list(self.tokens)
        for name in gone:
            del self.tokens[name]
        return len(gone)
