# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A catalog of services, as it comes with a token."""

from __future__ import annotations


def entry(*endpoints, kind="vbs"):
    return {
        "type": kind,
        "endpoints": [dict(zip(("interface", "region_id", "url"), given, strict=True)) for given in endpoints],
    }


EU = entry(
    ("public", "eu-de", "https://de.example/v2/p"),
    ("public", "eu-nl", "https://nl.example/v2/p"),
    ("internal", "eu-de", "https://internal.example/v2/p"),
)
V2 = entry(("public", "eu-de", "https://v2.example/v2/p"), kind="vbsv2")
