# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What several tests of requests need: a job to ask for, and an authority for certificates."""

from __future__ import annotations

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
