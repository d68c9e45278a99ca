# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs of the check, as AWX runs them: how they end, what they show meanwhile, what they hand on and leave behind."""

from __future__ import annotations

import re

import psutil
import pytest

from tools.playbooks import PASSWORD

CHECK = {"policy_run_check_policy_name": "nightly"}
GONE_SECONDS = 60


def run(awx, cloud, **options):
    return awx.run("check.yml", cloud.openstack(), **{"extra_vars": CHECK, **options})


@pytest.mark.parametrize(
    ("task_status", "status", "rc", "said"),
    [
        ("EXECUTE_SUCCESS", "successful", 0, "is good: 1 of 1 volumes have a good backup"),
        ("EXECUTE_FAIL", "failed", 2, "NOT GOOD: 1 of 1 volumes in 1 of 1 policy have no good backup"),
    ],
)
def test_the_verdict_is_the_jobs_status_and_its_artifact_and_no_secret_is_kept(
    awx, cloud, simulator, task_status, status, rc, said
):
    cloud.load_policies("nightly", status=task_status)
    job = run(awx, cloud, verbosity=3)
    assert (job.status, job.rc) == (status, rc), job.output
    verdict = job.artifacts["policy_run_check_result"]
    assert verdict["ok"] is (rc == 0)
    assert said in verdict["msg"]
    assert said in job.output
    kept = {path: path.read_bytes() for path in (job.directory / "artifacts").rglob("*") if path.is_file()}
    tokens = {request["headers"].get("x-auth-token") for request in simulator.requests()} - {None}
    assert tokens
    assert len(kept) > len(job.events)
    shown = [(path, secret) for path, text in kept.items() for secret in (PASSWORD, *tokens) if secret.encode() in text]
    assert shown == []


def test_a_job_tells_how_its_wait_goes_while_it_runs(awx, cloud, simulator):
    cloud.load_policies("nightly", status="RUNNING", vbs_job_id="job-1")
    simulator.merge({"jobs": {"job-1": {"job_id": "job-1", "status": "RUNNING"}}})
    waiting = re.compile(
        r"WAITING: \[localhost\]: .*Wait for the jobs.*: 0 of 1 jobs settled \(1 RUNNING\) after \d+ of"
    )
    told = []

    def end_the_backup(event):
        # If the line came only with the job's end, the backup would go on until the wait times out.
        if waiting.search(event["stdout"]):
            told.append(event["event"])
            simulator.merge({"jobs": {"job-1": {"job_id": "job-1", "status": "SUCCESS"}}})
            done = {"job_id": "task-nightly", "resource_id": "volume-nightly", "status": "EXECUTE_SUCCESS"}
            simulator.merge(
                {
                    "policies": {
                        "nightly": {
                            "name": "nightly",
                            "tasks": [{**done, "created_at": "@-600", "backup_name": "autobk_1"}],
                        }
                    }
                }
            )

    variables = {**CHECK, "policy_run_check_wait_timeout": 120, "policy_run_check_wait_interval": 1}
    job = run(awx, cloud, extra_vars=variables, on_event=end_the_backup)
    assert told == ["verbose"]
    assert job.status == "successful", job.output


def test_a_job_that_is_cancelled_in_the_middle_of_its_wait_leaves_no_process(awx, cloud, simulator):
    cloud.load_policies("nightly", status="RUNNING", vbs_job_id="job-1")
    simulator.merge({"jobs": {"job-1": {"job_id": "job-1", "status": "RUNNING"}}})
    told = []
    job = run(
        awx,
        cloud,
        on_event=lambda event: told.append(event) if "WAITING" in event["stdout"] else None,
        cancelled=lambda: bool(told),
    )
    assert told
    assert job.status == "canceled"
    # The process that waits sees within a second that it is nobody's child any more.
    _gone, left = psutil.wait_procs(processes_of(job), timeout=GONE_SECONDS)
    for process in left:
        process.kill()
    assert left == []
    assert processes_of(job) == []


def processes_of(job):
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("AWX_PRIVATE_DATA_DIR") == str(job.directory):
                found.append(process)
        except psutil.Error:
            # It has ended, or is another user's.
            continue
    return found
