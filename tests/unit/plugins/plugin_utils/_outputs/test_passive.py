# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The passive result, by the guidelines for plugins of Nagios and Icinga."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.passive import passive_check
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run
from tools.documents import NOW, policy, task
from tools.outputs import NO_VERDICT, performance


def result(*tasks, name="nightly", **options):
    policies = [{**policy(len(tasks)), "backup_policy_name": name}]
    return passive_check(latest_run(tasks, policies=policies, now=NOW, **options))


def test_a_good_verdict_is_ok_with_its_notes():
    found = result(task(), volumes_error="no right")
    assert found["exit_status"] == 0
    assert found["plugin_output"].split("\n") == [
        "OK - The latest run of 1 policy is good: 1 of 1 volumes have a good backup",
        "Which volumes the policies have could not be read, only their number: no right",
    ]
    assert performance(found) == {
        "policies_not_good": [0, 0, 0, 0, 1],
        "volumes_not_good": [0, 0, 0, 0, 1],
        "policy nightly": [0, 0, 0, 0, 1],
    }


def test_what_is_not_good_is_told_line_by_line():
    found = result(task("v1", status="EXECUTE_FAIL"), task("v2"), resource_ids=["v9"])
    first, *others = found["plugin_output"].split("\n")
    assert first.startswith("CRITICAL - The latest run of 1 policy is NOT GOOD: 1 of 2 volumes")
    assert [line.partition(": ")[0] for line in others] == ["Volume v9 is not in the latest run", "Policy nightly (p1)"]
    assert performance(found)["volumes_not_good"] == [1, 0, 0, 0, 2]


@pytest.mark.parametrize(
    ("status", "exit_status"), [("EXECUTE_SUCCESS", 0), ("WAITING", 1), ("SKIP", 2), ("NEW_STATUS", 3)]
)
def test_the_states_are_those_of_plugins(status, exit_status):
    found = result(task(status=status))
    performance(found)
    assert found["exit_status"] == exit_status


@pytest.mark.parametrize("nothing", [None, {}, NO_VERDICT])
def test_a_check_that_could_not_be_made_is_unknown(nothing):
    assert passive_check(nothing) == {
        "exit_status": 3,
        "plugin_output": "UNKNOWN - The latest run could not be judged",
        "performance_data": [],
    }


def test_labels_hold_no_quotes_and_no_equals_sign():
    assert "policy it\u2019s a:b\u00a6c" in performance(result(task(), name="it's a=b|c"))


def test_one_result_is_of_one_verdict():
    with pytest.raises(InvalidInput, match=r"^Invalid value for _input: .* has no ok\.$"):
        passive_check({"a": NO_VERDICT, "b": NO_VERDICT})


def test_much_text_is_cut_between_lines():
    found = result(*(task(f"volume-{number}", status="EXECUTE_FAIL") for number in range(100)))
    assert len(found["plugin_output"]) < 3100
    last = found["plugin_output"].rsplit("\n", maxsplit=1)[-1]
    assert last.startswith("and ")
    assert last.endswith(" more")
