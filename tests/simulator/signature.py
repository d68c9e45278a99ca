# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Access keys, and the check of a request's signature as the API gateway before the service does it.

Written from the description of SDK-HMAC-SHA256, and apart from what signs.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import quote, unquote

from .clock import UTC
from .message import Request

ALGORITHM = "SDK-HMAC-SHA256"
AUTHORIZATION = re.compile(ALGORITHM + r" Access=([^\s,]+), ?SignedHeaders=([^\s,]+), ?Signature=([0-9a-f]{64})")
DATE = re.compile("[0-9]{8}T[0-9]{6}Z")
DATE_FORMAT = "%Y%m%dT%H%M%SZ"
NO_DATE = "X-Sdk-Date must look like 20260101T020000Z"
TOLERANCE = timedelta(minutes=15)
REQUIRED = ("host", "x-sdk-date")
# Signed wherever they are sent: they say who asks for what.
SIGNED_IF_SENT = ("x-project-id", "x-domain-id", "x-security-token", "x-sdk-content-sha256")

ERROR_CODE = "APIG.0301"


class Refused(Exception):
    """The gateway does not accept the signature."""

    def __init__(self, problem: str):
        super().__init__(f"Incorrect IAM authentication information: {problem}")


@dataclass(frozen=True)
class AccessKey:
    """What the gateway knows of an access key; a temporary one has a security token."""

    secret_key: str
    project_id: str
    security_token: str | None = None


def is_signed(request: Request) -> bool:
    """Whether the request means to prove its sender by a signature."""
    return request.headers.get("authorization", "").split(" ")[0] == ALGORITHM


def verify(keys: dict, request: Request, now: datetime) -> AccessKey:
    """The access key that the request is signed with; raises Refused."""
    parts = AUTHORIZATION.fullmatch(request.headers["authorization"])
    if parts is None:
        raise Refused("the Authorization header is malformed")
    access_key, names, signature = parts[1], parts[2].split(";"), parts[3]
    _check_signed_headers(request, names)
    _check_date(request.headers["x-sdk-date"], now)
    key = keys.get(access_key)
    if key is None:
        raise Refused(f"the access key {access_key} does not exist")
    if not hmac.compare_digest(signature, _signature(key.secret_key, request, names)):
        raise Refused("verify aksk signature fail")
    if request.headers.get("x-security-token") != key.security_token:
        raise Refused("X-Security-Token is not that of the access key")
    return key


def _check_signed_headers(request: Request, names: list) -> None:
    if names != sorted({name.lower() for name in names}):
        raise Refused("SignedHeaders must be lower-case names in alphabetical order, each once")
    needed = [*REQUIRED, *(name for name in SIGNED_IF_SENT if name in request.headers)]
    for name in needed:
        if name not in names:
            raise Refused(f"the header {name} is not signed")
    for name in names:
        if name not in request.headers:
            raise Refused(f"the header {name} is missing")


def _check_date(date: str, now: datetime) -> None:
    if not DATE.fullmatch(date):
        raise Refused(NO_DATE)
    try:
        signed_at = datetime.strptime(date, DATE_FORMAT).replace(tzinfo=UTC)
    except ValueError:
        raise Refused(NO_DATE) from None
    if abs(now - signed_at) > TOLERANCE:
        raise Refused("X-Sdk-Date is more than 15 minutes off")


def _signature(secret_key: str, request: Request, names: list) -> str:
    path = "/".join(_encoded(segment) for segment in unquote(request.path).split("/"))
    query = "&".join(f"{_encoded(name)}={_encoded(value)}" for name, value in sorted(request.parameters))
    headers = "".join(f"{name}:{request.headers[name].strip()}\n" for name in names)
    canonical_request = "\n".join(
        [
            request.method,
            path if path.endswith("/") else f"{path}/",
            query,
            headers,
            ";".join(names),
            sha256(request.body).hexdigest(),
        ]
    )
    string_to_sign = f"{ALGORITHM}\n{request.headers['x-sdk-date']}\n{_digest(canonical_request)}"
    return hmac.new(secret_key.encode(), string_to_sign.encode(), sha256).hexdigest()


def _encoded(text: str) -> str:
    return quote(text, safe="")


def _digest(text: str) -> str:
    # What a header holds beside UTF-8 is kept by aiohttp as surrogates.
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
