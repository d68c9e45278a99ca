# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A verdict as the passive result of a service check, for Icinga, Nagios and their relatives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.checks import Check, read_checks
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.state import BAD, GOOD, UNFINISHED, UNKNOWN
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.text import fit, plain, unique

EXIT_STATUS = {GOOD: 0, UNFINISHED: 1, BAD: 2, UNKNOWN: 3}
STATUS = ("OK", "WARNING", "CRITICAL", "UNKNOWN")


def passive_check(verdict: Any) -> dict[str, Any]:
    """The result that the filter passive_check documents; raises InvalidInput."""
    (check,) = read_checks(verdict, several=False).checks
    exit_status = EXIT_STATUS[check.state]
    lines = [f"{STATUS[exit_status]} - {check.msg}", *check.details]
    return {
        "exit_status": exit_status,
        "plugin_output": "\n".join(fit([plain(line) for line in lines])),
        "performance_data": list(_performance(check)),
    }


def _performance(check: Check) -> Iterator[str]:
    policies = check.policies
    if not policies:
        return
    yield _metric("policies_not_good", sum(policy.state != GOOD for policy in policies), len(policies))
    total, good = sum(policy.total for policy in policies), sum(policy.good for policy in policies)
    yield _metric("volumes_not_good", max(total - good, 0), total)
    # A label holds neither quotes nor '='.
    names = [plain(policy.name or policy.policy_id).replace("=", ":") for policy in policies]
    labels = unique([f"policy {name}" for name in names])
    for label, policy in zip(labels, policies):
        yield _metric(f"'{label}'", max(policy.total - policy.good, 0), policy.total)


def _metric(label: str, value: int, largest: int) -> str:
    """Warning and critical are ranges: more than 0 is outside of them."""
    return f"{label}={value};0;0;0;{largest}"
