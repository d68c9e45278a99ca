# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bounds of the wait loop, for any clock, any service and any pace."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, PassingError, VbsError
from ansible_collections.otc.vbs.plugins.module_utils._waiter.loop import Unmet, Wait, poll

IDS = ["a", "b", "c"]
# All times are multiples of this, so that sums of them are exact.
TICK = 1 / 64


class Round(NamedTuple):
    """What was asked in one round, when, what came, and when that was done."""

    begun: float
    ended: float
    answers: dict[str, object]


class World:
    """A service and the time: answers by ID and round, the last for ever; what each round takes, and each sleep more.

    An answer is `good`, `bad` (never to be good), `odd` (the judge gives up), or anything else, which is not good yet,
    or an error. Documents are new at each round.
    """

    def __init__(self, start, answers, durations, oversleep):
        self.now = start
        self.rounds = []
        self.sleeps = []
        self._answers, self._durations, self._oversleep = answers, durations, oversleep

    def clock(self):
        return self.now

    def sleep(self, seconds):
        # A wait that does not end must fail a test, not hang it.
        assert seconds > 0
        assert len(self.sleeps) < 600
        self.sleeps.append((self.now, seconds))
        self.now += seconds + self._oversleep

    def ask(self, pending):
        turn, begun = len(self.rounds), self.now
        self.now += self._durations[min(turn, len(self._durations) - 1)]
        came = {one: self._answers[one][min(turn, len(self._answers[one]) - 1)] for one in pending}
        documents = {one: found if isinstance(found, ApiError) else (found, turn) for one, found in came.items()}
        self.rounds.append(Round(begun, self.now, documents))
        return documents


def judge(document):
    said, _turn = document
    if said == "odd":
        raise VbsError("cannot tell")
    return None if said == "good" else Unmet(said, final=said == "bad")


def passing(retry_after):
    error = PassingError("failed", method="GET", url="u")
    error.retry_after = retry_after
    return error


def lasting(status):
    return ApiError("failed", method="GET", url="u", status=status)


def is_final(answer):
    """Whether it ends the wait."""
    if isinstance(answer, ApiError):
        return not isinstance(answer, PassingError)
    return answer[0] in ("bad", "odd")


def is_good(answer):
    return not isinstance(answer, ApiError) and answer[0] == "good"


def seconds(least, most):
    return st.integers(int(least / TICK), int(most / TICK)).map(lambda ticks: ticks * TICK)


passing_errors = st.builds(passing, st.none() | seconds(0, 300))
lasting_errors = st.just(404).map(lasting)
# Mostly such as let the wait go on, for some of the IDs.
patient_answers = st.lists(st.sampled_from(["no", "no", "no", "good"]) | passing_errors, min_size=1, max_size=8)
any_answers = st.lists(
    st.sampled_from(["no", "no", "good", "bad", "odd"]) | passing_errors | lasting_errors, min_size=1, max_size=8
)
answers = patient_answers | patient_answers | patient_answers | any_answers
paces = {
    "start": seconds(-100, 1e6),
    "timeout": seconds(0, 500),
    "interval": seconds(1, 60),
    "durations": st.lists(seconds(0, 100), min_size=1, max_size=8),
    "oversleep": seconds(0, 5) | st.just(0.0),
}


@settings(max_examples=300)
@given(answered=st.fixed_dictionaries(dict.fromkeys(IDS, answers)), **paces)
def test_the_bounds_of_a_wait(answered, start, timeout, interval, durations, oversleep):
    world = World(start, answered, durations, oversleep)
    outcome = poll(IDS, world.ask, judge, Wait(timeout, interval), world.clock, world.sleep)
    rounds, deadline = world.rounds, start + timeout
    last = rounds[-1]

    # How often, and until when.
    assert outcome.polls == len(rounds) >= 1
    assert len(rounds) <= timeout / interval + 2
    assert all(begun + pause <= deadline for begun, pause in world.sleeps)
    assert len(world.sleeps) == len(rounds) - 1
    assert last.begun <= deadline + oversleep
    assert outcome.elapsed == last.ended - start <= timeout + oversleep + (last.ended - last.begun)

    # The pause is what the poll leaves of the interval, or what the service asks for, unless the time is up before.
    for (_begun, pause), found in zip(world.sleeps, rounds, strict=False):
        asked_for = [error.retry_after or 0 for error in found.answers.values() if isinstance(error, PassingError)]
        rest = interval - (found.ended - found.begun) % interval
        assert pause == min(max([rest, *asked_for]), deadline - found.ended)

    # It goes on with what is not good, and only while that can still come.
    assert list(rounds[0].answers) == IDS
    for earlier, later in pairwise(rounds):
        assert list(later.answers) == [one for one, answer in earlier.answers.items() if not is_good(answer)]
        assert not any(map(is_final, earlier.answers.values()))
        assert earlier.ended < deadline

    # It ends for a reason: all is good, something never can be, or it has looked once the time was up.
    lacking = [one for one, answer in last.answers.items() if not is_good(answer)]
    assert list(outcome.unmet) == lacking
    assert not lacking or any(map(is_final, last.answers.values())) or last.ended >= deadline
    for one, unmet in outcome.unmet.items():
        assert unmet.final == is_final(last.answers[one])

    # Each has its own last document, which is a good one exactly if nothing is missing of it.
    for one in IDS:
        found = [entry.answers[one] for entry in rounds if one in entry.answers]
        documents = [answer for answer in found if not isinstance(answer, ApiError)]
        assert outcome.documents.get(one) == (documents[-1] if documents else None)
        assert (one not in outcome.unmet) == is_good(found[-1])
