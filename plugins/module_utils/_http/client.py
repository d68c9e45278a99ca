# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTTP helper that all modules share: one session with timeouts, retries and typed errors.

It raises, never exits, and knows nothing of Ansible.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Callable
from urllib.parse import urlsplit

from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import hide, hide_proxy_logins
from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, PassingError, TooLarge, Unauthorized
from ansible_collections.otc.vbs.plugins.module_utils._http.answer import Answer, origin_of, read, request_id
from ansible_collections.otc.vbs.plugins.module_utils._http.body import (
    HEAVIEST_ANSWER,
    HEAVIEST_CALL,
    LONGEST_ANSWER,
    LONGEST_ERROR,
    Body,
    Budget,
    read_body,
    weight,
)
from ansible_collections.otc.vbs.plugins.module_utils._http.proxy import proxy_of
from ansible_collections.otc.vbs.plugins.module_utils._http.wire import Adapter, Wire
from ansible_collections.otc.vbs.plugins.module_utils._http.within import TimeIsUp, within
from ansible_collections.otc.vbs.plugins.module_utils._text import shorten

try:
    import requests
    from urllib3 import Timeout, disable_warnings
    from urllib3.exceptions import InsecureRequestWarning
except ImportError:  # reported by _module.py
    pass

if TYPE_CHECKING:
    from ansible_collections.otc.vbs.plugins.module_utils._login.login import Login

# How many where nobody says it: more would burden the service more than it would help the user.
CONNECTIONS = 16
# Seconds between tries: doubled each time from the first to the last.
FIRST_PAUSE = 0.5
LAST_PAUSE = 8.0
# What asks caches on the way to fetch the answer anew, in the words of this century and of the last.
FRESH = {"Cache-Control": "no-cache", "Pragma": "no-cache"}
# A service that asks for a longer pause than this gets an error instead; a wait then makes the pause between its polls.
LONGEST_PAUSE = 60.0


