# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What several tests of requests need: a job to ask for, an authority for certificates, and an interruption."""

from __future__ import annotations

import signal
import threading

import pytest

from tools.tls import Authority

JOB = "4010b39b5281d3590152874bfa3b1604"


@pytest.fixture
def job(service):
    """The simulator with one job; call it for the job, with options of the client."""
    service.load(jobs={JOB: {"job_id": JOB, "status": "SUCCESS"}})

    def fetch(**options):
        return service.vbs(service.client(**options)).job(JOB)

    return fetch


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def interrupt():
    """Call it, from any thread, for a KeyboardInterrupt in the main one; Ansible's timeouts come by a signal too."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield lambda: signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
    signal.signal(signal.SIGINT, before)
