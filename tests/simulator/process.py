# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the simulator as a process of its own; needs nothing but the standard library here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

DIRECTORY = os.path.dirname(os.path.abspath(__file__))
CONTROL_SECONDS = 60
STOP_SECONDS = 10


class SimulatorError(RuntimeError):
    """The simulator did not start, or refused what it was told."""


class Simulator:
    """A running simulator; a context manager that stops it.

    Its ``url`` is the root of the service; ``auth_url`` is Keystone's. It stops by itself when this process dies.
    """

    def __init__(self, scenario: dict | None = None, python: str = sys.executable):
        self._scenario = scenario
        self._python = python
        self._process: subprocess.Popen | None = None
        # A proxy of the environment must not get between a test and its own machine.
        self._opener = build_opener(ProxyHandler({}))
        self.url = ""

    def __enter__(self) -> Simulator:
        return self.start()

    def __exit__(self, *_exception) -> None:
        self.stop()

    @property
    def auth_url(self) -> str:
        """The URL of Keystone's API."""
        return f"{self.url}/v3"

    def start(self) -> Simulator:
        """Start on a free port, with the scenario if there is one; what it has to complain goes to stderr."""
        self._process = subprocess.Popen(
            [self._python, DIRECTORY, "--stop-with-stdin"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        stdout = self._process.stdout
        line = stdout.readline() if stdout else b""
        if not line:
            self.stop()
            raise SimulatorError(f"The simulator did not start; see its messages above ({self._python} {DIRECTORY}).")
        self.url = json.loads(line)["url"]
        if self._scenario is not None:
            try:
                self.load(self._scenario)
            except SimulatorError:
                self.stop()
                raise
        return self

    def stop(self) -> None:
        """Stop; harmless if it does not run."""
        process, self._process = self._process, None
        if process is None:
            return
        try:
            process.communicate(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()

    def health(self) -> dict:
        """The version, the virtual seconds elapsed, and how much of everything there is."""
        return self._call("GET", "")

    def load(self, scenario: dict) -> dict:
        """Replace all state by a scenario; requests and faults are forgotten. Returns the health."""
        return self._call("PUT", "/scenario", scenario)

    def merge(self, partial: dict) -> dict:
        """Add to the state, or replace in it, what a partial scenario names. Returns the health."""
        return self._call("PATCH", "/scenario", partial)

    def advance(self, seconds: float) -> float:
        """Let virtual seconds pass at once; returns those elapsed since the load."""
        return self._call("POST", "/advance", {"seconds": seconds})["elapsed"]

    def fault(self, **fault) -> None:
        """Append a fault (see :mod:`simulator.faults`)."""
        self._call("POST", "/faults", fault)

    def clear_faults(self) -> None:
        """Forget all faults."""
        self._call("DELETE", "/faults")

    def requests(self) -> list:
        """The requests so far, oldest first (see :class:`simulator.journal.Journal`)."""
        return self._call("GET", "/requests")["requests"]

    def clear_requests(self) -> None:
        """Forget the requests so far."""
        self._call("DELETE", "/requests")

    def revoke(self, token: str | None = None) -> int:
        """Revoke one token, or all; returns how many."""
        return self._call("POST", "/tokens/revoke", {} if token is None else {"token": token})["revoked"]

    def _call(self, method: str, path: str, document=None) -> dict:
        body = None if document is None else json.dumps(document).encode()
        request = Request(f"{self.url}/_simulator{path}", body, {"Content-Type": "application/json"}, method=method)
        try:
            with self._opener.open(request, timeout=CONTROL_SECONDS) as response:
                return json.load(response)
        except HTTPError as error:
            with error:
                raise SimulatorError(json.load(error)["error"]["message"]) from None
