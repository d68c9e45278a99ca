# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a real Keystone as a process of its own, and tells it as its administrator what there is."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv" / "keystone" / "bin" / "python"
SERVER = Path(__file__).with_name("keystone_server.py")
START_SECONDS = 120
STOP_SECONDS = 10
CALL_SECONDS = 60
EXPIRATION = 3600
DEFAULT_DOMAIN = "default"


class KeystoneError(RuntimeError):
    """Keystone did not start, or refused what it was told."""


class Keystone:
    """A running Keystone; a context manager that stops it. It stops by itself when this process dies.

    Its ``auth_url`` is the URL of its API, version included. Domains, projects, users and services are named by the
    caller and known by the IDs that their methods return. A token that is revoked or expired is refused at once.
    """

    def __init__(self, expiration: int = EXPIRATION) -> None:
        self._expiration = expiration
        self._process: subprocess.Popen[str] | None = None
        self._directory = ""
        self._admin: dict[str, Any] = {}
        self._created: list[str] = []
        self._session = requests.Session()
        # A proxy or a .netrc of the environment must not get between a test and its own machine.
        self._session.trust_env = False
        self.auth_url = ""

    def __enter__(self) -> Keystone:
        return self.start()

    def __exit__(self, *_exception: object) -> None:
        self.stop()

    def start(self) -> Keystone:
        """Start on a free port, with nothing in it but its administrator."""
        if not PYTHON.exists():
            raise KeystoneError(f"{PYTHON} is missing; 'make units' makes it.")
        self._directory = tempfile.mkdtemp(prefix="otc-vbs-keystone-")
        with open(Path(self._directory) / "log", "w", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                [str(PYTHON), "-I", str(SERVER), "serve", self._directory],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        try:
            ready = json.loads(self._line())
            self.auth_url = f"{ready['url']}/v3"
            user = {"name": "admin", "domain": {"id": DEFAULT_DOMAIN}, "password": ready["password"]}
            self._admin = {
                "identity": {"methods": ["password"], "password": {"user": user}},
                "scope": {"project": {"name": "admin", "domain": {"id": DEFAULT_DOMAIN}}},
            }
            self.expire_after(self._expiration)
        except BaseException:
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
        self._session.close()
        # It does this itself, unless it failed or was killed.
        shutil.rmtree(self._directory, ignore_errors=True)

    def expire_after(self, seconds: int) -> None:
        """Set the lifetime of the tokens to come; Keystone lets them end on a full second, so up to one earlier."""
        assert self._process
        assert self._process.stdin
        self._process.stdin.write(f"{seconds}\n")
        self._process.stdin.flush()
        self._line()

    def clear(self) -> None:
        """Remove all that the methods below created, and let tokens live as long as at the start."""
        self.expire_after(self._expiration)
        while self._created:
            path = self._created.pop()
            if path.startswith("/domains/"):
                # Takes its projects and users along, but must be disabled to go.
                self.call("PATCH", path, {"domain": {"enabled": False}})
            token = self._log_in(self._admin)
            answer = self._request("DELETE", path, {"X-Auth-Token": token})
            # A test may have removed it itself.
            if answer.status_code != 404:
                self._check(answer)

    def domain(self, name: str) -> str:
        """Create a domain."""
        return self._create("domain", name=name)

    def project(self, name: str, domain_id: str = DEFAULT_DOMAIN) -> str:
        """Create a project."""
        return self._create("project", name=name, domain_id=domain_id)

    def user(
        self,
        name: str,
        password: str,
        domain_id: str = DEFAULT_DOMAIN,
        projects: Iterable[str] = (),
        role: str = "member",
    ) -> str:
        """Create a user who has the role in each of the projects."""
        user_id = self._create("user", name=name, password=password, domain_id=domain_id)
        roles = self.call("GET", f"/roles?name={role}").json()["roles"]
        for project_id in projects:
            self.call("PUT", f"/projects/{project_id}/users/{user_id}/roles/{roles[0]['id']}")
        return user_id

    def application_credential(self, user_id: str, password: str, project_id: str, name: str = "test") -> dict:
        """Create an application credential of the user for the project: its ``id``, ``name`` and ``secret``."""
        token = self.token(user_id, password, project_id)
        document = {"application_credential": {"name": name}}
        path = f"/users/{user_id}/application_credentials"
        credential = self.call("POST", path, document, token).json()["application_credential"]
        # With SQLite it leaves rows behind if it goes with its user, and the next one would clash with them.
        self._created.append(f"{path}/{credential['id']}")
        return credential

    def service(self, endpoints: Mapping[str, Mapping[str, str]], service_type: str = "vbs") -> str:
        """Create a service with its endpoints, ``{REGION: {INTERFACE: URL}}``; a URL may hold ``$(project_id)s``."""
        service_id = self._create("service", name=service_type, type=service_type)
        for region, urls in endpoints.items():
            for interface, url in urls.items():
                # They go with their service.
                endpoint = {"service_id": service_id, "region": region, "interface": interface, "url": url}
                self.call("POST", "/endpoints", {"endpoint": endpoint})
        return service_id

    def token(self, user_id: str, password: str, project_id: str | None = None) -> str:
        """Log a user in; returns the token."""
        identity = {"methods": ["password"], "password": {"user": {"id": user_id, "password": password}}}
        scope = {"scope": {"project": {"id": project_id}}} if project_id else {}
        return self._log_in({"identity": identity, **scope})

    def revoke(self, token: str) -> None:
        """Revoke a token."""
        answer = self._request("DELETE", "/auth/tokens", {"X-Auth-Token": token, "X-Subject-Token": token})
        self._check(answer)

    def call(self, method: str, path: str, document: Any = None, token: str | None = None) -> requests.Response:
        """Call the API, as the administrator unless a token is given; an error of any kind is raised."""
        token = token or self._log_in(self._admin)
        return self._check(self._request(method, path, {"X-Auth-Token": token}, document))

    def _create(self, kind: str, **fields: str) -> str:
        identifier = self.call("POST", f"/{kind}s", {kind: fields}).json()[kind]["id"]
        self._created.append(f"/{kind}s/{identifier}")
        return identifier

    def _log_in(self, auth: dict[str, Any]) -> str:
        return self._check(self._request("POST", "/auth/tokens", {}, {"auth": auth})).headers["X-Subject-Token"]

    def _request(self, method: str, path: str, headers: dict[str, str], document: Any = None) -> requests.Response:
        url = f"{self.auth_url}{path}"
        return self._session.request(method, url, headers=headers, json=document, timeout=CALL_SECONDS)

    @staticmethod
    def _check(answer: requests.Response) -> requests.Response:
        if not answer.ok:
            request = answer.request
            raise KeystoneError(f"{request.method} {request.url} got {answer.status_code}: {answer.text}")
        return answer

    def _line(self) -> str:
        """The server's next line; it must not hang a test run."""
        assert self._process
        assert self._process.stdout
        timer = threading.Timer(START_SECONDS, self._process.kill)
        timer.start()
        try:
            line = self._process.stdout.readline()
        finally:
            timer.cancel()
        if not line:
            log = Path(self._directory) / "log"
            said = log.read_text(encoding="utf-8") if log.exists() else ""
            raise KeystoneError(f"Keystone did not start, or died.\n{said}")
        return line
