# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what an answer says went wrong: in any of the shapes that the services have, or as a page for people."""

from __future__ import annotations

import re
from typing import Any

from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import conceal
from ansible_collections.otc.vbs.plugins.module_utils._text import beginning, shorten


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
    body = re.sub(r"(?is)<(script|style|head)\b.*?</\1\s*>", " ", conceal(beginning(body)))
    return shorten(re.sub(r"(?s)<[^>]*>", " ", body))


def _text(value: Any) -> str | None:
    return None if value is None else shorten(str(value))
