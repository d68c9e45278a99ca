# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The errors that this collection raises."""

from __future__ import annotations

from typing import Any

from ansible_collections.otc.vbs.plugins.module_utils._text import WHOLE_LIMIT, shorten


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
        self.code = None if code is None else shorten(str(code))
        self.message = None if message is None else shorten(message, WHOLE_LIMIT)
        self.request_id = None if request_id is None else shorten(str(request_id))
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
    """HTTP 401: the service does not accept the credentials."""
