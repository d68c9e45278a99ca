# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a wait tells while it lasts: a line now and then."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, Callable

from ansible_collections.otc.vbs.plugins.module_utils._waiter.loop import Outcome

# Seconds between two lines: as long as the wait has lasted, within these bounds.
SHORTEST, LONGEST = 5.0, 30.0


class Progress:
    """Says how a wait goes: after its first poll, and then ever more seldom.

    say: takes a line. asked: how many IDs are waited for. noun: what they are of, in the plural.
    timeout: of the whole wait, in seconds. statuses: gives those in a document.
    """

    def __init__(
        self,
        say: Callable[[str], None],
        asked: int,
        noun: str,
        timeout: float,
        statuses: Callable[[Any], Iterable[Any]],
    ) -> None:
        self._say = say
        self._asked = asked
        self._noun = noun
        self._timeout = timeout
        self._statuses = statuses
        self._due = 0.0

    def __call__(self, outcome: Outcome) -> None:
        """Takes what there is after a poll."""
        elapsed, unmet = outcome.elapsed, outcome.unmet
        if elapsed < self._due:
            return
        self._due = elapsed + min(max(elapsed, SHORTEST), LONGEST)
        documents = outcome.documents.values()
        counted = Counter(_word(status) for document in documents for status in self._statuses(document))
        counts = ", ".join(f"{number} {status}" for status, number in counted.most_common()) or "nothing known"
        line = f"{self._asked - len(unmet)} of {self._asked} {self._noun} settled ({counts}) after {elapsed:.0f} of "
        line += f"{self._timeout:.0f} seconds"
        errors = [each.error for each in unmet.values() if each.error]
        if errors:
            line += f"; {len(errors)} could not be read: {errors[0]}"
        self._say(line)


def _word(status: Any) -> str:
    # A line of a terminal or a log takes words, and nothing else that a service may send.
    return status if isinstance(status, str) and re.fullmatch(r"\w{1,64}", status, re.ASCII) else "of an unknown status"
