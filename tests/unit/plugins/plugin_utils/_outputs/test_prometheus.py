# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The metrics, as Prometheus' own parsers read them."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.prometheus import FAMILIES, report_prometheus
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run
from tools.documents import NOW, policy, task, volume
from tools.outputs import NO_VERDICT, metrics

BEFORE = "2026-01-06T01:00:04"
HISTORY = (task("v1"), task("v2", status="EXECUTE_FAIL"), task("v1", BEFORE), task("v2", BEFORE, minutes=5))


def verdict(tasks=HISTORY, count=2, **options):
    return latest_run(tasks, policies=[policy(count)], volumes=[volume("v1", "web")], now=NOW, **options)


def test_what_is_told_of_a_policy_and_its_volumes():
    v1, v2 = ("vbs", "nightly", "p1", "web", "v1"), ("vbs", "nightly", "p1", "v2", "v2")
    moments = {"now": 1767772800, "due": 1767747600, "begun": 1767747604}
    assert metrics(report_prometheus(verdict(), HISTORY, now=NOW)) == {
        ("vbs_check_timestamp_seconds", "vbs"): moments["now"],
        ("vbs_check_success", "vbs"): 1,
        ("vbs_check_good", "vbs"): 0,
        ("vbs_policy_good", "vbs", "nightly", "p1"): 0,
        ("vbs_policy_due_timestamp_seconds", "vbs", "nightly", "p1"): moments["due"],
        ("vbs_policy_begun_timestamp_seconds", "vbs", "nightly", "p1"): moments["begun"],
        ("vbs_policy_run_duration_seconds", "vbs", "nightly", "p1"): 540.467,
        ("vbs_policy_volumes_expected", "vbs", "nightly", "p1"): 2,
        ("vbs_policy_volumes_seen", "vbs", "nightly", "p1"): 2,
        ("vbs_policy_volumes_good", "vbs", "nightly", "p1"): 1,
        ("vbs_policy_last_good_backup_timestamp_seconds", "vbs", "nightly", "p1"): moments["begun"] + 0.467 - 86400,
        ("vbs_volume_good", *v1): 1,
        ("vbs_volume_last_good_backup_timestamp_seconds", *v1): moments["begun"] + 0.467,
        ("vbs_volume_last_good_backup_duration_seconds", *v1): 540,
        ("vbs_volume_good", *v2): 0,
        ("vbs_volume_last_good_backup_timestamp_seconds", *v2): moments["begun"] + 0.467 - 86400,
        ("vbs_volume_last_good_backup_duration_seconds", *v2): 300,
    }


def test_what_is_not_known_has_no_sample():
    running = [task(status="RUNNING")]
    told = metrics(report_prometheus(latest_run(running, now=NOW), now=NOW))
    assert {name for name, *_labels in told} == {
        *("vbs_check_timestamp_seconds", "vbs_check_success", "vbs_check_good", "vbs_policy_good"),
        *("vbs_policy_begun_timestamp_seconds", "vbs_policy_volumes_seen", "vbs_policy_volumes_good"),
        "vbs_volume_good",
    }
    # Without a name, the ID stands for it.
    assert told["vbs_policy_good", "vbs", "p1", "p1"] == 0


@pytest.mark.parametrize("nothing", [None, {}, NO_VERDICT])
def test_a_check_that_could_not_be_made_is_told_as_such(nothing):
    assert metrics(report_prometheus(nothing, now=NOW, check="site")) == {
        ("vbs_check_timestamp_seconds", "site"): 1767772800,
        ("vbs_check_success", "site"): 0,
        ("vbs_check_good", "site"): 0,
    }


def test_the_project_is_a_label_of_all_metrics():
    several = {"a": verdict(), "b": None}
    told = metrics(report_prometheus(several, HISTORY, project_id='"x"\\', now=NOW))
    assert {labels[1] for _name, *labels in told} == {'"x"\\'}
    assert told["vbs_check_success", "a", '"x"\\'] == 1
    assert told["vbs_check_success", "b", '"x"\\'] == 0
    with pytest.raises(InvalidInput, match=r"^Invalid value for project_id: "):
        report_prometheus(None, project_id=7)


def test_the_documentation_names_each_metric():
    from ansible_collections.otc.vbs.plugins.filter import report_prometheus as filter_file

    assert [name for name in FAMILIES if f"C({name})" not in filter_file.DOCUMENTATION] == []


@pytest.mark.skipif(not shutil.which("promtool"), reason="promtool is not on PATH")
def test_promtool_finds_nothing_to_complain_of():
    hostile = {'we"b\\\n': verdict(), "b": None}
    text = report_prometheus(hostile, HISTORY, project_id="x", now=NOW)
    done = subprocess.run(
        ["promtool", "check", "metrics"], input=text, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
