# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what monitoring systems are given as they do: with their own parsers, or by their published grammars."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xmlschema
from junitparser import JUnitXml
from prometheus_client.parser import text_string_to_metric_families

# What a check that has failed leaves, as the role does.
NO_VERDICT = {
    "ok": False,
    "msg": "The latest run could not be judged",
    "problems": ["The latest run could not be judged"],
    "general_problems": ["The latest run could not be judged"],
    "notes": [],
    "runs": [],
    "restore_points_verified": False,
    "missing_resource_ids": [],
}
SCHEMA = xmlschema.XMLSchema(str(Path(__file__).with_name("junit.xsd")))
LEVELS = r"-?[0-9.]+;[0-9.]*;[0-9.]*;[0-9.]*;[0-9.]*|-?[0-9.]+"
LOCAL = re.compile(rf'([0-3]) "([^"\']+)" (-|\w+=(?:{LEVELS})(?:\|\w+=(?:{LEVELS}))*) (.+)')
PERFORMANCE = re.compile(r"(?:'([^'=]+)'|([^'= ]+))=([0-9]+);([0-9]+);([0-9]+);([0-9]+);([0-9]+)")


def metrics(text: str) -> dict[tuple[str, ...], float]:
    """The samples of metrics by their names and the values of their labels, after 'check'; each is there once."""
    families = list(text_string_to_metric_families(text))
    names = [family.name for family in families]
    assert len(set(names)) == len(names), "the samples of a family must not be apart"
    assert all(family.type == "gauge" and family.documentation for family in families)
    samples = [sample for family in families for sample in family.samples]
    keys = [(sample.name, *sample.labels.values()) for sample in samples]
    assert len(set(keys)) == len(keys), "a sample must not come twice"
    # What is parsed is all that there is.
    assert len(samples) == sum(not line.startswith("#") for line in text.split("\n")[:-1])
    return {key: sample.value for key, sample in zip(keys, samples, strict=True)}


@dataclass
class Case:
    """A case of a test report."""

    result: str
    type: str | None = None
    message: str | None = None
    time: float | None = None


def cases(text: str) -> dict[tuple[str, str], Case]:
    """The cases of a test report by their suites and names; each is there once."""
    SCHEMA.validate(text)
    report = JUnitXml.fromstring(text.encode())
    found: dict[tuple[str, str], Case] = {}
    counts = {"error": 0, "failure": 0, "good": 0}
    for suite in report:
        assert (suite.tests, suite.skipped) == (len(list(suite)), 0)
        for case in suite:
            assert case.classname == suite.name
            assert (suite.name, case.name) not in found, "a case must not come twice"
            if case.is_passed:
                told = Case("good", time=case.time)
            else:
                (result,) = case.result
                assert result.text == result.message
                told = Case(type(result).__name__.lower(), result.type, result.message)
            counts[told.result] += 1
            found[suite.name, case.name] = told
    assert (report.tests, report.failures, report.errors) == (len(found), counts["failure"], counts["error"])
    return found


@dataclass
class Service:
    """A service of Checkmk."""

    state: int
    metrics: dict[str, str]
    summary: str
    details: list[str]


def services(text: str, host: str | None = None) -> dict[str, Service]:
    """The services of a spool file of Checkmk by their names; each is there once."""
    lines = text.split("\n")
    assert lines.pop() == ""
    if host is not None:
        assert (lines[0], lines[-1]) == (f"<<<<{host}>>>>", "<<<<>>>>")
        lines = lines[1:-1]
    assert lines[0] == "<<<local>>>"
    found: dict[str, Service] = {}
    for line in lines[1:]:
        parts = LOCAL.fullmatch(line)
        assert parts, line
        state, name, metrics, told = parts.groups()
        assert name not in found, "a service must not come twice"
        values = {} if metrics == "-" else dict(metric.split("=") for metric in metrics.split("|"))
        summary, *details = told.split("\\n")
        assert "|" not in told
        found[name] = Service(int(state), values, summary, details)
    return found


def performance(result: dict[str, Any]) -> dict[str, list[int]]:
    """The performance data of a passive result by their labels: value, levels, least and most; each is there once."""
    assert set(result) == {"exit_status", "plugin_output", "performance_data"}
    assert result["plugin_output"].startswith(("OK", "WARNING", "CRITICAL", "UNKNOWN")[result["exit_status"]] + " - ")
    assert "|" not in result["plugin_output"]
    found: dict[str, list[int]] = {}
    for metric in result["performance_data"]:
        parts = PERFORMANCE.fullmatch(metric)
        assert parts, metric
        label = parts[1] or parts[2]
        assert label not in found, "a label must not come twice"
        assert not {"|", "\n"} & set(label)
        found[label] = [int(number) for number in parts.groups()[2:]]
    return found
