# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an answer means: the JSON object that was asked for, or the error that it tells of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Callable, NamedTuple
from urllib.parse import urlsplit

from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, PassingError, Unauthorized
from ansible_collections.otc.vbs.plugins.module_utils._http.fault import find_fault, plain_text, tells_of_error
from ansible_collections.otc.vbs.plugins.module_utils._http.strict_json import TwoMeanings, parse
from ansible_collections.otc.vbs.plugins.module_utils._text import shorten

if TYPE_CHECKING:
    import requests

PASSING_STATUSES = frozenset({408, 429, 500, 502, 503, 504})
# Those of a whole answer of the service itself. A part, or what a proxy made of it, has another one.
GOOD_STATUSES = {"GET": (200,), "POST": (200, 201)}
# By these a cache warns that its copy may not be what the service would say now.
STALE = re.compile(r"(?:^|,)\s*(11[0-3])\b")
# An answer may be this old, in seconds. Every request asks caches for a new one, but their clocks may differ.
OLDEST = 60
REQUEST_ID_HEADERS = ("X-Request-Id", "X-Openstack-Request-Id", "X-Compute-Request-Id")


class Answer(NamedTuple):
    """What a request brought: the JSON object and the headers (names in any case).

    facts: the request, and what identifies its answer, for an ApiError about what the object holds.
    """

    document: dict[str, Any]
    headers: Mapping[str, str]
    facts: dict[str, Any]


def read(response: requests.Response, content: bytes, method: str, url: str, key: str) -> Answer:
    """The JSON object of a good answer, which must hold `key`; raises the typed error of any other.

    content: the body, of an error perhaps its beginning.
    """
    status = response.status_code
    content_type = response.headers.get("Content-Type", "")
    facts: dict[str, Any] = {"method": method, "url": url, "status": status, "request_id": request_id(response)}
    not_json = "a body that is not JSON"
    try:
        document, is_json = parse(content), True
    except ValueError as trouble:
        document, is_json = None, False
        if isinstance(trouble, TwoMeanings):
            not_json = str(trouble)
    success = 200 <= status < 300
    whole = status in GOOD_STATUSES[method]
    stale = _stale(response.headers)
    meant = isinstance(document, dict) and key in document and not tells_of_error(document)
    if meant and whole and not stale:
        return Answer(document, response.headers, facts)
    fault = None if meant and success else find_fault(document)
    if fault:
        facts["code"], facts["message"] = fault
        if not facts["request_id"] and isinstance(document.get("request_id"), str):
            facts["request_id"] = document["request_id"]
        said = ": ".join(text for text in fault if text) or "an error without a message"
    elif 300 <= status < 400:
        said = "a redirect to " + shorten(origin_of(response.headers.get("Location", ""))) + ", which is not followed"
    elif success and not whole:
        said = "which is not the status of a whole answer of the service itself"
    elif meant and stale:
        said = f"a stored copy, which may not hold any more ({stale})"
    elif is_json:
        said = f"a JSON {_json_type(document)}, which is not the object with '{key}' that belongs there"
    elif not content.strip():
        said = "an empty body"
    elif "html" in content_type.lower():
        said = "an HTML page: " + plain_text(_text(response, content))
    else:
        said = f"{not_json}: " + plain_text(_text(response, content))
    facts.setdefault("message", said)
    reason = f"answered HTTP {status} {shorten(response.reason or '')}".rstrip() + f": {said}"
    if status == 401:
        raise Unauthorized(reason, **facts)
    # A good status over a broken body, or an old one, is a fault on the way, as a lost connection is.
    if status in PASSING_STATUSES or (success and not (whole and is_json and not stale)):
        error = PassingError(reason, **facts)
        error.retry_after = _retry_after(response.headers.get("Retry-After"))
        raise error
    raise ApiError(reason, **facts)


def _stale(headers: Mapping[str, str]) -> str | None:
    """What says that the answer is a copy from before, None where nothing does."""
    if STALE.search(headers.get("Warning", "")):
        return "Warning: " + shorten(headers["Warning"])
    # Where several caches tell an age, each must be low.
    ages = re.findall("[0-9]+", headers.get("Age", ""))
    if any(len(age.lstrip("0")) > len(str(OLDEST)) or int(age) > OLDEST for age in ages):
        return "Age: " + shorten(headers["Age"])
    return None


def request_id(response: requests.Response) -> str | None:
    """The ID that the service gave the request."""
    found = (response.headers.get(name) for name in REQUEST_ID_HEADERS)
    return next((value for value in found if value), None)


def _retry_after(value: str | None) -> float | None:
    """Seconds of a Retry-After header, which holds seconds or a date."""
    if not value:
        return None
    if re.fullmatch(r"\s*[0-9]{1,9}\s*", value):
        return float(value)
    try:
        date = parsedate_to_datetime(value)
    except (TypeError, ValueError, OverflowError):
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=timezone.utc)
    return max(0.0, (date - datetime.now(timezone.utc)).total_seconds())


def _text(response: requests.Response, content: bytes) -> str:
    """The body as a text, whatever it is: as UTF-8 where it can be, as a secret is told by its characters."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        pass
    try:
        return content.decode(response.encoding or "utf-8", "replace")
    except (LookupError, ValueError):
        # The service names an encoding that is none, or none for texts.
        return content.decode("utf-8", "replace")


def _json_type(document: Any) -> str:
    names = {dict: "object", list: "list", str: "string", bool: "boolean", type(None): "null"}
    return names.get(type(document), "number")


def origin_of(address: str) -> str:
    """Where an address leads, in words, without the rest: that of a redirect to a login page may carry secrets."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "an address that is none"
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}" if parts.netloc else "another path"


def items_of(document: Mapping[str, Any], key: str, error: Callable[[str], Exception]) -> list[Any]:
    """The list in an answer; raises the error for what is none, or says that something went wrong."""
    items = document[key]
    if not isinstance(items, list):
        raise error(f"{key} is not a list: {shorten(repr(items))}")
    if document.get("code") and document.get("message"):
        raise error(f"it says {shorten(str(document['code']))}: {shorten(str(document['message']))}")
    return items
