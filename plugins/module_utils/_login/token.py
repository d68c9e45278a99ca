# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Login with a token that the user brings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import hide
from ansible_collections.otc.vbs.plugins.module_utils._checks import check_token, check_url
from ansible_collections.otc.vbs.plugins.module_utils._errors import NoCatalog
from ansible_collections.otc.vbs.plugins.module_utils._login.keystone import access_of, tokens_url
from ansible_collections.otc.vbs.plugins.module_utils._login.method import Method, Option, Source

if TYPE_CHECKING:
    import requests

    from ansible_collections.otc.vbs.plugins.module_utils._http.client import Client
    from ansible_collections.otc.vbs.plugins.module_utils._login.login import Access, Login


class Token(Method):
    """A token is sent as it is; Keystone is asked only for what the options leave open."""

    name = "token"
    wanted = "a token"
    auth_types = ("token", "v3token")
    options = (Option("token", secret=True),)
    secret = "token"
    # A user whom the task names does not log in with the token of somebody else.
    replaces = (("username", "token"), ("user_id", "token"))

    def check(self, auth: Mapping[str, str], endpoint: str | None, source: Source) -> None:
        """Needs Keystone where the endpoint, the project's ID or whose name a project has is not known."""
        check_token("auth.token", auth["token"])
        known = endpoint and auth.get("project_id")
        if known and not auth.get("project_name"):
            return
        if not auth.get("auth_url"):
            if known:
                what = "to have Keystone tell whether auth.project_name is that project"
                raise source.missing("auth.auth_url", what)
            option = "project_id" if endpoint else "endpoint"
            raise source.missing(option, "or set auth.auth_url, to have Keystone tell")
        check_url("auth.auth_url", auth["auth_url"])

    def login(self, client: Client, auth: Mapping[str, str]) -> Login:
        """See Method."""
        return TokenLogin(client, auth["token"], auth.get("auth_url"))


class TokenLogin:
    """A token cannot be renewed. auth_url: Keystone's address, needed for access() alone."""

    def __init__(self, client: Client, token: str, auth_url: str | None = None) -> None:
        hide(token)
        self._client = client
        self._token = token
        self._url = tokens_url(auth_url) if auth_url else None

    def apply(self, request: requests.PreparedRequest) -> int:
        """See Login."""
        request.headers["X-Auth-Token"] = self._token
        return 0

    def renew(self, generation: int) -> bool:
        """Never."""
        return False

    def access(self) -> Access:
        """Asks Keystone about the token."""
        if self._url is None:
            raise NoCatalog("a token without auth.auth_url")
        headers = {"X-Subject-Token": self._token}
        answer = self._client.send("GET", self._url, login=self, headers=headers, key="token")
        return access_of(answer)
