# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bounds the time that a call may take, whatever it does.

Timeouts of sockets hold for each part of an answer by itself, and not for looking up a
name: a service that sends a byte now and then could keep a request for ever.
"""

from __future__ import annotations

import os
import threading
from queue import Empty, SimpleQueue
from typing import Any, Callable

# What a call returned, or what it raised.
Result = tuple[Any, "BaseException | None"]
Work = tuple[Callable[[], Any], SimpleQueue[Result]]

# The threads that wait for work, each by its queue: to start one takes longer than to hand something to it.
_idle: list[SimpleQueue[Work]] = []
# Threads stay behind where a process forks, and nobody would answer in the child.
os.register_at_fork(after_in_child=_idle.clear)


class TimeIsUp(Exception):
    """The call took too long."""


def within(seconds: float, call: Callable[[], Any], give_up: Callable[[], None] = lambda: None) -> Any:
    """What the call returns or raises; once the time is up it raises TimeIsUp, and leaves the call to itself.

    give_up: called then, to have the call end soon.
    """
    try:
        queue = _idle.pop()
    except IndexError:
        queue = SimpleQueue()
        # A daemon, so that a call left to itself does not keep the process from ending.
        try:
            threading.Thread(target=_work, args=(queue,), daemon=True).start()
        except RuntimeError as error:
            raise OSError(str(error)) from error
    result: SimpleQueue[Result] = SimpleQueue()
    queue.put((call, result))
    try:
        value, failure = result.get(timeout=seconds)
    except Empty:
        give_up()
        raise TimeIsUp from None
    if failure is not None:
        raise failure
    return value


def _work(queue: SimpleQueue[Work]) -> None:
    while True:
        call, result = queue.get()
        try:
            value, failure = call(), None
        except BaseException as error:
            value, failure = None, error
        # Before the result is known, so that whoever waited for it finds the thread.
        _idle.append(queue)
        result.put((value, failure))
