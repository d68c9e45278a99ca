# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The wait loop: asks again for what is not settled, until the deadline."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any, Callable, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, PassingError, VbsError


class Wait(NamedTuple):
    """How to wait: the whole time, and the time from the start of a poll to that of the next, in seconds."""

    timeout: float
    interval: float


class Unmet(NamedTuple):
    """What keeps an ID from being settled.

    reason: in words. final: it can never come. error: the request that failed, where one did.
    """

    reason: str
    final: bool = False
    error: ApiError | None = None


class Outcome(NamedTuple):
    """What came of asking.

    documents: the last answer for each ID that was ever answered.
    unmet: the IDs that are not settled, each with the reason.
    elapsed: seconds since the first poll began. polls: how many rounds were asked.
    """

    documents: dict[str, Any]
    unmet: dict[str, Unmet]
    elapsed: float
    polls: int


def poll(
    ids: Sequence[str],
    ask: Callable[[Sequence[str]], Mapping[str, Any]],
    judge: Callable[[Any], Unmet | None],
    wait: Wait,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
    tell: Callable[[Outcome], None] = lambda outcome: None,
) -> Outcome:
    """Asks for the IDs until each is settled, one can never be, or the time is up.

    ask: gives for each ID its document, or the ApiError that came in its place.
    judge: None for a document that is as wanted, else what is unmet; raises VbsError if it cannot tell.
    tell: takes what there is after each poll that does not end the wait.

    It polls at least once, and a last time when the time is up. All IDs share one deadline.
    The time that a poll takes is a part of the interval; one that takes longer waits for the end of the next interval.
    Where the service asks for a longer pause, it gets it.
    """
    started = clock()
    deadline = started + wait.timeout
    polls = 0
    documents: dict[str, Any] = {}
    pending: Sequence[str] = ids
    while True:
        asked_at = clock()
        polls += 1
        unmet: dict[str, Unmet] = {}
        errors: set[ApiError] = set()
        for one, answer in ask(pending).items():
            if isinstance(answer, ApiError):
                # One and the same error again: it met the request for another ID, or the login.
                reason = f"not asked for, as {answer}" if answer in errors else str(answer)
                unmet[one] = Unmet(reason, not isinstance(answer, PassingError), answer)
                errors.add(answer)
            else:
                documents[one] = answer
                if found := _judge(answer, judge):
                    unmet[one] = found
        pending = list(unmet)
        now = clock()
        outcome = Outcome(documents, unmet, now - started, polls)
        if not unmet or now >= deadline or any(each.final for each in unmet.values()):
            return outcome
        tell(outcome)
        asked_for = (getattr(each.error, "retry_after", None) or 0 for each in unmet.values())
        rest = wait.interval - (now - asked_at) % wait.interval
        sleep(min(max(rest, *asked_for), deadline - now))


def _judge(document: Any, judge: Callable[[Any], Unmet | None]) -> Unmet | None:
    try:
        return judge(document)
    except VbsError as error:
        return Unmet(str(error), final=True)
