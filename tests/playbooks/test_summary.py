# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook that sums up the checks of policies as hosts."""

from __future__ import annotations

import json
import re

import pytest

from tools.inventories import BAD, GOOD

CHECK = {
    "name": "Check each",
    "hosts": "enabled:!empty",
    "connection": "local",
    "gather_facts": False,
    "roles": ["otc.vbs.policy_run_check"],
}
SUMMARY = {"ansible.builtin.import_playbook": "otc.vbs.policy_run_summary"}
POLICIES = {
    "p1": {"name": "nightly-databases", "tasks": [GOOD]},
    "p2": {"name": "nightly-websites", "tasks": [BAD]},
    "p3": {"name": "nightly-mails", "tasks": [GOOD]},
    # Nobody asks for it.
    "p4": {"name": "weekly", "scheduled_policy": {"status": "OFF"}},
}
# The third policy is nowhere when its check comes.
LOST = {"compose": {"policy_run_check_policy_id": "backup_policy_id.replace('p3', 'gone')"}, "strict": True}


@pytest.fixture
def summed_up(inventories):
    def run(config=None, *, policies=None, fail=False, plays=(), pattern=None, variables=None, arguments=()):
        inventories.playbooks.load(policies=POLICIES if policies is None else policies)
        inventories.write(config or {})
        check = {**CHECK, "vars": {"policy_run_check_fail": fail}}
        summary = {**SUMMARY, **({"vars": {"policy_run_summary_hosts": pattern}} if pattern else {})}
        return inventories.play([check, *plays, summary], "-e", json.dumps(variables or {}), *arguments)

    return run


def rows(output):
    """The states in the tables of an output, by policy or host."""
    return re.findall(r"^(BAD|ok) +(\S+) ", output, re.MULTILINE)


@pytest.mark.parametrize("fail", [False, True])
def test_one_table_tells_of_all_hosts_the_worst_first(summed_up, fail):
    run = summed_up(LOST, fail=fail)
    assert run.status == 2, run.output
    table = rows(run.output)
    assert sorted(table[:2]) == [("BAD", "nightly-mails"), ("BAD", "nightly-websites")]
    assert table[2:] == [("ok", "nightly-databases")]
    assert "- nightly-mails: could not be judged" in run.output
    assert "(p2): volume v1 is EXECUTE_FAIL" in run.output
    # Below it is one sentence.
    last = run.output.partition("ok   nightly-databases")[2].partition("PLAY RECAP")[0]
    assert '"msg": "2 of 3 checks are NOT GOOD"}' in last
    recap = run.output.partition("PLAY RECAP")[2]
    failed = dict(re.findall(r"^(\S+) +: .*failed=(\d)", recap, re.MULTILINE))
    assert failed == {
        "localhost": "1",
        "nightly-databases": "0",
        "nightly-mails": "1",
        "nightly-websites": str(int(fail)),
    }


def test_what_is_not_good_is_handed_on_by_the_job(summed_up):
    run = summed_up(LOST, variables={"awx_job_id": 7})
    handed = " ".join(run.output.partition("CUSTOM STATS")[2].split())
    assert '"policy_run_summary_problems_7": [ "nightly-mails: could not be judged", "Policy nightly-web' in handed


def test_good_checks_are_good(summed_up):
    run = summed_up(policies={name: {**policy, "tasks": [GOOD]} for name, policy in list(POLICIES.items())[:3]})
    assert run.status == 0, run.output
    assert sorted(rows(run.output)) == [("ok", f"nightly-{name}") for name in ("databases", "mails", "websites")]
    assert "None of 3 checks are NOT GOOD" in run.output
    assert "CUSTOM STATS" not in run.output


def test_a_host_that_was_not_checked_is_not_good(summed_up):
    run = summed_up(policies={"p1": POLICIES["p1"], "p4": POLICIES["p4"]}, pattern="enabled:disabled")
    assert run.status == 2
    assert rows(run.output)[-2:] == [("BAD", "weekly"), ("ok", "nightly-databases")]


def test_a_limit_makes_nothing_good(summed_up):
    run = summed_up(arguments=["--limit", "nightly-databases"])
    assert run.status == 2, run.output
    # The one that is left is alone, so its check has a table, too.
    own, *table = rows(run.output)
    assert own == table[2] == ("ok", "nightly-databases")
    assert sorted(table[:2]) == [("BAD", "nightly-mails"), ("BAD", "nightly-websites")]


def test_where_all_are_bad_all_are_told(summed_up):
    bad = {"name": "nightly-databases", "tasks": [BAD]}
    run = summed_up(policies={"p1": bad, "p2": POLICIES["p2"]})
    assert run.status == 2
    assert sorted(rows(run.output)) == [("BAD", "nightly-databases"), ("BAD", "nightly-websites")]


def test_no_host_is_no_verdict(summed_up):
    run = summed_up(policies={"p4": POLICIES["p4"]})
    assert run.status == 2
    assert "There is no verdict" in run.output


def test_a_verdict_of_an_earlier_job_does_not_stand_for_those_of_the_hosts(summed_up):
    earlier = {"ok": True, "msg": "All is well", "problems": [], "general_problems": [], "notes": [], "runs": []}
    run = summed_up(variables={"policy_run_check_result": earlier})
    assert run.status == 2
    assert "1 of 3 checks is NOT GOOD" in run.output


def test_policies_that_are_called_like_parts_of_a_verdict(summed_up):
    names = ("ok", "msg", "problems")
    run = summed_up(policies={name: {"name": name, "tasks": [BAD]} for name in names})
    assert run.status == 2
    assert "3 of 3 checks are NOT GOOD" in run.output
