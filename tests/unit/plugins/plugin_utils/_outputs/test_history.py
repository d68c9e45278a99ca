# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When there was a last good backup of a volume."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.history import last_good_backups
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run
from tools.documents import NOW, backup, policy, task

OLD, BEFORE = "2026-01-05T01:00:04", "2026-01-06T01:00:04"


def last_good(*tasks, **options):
    verdict = latest_run(tasks, policies=[policy()], now=NOW, **options)
    found = last_good_backups(verdict["runs"][0], tasks)
    return f"{found['v1'].created:%d}" if "v1" in found else None


LATE = task(status="EXECUTE_TIMEOUT")


@pytest.mark.parametrize(
    ("tasks", "options", "day"),
    [
        ([task()], {}, "07"),
        ([task(status="EXECUTE_FAIL"), task(at=BEFORE), task(at=OLD)], {}, "06"),
        ([task(status="RUNNING"), task(at=OLD), task(at=BEFORE, status="SKIP")], {}, "05"),
        ([task(status="EXECUTE_FAIL")], {}, None),
        ([task(status="NEW_STATUS")], {}, None),
        # No backup is made by what is accepted all the same.
        ([task(status="SKIP"), task(at=BEFORE)], {"accept": ["SKIP"]}, "06"),
        ([task(status="EXECUTE_FAIL")], {"accept": ["EXECUTE_FAIL"]}, None),
        # The backup is not there, or the job says something else.
        ([task(), task(at=BEFORE)], {"backups": []}, "06"),
        ([task(vbs_job_id="j"), task(at=BEFORE)], {"jobs": [{"job_id": "j", "status": "FAIL"}]}, "06"),
        # It is there all the same.
        ([LATE], {"backups": [backup(LATE)]}, "07"),
        ([{**task(), "created_at": "soon"}, task(at=BEFORE)], {}, "06"),
    ],
)
def test_what_counts_as_a_good_backup(tasks, options, day):
    assert last_good(*tasks, **options) == day


@pytest.mark.parametrize(
    ("finished_at", "seconds"), [("2026-01-07T01:05:04.467", 300), ("2026-01-07T00:00:00", None), (None, None)]
)
def test_how_long_it_took(finished_at, seconds):
    tasks = [{**task(), "finished_at": finished_at}]
    verdict = latest_run(tasks, policies=[policy()], now=NOW)
    assert last_good_backups(verdict["runs"][0], tasks)["v1"].seconds == seconds
