# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fault matrix: which cells there are, and the rules that say what comes of each."""

from __future__ import annotations

from dataclasses import dataclass

from .kinds import FAULTS, FINAL, HARMLESS, LOGIN, Fault

JOBS = "vbs_job_info"
TASKS = "vbs_policy_tasks_info"
ROLE = "policy_run_check"
TARGETS = (JOBS, TASKS, ROLE)

FIRST = "first request"
FURTHER = "further page or job"
MID_WAIT = "mid-wait"
RENEWAL = "token renewal"
POSITIONS = {
    FIRST: "the first request to the service, without `wait`",
    FURTHER: "the third page of a policy's tasks, or the second of three jobs; without `wait`",
    MID_WAIT: "with `wait`, after two good polls",
    RENEWAL: "with `wait`; the token is refused after a good poll, and Keystone has the fault",
}
WAITING = (MID_WAIT, RENEWAL)

# What a service may answer where the marker's task is gone.
LOST_MARKER_STATUSES = (400, 404)
# And where a page of the size that is asked for is too large.
LARGE_PAGE_STATUS = 400

WORKS = "works"
AGAIN = "tried again, works"
LOGS_IN = "logs in again, works"
READS_ANEW = "reads the list anew, works"
OTHERWISE = "asks the tasks, works"
FAILS = "fails at once"
GIVES_UP = "fails after its retries"
TIMES_OUT = "times out"
OUTCOMES = {
    WORKS: "The fault has no effect: the result is right, and no request was sent twice.",
    AGAIN: "The request is sent again, within `retries` or at the next poll, and the result is right. "
    "Where the answer has `Retry-After`, this is waited for first.",
    LOGS_IN: "The module gets a new token, sends the request again, and the result is right.",
    READS_ANEW: "The list may have changed while it was read, or its pages may be too large: it is read once more from "
    "its start, after HTTP 400 for its first page in smaller ones.",
    OTHERWISE: "The role's wait for the jobs ends; its wait for the tasks goes on, and the verdict is right.",
    FAILS: "To try again would bring the same. The task fails, and `msg` and `error` say which request failed and how.",
    GIVES_UP: "The request is sent again `retries` times. Then the task fails as above.",
    TIMES_OUT: "The module asks again until `wait_timeout` is over. Then it fails; what it saw last is in the result, "
    "with `elapsed` and `polls`.",
}
GOOD = (WORKS, AGAIN, LOGS_IN, READS_ANEW, OTHERWISE)


@dataclass(frozen=True)
class Cell:
    """One fault, met by one target in one position, once or from then on.

    in_process: whether the work is done in Ansible's own process, or by modules.
    """

    target: str
    position: str
    fault_name: str
    lasting: bool
    in_process: bool

    @property
    def name(self) -> str:
        """The name of its test, and of its host in the inventory."""
        life = "lasting" if self.lasting else "once"
        way = "in-process" if self.in_process else "module"
        return f"{self.target}-{self.position.replace(' ', '-')}-{self.fault_name}-{life}-{way}"

    @property
    def fault(self) -> Fault:
        """The fault."""
        return FAULTS[self.fault_name]

    @property
    def waits(self) -> bool:
        """Whether the fault is met while waiting."""
        return self.position in WAITING

    @property
    def reads_a_list(self) -> bool:
        """Whether the fault is met by a request for a page of tasks."""
        if self.target == TASKS:
            return self.position != RENEWAL
        return self.target == ROLE and not self.waits

    @property
    def outcome(self) -> str:
        """What ought to come of it, one of OUTCOMES."""
        fault = self.fault
        if fault.effect == HARMLESS:
            return WORKS
        # A login that is refused is not tried again: some clouds lock a user out after a few.
        if fault.effect == LOGIN and self.position != RENEWAL:
            return FAILS if self.lasting else LOGS_IN
        if fault.effect in (FINAL, LOGIN):
            return FAILS if self.lasting else self._after_a_final_one()
        if not self.lasting:
            return AGAIN
        return TIMES_OUT if self.waits else GIVES_UP

    def _after_a_final_one(self) -> str:
        broken_off = self.position == FURTHER and self.fault.status in LOST_MARKER_STATUSES
        if self.reads_a_list and (broken_off or self.fault.status == LARGE_PAGE_STATUS):
            return READS_ANEW
        if self.target == ROLE and self.waits:
            return OTHERWISE
        return FAILS


CELLS = [
    Cell(target, position, fault_name, lasting, in_process)
    for target in TARGETS
    for position in POSITIONS
    for fault_name in FAULTS
    for lasting in (False, True)
    for in_process in (False, True)
]


def sample() -> list[Cell]:
    """The cells that 'make faults' runs unless told otherwise.

    The modules share all that meets faults, so each fault is met in each position by one or the other, once or from
    then on, in Ansible's process or not, in turns; and by the role in one position. Whatever can come of a position is
    among them for each target.
    """
    chosen = [cell for cell in CELLS if _has_its_turn(cell)]
    covered = {_case(cell) for cell in chosen}
    others = {_case(cell): cell for cell in CELLS}
    return chosen + [cell for case, cell in others.items() if case not in covered]


def _has_its_turn(cell: Cell) -> bool:
    fault, position = list(FAULTS).index(cell.fault_name), list(POSITIONS).index(cell.position)
    turn = fault + position
    turn_of_target = turn % len(POSITIONS) == 0 if cell.target == ROLE else turn % 2 == TARGETS.index(cell.target)
    turn_of_way = cell.in_process == bool((turn // 4 if cell.target == ROLE else fault // 2 + position // 2) % 2)
    return turn_of_target and turn_of_way and cell.lasting == bool(turn // 2 % 2)


def _case(cell: Cell) -> tuple[str, str, bool, str]:
    return cell.target, cell.position, cell.lasting, cell.outcome
