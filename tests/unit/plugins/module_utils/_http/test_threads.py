# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Threads that work together stop together, and keep neither who waits for them nor what they had in hand."""

from __future__ import annotations

import threading
import weakref
from queue import SimpleQueue

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._http.threads import GivenUp, begin, together, under_way

THREADS = 5
# Nobody waits as long, unless something does not end that should.
PATIENCE = 10


class Work:
    """Has something under way in each thread, and tells what becomes of it.

    then: called in one of the threads once all have it.
    """

    def __init__(self, then):
        self._told = SimpleQueue()
        self._then = then
        self._complete = threading.Barrier(THREADS)

    def __call__(self):
        cut = threading.Event()
        try:
            with under_way(cut.set):
                if self._complete.wait(PATIENCE) == 0:
                    self._then()
                self._told.put("cut" if cut.wait(PATIENCE) else "left to itself")
            with under_way(cut.set):
                self._told.put("goes on")
        except GivenUp:
            self._told.put("given up")

    def told(self, number):
        return sorted(self._told.get(timeout=PATIENCE) for _each in range(number))


def test_who_waits_can_be_interrupted_and_the_work_is_given_up(interrupt):
    work = Work(interrupt)
    with pytest.raises(KeyboardInterrupt):
        together(work, THREADS)
    assert work.told(2 * THREADS) == ["cut"] * THREADS + ["given up"] * THREADS


def test_what_one_of_them_raises_has_the_others_given_up():
    def fail():
        raise ZeroDivisionError

    work = Work(fail)
    with pytest.raises(ZeroDivisionError):
        together(work, THREADS)
    others = THREADS - 1
    assert work.told(2 * others) == ["cut"] * others + ["given up"] * others


def test_a_thread_works_for_no_team_that_was_given_up_before():
    def fail():
        with under_way(lambda: None):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        together(fail, 1)
    done = []

    def work():
        with under_way(lambda: None):
            done.append("done")

    together(work, 1)
    assert done == ["done"]


def test_a_thread_keeps_nothing_of_what_it_did():
    class Content:
        pass

    freed = threading.Event()
    results = SimpleQueue()
    content = Content()
    weakref.finalize(content, freed.set)
    begin(lambda kept=content: kept, results)
    results.get(timeout=PATIENCE)
    del content
    assert freed.wait(PATIENCE)


def test_a_thread_that_cannot_be_started_is_an_error_that_says_so(monkeypatch):
    def start(_thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)
    # More than other tests have left.
    complete = threading.Barrier(1000)
    with pytest.raises(OSError, match="can't start new thread"):
        together(complete.wait, 1000)
    complete.abort()
