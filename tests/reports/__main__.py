# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the sample report and pictures of it, for people to look at: python -m reports DIRECTORY"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from reports.browser import Browser
from reports.sample import NOW, sample

from ansible_collections.otc.vbs.plugins.plugin_utils._report.html import report_html


def main(directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    verdict, tasks = sample()
    page = directory / "report.html"
    page.write_text(report_html(verdict, tasks, now=NOW), encoding="utf-8")
    with tempfile.TemporaryDirectory() as profile:
        browser = Browser(Path(profile))
        try:
            for name, width in (("desktop", 1280), ("phone", 390), ("small-phone", 360)):
                for scheme in ("light", "dark"):
                    browser.show(page.as_uri(), width, scheme)
                    (directory / f"{name}-{scheme}.png").write_bytes(browser.picture())
            browser.show(page.as_uri())
            (directory / "print.pdf").write_bytes(browser.printed())
        finally:
            browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
