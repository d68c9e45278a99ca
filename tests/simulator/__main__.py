# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Entry point of ``python tests/simulator``."""

from __future__ import annotations

import os
import sys

if __name__ == "__main__":
    # A run of a plain directory puts the directory itself first, where its files are no package.
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    from simulator.cli import main

    sys.exit(main())
