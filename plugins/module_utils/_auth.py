# Private to otc.vbs: it may change in any release.
# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a request proves who sends it: classes of requests.auth.AuthBase."""

from __future__ import annotations

import threading
from typing import Any

from ._client import Client
from ._errors import ApiError, PassingError
from ._secrets import hide

try:
    from requests.auth import AuthBase
except ImportError:  # reported by _module.check_libraries
    AuthBase = object  # type: ignore[assignment,misc]


class Token(AuthBase):
    """A token that the user brings; it cannot be renewed."""

    # Counts the logins, so that of many threads refused with one token only the first logs in anew.
    generation = 0

    def __init__(self, token: str) -> None:
        hide(token)
        self._token = token

    def __call__(self, request: Any) -> Any:
        request.headers["X-Auth-Token"] = self._token
        return request

    def renew(self, generation: int) -> bool:
        """Replaces a login of that generation which the service refused; False if it cannot."""
        return False


class KeystonePassword(AuthBase):
    """Fetches a project's token with a user's password, when the first request needs it.

    auth_url: Keystone's address, with or without /v3.
    identity: the `auth` object of Keystone's token request; see password_identity().
    """

    def __init__(self, client: Client, auth_url: str, identity: dict[str, Any]) -> None:
        hide(identity["identity"]["password"]["user"]["password"])
        # Counts the tries, also those that failed: what one brings serves all threads that waited for it.
        self.generation = 0
        self._client = client
        self._url = tokens_url(auth_url)
        self._identity = identity
        self._token: str | None = None
        self._failure: ApiError | None = None
        self._lock = threading.Lock()

    def __call__(self, request: Any) -> Any:
        generation = self.generation
        with self._lock:
            if self._token is None:
                self._log_in(generation)
            request.headers["X-Auth-Token"] = self._token
        return request

    def renew(self, generation: int) -> bool:
        """Fetches a new token, unless another thread has done so since that generation."""
        with self._lock:
            if self._token is None:  # it was the login itself that was refused
                return False
            self._log_in(generation)
        return True

    def _log_in(self, generation: int) -> None:
        # A refused password is not sent again: some clouds lock a user out after a few.
        if self._failure and (generation != self.generation or not isinstance(self._failure, PassingError)):
            raise self._failure
        if self._token and generation != self.generation:
            return
        try:
            self._token, self._failure = self._fetch(), None
        except ApiError as error:
            self._token, self._failure = None, error
            raise
        finally:
            self.generation += 1

    def _fetch(self) -> str:
        # Tried once: the request that needs the token is the one that is retried.
        answer = self._client.send("POST", self._url, body={"auth": self._identity}, key="token")
        token = answer.headers.get("X-Subject-Token")
        if not token:
            raise ApiError("brought no token: its answer has no X-Subject-Token", method="POST", url=self._url)
        hide(token)
        return token


def tokens_url(auth_url: str) -> str:
    """Where Keystone gives tokens, from an auth_url with or without the version."""
    root = auth_url.rstrip("/")
    return root + ("" if root.endswith("/v3") else "/v3") + "/auth/tokens"


def password_identity(auth: dict[str, str], project_id: str) -> dict[str, Any]:
    """The `auth` object of Keystone's request for a token of the project, from the options of that name."""
    user: dict[str, Any] = {"password": auth["password"]}
    if auth.get("user_id"):
        user["id"] = auth["user_id"]
    else:
        user["name"] = auth["username"]
        by_id = auth.get("user_domain_id")
        user["domain"] = {"id": by_id} if by_id else {"name": auth["user_domain_name"]}
    return {
        "identity": {"methods": ["password"], "password": {"user": user}},
        "scope": {"project": {"id": project_id}},
    }
