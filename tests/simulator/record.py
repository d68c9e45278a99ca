# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A task or job whose document changes over virtual time."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import Any


@dataclass(frozen=True)
class Step:
    """From ``at`` on (virtual seconds after the load) some fields have other values, or are gone."""

    at: float
    set: dict = field(default_factory=dict)
    unset: tuple = ()


@dataclass(frozen=True)
class Record:
    """A document, the script of its changes, and the span of virtual time in which it exists."""

    initial: object
    script: tuple = ()
    appears_at: float = -inf
    disappears_at: float = inf

    def exists(self, elapsed: float) -> bool:
        """Whether the service knows it at this time."""
        return self.appears_at <= elapsed < self.disappears_at

    def document(self, elapsed: float) -> Any:
        """The document at this time."""
        document: Any = self.initial
        for step in self.script:
            if step.at <= elapsed:
                document = {**document, **step.set}
                for name in step.unset:
                    document.pop(name, None)
        return document

    def next_change(self, elapsed: float) -> float:
        """The first later time at which it may differ; infinite if it never does."""
        times = [self.appears_at, self.disappears_at, *(step.at for step in self.script)]
        return min((at for at in times if at > elapsed), default=inf)
