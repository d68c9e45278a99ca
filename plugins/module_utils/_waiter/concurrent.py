# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asking for many IDs at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable

from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, Unauthorized


def ask_all(ids: Sequence[str], ask: Callable[[str], Any], connections: int) -> dict[str, Any]:
    """The answer to each ID, or the ApiError that came in its place; so many are asked for at the same time.

    Once the login is refused, or as many requests in a row as there are connections got no
    answer, the IDs not yet asked for get that very error: each would only spend its retries
    on finding out again.
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
    # Only here, as one ID needs no pool.
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(min(connections, len(ids))) as pool:
        return dict(zip(ids, pool.map(ask_one, ids)))


def _bare(error: ApiError) -> ApiError:
    """The error without the places that it came by, as these keep what they had in hand, such as a long answer."""
    inner: BaseException | None = error
    while inner is not None:
        inner.__traceback__ = None
        inner = inner.__cause__ or inner.__context__
    return error
