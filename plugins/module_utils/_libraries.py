# Private to otc.vbs: it may change in any release.
# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of the libraries that this collection needs are missing here."""

from __future__ import annotations

MISSING_LIBRARIES = []
try:
    import requests as _requests  # noqa: F401
except ImportError:
    MISSING_LIBRARIES.append("requests")
try:
    import jmespath as _jmespath  # noqa: F401
except ImportError:
    MISSING_LIBRARIES.append("jmespath")
