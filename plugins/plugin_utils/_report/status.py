# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What became of a backup, and how reports show it."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.task import DISAGREEMENT, LOST


class Colours(NamedTuple):
    """Of the ground and of the letters on it, where the page is light and where it is dark."""

    ground: str
    letters: str
    dark_ground: str
    dark_letters: str


class Status(Enum):
    """What became of a backup, the worst first: what people call it, a sign where there is room for no more."""

    FAILED = "failed", "✕", Colours("#c02b1d", "#fff", "#f0705f", "#2c0500")
    LOST = "lost", "!", Colours("#7d1038", "#fff", "#ef7fa5", "#2f0013")
    CONTRADICTED = "contradicted", "≠", Colours("#8a3fb0", "#fff", "#cf93ec", "#25053a")
    MISSING = "missing", "M", Colours("#8c4a1c", "#fff", "#d8935f", "#261000")
    TIMED_OUT = "timed out", "T", Colours("#f0a73a", "#301c00", "#d98d1e", "#1f1200")
    UNKNOWN = "unknown", "?", Colours("#5b55c9", "#fff", "#a9a2f5", "#120b3c")
    SKIPPED = "skipped", "S", Colours("#eee08a", "#453c00", "#b8a94a", "#1f1b00")
    RUNNING = "running", "R", Colours("#6bb1f0", "#062a4a", "#4b94d6", "#03182b")
    GOOD = "good", "✓", Colours("#a9dcc6", "#0b4a35", "#1f6a51", "#d3f5e7")
    NO_RUN = "no run", "·", Colours("#edf0f3", "#5a6876", "#252f39", "#9dabb8")

    def __init__(self, label: str, sign: str, colours: Colours) -> None:
        self.label, self.sign, self.colours = label, sign, colours
        self.badness = len(type(self).__members__)

    @property
    def style(self) -> str:
        """Its class in the style sheet."""
        return self.name.lower().replace("_", "-")


_OF_TASK = {
    "EXECUTE_FAIL": Status.FAILED,
    "EXECUTE_TIMEOUT": Status.TIMED_OUT,
    "SKIP": Status.SKIPPED,
    "WAITING": Status.RUNNING,
    "RUNNING": Status.RUNNING,
    "EXECUTE_SUCCESS": Status.GOOD,
}
# A task that is not what it says, by its outcome in the verdict.
DISPUTED = {LOST: Status.LOST, DISAGREEMENT: Status.CONTRADICTED}


def status_of(said: str | None, outcome: str | None = None) -> Status:
    """What became of a task that says this, and of which the verdict, where it knows the task, says the outcome."""
    return DISPUTED.get(outcome or "") or _OF_TASK.get(said or "", Status.UNKNOWN)
