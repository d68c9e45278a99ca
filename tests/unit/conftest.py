# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated cloud as unit tests use it, with a clock that they own."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._api.endpoints import Site
from ansible_collections.otc.vbs.plugins.module_utils._api.vbs import Vbs
from ansible_collections.otc.vbs.plugins.module_utils._censor import secrets as secrets_module
from ansible_collections.otc.vbs.plugins.module_utils._http.client import Client
from ansible_collections.otc.vbs.plugins.module_utils._login.token import TokenLogin
from simulator.process import Simulator

PROJECT = "4229d7a45436489f8c3dc2b1d35d4987"
TOKEN = "gAAAAAB-a-token-that-must-never-be-shown"


class Clock:
    """Time that passes only in sleep(), here and in the simulator."""

    def __init__(self, simulator: Simulator) -> None:
        self.now = 1000.0
        self.slept: list[float] = []
        self._simulator = simulator

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        # A wait that does not end must fail a test, not hang it.
        assert len(self.slept) < 5000
        self.slept.append(seconds)
        self.now += seconds
        self._simulator.advance(seconds)


class Service:
    """The simulator, a client of it, and the clock of both."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self.clock = Clock(simulator)
        self.time = {"clock": self.clock, "sleep": self.clock.sleep}

    def load(self, **scenario) -> None:
        self.simulator.load({"speed": 0, "project_id": PROJECT, "tokens": {TOKEN: {}}, **scenario})

    def client(self, **options) -> Client:
        return Client(**{"api_timeout": 5, "retries": 0, **self.time, **options})

    def vbs(self, client: Client | None = None, endpoint: str | None = None, auth=None, **site) -> Vbs:
        client = client or self.client()
        auth = auth or TokenLogin(client, TOKEN)
        return Vbs(client, auth, Site(client, auth, endpoint or self.simulator.url, PROJECT, **site))

    def asked(self, part: str = "") -> list[dict]:
        """The requests so far whose path holds the part."""
        return [request for request in self.simulator.requests() if part in request["path"]]


@pytest.fixture
def service(simulator):
    service = Service(simulator)
    service.load()
    return service


@pytest.fixture(autouse=True)
def no_secrets(monkeypatch):
    """A process of a module knows one set of secrets; here each test has its own."""
    monkeypatch.setattr(secrets_module, "_forms", {})
