# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers of any length, in any packing, end in an error in time, and what was given up does not go on."""

from __future__ import annotations

import json

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_job_info import job_info
from ansible_collections.otc.vbs.plugins.module_utils._errors import Incomplete
from ansible_collections.otc.vbs.plugins.module_utils._http.body import HEAVIEST_CALL, LONGEST_ANSWER

JOB = "4010b39b5281d3590152874bfa3b1604"
SOUND = {"job_id": JOB, "status": "SUCCESS"}
WAIT = {"wait": True, "until": None, "wait_timeout": 100.0, "wait_interval": 1.0}


def long(length, job_id=JOB):
    """A job whose document has this length."""
    document = json.dumps({"job_id": job_id, "status": "SUCCESS", "fail_reason": ""}).encode()
    return document[:-2] + b"x" * (length - len(document)) + document[-2:]


def test_a_page_that_is_too_long_is_asked_for_in_smaller_ones(service):
    message = "x" * 20_000
    tasks = [{"job_id": f"t{n}", "status": "SKIP", "created_at": f"@-{n}", "message": message} for n in range(300)]
    service.load(policies={"p1": {"tasks": tasks}})
    assert len(service.vbs().tasks("p1", {})) == 300


def test_all_answers_together_are_bounded(service):
    service.simulator.fault(kind="answer", status=200, body=long(LONGEST_ANSWER, None).decode(), times=None)
    client = service.client(api_timeout=60)
    ids = [f"j{number}" for number in range(HEAVIEST_CALL // LONGEST_ANSWER + 8)]
    with pytest.raises(Incomplete) as caught:
        job_info(client, service.vbs(client), {"job_id": ids, **WAIT, "wait": False}, **service.time)
    failures = caught.value.result["failures"]
    assert len(failures) + len(caught.value.result["jobs"]) == len(ids)
    assert 8 < len(failures) < 16
    assert {one["error"]["message"] for one in failures} == {"more than 128 MiB in memory, with what came before"}
    assert {one["error"]["status"] for one in failures} == {200}


def test_what_was_kept_for_an_id_makes_room_for_its_next_answer(service):
    service.load(jobs={JOB: {**SOUND, "status": "RUNNING", "fail_reason": "x" * (LONGEST_ANSWER // 2)}})
    client = service.client(api_timeout=60)
    # Many more polls than answers that fit.
    with pytest.raises(Incomplete, match=r"^Timed out after 100\.0 seconds and 101 polls\. .*status is RUNNING"):
        job_info(client, service.vbs(client), {"job_id": [JOB], **WAIT}, **service.time)
