# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asking for many IDs at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Any, Callable

from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, Unauthorized
from ansible_collections.otc.vbs.plugins.module_utils._http.threads import together


def ask_all(ids: Sequence[str], ask: Callable[[str], Any], connections: int) -> dict[str, Any]:
    """The answer to each ID, or the ApiError that came in its place; so many are asked for at the same time.

    Once the login is refused, or as many requests in a row as there are connections got no
    answer, the IDs not yet asked for get that very error: each would only spend its retries
    on finding out again. Where it is interrupted, it leaves all at once and has nothing more sent.
    """
    unanswered: list[ApiError] = []
    refused: list[ApiError] = []

    def ask_one(one: str) -> Any:
        if refused or len(unanswered) >= connections:
            return (refused or unanswered)[0]
        try:
            answer = ask(one)
        except ApiError as error:
            if isinstance(error, Unauthorized):
                refused.append(error)
            elif error.status is None:
                unanswered.append(error)
            return _bare(error)
        unanswered.clear()
        return answer

    if len(ids) == 1:
        return {ids[0]: ask_one(ids[0])}
    waiting = deque(ids)
    answers: dict[str, Any] = dict.fromkeys(ids)

    def ask_next() -> None:
        while True:
            try:
                one = waiting.popleft()
            except IndexError:
                return
            answers[one] = ask_one(one)

    try:
        together(ask_next, min(connections, len(ids)))
    finally:
        # There are more only where this thread is interrupted, or has an error that is no answer.
        waiting.clear()
    return answers


def _bare(error: ApiError) -> ApiError:
    """The error without the places that it came by, as these keep what they had in hand, such as a long answer."""
    inner: BaseException | None = error
    while inner is not None:
        inner.__traceback__ = None
        inner = inner.__cause__ or inner.__context__
    return error
