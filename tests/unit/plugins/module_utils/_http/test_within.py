# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A call that takes too long is left to itself, and one in a forked process is answered too."""

from __future__ import annotations

import multiprocessing
import threading

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._http.within import TimeIsUp, within


def test_a_call_that_takes_too_long_is_left_to_itself():
    released = threading.Event()
    with pytest.raises(TimeIsUp):
        within(0.01, released.wait)
    assert within(10, lambda: "the next one") == "the next one"
    released.set()


def test_a_call_that_nobody_waits_for_any_more_is_given_up(interrupt):
    given_up = threading.Event()

    def call():
        interrupt()
        given_up.wait(10)

    with pytest.raises(KeyboardInterrupt):
        within(60, call, given_up.set)
    assert given_up.is_set()


def test_what_the_call_raises_comes_back():
    with pytest.raises(ZeroDivisionError):
        within(10, lambda: 1 / 0)
    assert within(10, lambda: "the next one") == "the next one"


# As Ansible forks its workers after an inventory plugin has asked the service.
@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_a_forked_process_has_threads_of_its_own():
    assert within(10, lambda: "parent") == "parent"
    child = multiprocessing.get_context("fork").Process(target=within, args=(1, lambda: "child"))
    child.start()
    child.join(60)
    assert child.exitcode == 0
