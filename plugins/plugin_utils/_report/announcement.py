# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a verdict is told at the end of a check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._text import shorten
from ansible_collections.otc.vbs.plugins.plugin_utils._report.inputs import read_verdicts
from ansible_collections.otc.vbs.plugins.plugin_utils._report.table import table

Document = Mapping[str, Any]


class Announcement(NamedTuple):
    """table: what people read. msg: the same in a sentence. failed: whether the check has failed."""

    table: str
    msg: str
    failed: bool


def announce(verdict: Document, reports: Sequence[Document], fail: bool) -> Announcement:
    """What there is to tell; raises InvalidInput.

    verdict: one, or several by host. reports: what came of writing each, by `path`, `failed`, `msg`. fail: whether to
    fail if it is not good.
    """
    # A host may be called like any field of a verdict.
    given = read_verdicts(verdict, None)
    verdicts = [one.verdict for one in given] or [None]
    bad = [one for one in verdicts if not one or not one["ok"]]
    if len(verdicts) == 1:
        msg = str(verdicts[0]["msg"]) if verdicts[0] else "There is no verdict"
    else:
        msg = f"{len(bad) or 'None'} of {len(verdicts)} checks {'is' if len(bad) == 1 else 'are'} NOT GOOD"
    unwritten = [_about(report) for report in reports if report.get("failed")]
    return Announcement(table(given), ". ".join([msg, *unwritten]), bool((bad and fail) or unwritten))


def _about(report: Document) -> str:
    return f"The report was not written to {report.get('path')}: {shorten(str(report.get('msg')))}"
