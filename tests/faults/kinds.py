# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong: each fault of the matrix, what it looks like on the wire, and what the collection makes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

API_TIMEOUT = 1.0
# What an answer of a fault has for X-Request-Id, so that a message has to name it.
REQUEST_ID = "req-of-the-fault"
# Seconds that a 429 asks for. The date is in whole seconds, so it asks for up to one less.
RETRY_AFTER = 1
DATE_AFTER = 2

# What the collection makes of a fault.
HARMLESS = "harmless"  # no fault at all
PASSING = "passing"  # it may be gone at the next try
LOGIN = "login"  # a new login may help
FINAL = "final"  # trying again would bring the same

# Where a connection may lead instead of to the service.
REFUSED = "refused"
NO_NAME = "no name"
STRANGER = "stranger"
CUT_OFF = "cut off"


@dataclass(frozen=True)
class Fault:
    """A fault; it is made on the wire by the simulator, or by a connection that leads astray.

    title: what a reader knows it by. effect: what the collection makes of it. says: what the message holds.
    wire: a fault of the simulator. astray: where the connection leads. status: of the answer, where there is one.
    pause: seconds that pass at least before the next try.
    """

    title: str
    effect: str
    says: tuple[str, ...] = ()
    wire: dict[str, Any] = field(default_factory=dict)
    astray: str | None = None
    status: int | None = None
    pause: float = 0.0

    @property
    def secure(self) -> bool:
        """Whether it takes https to meet it."""
        return self.astray in (STRANGER, CUT_OFF)


def _answer(status: int, headers: dict[str, str] | None = None, **body: Any) -> dict[str, Any]:
    return {"kind": "answer", "status": status, "headers": {"X-Request-Id": REQUEST_ID, **(headers or {})}, **body}


def _status(status: int, phrase: str, effect: str, headers: dict[str, str] | None = None, **more: Any) -> Fault:
    """An answer with the service's own shape of an error."""
    code, message = f"VBS.0{status}", f"The simulated {status} of the service."
    title = more.pop("title", f"HTTP {status} {phrase}")
    wire = _answer(status, headers, json={"error": {"message": message, "code": code}})
    return Fault(
        title, effect, (f"HTTP {status} {phrase}", f"{code}: {message}", REQUEST_ID), wire, None, status, **more
    )


def _shape(title: str, status: int, effect: str, document: Any, *says: str) -> Fault:
    """An answer with another shape."""
    wire = _answer(status, json=document)
    return Fault(title, effect, (f"HTTP {status}", *says, REQUEST_ID), wire, None, status)


def _html(title: str, status: int, page: str, says: str) -> Fault:
    wire = _answer(status, {"Content-Type": "text/html"}, body=page)
    return Fault(title, PASSING, (f"HTTP {status}", f"an HTML page: {says}", REQUEST_ID), wire, None, status)


# Then come the words of the libraries, which differ between their versions.
DETAILS = "failed: "
# Near the end of a wait, a request gets less time than api_timeout.
SLOW = "no answer within "
BAD_GATEWAY = "<html><head><title>502</title></head><body><h1>Bad gateway at the proxy</h1></body></html>"
LONG_PAGE = "<html><body><h1>Sorry, a very long page</h1>" + "<p>words</p>" * 175000 + "</body></html>"

