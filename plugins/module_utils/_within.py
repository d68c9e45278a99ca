# Private to otc.vbs: it may change in any release.
# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bounds the time that a call may take, whatever it does.

Timeouts of sockets hold for each part of an answer by itself, and not for looking up a
name: a service that sends a byte now and then could keep a request for ever.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TimeIsUp
from typing import Any, Callable

__all__ = ["TimeIsUp", "within"]


def within(seconds: float, call: Callable[[], Any]) -> Any:
    """What the call returns or raises; raises TimeIsUp once the time is up, and leaves the call to itself."""
    outcome: Future[Any] = Future()

    def run() -> None:
        try:
            outcome.set_result(call())
        except BaseException as error:
            outcome.set_exception(error)

    # A daemon, so that a call left to itself does not keep the process from ending.
    threading.Thread(target=run, daemon=True).start()
    return outcome.result(seconds)
