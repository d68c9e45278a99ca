# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bounds the time that a call may take, whatever it does.

Timeouts of sockets hold for each part of an answer by itself, and not for looking up a
name: a service that sends a byte now and then could keep a request for ever.
"""

from __future__ import annotations

from queue import Empty, SimpleQueue
from typing import Any, Callable

from ansible_collections.otc.vbs.plugins.module_utils._http.threads import Results, begin, take, under_way


class TimeIsUp(Exception):
    """The call took too long."""


def within(seconds: float, call: Callable[[], Any], give_up: Callable[[], None] = lambda: None) -> Any:
    """What the call returns or raises; once the time is up it raises TimeIsUp, and leaves the call to itself.

    give_up: called then, or where nobody waits for the call any more, to have it end soon.
    """
    results: Results = SimpleQueue()
    with under_way(give_up):
        try:
            begin(call, results)
            value, failure = take(results, seconds)
        except Empty:
            give_up()
            raise TimeIsUp from None
        except BaseException:
            # Ansible's `timeout` of a task, or Ctrl-C.
            give_up()
            raise
    if failure is not None:
        raise failure
    return value
