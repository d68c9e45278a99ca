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


class Slice(NamedTuple):
    """A part of a wait that is made in several calls.

    elapsed, polls: what the parts before it took. seconds: a round that ends later than this ends the part.
    pending: the IDs that these left, None for the first part.
    """

    elapsed: float
    polls: int
    seconds: float
    pending: list[str] | None = None


class Missing(NamedTuple):
    """What an ID still lacks.

    reason: in words. final: it can never come. error: the request that failed, where one did.
    """

    reason: str
    final: bool = False
    error: ApiError | None = None


class Outcome(NamedTuple):
    """What came of asking.

    documents: the last answer for each ID that was ever answered.
    missing: the IDs that are not settled, each with the reason.
    elapsed: seconds since the first poll began. polls: how many rounds were asked.
    pause: seconds until the next poll is due, None where the wait has ended.
    """

    documents: dict[str, Any]
    missing: dict[str, Missing]
    elapsed: float
    polls: int
    pause: float | None = None


def poll(
    ids: Sequence[str],
    ask: Callable[[Sequence[str]], Mapping[str, Any]],
    judge: Callable[[Any], Missing | None],
    wait: Wait,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
    part: Slice | None = None,
) -> Outcome:
    """Asks for the IDs until each is settled, one can never be, or the time is up; or this part of the wait is over.

    ask: gives for each ID its document, or the ApiError that came in its place.
    judge: None for a document that is as wanted, else what it lacks; raises VbsError if it cannot tell.

    It polls at least once, and a last time when the time is up. All IDs share one deadline.
    The time that a poll takes is a part of the interval; one that takes longer waits for the end of the next interval.
    Where the service asks for a longer pause, it gets it.
    """
    began = clock()
    started, polls = (began - part.elapsed, part.polls) if part else (began, 0)
    deadline = started + wait.timeout
    documents: dict[str, Any] = {}
    pending: Sequence[str] = ids
    while True:
        asked_at = clock()
        polls += 1
        missing: dict[str, Missing] = {}
        errors: set[ApiError] = set()
        for one, answer in ask(pending).items():
            if isinstance(answer, ApiError):
                # One and the same error again: it met the request for another ID, or the login.
                reason = f"not asked for, as {answer}" if answer in errors else str(answer)
                lack: Missing | None = Missing(reason, not isinstance(answer, PassingError), answer)
                errors.add(answer)
            else:
                documents[one] = answer
                lack = _judge(answer, judge)
            if lack:
                missing[one] = lack
        pending = list(missing)
        now = clock()
        if not missing or now >= deadline or any(lack.final for lack in missing.values()):
            return Outcome(documents, missing, now - started, polls)
        asked_for = (getattr(lack.error, "retry_after", None) or 0 for lack in missing.values())
        rest = wait.interval - (now - asked_at) % wait.interval
        pause = min(max(rest, *asked_for), deadline - now)
        if part and now - began >= part.seconds:
            return Outcome(documents, missing, now - started, polls, pause)
        sleep(pause)


def _judge(document: Any, judge: Callable[[Any], Missing | None]) -> Missing | None:
    try:
        return judge(document)
    except VbsError as error:
        return Missing(str(error), final=True)
