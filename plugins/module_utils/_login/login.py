# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a login does, whichever method made it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    import requests


class Access(NamedTuple):
    """What Keystone says of a token: how and where it was asked, the project if there is one, and the catalog."""

    method: str
    url: str
    project: dict[str, Any]
    catalog: Any


class Login(Protocol):
    """Gives requests their credentials. All threads that send requests share one login."""

    def apply(self, request: requests.PreparedRequest) -> int:
        """Adds the credentials to the request, and returns which generation of them it got; logs in where that is due.

        A login that is renewed counts its generations. One that cannot be renewed has none, and returns 0.
        """

    def renew(self, generation: int) -> bool:
        """Replaces credentials of this generation, which the service refused; False for those that stay as they are."""

    def access(self) -> Access:
        """What Keystone says of the login; raises NoCatalog for one that Keystone does not know."""