FAULTS = {
    "refused": Fault("connection refused", PASSING, ("Connection refused",), astray=REFUSED),
    "reset": Fault("connection reset before the headers", PASSING, ("Connection reset by peer",), {"kind": "reset"}),
    "reset-later": Fault("connection reset after the headers", PASSING, (DETAILS,), {"kind": "reset_after_headers"}),
    "dns": Fault("a name that cannot be resolved", PASSING, ("Name or service not known",), astray=NO_NAME),
    "tls": Fault("a certificate that is not trusted", FINAL, ("CERTIFICATE_VERIFY_FAILED",), astray=STRANGER),
    "tls-cut": Fault("a TLS handshake that breaks off", PASSING, (DETAILS,), astray=CUT_OFF),
    "slow": Fault("headers later than `api_timeout`", PASSING, (SLOW,), {"kind": "delay", "seconds": 3 * API_TIMEOUT}),
    "trickle": Fault("a body that trickles", PASSING, (SLOW,), {"kind": "trickle", "seconds": API_TIMEOUT / 5}),
    "truncated": Fault("truncated JSON", PASSING, ("HTTP 20", "a body that is not JSON: {"), {"kind": "truncate"}),
    "short": Fault("less than `Content-Length` promises", PASSING, (DETAILS,), {"kind": "short_body"}),
    "gzip": Fault("a body in gzip", HARMLESS, (), {"kind": "gzip"}),
    "html-502": _html("an HTML page under 502", 502, BAD_GATEWAY, "Bad gateway at the proxy"),
    "html-200": _html("an HTML page under 200", 200, "<p>Please log in</p>", "Please log in"),
    "long": _html("a page of 2 MB under 503", 503, LONG_PAGE, "Sorry, a very long page words"),
    "empty": Fault("an empty body under 200", PASSING, ("HTTP 200", "an empty body", REQUEST_ID), _answer(200)),
    "null": _shape("`null` under 200", 200, FINAL, None, "a JSON null"),
    "list": _shape("a list under 200", 200, FINAL, [], "a JSON list"),
    "redirect": Fault(
        "a redirect to another origin",
        FINAL,
        ("HTTP 302", "a redirect to http://127.0.0.1:", "which is not followed"),
        {"kind": "redirect"},
        status=302,
    ),
    "401": _status(401, "Unauthorized", LOGIN),
    "403": _status(403, "Forbidden", FINAL),
    "404": _status(404, "Not Found", FINAL),
    "405": _status(405, "Method Not Allowed", FINAL),
    "409": _status(409, "Conflict", FINAL),
    "429-seconds": _status(
        *(429, "Too Many Requests", PASSING, {"Retry-After": str(RETRY_AFTER)}),
        title="HTTP 429 with seconds to wait",
        pause=RETRY_AFTER,
    ),
    "429-date": _status(
        *(429, "Too Many Requests", PASSING, {"Retry-After": f"@+{DATE_AFTER}"}),
        title="HTTP 429 with a date to wait for",
        pause=DATE_AFTER - 1,
    ),
    "500": _status(500, "Internal Server Error", PASSING),
    "501": _status(501, "Not Implemented", FINAL),
    "503": _status(503, "Service Unavailable", PASSING),
    "error-200": _shape(
        *("an error of the service under 200", 200, FINAL),
        {"error": {"message": "It went wrong after all.", "code": "VBS.0001"}},
        "VBS.0001: It went wrong after all.",
    ),
    "gateway-200": _shape(
        *("an error of the API gateway under 200", 200, FINAL),
        {"error_code": "APIG.0201", "error_msg": "Backend timeout."},
        "APIG.0201: Backend timeout.",
    ),
    "gateway": _shape(
        *("an error of the API gateway", 403, FINAL),
        {"error_code": "APIG.0301", "error_msg": "Incorrect IAM authentication information."},
        "APIG.0301: Incorrect IAM authentication information.",
    ),
    "bad-request": _shape(
        *("an error of the kind `badRequest`", 400, FINAL),
        {"badRequest": {"message": "The request is malformed.", "code": 400}},
        "400: The request is malformed.",
    ),
    "keystone": _shape(
        *("an error of Keystone's kind", 401, LOGIN),
        {"error": {"code": 401, "title": "Unauthorized", "message": "The request requires authentication."}},
        "401: The request requires authentication.",
    ),
    "top-level": _shape(
        *("an error with `code` and `message` alone", 409, FINAL),
        {"code": "VBS.0002", "message": "Another operation is under way."},
        "VBS.0002: Another operation is under way.",
    ),
}
