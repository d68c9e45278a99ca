# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the modules that can wait do: ask for IDs, perhaps wait, and tell what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, Incomplete
from ansible_collections.otc.vbs.plugins.module_utils._http.client import Client
from ansible_collections.otc.vbs.plugins.module_utils._waiter.concurrent import ask_all
from ansible_collections.otc.vbs.plugins.module_utils._waiter.loop import Missing, Outcome, Slice, Wait, poll

# A message names this many of the IDs that lack something; the result names them all.
NAMED = 3


class Kind(NamedTuple):
    """One kind of thing to ask for.

    noun: what a message calls it. id_name: the field of a failure that holds its ID.
    ask: gives the document of one ID. judge: what a document lacks, None if nothing.
    result: the module's return values made of the documents, by ID.
    """

    noun: str
    id_name: str
    ask: Callable[[str], Any]
    judge: Callable[[Any], Missing | None]
    result: Callable[[dict[str, Any]], dict[str, Any]]


def query(
    kind: Kind,
    ids: list[str],
    wait: Wait | None,
    client: Client,
    progress: Mapping[str, Any] | None = None,
    **time_source: Any,
) -> dict[str, Any]:
    """The module's return values; raises Incomplete, with what there is, if an ID lacks anything.

    Not to wait is to poll once with nothing to wish for.
    progress: makes this a part of a wait, whose state is handed on in `_progress` (see plugin_utils/_parts.py).
    """
    part = Slice(**progress) if wait and progress else None
    asked = (part.pending if part else None) or ids
    # A part may start when the time is up, as that takes time itself: it has to ask a last time all the same.
    client.wait_at_most(max(0, wait.timeout - (part.elapsed if part else 0)) if wait else None)

    def ask(one: str) -> Any:
        client.budget.begin(one)
        try:
            return kind.ask(one)
        except ApiError:
            client.budget.drop(one)
            raise

    outcome = poll(
        asked,
        lambda pending: ask_all(pending, ask),
        kind.judge,
        wait or Wait(0, 0),
        part=part,
        **time_source,
    )
    documents = {one: outcome.documents[one] for one in asked if one in outcome.documents}
    result = kind.result(documents)
    if wait:
        result.update(elapsed=round(outcome.elapsed, 3), polls=outcome.polls)
    if wait and part:
        result["_progress"] = _state(asked, outcome, wait, part)
    if not outcome.missing or outcome.pause is not None:
        return result
    error = next((lack.error for lack in outcome.missing.values() if lack.error), None)
    if error:
        result["error"] = error.as_dict()
    result["failures"] = [_failure(kind, one, lack) for one, lack in outcome.missing.items()]
    raise Incomplete(_message(kind, outcome, wait), result)


def _state(asked: list[str], outcome: Outcome, wait: Wait, part: Slice) -> dict[str, Any]:
    """What the next part of the wait has to know, and what there is to tell of this one."""
    errors = [lack.error for lack in outcome.missing.values() if lack.error]
    return {
        "asked": asked,
        "pending": list(outcome.missing),
        "elapsed": outcome.elapsed,
        "polls": outcome.polls,
        "pause": outcome.pause,
        "took": outcome.elapsed - part.elapsed,
        "timeout": wait.timeout,
        "unread": len(errors),
        "error": str(errors[0]) if errors else None,
    }


def _failure(kind: Kind, one: str, lack: Missing) -> dict[str, Any]:
    failure: dict[str, Any] = {kind.id_name: one, "reason": lack.reason}
    if lack.error:
        failure["error"] = lack.error.as_dict()
    return failure


def _message(kind: Kind, outcome: Outcome, wait: Wait | None) -> str:
    final = {one: lack for one, lack in outcome.missing.items() if lack.final}
    shown = list((final or outcome.missing).items())
    parts = [f"{kind.noun} {one}: {lack.reason}" for one, lack in shown[:NAMED]]
    if len(shown) > NAMED:
        parts.append(f"and {len(shown) - NAMED} more")
    if wait and not final:
        rounds = "1 poll" if outcome.polls == 1 else f"{outcome.polls} polls"
        parts[0] = f"Timed out after {outcome.elapsed:.1f} seconds and {rounds}. {parts[0]}"
    return "; ".join(parts)
