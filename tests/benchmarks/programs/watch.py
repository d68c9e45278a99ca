# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a command and notes its seconds and its peak of memory: watch.py NOTES COMMAND..."""

from __future__ import annotations

import json
import os
import sys
import time

notes, *command = sys.argv[1:]
started = time.monotonic()
child = os.posix_spawn(command[0], command, os.environ)
_child, status, usage = os.wait4(child, 0)
ended = time.monotonic()
with open(notes, "a", encoding="utf-8") as file:
    file.write(json.dumps({"seconds": ended - started, "memory": usage.ru_maxrss}) + "\n")
sys.exit(os.waitstatus_to_exitcode(status))
