# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Verdicts as metrics of Prometheus, in its text format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from typing import Any

from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.checks import DEFAULT_NAME, Check, Policy, read_checks
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.state import GOOD
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.text import name_of

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
# By their names; what they mean.
FAMILIES = {
    "vbs_check_timestamp_seconds": "When the check ended, in seconds since 1970.",
    "vbs_check_success": "Whether the latest runs could be checked.",
    "vbs_check_good": "Whether the verdict of the check is that all is good.",
    "vbs_policy_good": "Whether the latest run of the policy is good.",
    "vbs_policy_due_timestamp_seconds": "When the policy was due last, in seconds since 1970.",
    "vbs_policy_begun_timestamp_seconds": "When the latest run of the policy began, in seconds since 1970.",
    "vbs_policy_run_duration_seconds": "How long the latest run of the policy took until its last task ended.",
    "vbs_policy_volumes_expected": "How many volumes the latest run of the policy ought to hold.",
    "vbs_policy_volumes_seen": "How many volumes are in the latest run of the policy.",
    "vbs_policy_volumes_good": "How many volumes have a good backup of the run that was due.",
    "vbs_policy_last_good_backup_timestamp_seconds": (
        "The oldest of the last good backups of the policy's volumes, in seconds since 1970."
    ),
    "vbs_volume_good": "Whether the volume has a good backup of the run that was due.",
    "vbs_volume_last_good_backup_timestamp_seconds": (
        "When the last good backup of the volume was begun, in seconds since 1970."
    ),
    "vbs_volume_last_good_backup_duration_seconds": "How long the last good backup of the volume took.",
}

Sample = tuple[str, Mapping[str, str], "float | None"]


def report_prometheus(
    verdicts: Any,
    tasks: Any = (),
    check: Any = DEFAULT_NAME,
    project_id: Any = None,
    now: datetime | None = None,
) -> str:
    """The metrics that the filter report_prometheus documents; raises InvalidInput."""
    if not isinstance(project_id, (str, type(None))):
        raise InvalidInput("project_id", project_id, "It must be the ID of a project.")
    checks, made = read_checks(verdicts, tasks, check, now)
    common = {"project_id": name_of(project_id)} if project_id else {}
    families: dict[str, list[str]] = {name: [] for name in FAMILIES}
    for one in checks:
        for name, labels, value in _of_check(one, {"check": one.name, **common}, made):
            if value is not None:
                told = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
                families[name].append(f"{name}{{{told}}} {_number(value)}")
    return "".join(
        f"# HELP {name} {FAMILIES[name]}\n# TYPE {name} gauge\n" + "".join(f"{sample}\n" for sample in samples)
        for name, samples in families.items()
        if samples
    )


def _of_check(check: Check, labels: Mapping[str, str], made: datetime) -> Iterator[Sample]:
    yield "vbs_check_timestamp_seconds", labels, _seconds(made)
    yield "vbs_check_success", labels, bool(check.policies)
    yield "vbs_check_good", labels, check.state == GOOD
    for policy in check.policies:
        own = {**labels, "policy": policy.name or policy.policy_id, "policy_id": policy.policy_id}
        yield from _of_policy(policy, own)


def _of_policy(policy: Policy, labels: Mapping[str, str]) -> Iterator[Sample]:
    yield "vbs_policy_good", labels, policy.state == GOOD
    yield "vbs_policy_due_timestamp_seconds", labels, _seconds(policy.due)
    yield "vbs_policy_begun_timestamp_seconds", labels, _seconds(policy.begun)
    yield "vbs_policy_run_duration_seconds", labels, policy.seconds
    yield "vbs_policy_volumes_expected", labels, policy.expected
    yield "vbs_policy_volumes_seen", labels, policy.seen
    yield "vbs_policy_volumes_good", labels, policy.good
    yield "vbs_policy_last_good_backup_timestamp_seconds", labels, _seconds(policy.last_good)
    for volume in policy.volumes:
        own = {**labels, "volume": volume.name or volume.volume_id, "volume_id": volume.volume_id}
        backup = volume.last_good
        yield "vbs_volume_good", own, volume.state == GOOD
        yield "vbs_volume_last_good_backup_timestamp_seconds", own, _seconds(backup.created if backup else None)
        yield "vbs_volume_last_good_backup_duration_seconds", own, backup.seconds if backup else None


def _seconds(moment: datetime | None) -> float | None:
    return None if moment is None else (moment - EPOCH).total_seconds()


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
