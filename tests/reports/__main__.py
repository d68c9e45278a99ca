# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the sample report and pictures of it, for people to look at: python -m reports DIRECTORY"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from reports.browser import Browser
from reports.sample import NOW, fleet, hosts, sample

from ansible_collections.otc.vbs.plugins.plugin_utils._report.html import report_html


def main(directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    pages: dict[str, tuple[Any, Any]] = {"report": sample(), "tame": sample(hostile=False)}
    pages |= {"hosts": hosts(), "fleet": fleet(200, 10)}
    for name, (verdicts, tasks) in pages.items():
        text = report_html(verdicts, tasks, subtitle="OTC, eu-de, production", now=NOW)
        (directory / f"{name}.html").write_text(text, encoding="utf-8")
    with tempfile.TemporaryDirectory() as profile:
        browser = Browser(Path(profile))
        try:
            for page in ("report", "tame", "hosts", "fleet"):
                url = (directory / f"{page}.html").as_uri()
                for name, width in (("desktop", 1280), ("phone", 390)):
                    for scheme in ("light", "dark"):
                        browser.show(url, width, scheme)
                        (directory / f"{page}-{name}-{scheme}.png").write_bytes(browser.picture())
                browser.show(url)
                (directory / f"{page}.pdf").write_bytes(browser.printed())
        finally:
            browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
