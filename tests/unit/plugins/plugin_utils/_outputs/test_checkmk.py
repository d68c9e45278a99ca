# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The spool file, as Checkmk reads local checks."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.checkmk import report_checkmk
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run
from tools.documents import NOW, policy, task
from tools.outputs import NO_VERDICT, services

BEFORE = "2026-01-06T01:00:04"


def told(*tasks, count=None, **options):
    verdict = latest_run(tasks, policies=[policy(len(tasks) if count is None else count)], now=NOW, **options)
    found = services(report_checkmk(verdict, tasks, now=NOW))
    return found["VBS check vbs"], found["VBS policy nightly"]


def test_a_good_policy_is_a_service_with_metrics():
    check, found = told(task(), volumes_error="no right")
    assert (check.state, check.metrics) == (0, {"vbs_policies_not_good": "0;1;1;0;1"})
    # What has to be known all the same.
    assert check.details == ["Which volumes the policies have could not be read, only their number: no right"]
    assert found.state == 0
    assert found.metrics == {
        "vbs_volumes_not_good": "0;1;1;0;1",
        "vbs_volumes_seen": "1",
        "vbs_volumes_expected": "1",
        "vbs_run_duration": "540",
        "vbs_last_good_backup_age": "25196",
    }
    times = "due at 2026-01-07 01:00 UTC, begun at 2026-01-07 01:00 UTC"
    assert (found.summary, found.details) == (f"1 of 1 volumes have a good backup, {times}", [])


def test_the_worst_problem_is_in_the_summary_and_the_others_are_in_the_details():
    check, found = told(task("v1", status="EXECUTE_FAIL"), task("v2", status="RUNNING"))
    assert check.state == 2
    assert check.summary.startswith("The latest run of 1 policy is NOT GOOD")
    assert [detail.partition(" is ")[0] for detail in check.details] == [
        "Policy nightly (p1): volume v1",
        "Policy nightly (p1): volume v2",
    ]
    assert found.state == 2
    assert found.metrics["vbs_volumes_not_good"] == "2;1;1;0;2"
    assert "; volume v1 is EXECUTE_FAIL: " in found.summary
    assert [detail.partition(":")[0] for detail in found.details] == ["volume v2 is RUNNING"]


@pytest.mark.parametrize(
    ("status", "state"), [("EXECUTE_SUCCESS", 0), ("RUNNING", 1), ("SKIP", 2), ("EXECUTE_FAIL", 2), ("NEW_STATUS", 3)]
)
def test_the_states_are_those_of_checkmk_and_the_check_has_that_of_its_policies(status, state):
    check, found = told(task(status=status))
    # Checkmk may not have discovered the policy's service yet.
    assert (check.state, found.state) == (state, state)
    assert check.metrics == {"vbs_policies_not_good": f"{int(state > 0)};1;1;0;1"}


@pytest.mark.parametrize("nothing", [None, {}, NO_VERDICT])
def test_a_check_that_could_not_be_made_is_unknown(nothing):
    (check,) = services(report_checkmk(nothing, check="site", host="h.example"), "h.example").items()
    assert check[0] == "VBS check site"
    assert (check[1].state, check[1].metrics, check[1].summary) == (3, {}, "The latest run could not be judged")


def test_what_is_about_no_policy_is_the_checks():
    check, found = told(task(), restore_points="required", resource_ids=["v9"])
    assert (check.state, found.state) == (2, 0)
    assert check.details == [
        "The restore points were not verified: there is no list of backups",
        "Volume v9 is not in the latest run",
    ]


def test_policies_of_one_name_are_told_apart_by_their_ids():
    policies = [policy(), {**policy(), "backup_policy_id": "p2"}]
    verdict = latest_run([task()], policies=policies, now=NOW)
    assert set(services(report_checkmk({"a": verdict, "b": verdict}))) == {
        *("VBS check a", "VBS check b", "VBS policy nightly (p1)", "VBS policy nightly (p2)"),
        *("VBS policy nightly (p1) (2)", "VBS policy nightly (p2) (2)"),
    }


@pytest.mark.parametrize("host", ["", "a b", "a>>>>\n<<<x", 7, "x" * 254])
def test_what_is_no_host_is_refused(host):
    with pytest.raises(InvalidInput, match=r"^Invalid value for host: "):
        report_checkmk(None, host=host)
