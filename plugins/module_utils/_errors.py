# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The errors that this collection raises, and how it reads those of the services."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import conceal

# A proxy's error page can be megabytes long: a message shows its beginning. So many characters of each text from
# outside are shown, so many a whole message has, and so many are looked at for that.
MESSAGE_LIMIT = 300
WHOLE_LIMIT = 20 * MESSAGE_LIMIT
READ_LIMIT = 100 * MESSAGE_LIMIT
# A sentence names this many things of one kind, and tells how many more there are.
NAMED = 10


class VbsError(Exception):
    """Base of all errors here; its text is a sentence that a user can act on."""


class InvalidInput(VbsError):
    """An option whose value cannot be right, found before any request."""

    def __init__(self, option: str, value: Any, expected: str) -> None:
        super().__init__(f"Invalid value for {option}: {shorten(repr(value))}. {expected}")


class MissingInput(VbsError):
    """An option that is needed and has no value."""

    def __init__(self, option: str, expected: str) -> None:
        self.option, self.expected = option, expected
        super().__init__(f"Missing value for {option}. {expected}")


class NoCatalog(VbsError):
    """A login that tells of no service, as Keystone has no part in it."""

    def __init__(self, login: str) -> None:
        super().__init__(f"The login is {login}, which comes without a catalog of the services.")


class Incomplete(VbsError):
    """Not all that was asked for came to be; C(result) holds what did."""

    def __init__(self, message: str, result: dict[str, Any]) -> None:
        super().__init__(message)
        self.result = result


class ApiError(VbsError):
    """A request that did not bring what it asked for.

    status: HTTP status, None where no answer came.
    code, message, request_id: what the service said of it, None where it did not.
    """

    def __init__(
        self,
        reason: str,
        *,
        method: str,
        url: str,
        status: int | None = None,
        code: str | None = None,
        message: str | None = None,
        request_id: str | None = None,
    ) -> None:
        self.method = method
        self.url = shorten(url, WHOLE_LIMIT)
        self.status = status
        self.code = _text(code)
        self.message = None if message is None else shorten(message, WHOLE_LIMIT)
        self.request_id = _text(request_id)
        tail = f" (request ID {self.request_id})" if self.request_id else ""
        super().__init__(shorten(f"{method} {self.url} {reason}{tail}", WHOLE_LIMIT))

    def as_dict(self) -> dict[str, Any]:
        """The `error` of a module's failure result."""
        names = ("status", "code", "message", "request_id", "method", "url")
        return {name: getattr(self, name) for name in names}


class PassingError(ApiError):
    """An error that may be gone at the next try; retry_after: seconds the service asked for."""

    retry_after: float | None = None


class TooLarge(ApiError):
    """An answer that is larger than any that belongs there; the rest of it was not read."""


class Unauthorized(ApiError):
    """HTTP 401: the service does not accept the login; generation: that of the login, 0 for one that has none."""

    generation = 0


def tells_of_error(document: dict[str, Any]) -> bool:
    """Whether an answer with a good status is an error all the same.

    A `code`, `message` or `error_code` does not make it one: a job has its own.
    """
    return bool(document.get("error") or document.get("error_msg")) or isinstance(document.get("error"), dict)


def find_fault(document: Any) -> tuple[str | None, str | None] | None:
    """The (code, message) in an error answer, None where the document is not one.

    Knows the shapes of the service itself, of the API gateway before it, of Keystone
    and of the OpenStack services.
    """
    if not isinstance(document, dict):
        return None
    if document.get("error_msg") or document.get("error_code"):
        return _text(document.get("error_code")), _text(document.get("error_msg"))
    error = document.get("error")
    if error and not isinstance(error, dict):
        return None, _text(error)
    nested = [value for value in document.values() if isinstance(value, dict) and "message" in value]
    if isinstance(error, dict):
        fault = error
    elif len(document) == 1 and nested:
        fault = nested[0]  # {"badRequest": {...}} and its sisters
    elif document.get("message"):
        fault = document
    else:
        return None
    return _text(fault.get("code")), _text(fault.get("message") or fault.get("title"))


def plain_text(body: str) -> str:
    """The words of a body that is not JSON, such as a proxy's HTML page, on one line."""
    body = re.sub(r"(?is)<(script|style|head)\b.*?</\1\s*>", " ", conceal(_beginning(body)))
    return shorten(re.sub(r"(?s)<[^>]*>", " ", body))


def shorten(text: str, limit: int = MESSAGE_LIMIT) -> str:
    """The text without secrets, on one line, of at most so many characters, all of which can be seen.

    What comes from outside goes through this before it reaches a message: a terminal obeys some characters.
    """
    text = visible(" ".join(conceal(_beginning(text)).split()))
    return text if len(text) <= limit else text[: limit - 3] + "..."


def some_of(names: Sequence[str]) -> str:
    """The first of the names, and how many more there are."""
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"{shorten(', '.join(names[:NAMED]))}{more}"


def visible(text: str) -> str:
    """The text with an escape, as Python writes it, for each character that cannot be seen."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def _beginning(text: str) -> str:
    if len(text) <= READ_LIMIT:
        return text
    # Without the last word, as a secret that is cut could not be told. Of a very long one, the end is not shown anyway.
    whole = re.match(r"(?s).*[\s>]", text[:READ_LIMIT])
    return whole.group() if whole and whole.end() > READ_LIMIT // 2 else text[:READ_LIMIT]


def _text(value: Any) -> str | None:
    return None if value is None else shorten(str(value))
