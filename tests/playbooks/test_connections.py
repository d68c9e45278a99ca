# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many requests are under way at the same time: as many as the option says."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._http.client import CONNECTIONS
from tools.playbooks import TOKEN

# Nobody waits as long, unless fewer ask than should.
PATIENCE = 60
# Before the answers, so that one more who asks would show. Who asks rightly does not depend on how long it is.
MOMENT = 0.2


class Crowd(ThreadingHTTPServer):
    """Answers nobody before so many ask at the same time, and knows how many that were at most."""

    daemon_threads = True
    request_queue_size = 200

    def __init__(self, size):
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.most = self.asked = 0
        self._waiting = 0
        self._lock = threading.Lock()
        self._complete = threading.Barrier(size, action=lambda: time.sleep(MOMENT))

    def gather(self):
        with self._lock:
            self.asked += 1
            self._waiting += 1
            self.most = max(self.most, self._waiting)
        self._complete.wait(PATIENCE)
        with self._lock:
            self._waiting -= 1


class Handler(BaseHTTPRequestHandler):
    """A job, or a list without policies."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        name = self.path.rpartition("/")[2]
        # The inventory has one project tell first whether the login is right.
        if "/first/" not in self.path:
            self.server.gather()
        answer = {"backup_policies": []} if name == "backuppolicy" else {"job_id": name, "status": "SUCCESS"}
        content = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments):
        """Not on the screen."""


@pytest.fixture
def crowd():
    """Call it with how many have to ask at the same time, for the server."""
    running = []

    def start(size):
        server = Crowd(size)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        running.append(server)
        return server

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


def ask(playbooks, url, jobs, **options):
    task = {"otc.vbs.vbs_job_info": {"job_id": [f"j{index}" for index in range(jobs)], "retries": 0, **options}}
    return playbooks.run([task], environment={**playbooks.token_login(), "OS_VBS_ENDPOINT_OVERRIDE": url})


@pytest.mark.parametrize(
    ("options", "connections"), [({}, CONNECTIONS), ({"connections": 3}, 3), ({"connections": 100}, 100)]
)
def test_as_many_jobs_are_asked_for_at_the_same_time(playbooks, crowd, options, connections):
    server = crowd(connections)
    run = ask(playbooks, server.url, 2 * connections, **options)
    assert run.status == 0, run.output
    assert (server.asked, server.most) == (2 * connections, connections)


@pytest.mark.parametrize(("common", "own", "connections"), [(4, {}, 4), (8, {"connections": 2}, 2)])
def test_as_many_projects_are_read_at_the_same_time(inventories, crowd, common, own, connections):
    server = crowd(connections)
    ids = ["first", *(f"p{index}" for index in range(2 * connections))]
    projects = [{"project_id": project_id} for project_id in ids]
    projects[-1].update(own)
    options = {"endpoint": server.url, "auth": {"token": TOKEN}, "retries": 0, "connections": common}
    inventories.read({**options, "projects": projects})
    assert (server.asked, server.most) == (2 * connections, connections)


@pytest.mark.parametrize("wrong", [0, 101])
def test_a_wrong_number_is_refused_before_any_request(playbooks, wrong):
    run = ask(playbooks, playbooks.simulator.url, 2, connections=wrong)
    assert run.status != 0
    assert f"Invalid value for connections: {wrong}. It must be a number from 1 to 100." in run.output
    assert not playbooks.simulator.requests()


@pytest.mark.parametrize("own", [{}, {"projects": [{"region_name": "eu-de"}]}])
def test_the_inventory_refuses_it_too(inventories, own):
    run = inventories.run({"connections": 0, **own}, "--list")
    assert run.status != 0
    assert "Invalid value for connections: 0. It must be a number from 1 to 100." in " ".join(run.output.split())
    assert not inventories.playbooks.simulator.requests()
