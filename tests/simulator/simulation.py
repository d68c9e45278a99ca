# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All state of a running simulator."""

from __future__ import annotations

from . import scenario
from .faults import Faults
from .journal import Journal
from .world import World

EMPTY_SCENARIO = {"project_id": "0" * 32}


class Simulation:
    """The world, the faults to come, and the requests so far."""

    def __init__(self, document=None):
        self.world: World
        self.faults: Faults
        self.journal: Journal
        self.load(EMPTY_SCENARIO if document is None else document)

    def load(self, document) -> None:
        """Replace everything by what a scenario says; nothing if it is wrong."""
        self.world = scenario.load(document)
        self.faults = Faults()
        self.journal = Journal()

    def merge(self, document) -> None:
        """Add a partial scenario; nothing if it is wrong."""
        scenario.merge(self.world, document)
