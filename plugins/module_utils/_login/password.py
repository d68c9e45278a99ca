# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Login with the password of a user."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import hide
from ansible_collections.otc.vbs.plugins.module_utils._login.keystone import (
    KeystoneLogin,
    check_address,
    check_user,
    project_of,
    user_of,
)
from ansible_collections.otc.vbs.plugins.module_utils._login.method import Method, Option, Source

if TYPE_CHECKING:
    from ansible_collections.otc.vbs.plugins.module_utils._http.client import Client
    from ansible_collections.otc.vbs.plugins.module_utils._login.login import Login


class Password(Method):
    """Keystone makes a token of the password, for the project that is named."""

    name = "password"
    wanted = "auth_url, username and password"
    auth_types = ("password", "v3password")
    options = (Option("password", secret=True),)
    secret = "password"
    # The OpenStack tools take no other method for a user with a password, unless they are told to.
    implied_by = ("username", "user_id")

    def check(self, auth: Mapping[str, str], endpoint: str | None, source: Source) -> None:
        """Needs Keystone, the user and the project."""
        check_address(auth, source)
        check_user(auth, source)
        if not auth.get("project_id") and not auth.get("project_name"):
            what = "the ID of the project that the policies belong to, or set auth.project_name"
            raise source.missing("project_id", what)

    def login(self, client: Client, auth: Mapping[str, str]) -> Login:
        """See Method."""
        return KeystoneLogin(client, auth["auth_url"], token_request(auth))


def token_request(auth: Mapping[str, str]) -> dict[str, Any]:
    """What to ask Keystone for: a token of the user for the project."""
    hide(auth["password"])
    user = {"password": auth["password"], **user_of(auth)}
    return {
        "identity": {"methods": ["password"], "password": {"user": user}},
        "scope": {"project": project_of(auth)},
    }
