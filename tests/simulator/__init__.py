# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A simulator of the Volume Backup Service of Open Telekom Cloud, for tests without a cloud.

Run ``python tests/simulator --help``, or use :class:`simulator.process.Simulator` from Python
(with the directory ``tests`` on ``sys.path``).
"""

from __future__ import annotations

__version__ = "1.0.0"
