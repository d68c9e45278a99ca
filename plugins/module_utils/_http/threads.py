# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Threads that keep nobody: who waits for them can be interrupted, and the process can end while they are at work.

Those of concurrent.futures are waited for at the end of a process, whatever ends it. Where the service does not answer,
a task in Ansible's own process would go on for minutes after its `timeout`, and an inventory after Ctrl-C.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from queue import Empty, SimpleQueue
from typing import Any, Callable

# What a call returned, or what it raised.
Result = tuple[Any, "BaseException | None"]
Results = SimpleQueue[Result]
Work = tuple[Callable[[], Any], Results]

# The threads that wait for work, each by its queue: to start one takes longer than to hand something to it.
_idle: list[SimpleQueue[Work]] = []
# Threads stay behind where a process forks, and nobody would answer in the child.
os.register_at_fork(after_in_child=_idle.clear)

# Seconds that a thread waits at a stretch: a signal that comes just before is only handled after it.
STRETCH = 1.0
# The team that a thread works for.
_thread = threading.local()


class GivenUp(BaseException):
    """Nobody waits for the work any more; no error, as that would be told of or tried again."""


class _Team:
    def __init__(self) -> None:
        self._cuts: list[Callable[[], None]] = []
        self._is_given_up = False

    @contextmanager
    def under_way(self, cut: Callable[[], None]) -> Iterator[None]:
        # First there to be cut, then a look at whether it is: give_up() has it the other way round, and misses none.
        self._cuts.append(cut)
        try:
            if self._is_given_up:
                raise GivenUp
            yield
        finally:
            self._cuts.remove(cut)

    def give_up(self) -> None:
        self._is_given_up = True
        for cut in list(self._cuts):
            cut()


def begin(call: Callable[[], Any], results: Results) -> None:
    """Has a thread make the call, and put into the queue what comes of it; raises OSError if none can be started."""
    try:
        queue = _idle.pop()
    except IndexError:
        queue = SimpleQueue()
        try:
            threading.Thread(target=_work, args=(queue,), daemon=True).start()
        except RuntimeError as error:
            raise OSError(str(error)) from error
    queue.put((call, results))


def take(results: Results, seconds: float = float("inf")) -> Result:
    """The next result, which signals can keep from coming; raises Empty once the time is up."""
    end = time.monotonic() + seconds
    while True:
        left = end - time.monotonic()
        try:
            return results.get(timeout=max(0.0, min(left, STRETCH)))
        except Empty:
            if left <= STRETCH:
                raise


def together(work: Callable[[], None], number: int) -> None:
    """Has so many threads do the work at the same time, until it is done.

    Once it raises in one of them, or this one is interrupted, the others are left to themselves: what they have
    under way is cut, and they get nothing more under way.
    """
    team = _Team()
    results: Results = SimpleQueue()

    def join() -> None:
        _thread.team = team
        try:
            work()
        finally:
            del _thread.team

    try:
        for _each in range(number):
            begin(join, results)
        for _each in range(number):
            _nothing, failure = take(results)
            if failure is not None:
                raise failure
    except BaseException:
        team.give_up()
        raise


def under_way(cut: Callable[[], None]) -> AbstractContextManager[None]:
    """A context for what a thread has under way: cut() ends it where its team is given up; after that, GivenUp."""
    team: _Team | None = getattr(_thread, "team", None)
    return team.under_way(cut) if team else nullcontext()


def _work(queue: SimpleQueue[Work]) -> None:
    while True:
        _do_next(queue)


def _do_next(queue: SimpleQueue[Work]) -> None:
    # A function of its own, so that a thread that waits for work keeps nothing of what it did last.
    call, results = queue.get()
    try:
        value, failure = call(), None
    except BaseException as error:
        value, failure = None, error
    # Before the result is known, so that whoever waited for it finds the thread.
    _idle.append(queue)
    results.put((value, failure))
