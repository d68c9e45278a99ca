# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What differs from one login method to the next. Each has a file with a class of its own; methods.py lists them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ansible_collections.otc.vbs.plugins.module_utils._errors import MissingInput

if TYPE_CHECKING:
    from ansible_collections.otc.vbs.plugins.module_utils._http.client import Client
    from ansible_collections.otc.vbs.plugins.module_utils._login.login import Login


class Option(NamedTuple):
    """A suboption of auth that only one method has. aliases: its other names in a clouds.yaml."""

    name: str
    secret: bool = False
    aliases: tuple[str, ...] = ()


class Source(Protocol):
    """Where values come from that no option sets."""

    def missing(self, option: str, what: str) -> MissingInput:
        """The error for an option that is needed; what: what it is, in a few words."""


class Method(Protocol):
    """A way to log in.

    name: what messages call it. wanted: what to set for it, in a few words.
    auth_types: its names for the option auth_type.
    options: the suboptions of auth that only this method has. secret: the one of them without which there is no login.
    implied_by: suboptions of several methods that mean this one where nothing else tells.
    replaces: pairs of an option of a task and of what it keeps out of what a cloud says.
    in_openstack: whether the openstack command has this method. One that is not steps back behind those that are.
    """

    name: str
    wanted: str
    auth_types: tuple[str, ...]
    options: tuple[Option, ...]
    secret: str
    implied_by: tuple[str, ...] = ()
    replaces: tuple[tuple[str, str], ...] = ()
    in_openstack: bool = True

    def check(self, auth: Mapping[str, str], endpoint: str | None, source: Source) -> None:
        """Raises for what is wrong or missing; auth has the secret. endpoint: None where Keystone has to tell."""

    def login(self, client: Client, auth: Mapping[str, str]) -> Login:
        """The login with checked values; sends nothing yet."""


class Credentials(NamedTuple):
    """A login method, and the values for it."""

    method: Method
    auth: Mapping[str, str]

    def __repr__(self) -> str:
        # Without the secrets.
        return f"Credentials({self.method.name!r})"

    @property
    def project_id(self) -> str | None:
        """The project's ID, where that names the project; None where Keystone has to tell."""
        return self.auth.get("project_id")
