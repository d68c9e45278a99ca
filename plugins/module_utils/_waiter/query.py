# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the modules that can wait do: ask for IDs, perhaps wait, and tell what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Callable, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, Incomplete
from ansible_collections.otc.vbs.plugins.module_utils._http.client import Client
from ansible_collections.otc.vbs.plugins.module_utils._waiter.concurrent import ask_all
from ansible_collections.otc.vbs.plugins.module_utils._waiter.loop import Outcome, Unmet, Wait, poll
from ansible_collections.otc.vbs.plugins.module_utils._waiter.progress import Progress

# A message names this many of the IDs that are not as wanted; the result names them all.
NAMED = 3


class Query(NamedTuple):
    """What to ask for, of one kind of things.

    noun: what a message calls it. id_name: the field of a failure that holds its ID.
    ask: gives the document of one ID. judge: what keeps a document from being as wanted, None if nothing.
    result: the module's return values made of the documents, by ID.
    plural, statuses: of what can be waited for, its name and the statuses in a document.
    """

    noun: str
    id_name: str
    ask: Callable[[str], Any]
    judge: Callable[[Any], Unmet | None]
    result: Callable[[dict[str, Any]], dict[str, Any]]
    plural: str = ""
    statuses: Callable[[Any], Iterable[Any]] = lambda document: ()


def run_query(
    query: Query,
    ids: list[str],
    wait: Wait | None,
    client: Client,
    say: Callable[[str], None] | None = None,
    **time_source: Any,
) -> dict[str, Any]:
    """The module's return values; raises Incomplete, with what there is, if an ID is not as wanted.

    Not to wait is to poll once with nothing to wish for.
    say: takes lines on how a wait goes.
    """
    client.wait_at_most(wait.timeout if wait else None)
    if say and wait:
        time_source["tell"] = Progress(say, len(ids), query.plural, wait.timeout, query.statuses)

    def ask(one: str) -> Any:
        client.budget.begin(one)
        try:
            return query.ask(one)
        except ApiError:
            client.budget.drop(one)
            raise

    def ask_pending(pending: Sequence[str]) -> dict[str, Any]:
        return ask_all(pending, ask, client.connections)

    outcome = poll(ids, ask_pending, query.judge, wait or Wait(0, 0), **time_source)
    documents = {one: outcome.documents[one] for one in ids if one in outcome.documents}
    result = query.result(documents)
    if wait:
        result.update(elapsed=round(outcome.elapsed, 3), polls=outcome.polls)
    if not outcome.unmet:
        return result
    error = next((each.error for each in outcome.unmet.values() if each.error), None)
    if error:
        result["error"] = error.as_dict()
    result["failures"] = [_failure(query, one, unmet) for one, unmet in outcome.unmet.items()]
    raise Incomplete(_message(query, outcome, wait), result)


def _failure(query: Query, one: str, unmet: Unmet) -> dict[str, Any]:
    failure: dict[str, Any] = {query.id_name: one, "reason": unmet.reason}
    if unmet.error:
        failure["error"] = unmet.error.as_dict()
    return failure


def _message(query: Query, outcome: Outcome, wait: Wait | None) -> str:
    final = {one: unmet for one, unmet in outcome.unmet.items() if unmet.final}
    shown = list((final or outcome.unmet).items())
    parts = [f"{query.noun} {one}: {unmet.reason}" for one, unmet in shown[:NAMED]]
    if len(shown) > NAMED:
        parts.append(f"and {len(shown) - NAMED} more")
    if wait and not final:
        rounds = "1 poll" if outcome.polls == 1 else f"{outcome.polls} polls"
        parts[0] = f"Timed out after {outcome.elapsed:.1f} seconds and {rounds}. {parts[0]}"
    return "; ".join(parts)
