# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes when the tasks of a play begin, when the last one has ended, and how many results there were."""

from __future__ import annotations

import json
import os
import time
from typing import Any

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: stamps
type: aggregate
short_description: when the tasks began and ended
description: Writes it to the file that the environment variable BENCHMARK_STAMPS names.
"""


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "stamps"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self) -> None:
        super().__init__()
        self._begun: list[tuple[str, float]] = []
        self._ended = 0.0
        self._results = 0

    def v2_playbook_on_task_start(self, task: Any, is_conditional: Any) -> None:
        self._begun.append((task.get_name(), time.monotonic()))

    def v2_runner_on_ok(self, result: Any) -> None:
        self._ended = time.monotonic()
        self._results += 1

    v2_runner_on_skipped = v2_runner_on_ok

    def v2_playbook_on_stats(self, stats: Any) -> None:
        with open(os.environ["BENCHMARK_STAMPS"], "w", encoding="utf-8") as file:
            json.dump({"begun": self._begun, "ended": self._ended, "results": self._results}, file)