class Client:
    """Sends requests over one pool of connections; safe to share between threads.

    api_timeout: seconds that one request may take, to the last byte of its answer.
    retries: how often a request is sent again after a passing error.
    connections: how many requests may be under way at the same time, each on one that is kept.
    warn: takes what the user ought to know.
    """

    def __init__(
        self,
        *,
        verify: bool | str = True,
        cert: str | tuple[str, str] | None = None,
        api_timeout: float = 30.0,
        retries: int = 3,
        connections: int = CONNECTIONS,
        warn: Callable[[str], None] = lambda text: None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._deadline: float | None = None
        self._verify = verify
        self._cert = cert
        self._api_timeout = api_timeout
        self._retries = retries
        self.connections = connections
        self._warn = warn
        self._exposed: set[str] = set()
        self._settings: dict[str, Mapping[str, Any]] = {}
        self._clock = clock
        self._sleep = sleep
        self._headers = requests.utils.default_headers()
        own = {"Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": "otc.vbs"}
        self._headers.update({**own, **FRESH})
        self.budget = Budget()
        # A proxy may show its own login on its error page.
        hide_proxy_logins()
        self._session = requests.Session()
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, Adapter(pool_maxsize=connections))
        if verify is False:
            disable_warnings(InsecureRequestWarning)

    def wait_at_most(self, seconds: float | None) -> None:
        """Sets a deadline for all requests together, None for none.

        Past it nothing is retried, and what is then under way gets one more api_timeout.
        """
        self._deadline = None if seconds is None else self._clock() + seconds

    def get(self, url: str, *, login: Login, query: Mapping[str, Any] | None = None, key: str) -> dict[str, Any]:
        """The JSON object at the URL, which must hold `key`: an answer without it is an error."""
        document: dict[str, Any] = self.retry(lambda: self.get_once(url, login=login, query=query, key=key))
        return document

    def get_once(self, url: str, *, login: Login, query: Mapping[str, Any] | None = None, key: str) -> dict[str, Any]:
        """What get() does, tried once; and once more with new credentials where the service refuses the first ones."""
        request, generation = self._prepare("GET", url, login, query=query)
        try:
            return self._exchange(request, url, key).document
        except Unauthorized:
            if not login.renew(generation):
                raise
        request, _generation = self._prepare("GET", url, login, query=query)
        return self._exchange(request, url, key).document

    def retry(self, call: Callable[[], Any]) -> Any:
        """What the call returns, tried again after passing errors, as often and as long as requests are."""
        tries = 0
        while True:
            try:
                return call()
            except PassingError as error:
                pause = error.retry_after
                if pause is None:
                    pause = min(FIRST_PAUSE * 2 ** min(tries, 9), LAST_PAUSE)
                tries += 1
                if tries > self._retries or pause > self._longest_pause():
                    raise
            self._sleep(pause)

    def send(
        self,
        method: str,
        url: str,
        *,
        login: Login | None = None,
        headers: Mapping[str, str] | None = None,
        body: Any = None,
        key: str,
    ) -> Answer:
        """One request, tried once; see get()."""
        request, _generation = self._prepare(method, url, login, headers=headers, json=body)
        return self._exchange(request, url, key)

    def _prepare(
        self,
        method: str,
        url: str,
        login: Login | None,
        *,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        json: Any = None,
    ) -> tuple[requests.PreparedRequest, int]:
        """The request with its credentials, and their generation."""
        self._warn_of_exposure(url)
        request = requests.Request(method, url, headers={**self._headers, **(headers or {})}, params=query, json=json)
        try:
            prepared = request.prepare()
            return prepared, login.apply(prepared) if login else 0
        except (requests.exceptions.RequestException, OSError, ValueError, MemoryError) as error:
            raise self._no_answer(error, method, url, self._api_timeout) from error

    def _exchange(self, request: requests.PreparedRequest, url: str, key: str) -> Answer:
        """The answer to a request; url: what a message calls its address."""
        method = str(request.method)
        # It logged in where that was due, so the time for the request itself starts now.
        left = self._time_left(method, url)
        try:
            wire = Wire()
            response, body = within(left, lambda: self._send(request, left, wire), wire.cut)
        except (requests.exceptions.RequestException, OSError, ValueError, TimeIsUp, MemoryError) as error:
            raise self._no_answer(error, method, url, left) from error
        # Before anything is said of the answer.
        if response.headers.get("X-Subject-Token"):
            hide(response.headers["X-Subject-Token"])
        amount = self._keep(response, body, method, url) if response.ok else 0
        try:
            return read(response, body.content, method, url, key)
        except ApiError:
            # Nothing of it is kept after all.
            self.budget.take(-amount)
            raise

    def _send(self, request: requests.PreparedRequest, seconds: float, wire: Wire) -> tuple[requests.Response, Body]:
        settings: dict[str, Any] = {**self._environment(str(request.url))}
        # It would send X-Auth-Token along to wherever it is redirected, and read a body without an end.
        settings.update(allow_redirects=False, timeout=Timeout(total=seconds), stream=True)
        with wire:
            response = self._session.send(request, **settings)
            return response, read_body(response, LONGEST_ANSWER if response.ok else LONGEST_ERROR)

    def _keep(self, response: requests.Response, body: Body, method: str, url: str) -> int:
        """What is set aside for the document in memory; raises where that is more than there is for it."""
        amount = weight(body.content)
        error: type[ApiError] = TooLarge
        if body.cut:
            text = f"more than {LONGEST_ANSWER // 2**20} MiB"
        elif amount > HEAVIEST_ANSWER:
            text = f"more than {HEAVIEST_ANSWER // 2**20} MiB in memory"
        elif not self.budget.take(amount):
            text = f"more than {HEAVIEST_CALL // 2**20} MiB in memory, with what came before"
            error = ApiError
        else:
            return amount
        facts: dict[str, Any] = {"status": response.status_code, "request_id": request_id(response), "message": text}
        raise error(f"answered HTTP {response.status_code}: {text}", method=method, url=url, **facts)

    def _environment(self, url: str) -> Mapping[str, Any]:
        """What requests takes from the environment, such as proxies: the same for all of an origin."""
        origin = origin_of(url)
        if origin not in self._settings:
            self._settings[origin] = self._session.merge_environment_settings(url, {}, False, self._verify, self._cert)
        return self._settings[origin]

    def _warn_of_exposure(self, url: str) -> None:
        """Every request carries credentials, in its headers or in its body."""
        parts, origin = urlsplit(url), origin_of(url)
        if parts.scheme == "http" and not _is_loopback(parts.hostname or "") and origin not in self._exposed:
            self._exposed.add(origin)
            self._warn(f"Credentials are sent to {shorten(origin)} without encryption: use https.")

    def _longest_pause(self) -> float:
        if self._deadline is None:
            return LONGEST_PAUSE
        return min(LONGEST_PAUSE, self._deadline - self._clock())

    def _time_left(self, method: str, url: str) -> float:
        if self._deadline is None:
            return self._api_timeout
        left = min(self._api_timeout, self._deadline + self._api_timeout - self._clock())
        if left <= 0:
            raise PassingError("was not sent: the time to wait is up", method=method, url=url)
        return left

    def _no_answer(self, error: Exception, method: str, url: str, seconds: float) -> ApiError:
        proxy = proxy_of(url)
        by = f", by way of {proxy.name}" if proxy else ""
        if isinstance(error, (requests.exceptions.Timeout, TimeIsUp)):
            # Near the end of a wait, a request gets less time than api_timeout.
            allowed = seconds if seconds == self._api_timeout else max(round(seconds, 1), 0.1)
            text = f"no answer within {allowed:g} seconds{by}"
        elif proxy and proxy.has_login:
            # The details may hold parts of the proxy's password.
            text = f"it did not get through {proxy.name}"
        else:
            text = f"{_innermost(error)}{by}"
        passing = isinstance(error, _PASSING_EXCEPTIONS) and not _is_lasting(error, text)
        failure = PassingError if passing else ApiError
        return failure(f"failed: {text}", method=method, url=url, message=text)


try:
    _PASSING_EXCEPTIONS: tuple[type[Exception], ...] = (
        requests.exceptions.ConnectionError,
        requests.exceptions.Timeout,
        TimeIsUp,
        requests.exceptions.ChunkedEncodingError,
        requests.exceptions.ContentDecodingError,
    )
except NameError:
    _PASSING_EXCEPTIONS = ()


def _is_lasting(error: Exception, text: str) -> bool:
    # A handshake that breaks off may be a restart; one that is refused stays so.
    return isinstance(error, requests.exceptions.SSLError) and "eof" not in text.lower()


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _innermost(error: BaseException) -> str:
    """What went wrong, without the layers of the libraries around it."""
    inner: Any = error
    while True:
        causes = [getattr(inner, "reason", None), *inner.args]
        cause = next((item for item in causes if isinstance(item, BaseException)), None)
        if cause is None:
            break
        inner = cause
    text = re.sub(r"^<?[\w.]*Connection\w*\b[^:]*: ", "", str(inner)) or type(inner).__name__
    return shorten(re.sub(r"//[^/@\s]*@", "//", text))
