# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is interrupted while a service does not answer ends at once, and has nothing more sent."""

from __future__ import annotations

import re
import signal
import threading
from queue import SimpleQueue
from socketserver import BaseRequestHandler, ThreadingTCPServer

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._http.client import CONNECTIONS
from tools.inventories import STRICT

# Nobody waits as long, unless something does not end that should.
PATIENCE = 30
# An answer is waited for longer than that.
OPTIONS = {"api_timeout": 10 * PATIENCE, "retries": 1}
IDS = [f"j{index}" for index in range(3 * CONNECTIONS)]


class Silent(ThreadingTCPServer):
    """Takes requests and answers none; knows how many came, and those that nobody gave up."""

    daemon_threads = True
    request_queue_size = 200

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.asked = SimpleQueue()
        self.kept = []


class Handler(BaseRequestHandler):
    """A request, until who sent it is gone."""

    def handle(self):
        self.request.settimeout(PATIENCE)
        request = self.request.recv(65536)
        self.server.asked.put(request)
        try:
            while self.request.recv(65536):
                pass
        except TimeoutError:
            self.server.kept.append(request)
        except ConnectionError:
            pass


@pytest.fixture
def silent():
    with Silent() as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()


def test_the_timeout_of_a_task_ends_it_with_many_requests_under_way(playbooks, one_way, silent):
    # The second item sees what the first one has left behind: a request that is tried again would come in its time.
    task = {"otc.vbs.vbs_job_info": {"job_id": IDS, **OPTIONS}, "timeout": 2, "loop": [1, 2]}
    run = playbooks.run([task], environment={**playbooks.token_login(), "OS_VBS_ENDPOINT_OVERRIDE": silent.url})
    assert len(re.findall(r"Timed out after 2 second|time frame \(2\)|longer than.* 2 second", run.output)) >= 2, (
        run.output
    )
    assert not silent.kept
    assert 0 < silent.asked.qsize() <= 2 * CONNECTIONS


def test_ctrl_c_ends_an_inventory_with_many_requests_under_way(inventories, silent):
    # With a token each, as one project of each login is read before the others.
    projects = [{"project_id": one, "auth": {"token": f"a-token-of-{one}"}} for one in IDS]
    inventories.write({"endpoint": silent.url, "projects": projects, **OPTIONS})
    with inventories.playbooks.start(["ansible-inventory", "-i", "my.vbs.yml", "--list"], STRICT) as process:
        try:
            for _each in range(CONNECTIONS):
                silent.asked.get(timeout=PATIENCE)
            process.send_signal(signal.SIGINT)
            output, _errors = process.communicate(timeout=PATIENCE)
        except BaseException:
            process.kill()
            raise
    assert "User interrupted execution" in output
