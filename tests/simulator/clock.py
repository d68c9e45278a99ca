# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Virtual time."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone

UTC = timezone.utc  # noqa: UP017 (Python 3.9 has no datetime.UTC)


def iso(instant: datetime) -> str:
    """An instant as the service writes it: UTC, milliseconds, no zone."""
    return instant.strftime("%Y-%m-%dT%H:%M:%S.") + f"{instant.microsecond // 1000:03d}"


class Clock:
    """Counts virtual seconds since a start: ``speed`` for each real second, and those it is advanced by."""

    def __init__(self, start: datetime | None = None, speed: float = 1, monotonic=time.monotonic):
        self.start = start or datetime.now(UTC)
        self._speed = speed
        self._monotonic = monotonic
        self._passed = 0.0
        self._since = monotonic()

    @property
    def elapsed(self) -> float:
        """Virtual seconds since the start."""
        return self._passed + (self._monotonic() - self._since) * self._speed

    @property
    def now(self) -> datetime:
        """The virtual instant."""
        return self.instant(self.elapsed)

    @property
    def speed(self) -> float:
        """Virtual seconds per real second; 0 freezes the clock."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self._passed, self._since = self.elapsed, self._monotonic()
        self._speed = speed

    def advance(self, seconds: float) -> None:
        """Let virtual seconds pass at once."""
        self._passed += seconds

    def instant(self, elapsed: float) -> datetime:
        """The instant that lies some virtual seconds after the start."""
        return self.start + timedelta(seconds=elapsed)
