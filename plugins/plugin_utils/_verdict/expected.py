# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which volumes a run ought to hold, and does not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.records import Policy, Volumes
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.streaks import Past


class Expected(NamedTuple):
    """What a run lacks.

    number: how many volumes it ought to hold, None where nobody tells. missing: those that are known by their IDs.
    unnamed: how many more are missing. suspects: volumes of earlier runs that may be these.
    """

    number: int | None
    missing: Sequence[str]
    unnamed: int
    suspects: Sequence[str]

    @property
    def lacking(self) -> int:
        """How many volumes are missing."""
        return len(self.missing) + self.unnamed


def expected_of(policy: Policy, volumes: Volumes, seen: Collection[str], pasts: Sequence[Past]) -> Expected:
    """What the run lacks; seen: the volumes in it.

    A volume need not say that it is the policy's, or not be visible: where the policy counts more than do, the others
    are missing unnamed.
    """
    members = volumes.members.get(policy.policy_id, ())
    missing = sorted(volume for volume in set(members) if volume not in seen)
    # One of the run that says nothing may still be the policy's; one that says that it is another's is not any more.
    known = {*members, *(volume for volume in seen if volume not in volumes.owned)}
    unnamed = max((policy.size or 0) - len(known), 0)
    earlier = {volume for past in pasts for volume in past.good}
    suspects = (
        [volume for volume in sorted(earlier) if volume not in known and volume not in volumes.owned] if unnamed else []
    )
    told = policy.size is not None or members
    return Expected(max(policy.size or 0, len(set(members))) if told else None, missing, unnamed, suspects)
