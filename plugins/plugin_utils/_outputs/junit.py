# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Verdicts as a test report in JUnit's XML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from xml.etree import ElementTree

from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.checks import DEFAULT_NAME, Check, Policy, read_checks
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.state import BAD, GOOD, UNKNOWN
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.text import unique


class Case(NamedTuple):
    """A test case: it fails unless its state is good."""

    name: str
    state: str
    problems: Sequence[str] = ()
    seconds: float | None = None


def report_junit(verdicts: Any, check: Any = DEFAULT_NAME, now: datetime | None = None) -> str:
    """The report that the filter report_junit documents; raises InvalidInput."""
    checks, made = read_checks(verdicts, check=check, now=now)
    root = ElementTree.Element("testsuites", name="VBS backups")
    suites = []
    for one in checks:
        prefix = f"{one.name}: " if len(checks) > 1 else ""
        suites.append((one.name, _of_check(one)))
        suites += [(f"{prefix}{policy.label}", _of_policy(policy)) for policy in one.policies]
    for name, (_name, cases) in zip(unique([name for name, _cases in suites]), suites):
        _write(root, name, cases, made)
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, 0)) for suite in root)))
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _of_check(check: Check) -> list[Case]:
    """Whether it could be made, and what is about no policy."""
    # What has cases of its own fails those.
    explained = check.missing or any(policy.state != GOOD for policy in check.policies)
    state = GOOD if explained and not check.problems else check.state
    problems = check.problems or [check.msg]
    names = unique(["check", *check.missing])
    missing = [
        Case(name, BAD, [f"volume {volume} is not in the latest run"]) for name, volume in zip(names[1:], check.missing)
    ]
    return [Case(names[0], state, problems), *missing]


def _of_policy(policy: Policy) -> list[Case]:
    """The run itself, then a case for each volume."""
    names = unique(["run", *(volume.label for volume in policy.volumes)])
    explained = not policy.problems and any(volume.state != GOOD for volume in policy.volumes)
    run = Case(names[0], GOOD if explained else policy.state, policy.problems, policy.seconds)
    return [
        run,
        *(
            Case(name, volume.state, volume.problems, volume.last_good.seconds if volume.last_good else None)
            for name, volume in zip(names[1:], policy.volumes)
        ),
    ]


def _write(root: ElementTree.Element, name: str, cases: Sequence[Case], made: datetime) -> None:
    suite = ElementTree.SubElement(root, "testsuite", name=name, timestamp=f"{made:%Y-%m-%dT%H:%M:%S}")
    errors = sum(case.state == UNKNOWN for case in cases)
    failures = sum(case.state not in (GOOD, UNKNOWN) for case in cases)
    for count, number in (("tests", len(cases)), ("failures", failures), ("errors", errors), ("skipped", 0)):
        suite.set(count, str(number))
    for case in cases:
        element = ElementTree.SubElement(suite, "testcase", classname=name, name=case.name)
        if case.state == GOOD:
            if case.seconds is not None:
                element.set("time", f"{case.seconds:.3f}")
            continue
        problems = "\n".join(case.problems) or "not good"
        kind = "error" if case.state == UNKNOWN else "failure"
        # GitLab shows the text, others the message.
        ElementTree.SubElement(element, kind, type=case.state, message=problems).text = problems
