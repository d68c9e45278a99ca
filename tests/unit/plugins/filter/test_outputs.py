# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each filter for monitoring hands on its options, and speaks of errors as Ansible does."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.otc.vbs.plugins.filter import passive_check, report_checkmk, report_junit, report_prometheus
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run
from tools.documents import task
from tools.outputs import cases, metrics, services

# As the filters go by the clock.
TASKS = [task(), task(at="2026-01-06T01:00:04")]
VERDICT = latest_run(TASKS, max_age=720000)
FILES = (passive_check, report_checkmk, report_junit, report_prometheus)
FILTERS = {name: one for file in FILES for name, one in file.FilterModule().filters().items()}


def test_the_options_are_handed_on():
    options = {"check": "site"}
    found = metrics(FILTERS["report_prometheus"](VERDICT, TASKS, **options, project_id="x"))
    assert found["vbs_check_good", "site", "x"] == 1
    assert found["vbs_volume_last_good_backup_timestamp_seconds", "site", "x", "p1", "p1", "v1", "v1"] == 1767747604.467
    local = services(FILTERS["report_checkmk"](VERDICT, TASKS, **options, host="h"), "h")
    assert local["VBS check site"].state == local["VBS policy p1"].state == 0
    assert cases(FILTERS["report_junit"](VERDICT, **options))["site", "check"].result == "good"
    assert FILTERS["passive_check"](VERDICT)["exit_status"] == 0


@pytest.mark.parametrize("name", FILTERS)
def test_wrong_input_is_an_error_of_the_filter(name):
    with pytest.raises(AnsibleFilterError, match=rf"^otc.vbs.{name}: Invalid value for _input: .* has no ok\.$"):
        FILTERS[name]({"runs": []})
