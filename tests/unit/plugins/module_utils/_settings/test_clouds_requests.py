# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keystone is asked for the token that the openstack command asks for, whatever files and variables say."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import logging
import os
import tempfile
import threading
import warnings
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openstack.config import loader
from openstackclient.shell import OpenStackShell

from ansible_collections.otc.vbs.plugins.module_utils._connect import connect
from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, VbsError
from ansible_collections.otc.vbs.plugins.module_utils._settings.settings import resolve
from tools.clouds import SECRET, world

NAME = st.sampled_from(["alice", "bob", "eve"])
VALUES = {
    **dict.fromkeys(("username", "user_id", "project_name", "project_id", "token"), NAME),
    **{f"{of}domain_{by}": NAME for of in ("user_", "project_", "default_", "") for by in ("id", "name")},
    "password": st.sampled_from([SECRET, SECRET + "2"]),
    "auth_url": st.sampled_from(["SERVER/one/v3", "SERVER/two/v3"]),
}
FILE = {"auth_url": "SERVER/one/v3", "username": "carol", "password": SECRET, "project_name": "main"}
FILE["user_domain_name"] = FILE["project_domain_name"] = "domain"
COMMON = {
    "auth_type": st.sampled_from(["password", "v3password"]),
    "interface": st.sampled_from(["public", "internal"]),
    "identity_api_version": st.sampled_from(["3", ""]),
    **dict.fromkeys(("cacert", "cert", "key"), st.sampled_from(["ROOT/a.pem", "ROOT/b.pem", ""])),
}
CLOUD = st.builds(
    lambda auth, beside: {"region_name": "eu-de", **beside, "auth": {**FILE, **auth}},
    st.fixed_dictionaries({}, optional=VALUES),
    st.fixed_dictionaries({}, optional={**COMMON, "project_name": NAME, "username": NAME}),
)
ENVIRON = st.fixed_dictionaries(
    {},
    optional={
        **{f"OS_{name.upper()}": st.one_of(value, st.just("")) for name, value in {**VALUES, **COMMON}.items()},
        "OS_TENANT_NAME": NAME,
        "OS_CLOUD": st.just("one"),
        "OS_REGION_NAME": st.sampled_from(["eu-de", ""]),
        "OS_DEFAULT_DOMAIN": NAME,
    },
)


@pytest.fixture(scope="module")
def server():
    """Gives a token to anybody, and knows who asked for it and how."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            links = [{"rel": "self", "href": f"http://127.0.0.1:{self.server.server_port}{self.path}"}]
            self._answer(200, {"version": {"id": "v3.14", "status": "stable", "links": links}})

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append((self.path, body["auth"]))
            token = {"issued_at": "2026-11-26T00:00:00.000000Z", "expires_at": "2036-11-26T00:00:00.000000Z"}
            user = {"id": "u", "name": "u", "domain": {"id": "d", "name": "d"}}
            self._answer(201, {"token": {**token, "methods": ["password"], "user": user}})

        def _answer(self, status, document):
            content = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("X-Subject-Token", "a-token-that-somebody-got")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments):
            """Not on the screen."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        running.asked = asked
        yield running
        running.shutdown()
        thread.join()


def run_command(name):
    """Has the command fetch a token; its session, region and interface."""
    importlib.reload(loader)  # it looks for its folders once, when it is imported
    root = logging.getLogger()
    before = root.handlers[:], root.level
    try:
        with (
            warnings.catch_warnings(),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            shell = OpenStackShell()
            if shell.run([*(["--os-cloud", name] if name else []), "token", "issue"]) != 0:
                return None
    finally:
        root.handlers[:], level = before
        # Not the attribute alone: loggers remember what was enabled.
        root.setLevel(level)
    manager = shell.client_manager
    verify, cert = manager.session.verify, manager.session.cert
    return verify, cert or None, manager.region_name or None, manager.interface


def is_whole(auth):
    """Whether Keystone could know the user and the project by this; else a message says what is missing."""
    user = auth["identity"]["password"]["user"] if "password" in auth["identity"] else {}
    project = auth.get("scope", {}).get("project", {})
    return all("id" in one or ("name" in one and "domain" in one) for one in (user, project))


SUB = {"OS_CLOUD": "one", "OS_PROJECT_NAME": "sub"}


@example({"auth": FILE}, SUB, None)
@example({"auth": FILE}, {**SUB, "OS_USERNAME": "alice", "OS_USER_DOMAIN_ID": "alice"}, None)
@example({"auth": {**FILE, "project_id": "id"}}, SUB, None)
@example({"auth": {**FILE, "default_domain_id": "id"}, "auth_type": "v3password"}, SUB, None)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CLOUD, ENVIRON, st.sampled_from(["one", "one", "one", None]))
def test_keystone_is_asked_as_the_openstack_command_asks_it(server, cloud, environ, name):
    with tempfile.TemporaryDirectory() as folder:
        pems = {"a.pem": "", "b.pem": ""}

        def placed(text):
            return text.replace("SERVER", f"http://127.0.0.1:{server.server_port}").replace("ROOT", folder)

        file = placed(json.dumps({"clouds": {"one": cloud}}))
        environ = {key: placed(value) for key, value in environ.items()}
        with world(Path(folder), {"work/clouds.json": file, **pems}, environ):
            server.asked.clear()
            judged = run_command(name)
            if judged is None or not server.asked or not is_whole(server.asked[-1][1]):
                return
            expected = server.asked[-1]
            server.asked.clear()
            try:
                found = resolve({"retries": 0, "connections": 1, "cloud": name}, os.environ)
            except VbsError as error:
                # A key without its certificate is no way to connect, whatever the command makes of it.
                assert "client_cert" in str(error)  # noqa: PT017
                return
            # The token is for no project here, and has no catalog.
            with pytest.raises(ApiError, match="brought a "):
                connect(found, lambda text: None)[1].place()
            assert server.asked == [expected]
            cert = found.cert
            assert (found.verify, cert, found.region_name, *found.interfaces) == judged
