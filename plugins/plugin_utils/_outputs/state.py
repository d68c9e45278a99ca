# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a verdict means for those who watch: the same in every format.

Whatever is not clearly good is never good.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.otc.vbs.plugins.plugin_utils._verdict import task as tasks

Document = Mapping[str, Any]

# The worst first. What could not be checked is unknown.
STATES = (BAD := "bad", UNKNOWN := "unknown", UNFINISHED := "unfinished", GOOD := "good")
OF_OUTCOME = {tasks.GOOD: GOOD, tasks.UNFINISHED: UNFINISHED, tasks.UNKNOWN: UNKNOWN}


def worst(states: Iterable[str]) -> str:
    """The worst of the states; of nothing, nothing is known."""
    return min(states, key=STATES.index, default=UNKNOWN)


def state_of_task(task: Document) -> str:
    """The state of a volume by one of its tasks."""
    state = OF_OUTCOME.get(task["outcome"], BAD)
    return BAD if state == GOOD and not task["ok"] else state


def state_of_run(run: Document) -> str:
    """The state of a policy: what its tasks and its being created do not explain makes it bad."""
    states = [state_of_task(task) for task in run["tasks"]] + ([UNFINISHED] if run["being_created"] else [])
    # Each of these has its sentence among the problems, so that one more is about something else.
    explained = sum(state != GOOD for state in states)
    if len(run["problems"]) > explained or not (run["ok"] or explained):
        states.append(BAD)
    return worst(states)


def state_of_verdict(verdict: Document | None) -> str:
    """The state of a check as a whole; None: there is no verdict. One without a run has judged nothing."""
    if not verdict or not verdict["runs"]:
        return UNKNOWN
    state = worst(map(state_of_run, verdict["runs"]))
    general = verdict["general_problems"] or verdict["missing_resource_ids"]
    return BAD if general or (state == GOOD and not verdict["ok"]) else state
