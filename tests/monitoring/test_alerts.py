# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The example's alert rules, judged by Prometheus itself where it is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.prometheus import FAMILIES
from tools.playbooks import ROOT

RULES = ROOT / "examples/monitoring/prometheus-alerts.yml"
TESTS = Path(__file__).with_name("prometheus-alerts-test.yml")


def test_the_rules_name_metrics_that_there_are_and_each_has_a_test():
    (group,) = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    tested = TESTS.read_text(encoding="utf-8")
    for rule in group["rules"]:
        assert set(re.findall(r"\bvbs_\w+", rule["expr"])) <= set(FAMILIES)
        assert f"alertname: {rule['alert']}" in tested


@pytest.mark.skipif(not shutil.which("promtool"), reason="promtool is not on PATH")
@pytest.mark.parametrize("arguments", [("check", "rules", RULES), ("test", "rules", TESTS)], ids=["check", "test"])
def test_promtool_takes_the_rules_and_they_alert_as_they_should(arguments):
    done = subprocess.run(["promtool", *map(str, arguments)], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "SUCCESS" in done.stdout
