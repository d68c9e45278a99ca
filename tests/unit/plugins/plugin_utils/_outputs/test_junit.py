# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The test report, as readers of JUnit's XML see it."""

from __future__ import annotations

from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.junit import report_junit
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run
from tools.documents import NOW, moment, policy, task, volume
from tools.outputs import NO_VERDICT, Case, cases

BEFORE = "2026-01-06T01:00:04"
POLICY = "nightly (p1)"


def told(*tasks, count=None, now=NOW, **options):
    count = len(tasks) if count is None else count
    return cases(report_junit(latest_run(tasks, policies=[policy(count)], now=now, **options), now=now))


def test_a_good_volume_is_a_passed_case_that_took_its_time():
    assert told(task()) == {
        ("vbs", "check"): Case("good"),
        (POLICY, "run"): Case("good", time=540.467),
        (POLICY, "v1"): Case("good", time=540.0),
    }


def test_what_is_not_good_is_a_failure_and_never_skipped():
    found = told(
        *(task(f"v{number}", status=status) for number, status in enumerate(["EXECUTE_FAIL", "SKIP", "RUNNING"])),
        volumes=[volume("v0", "web")],
    )
    assert found["vbs", "check"] == found[POLICY, "run"] == Case("good")
    because = "it has no vbs_job_id, so no job can tell more"
    assert found[POLICY, "web (v0)"] == Case("failure", "bad", f"volume web (v0) is EXECUTE_FAIL: {because}")
    assert found[POLICY, "v1"] == Case("failure", "bad", f"volume v1 is SKIP: {because}")
    assert found[POLICY, "v2"] == Case("failure", "unfinished", f"volume v2 is RUNNING: {because}")


def test_what_could_not_be_judged_is_an_error():
    case = told(task(status="NEW_STATUS"))[POLICY, "v1"]
    assert (case.result, case.type) == ("error", "unknown")
    for nothing in (None, NO_VERDICT):
        message = "The latest run could not be judged"
        assert cases(report_junit(nothing, check="a")) == {("a", "check"): Case("error", "unknown", message)}


def test_missing_volumes_are_failures():
    found = told(task(), count=2, volumes=[volume("v1"), volume("v2", "web")], resource_ids=["v9"])
    assert found[POLICY, "web (v2)"].result == "failure"
    assert found["vbs", "v9"] == Case("failure", "bad", "volume v9 is not in the latest run")
    assert found["vbs", "check"].result == found[POLICY, "run"].result == "good"
    assert told(task(), count=2)[POLICY, "run"] == Case(
        "failure", "bad", "1 of its 2 volumes is not in the run, and no earlier run tells which"
    )


def test_a_run_that_has_not_begun_fails_with_all_its_volumes():
    found = told(task(at=BEFORE))
    assert found[POLICY, "run"].type == found[POLICY, "v1"].type == "bad"
    assert told(count=1)[POLICY, "run"].type == "bad"


def test_a_run_that_is_still_being_created_is_unfinished():
    found = told(task(), count=2, now=moment("2026-01-07T01:30:00"))
    assert (found[POLICY, "run"].result, found[POLICY, "run"].type) == ("failure", "unfinished")


def test_a_problem_of_the_check_fails_it():
    assert told(task(), restore_points="required")["vbs", "check"] == Case(
        "failure", "bad", "The restore points were not verified: there is no list of backups"
    )


def test_a_verdict_that_does_not_say_why_it_is_not_good_passes_nowhere():
    verdict = latest_run([task()], policies=[policy()], now=NOW)
    assert cases(report_junit({**verdict, "ok": False}))["vbs", "check"].type == "bad"
    run = {**verdict["runs"][0], "ok": False}
    assert cases(report_junit({**verdict, "runs": [run]}))[POLICY, "run"].type == "bad"


def test_policies_of_several_checks_are_told_apart():
    verdict = latest_run([task()], policies=[policy()], now=NOW)
    suites = {suite for suite, _name in cases(report_junit({"a": verdict, "b": verdict}))}
    assert suites == {"a", "b", "a: nightly (p1)", "b: nightly (p1)"}
