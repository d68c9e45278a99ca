# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signs requests with an access key: each carries a signature in place of a token.

The algorithm is SDK-HMAC-SHA256 of the clouds' API gateways. Where its description leaves a
choice, this does as the vendor's own signer, which the tests compare it with.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Callable, NoReturn
from urllib.parse import parse_qsl, quote, unquote, urlsplit, urlunsplit

from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import hide
from ansible_collections.otc.vbs.plugins.module_utils._errors import NoCatalog

if TYPE_CHECKING:
    import requests

ALGORITHM = "SDK-HMAC-SHA256"
DATE_FORMAT = "%Y%m%dT%H%M%SZ"


def utc_now() -> datetime:
    """The time of this machine; the gateway refuses one that is more than 15 minutes off."""
    return datetime.now(timezone.utc)


class SignedLogin:
    """Signs each request, at the time of each try; there is nothing to renew.

    security_token: belongs to a temporary access key.
    now: tells the time, with its zone.
    """

    def __init__(
        self,
        access_key: str,
        secret_key: str,
        project_id: str,
        security_token: str | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        hide(secret_key)
        if security_token:
            hide(security_token)
        self._access_key = access_key
        self._secret_key = secret_key
        self._project_id = project_id
        self._security_token = security_token
        self._now = now

    def apply(self, request: requests.PreparedRequest) -> int:
        """See Login."""
        url = urlsplit(str(request.url))
        # Sent as it is signed: gateways differ in what they take '+' for, and versions of requests in a path's '//'.
        url = url._replace(path=re.sub("^/*", "/", url.path), query=canonical_query(url.query))
        request.url = urlunsplit(url)
        date = self._now().astimezone(timezone.utc).strftime(DATE_FORMAT)
        # Only what tells the gateway something: proxies may change the other headers.
        headers = {"Host": url.netloc.rpartition("@")[2], "X-Project-Id": self._project_id, "X-Sdk-Date": date}
        if self._security_token:
            headers["X-Security-Token"] = self._security_token
        if "Content-Type" in request.headers:
            headers["Content-Type"] = request.headers["Content-Type"]
        headers = {name: value.strip() for name, value in headers.items()}
        # http.client would write Latin-1, but it is UTF-8 that is signed.
        request.headers.update((name, value.encode().decode("latin-1")) for name, value in headers.items())

        lines = sorted((name.lower(), value) for name, value in headers.items())
        signed_headers = ";".join(name for name, _value in lines)
        canonical_request = [
            str(request.method).upper(),
            canonical_path(url.path),
            url.query,
            *(f"{name}:{value}" for name, value in lines),
            "",
            signed_headers,
            hashlib.sha256(_bytes(request.body)).hexdigest(),
        ]
        signature = self._sign([ALGORITHM, date, hashlib.sha256(_joined(canonical_request)).hexdigest()])
        request.headers["Authorization"] = (
            f"{ALGORITHM} Access={self._access_key}, SignedHeaders={signed_headers}, Signature={signature}"
        )
        return 0

    def renew(self, generation: int) -> bool:
        """Never: what was refused once stays refused."""
        return False

    def access(self) -> NoReturn:
        """Nothing: Keystone is not asked."""
        raise NoCatalog("an access key")

    def _sign(self, lines: Iterable[str]) -> str:
        return hmac.new(self._secret_key.encode(), _joined(lines), hashlib.sha256).hexdigest()


def canonical_path(path: str) -> str:
    """The path as it is signed: always with a slash at its end, and an encoded slash is a slash."""
    path = quote(unquote(path))
    return path if path.endswith("/") else path + "/"


def canonical_query(query: str) -> str:
    """The query as it is signed: sorted, and with all but letters, digits and '-_.~' percent-encoded."""
    pairs = sorted(parse_qsl(query, keep_blank_values=True))
    return "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)


def _bytes(body: bytes | str | None) -> bytes:
    return body.encode() if isinstance(body, str) else body or b""


def _joined(lines: Iterable[str]) -> bytes:
    return "\n".join(lines).encode()
