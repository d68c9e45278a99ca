# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was asked of the simulator."""

from __future__ import annotations

import contextlib

from .message import Request


class Journal:
    """All requests but those of the control API, in the order in which they came.

    Each entry holds ``method``, ``path`` (as on the wire), ``query`` (a repeated parameter's last value), ``headers``
    (names in lower case), ``at`` (virtual seconds), ``request_id`` (null if the answer has none), ``fault`` (its kind,
    or null), ``status`` (null: no answer, or not yet), and ``body`` if it is JSON.
    """

    def __init__(self):
        self.entries: list = []

    def open(self, request: Request, at: float, fault: str | None) -> dict:
        """Note a request; what becomes of it is filled into the entry returned."""
        entry = {
            "method": request.method,
            "path": request.path,
            "query": dict(request.parameters),
            "headers": request.headers,
            "at": at,
            "fault": fault,
            "request_id": None,
            "status": None,
        }
        with contextlib.suppress(ValueError):
            entry["body"] = request.json()
        self.entries.append(entry)
        return entry

    def clear(self) -> None:
        """Forget all requests."""
        self.entries.clear()
