# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A headless Chromium, for pages to be opened as people open them."""

from __future__ import annotations

import base64
import json
import shutil
from importlib.resources import files
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver import ActionChains
from selenium.webdriver.chrome.service import Service

BROWSER = shutil.which("chromium")
DRIVER = shutil.which("chromedriver")
# Why there is none; empty if there is one.
MISSING = "" if BROWSER and DRIVER else "needs Chromium; on Debian: apt install chromium chromium-driver"

AXE = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars"),
)


class Browser:
    """A browser with a profile of its own in the directory."""

    def __init__(self, directory: Path) -> None:
        options = webdriver.ChromeOptions()
        options.binary_location = BROWSER
        for flag in (*FLAGS, f"--user-data-dir={directory}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        self._driver = webdriver.Chrome(options=options, service=Service(DRIVER))

    def close(self) -> None:
        self._driver.quit()

    def show(self, url: str, width: int = 1280, scheme: str = "light", scripts: bool = True) -> None:
        """Open a page in a window of this width, with a light or a dark colour scheme."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self._command("Emulation.setEmulatedMedia", media="", features=features)
        self._resize(width, 900)
        self._command("Emulation.setScriptExecutionDisabled", value=not scripts)
        self._driver.get(url)

    def ask(self, expression: str) -> Any:
        """What JavaScript says of the page."""
        return self._driver.execute_script(f"return {expression}")

    def press(self, *keys: str) -> None:
        """What somebody types who has no mouse."""
        ActionChains(self._driver).send_keys(*keys).perform()

    def hindrances(self, script: str = AXE) -> list[str]:
        """What axe-core finds that is serious for people with disabilities: the rule, and the elements."""
        self._driver.execute_script(script)
        found = self._driver.execute_async_script("axe.run().then(arguments[0])")
        serious = [one for one in found["violations"] if one["impact"] in ("serious", "critical")]
        return [f"{one['id']}: {node['html']}" for one in serious for node in one["nodes"]]

    def picture(self) -> bytes:
        """The whole page as a PNG."""
        self._resize(self.ask("innerWidth"), self.ask("document.documentElement.scrollHeight"))
        return base64.b64decode(self._command("Page.captureScreenshot")["data"])

    def printed(self) -> bytes:
        """The page on paper, as a PDF."""
        options = {"preferCSSPageSize": False, "printBackground": True, "paperWidth": 8.27, "paperHeight": 11.69}
        return base64.b64decode(self._command("Page.printToPDF", **options)["data"])

    def requests(self, page: str) -> list[str]:
        """What a page has asked for since the last call, itself included. The browser's own start page asks too."""
        events = [json.loads(entry["message"])["message"] for entry in self._driver.get_log("performance")]
        asked = [event["params"] for event in events if event["method"] == "Network.requestWillBeSent"]
        return [request["request"]["url"] for request in asked if request["documentURL"] == page]

    def complaints(self) -> list[str]:
        """What the browser wrote to its console since the last call."""
        return [entry["message"] for entry in self._driver.get_log("browser")]

    def _resize(self, width: int, height: int) -> None:
        size = {"width": width, "height": height}
        self._command("Emulation.setDeviceMetricsOverride", **size, deviceScaleFactor=1, mobile=width < 600)

    def _command(self, name: str, **options: Any) -> Any:
        return self._driver.execute_cdp_cmd(name, options)
