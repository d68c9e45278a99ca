# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A login at Keystone v3, and what the methods have in common that log in there."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Callable, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._checks import check_url
from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, PassingError, Unauthorized
from ansible_collections.otc.vbs.plugins.module_utils._login.login import Access
from ansible_collections.otc.vbs.plugins.module_utils._login.method import Source
from ansible_collections.otc.vbs.plugins.module_utils._time import parse_time

if TYPE_CHECKING:
    import requests

    from ansible_collections.otc.vbs.plugins.module_utils._http.answer import Answer
    from ansible_collections.otc.vbs.plugins.module_utils._http.client import Client

# A token is renewed when this much of its life is left, in seconds, or a quarter of a short life.
MARGIN = 60.0
# Between two tries to renew a token that still lives, in seconds.
PAUSE = 5.0


class Issued(NamedTuple):
    """A token that Keystone gave, what it said of it, and when it ends, by the clock."""

    token: str
    access: Access
    ends_at: float


class KeystoneLogin:
    """A token that Keystone gives, fetched when it is first needed, and renewed before it ends or when it is refused.

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
        self._generation = 0
        self._client = client
        self._url = tokens_url(auth_url)
        self._request = request
        self._clock = clock
        self._issued: Issued | None = None
        self._failure: ApiError | None = None
        self._renew_at = float("inf")
        self._lock = threading.Lock()

    def apply(self, request: requests.PreparedRequest) -> int:
        """See Login."""
        generation = self._generation
        with self._lock:
            request.headers["X-Auth-Token"] = self._living(generation).token
            return self._generation

    def renew(self, generation: int) -> bool:
        """Logs in anew, unless another thread has done so since that generation; raises what that brought."""
        with self._lock:
            self._log_in(generation)
        return True

    def access(self) -> Access:
        """What Keystone said at the last login, which is made where it is due."""
        generation = self._generation
        with self._lock:
            return self._living(generation).access

    def _living(self, generation: int) -> Issued:
        issued = self._issued
        if issued is None:
            return self._log_in(generation)
        if self._clock() < self._renew_at:
            return issued
        try:
            return self._log_in(generation)
        except ApiError as error:
            if isinstance(error, Unauthorized) or self._clock() >= issued.ends_at:
                raise
            # Renewed early, so there is time to try again.
            self._issued, self._failure = issued, None
            self._renew_at = min(self._clock() + PAUSE, issued.ends_at)
            return issued

    def _log_in(self, generation: int) -> Issued:
        # A refused password is not sent again: some clouds lock a user out after a few.
        if self._failure and (generation != self._generation or not isinstance(self._failure, PassingError)):
            raise self._failure
        if self._issued and generation != self._generation:
            return self._issued
        try:
            self._issued, self._failure = self._fetch(), None
            return self._issued
        except ApiError as error:
            self._issued, self._failure = None, error
            raise
        finally:
            self._generation += 1

    def _fetch(self) -> Issued:
        # Tried once: the request that needs the token is the one that is retried.
        sent = self._clock()
        answer = self._client.send("POST", self._url, body={"auth": self._request}, key="token")
        token = answer.headers.get("X-Subject-Token")
        if not token:
            raise ApiError("brought no token: its answer has no X-Subject-Token", **answer.facts)
        access = access_of(answer)
        life = _life(answer.document["token"])
        self._renew_at = sent + life - min(MARGIN, life / 4)
        return Issued(token, access, sent + life)


def tokens_url(auth_url: str) -> str:
    """Where Keystone gives tokens, from an auth_url with or without the version."""
    return re.sub(r"(/v3|/v2\.0)?/*$", "/v3/auth/tokens", auth_url, count=1)


def check_address(auth: Mapping[str, str], source: Source) -> None:
    """Keystone has to be there."""
    if not auth.get("auth_url"):
        what = "Keystone's address, such as https://iam.eu-de.otc.t-systems.com/v3"
        raise source.missing("auth.auth_url", what)
    check_url("auth.auth_url", auth["auth_url"])


def check_user(auth: Mapping[str, str], source: Source) -> None:
    """The user has to be named, by ID or by name and domain."""
    if auth.get("user_id"):
        return
    if not auth.get("username"):
        raise source.missing("auth.username", "the user's name, or set auth.user_id")
    if not _domain_of(auth, "user"):
        raise source.missing("auth.user_domain_name", "the domain of the user, or set auth.user_domain_id")


def user_of(auth: Mapping[str, str]) -> dict[str, Any]:
    """How to name the user to Keystone."""
    if auth.get("user_id"):
        return {"id": auth["user_id"]}
    return {"name": auth["username"], "domain": _domain_of(auth, "user")}


def project_of(auth: Mapping[str, str]) -> dict[str, Any]:
    """How to name the project to Keystone."""
    if auth.get("project_id"):
        return {"id": auth["project_id"]}
    return {"name": auth["project_name"], "domain": _domain_of(auth, "project") or _domain_of(auth, "user")}


def _domain_of(auth: Mapping[str, str], owner: str) -> dict[str, str] | None:
    """The domain of the user or of the project, else the default one, by ID or name; None if there is none."""
    # As the OpenStack tools have it, any ID comes before any name.
    for by in ("id", "name"):
        for prefix in (owner, "default"):
            if auth.get(f"{prefix}_domain_{by}"):
                return {by: auth[f"{prefix}_domain_{by}"]}
    return None


def access_of(answer: Answer) -> Access:
    """What Keystone says of a token in its answer."""
    token = answer.document["token"]
    if not isinstance(token, dict):
        raise ApiError("brought no description of the token", **answer.facts)
    project = token.get("project")
    return Access(
        answer.facts["method"], answer.facts["url"], project if isinstance(project, dict) else {}, token.get("catalog")
    )


def _life(token: dict[str, Any]) -> float:
    """How long a new token lives, in seconds, by Keystone's own clock; for ever where it does not say."""
    issued_at, expires_at = parse_time(token.get("issued_at")), parse_time(token.get("expires_at"))
    if not issued_at or not expires_at:
        return float("inf")
    return max(0.0, (expires_at - issued_at).total_seconds())
