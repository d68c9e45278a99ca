# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes a run good: the rules of a verdict, and how they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._api.documents import FINISHED_TASKS
from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput

# The clocks of the service and of the controller may differ by this much.
CLOCK_SKEW = timedelta(minutes=5)
# For numbers of hours and minutes: more would be no date any more.
LARGEST = 1000000
# In hours: how late a run may begin, and how long its tasks may take to be created.
DEFAULT_GRACE = 2
DEFAULT_ACCEPT = ("EXECUTE_SUCCESS",)
# Whether a good run needs backups that were seen: where they can be read, always, or never.
RESTORE_POINTS = (IF_READABLE := "if_readable", REQUIRED := "required", IGNORED := "ignored")


class Rules(NamedTuple):
    """max_age, and run_window: None where the schedule of the policy tells; grace: how late a run may be."""

    max_age: timedelta | None
    run_window: timedelta | None
    grace: timedelta
    accept: Sequence[str]
    restore_points: str


def read_rules(
    *, max_age: Any = None, run_window: Any = None, grace: Any = DEFAULT_GRACE, accept: Any, restore_points: Any
) -> Rules:
    """The rules, with max_age and grace in hours and run_window in minutes; raises InvalidInput."""
    return Rules(
        None if max_age is None else timedelta(hours=read_positive("max_age", max_age)),
        None if run_window is None else timedelta(minutes=read_positive("run_window", run_window)),
        timedelta(hours=read_grace("grace", grace)),
        read_accept("accept", accept),
        read_restore_points("restore_points", restore_points),
    )


def read_positive(option: str, value: Any) -> float:
    """A number of hours or minutes."""
    number = read_number(value)
    if not 0 < number <= LARGEST:
        raise InvalidInput(option, value, f"It must be a number above 0, and at most {LARGEST}.")
    return number


def read_grace(option: str, value: Any) -> float:
    """A number of hours that may be none."""
    number = read_number(value)
    if not 0 <= number <= LARGEST:
        raise InvalidInput(option, value, f"It must be a number of hours from 0 to {LARGEST}.")
    return number


def read_restore_points(option: str, value: Any) -> str:
    """One of RESTORE_POINTS."""
    if value not in RESTORE_POINTS:
        raise InvalidInput(option, value, f"It must be one of {', '.join(RESTORE_POINTS)}.")
    return str(value)


def read_accept(option: str, values: Any) -> list[str]:
    """Statuses that count as good."""
    accepted = read_names(option, values)
    if not accepted or not set(accepted) <= set(FINISHED_TASKS):
        raise InvalidInput(option, accepted, f"It must hold some of {', '.join(FINISHED_TASKS)}.")
    return accepted


def read_names(option: str, values: Any) -> list[str]:
    """A list of strings, blank ones left out.

    As for list options of Ansible, commas make a list of one string. So do line breaks, which no name has.
    """
    items = values.split(",") if isinstance(values, str) else values
    check_list(option, items, str, "a list of strings")
    names = (line.strip() for item in items for line in item.splitlines())
    return [name for name in names if name]


def read_documents(option: str, values: Any) -> None:
    """A list of what the modules return."""
    check_list(option, values, Mapping, "a list of dictionaries, as the modules return it")


def check_list(option: str, values: Any, kind: type, expected: str) -> None:
    """A list whose members are all of this kind."""
    if isinstance(values, (str, Mapping)) or not isinstance(values, Sequence):
        raise InvalidInput(option, values, f"It must be {expected}.")
    for value in values:
        if not isinstance(value, kind):
            raise InvalidInput(option, value, f"It must be {expected}.")


def read_number(value: Any) -> float:
    """A number, however it is written; what is none is one that no bound allows."""
    try:
        # float() would make a number of a truth value.
        return float("nan") if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        return float("nan")
