# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample report in both forms, as it was when somebody last looked at it.

'python -m reports.stored' stores what the filters write now, for the difference to be looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reports.sample import NOW, sample

from ansible_collections.otc.vbs.plugins.plugin_utils._report.html import report_html
from ansible_collections.otc.vbs.plugins.plugin_utils._report.markdown import report_markdown
from ansible_collections.otc.vbs.plugins.plugin_utils._report.style import STYLE

DIRECTORY = Path(__file__).parent


def page() -> str:
    """The HTML page, with line breaks where a difference wants them.

    Where its style sheet stands is marked; the hash in the page's policy tells of every change of that.
    """
    return report_html(*sample(), now=NOW).replace(STYLE, "(the style sheet)").replace("><", ">\n<")


def markdown() -> str:
    """The Markdown."""
    return report_markdown(*sample(), now=NOW)


FORMS: dict[str, Callable[[], str]] = {"stored.html": page, "stored.md": markdown}

if __name__ == "__main__":
    for name, write in FORMS.items():
        (DIRECTORY / name).write_text(write(), encoding="utf-8")
