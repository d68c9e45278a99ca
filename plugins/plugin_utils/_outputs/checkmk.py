# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Verdicts as a spool file of the Checkmk agent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput
from ansible_collections.otc.vbs.plugins.module_utils._time import minute
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.checks import DEFAULT_NAME, Check, Policy, read_checks
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.passive import EXIT_STATUS
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.state import GOOD
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.text import fit, plain, unique

# As Checkmk names hosts. Anything else could end the line.
HOST = re.compile(r"[A-Za-z0-9_.-]{1,253}")


class Service(NamedTuple):
    """A service; tail: what tells it from others of its name. Its first line is its summary."""

    name: str
    tail: str
    state: str
    metrics: Sequence[str]
    lines: Sequence[str]


def report_checkmk(
    verdicts: Any, tasks: Any = (), check: Any = DEFAULT_NAME, host: Any = None, now: datetime | None = None
) -> str:
    """The file that the filter report_checkmk documents; raises InvalidInput."""
    if host is not None:
        read_host("host", host)
    checks, made = read_checks(verdicts, tasks, check, now)
    services = [service for one in checks for service in _services(one, made)]
    names = unique([service.name for service in services], [service.tail for service in services])
    lines = ["<<<local>>>", *(_line(name, service) for name, service in zip(names, services))]
    if host is not None:
        lines = [f"<<<<{host}>>>>", *lines, "<<<<>>>>"]
    return "".join(f"{line}\n" for line in lines)


def read_host(option: str, value: Any) -> str:
    """The name of a host; raises InvalidInput."""
    if not isinstance(value, str) or not HOST.fullmatch(value):
        expected = "It must be the name of a host in Checkmk: letters, digits, '-', '_' and '.'."
        raise InvalidInput(option, value, expected)
    return value


def _line(name: str, service: Service) -> str:
    # In Checkmk, what stands for a line break begins the details.
    text = "\\n".join(fit([plain(line) for line in service.lines]))
    return f'{EXIT_STATUS[service.state]} "{name}" {"|".join(service.metrics) or "-"} {text}'


def _services(check: Check, made: datetime) -> Iterator[Service]:
    policies = check.policies
    # Nobody is told of a policy whose service Checkmk has not discovered yet, so this one tells of all of them.
    yield Service(
        plain(f"VBS check {check.name}"),
        "check",
        check.state,
        [_not_good("policies", sum(policy.state != GOOD for policy in policies), len(policies))] if policies else [],
        [check.msg, *check.details],
    )
    for policy in policies:
        yield Service(
            plain(f"VBS policy {policy.name or policy.policy_id}"),
            plain(policy.policy_id),
            policy.state,
            list(_metrics(policy, made)),
            _lines(policy),
        )


def _metrics(policy: Policy, made: datetime) -> Iterator[str]:
    yield _not_good("volumes", max(policy.total - policy.good, 0), policy.total)
    yield f"vbs_volumes_seen={policy.seen}"
    if policy.expected is not None:
        yield f"vbs_volumes_expected={policy.expected}"
    if policy.seconds is not None:
        yield f"vbs_run_duration={policy.seconds:.0f}"
    if policy.last_good is not None:
        # The service's clock may be ahead.
        yield f"vbs_last_good_backup_age={max((made - policy.last_good).total_seconds(), 0):.0f}"


def _not_good(what: str, value: int, largest: int) -> str:
    """With levels: from 1 on, it is critical."""
    return f"vbs_{what}_not_good={value};1;1;0;{largest}"


def _lines(policy: Policy) -> list[str]:
    """What is worst stands in the first one, which lists of services show."""
    times = [f"{what} at {minute(time)}" for what, time in (("due", policy.due), ("begun", policy.begun)) if time]
    said = ", ".join([f"{policy.good} of {policy.total} volumes have a good backup", *times])
    first, *others = [*policy.all_problems, *policy.notes] or [""]
    return ["; ".join(filter(None, (said, first))), *others]
