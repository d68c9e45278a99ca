# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who we are: each login is a requests.auth.AuthBase that gives requests their credentials.

Beside that each has
renew(generation): replaces the login of that generation, which the service refused; False if it cannot.
access(): what Keystone says of the login; raises NoCatalog for one that has no Keystone.
"""

from __future__ import annotations

import re
import threading
import time
from typing import Any, Callable, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import hide
from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, NoCatalog, PassingError, Unauthorized
from ansible_collections.otc.vbs.plugins.module_utils._http.answer import Answer
from ansible_collections.otc.vbs.plugins.module_utils._http.client import Client
from ansible_collections.otc.vbs.plugins.module_utils._time import parse_time

try:
    from requests.auth import AuthBase
except ImportError:  # reported by _module.py
    AuthBase = object  # type: ignore[assignment,misc]

# A token is renewed when this much of its life is left, in seconds, or a quarter of a short life.
MARGIN = 60.0
# Between two tries to renew a token that still lives, in seconds.
PAUSE = 5.0


class Access(NamedTuple):
    """What Keystone says of a token: how and where it was asked, the project if there is one, and the catalog."""

    method: str
    url: str
    project: dict[str, Any]
    catalog: Any


class Token(AuthBase):
    """A token that the user brings; it cannot be renewed.

    auth_url: Keystone's address, needed for access() alone.
    """

    def __init__(self, client: Client, token: str, auth_url: str | None = None) -> None:
        hide(token)
        self._client = client
        self._token = token
        self._url = tokens_url(auth_url) if auth_url else None

    def __call__(self, request: Any) -> Any:
        request.headers["X-Auth-Token"] = self._token
        return request

    def renew(self, generation: int) -> bool:
        """Never."""
        return False

    def access(self) -> Access:
        """Asks Keystone about the token."""
        if self._url is None:
            raise NoCatalog("a token without auth.auth_url")
        answer = self._client.send("GET", self._url, auth=self._as_subject, key="token")
        return _access("GET", self._url, answer)

    def _as_subject(self, request: Any) -> Any:
        request.headers["X-Subject-Token"] = self._token
        return self(request)


class Keystone(AuthBase):
    """A login at Keystone v3: made when the first request needs it, renewed before it ends or when it is refused.

    auth_url: Keystone's address, with or without a version. request: the `auth` object of Keystone's token request.
    """

    def __init__(
        self,
        client: Client,
        auth_url: str,
        request: dict[str, Any],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        # Counts the tries, also those that failed: what one brings serves all threads that waited for it.
        self.generation = 0
        self._client = client
        self._url = tokens_url(auth_url)
        self._request = request
        self._clock = clock
        self._token: str | None = None
        self._found: Access | None = None
        self._failure: ApiError | None = None
        self._renew_at = self._ends_at = float("inf")
        self._lock = threading.Lock()

    def __call__(self, request: Any) -> Any:
        generation = self.generation
        with self._lock:
            self._ensure(generation)
            request.headers["X-Auth-Token"] = self._token
            request.login_generation = self.generation
        return request

    def renew(self, generation: int) -> bool:
        """Logs in anew, unless another thread has done so since that generation; raises what that brought."""
        with self._lock:
            self._log_in(generation)
        return True

    def access(self) -> Access:
        """What Keystone said at the last login, which is made where it is due."""
        generation = self.generation
        with self._lock:
            self._ensure(generation)
            if self._found is None:
                raise ValueError("A login brings its access.")
            return self._found

    def _ensure(self, generation: int) -> None:
        if self._token is None:
            self._log_in(generation)
        elif self._clock() >= self._renew_at:
            token, found = self._token, self._found
            try:
                self._log_in(generation)
            except ApiError as error:
                if isinstance(error, Unauthorized) or self._clock() >= self._ends_at:
                    raise
                # Renewed early, so there is time to try again.
                self._token, self._found, self._failure = token, found, None
                self._renew_at = min(self._clock() + PAUSE, self._ends_at)

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
        sent = self._clock()
        answer = self._client.send("POST", self._url, body={"auth": self._request}, key="token")
        token = answer.headers.get("X-Subject-Token")
        if not token:
            raise ApiError("brought no token: its answer has no X-Subject-Token", method="POST", url=self._url)
        self._found = _access("POST", self._url, answer)
        life = _life(answer.document["token"])
        self._ends_at = sent + life
        self._renew_at = self._ends_at - min(MARGIN, life / 4)
        return token


def tokens_url(auth_url: str) -> str:
    """Where Keystone gives tokens, from an auth_url with or without the version."""
    return re.sub(r"(/v3|/v2\.0)?/*$", "/v3/auth/tokens", auth_url, count=1)


def password_request(auth: dict[str, str], project: dict[str, Any]) -> dict[str, Any]:
    """Keystone's request for a token of the project, with a user's password; from the options of these names."""
    hide(auth["password"])
    user = {"password": auth["password"], **_user(auth)}
    return {
        "identity": {"methods": ["password"], "password": {"user": user}},
        "scope": {"project": project},
    }


def application_credential_request(auth: dict[str, str]) -> dict[str, Any]:
    """Keystone's request for a token with an application credential, which belongs to one project."""
    hide(auth["application_credential_secret"])
    credential: dict[str, Any] = {"secret": auth["application_credential_secret"]}
    if auth.get("application_credential_id"):
        credential["id"] = auth["application_credential_id"]
    else:
        credential["name"] = auth["application_credential_name"]
        credential["user"] = _user(auth)
    return {"identity": {"methods": ["application_credential"], "application_credential": credential}}


def domain(auth: dict[str, str], prefix: str) -> dict[str, str] | None:
    """The user's or the project's domain, else the default one, by ID or name; None if there is none."""
    # As the OpenStack tools have it, any ID comes before any name.
    for kind in ("id", "name"):
        for owner in (prefix, "default"):
            if auth.get(f"{owner}_domain_{kind}"):
                return {kind: auth[f"{owner}_domain_{kind}"]}
    return None


def _user(auth: dict[str, str]) -> dict[str, Any]:
    if auth.get("user_id"):
        return {"id": auth["user_id"]}
    return {"name": auth["username"], "domain": domain(auth, "user")}


def _access(method: str, url: str, answer: Answer) -> Access:
    token = answer.document["token"]
    if not isinstance(token, dict):
        raise ApiError("brought no description of the token", method=method, url=url)
    project = token.get("project")
    return Access(method, url, project if isinstance(project, dict) else {}, token.get("catalog"))


def _life(token: dict[str, Any]) -> float:
    """How long a new token lives, in seconds, by Keystone's own clock; for ever where it does not say."""
    issued_at, expires_at = parse_time(token.get("issued_at")), parse_time(token.get("expires_at"))
    if not issued_at or not expires_at:
        return float("inf")
    return max(0.0, (expires_at - issued_at).total_seconds())
