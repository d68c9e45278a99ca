# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The wait loop, on a clock of its own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, PassingError
from ansible_collections.otc.vbs.plugins.module_utils._waiter.loop import Unmet, Wait, poll


class Clock:
    def __init__(self, lag=0.0):
        self.now = 0.0
        self.slept = []
        self._lag = lag

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        # A wait that does not end must fail a test, not hang it.
        assert len(self.slept) < 5000
        self.slept.append(seconds)
        self.now += seconds + self._lag


def never(_document):
    return Unmet("not yet")


def run(answers, judge, wait, clock=None, ids=("a",)):
    """Polls a service that gives answers[id] by turns, the last one for ever; notes what was asked and when."""
    clock = clock or Clock()
    asked = []

    def ask(pending):
        asked.append((clock.now, list(pending)))
        turn = len(asked) - 1
        return {one: answers[one][min(turn, len(answers[one]) - 1)] for one in pending}

    return poll(list(ids), ask, judge, wait, clock, clock.sleep), asked, clock


def until(wanted):
    return lambda document: None if document == wanted else Unmet(f"is {document}")


def passing():
    return PassingError("failed", method="GET", url="u")


def test_polls_a_last_time_exactly_when_the_time_is_up():
    outcome, asked, clock = run({"a": ["no"]}, never, Wait(25, 10))
    assert [when for when, _ids in asked] == [0, 10, 20, 25]
    assert clock.slept == [10, 10, 5]
    assert (outcome.elapsed, outcome.polls) == (25, 4)
    assert outcome.unmet["a"].reason == "not yet"


def test_what_comes_at_the_last_poll_counts():
    outcome, _asked, _clock = run({"a": ["no", "no", "no", "yes"]}, until("yes"), Wait(25, 10))
    assert not outcome.unmet


def test_a_timeout_of_0_polls_once_and_does_not_sleep():
    outcome, asked, clock = run({"a": ["no"]}, never, Wait(0, 10))
    assert len(asked) == outcome.polls == 1
    assert clock.slept == []


def test_the_time_that_requests_take_counts():
    clock = Clock()

    def slow(_document):
        clock.now += 40
        return Unmet("not yet")

    outcome, asked, _clock = run({"a": ["no"]}, slow, Wait(100, 10), clock)
    assert [when for when, _ids in asked] == [0, 50, 100]
    assert outcome.elapsed == 140


def test_the_time_that_a_poll_takes_is_a_part_of_the_interval():
    clock = Clock()

    def slow(document):
        clock.now += 4
        return until("yes")(document)

    outcome, asked, _clock = run({"a": ["no", "no", "yes"]}, slow, Wait(100, 10), clock)
    assert [when for when, _ids in asked] == [0, 10, 20]
    assert outcome.elapsed == 24


def test_all_ids_share_one_deadline_and_the_settled_are_not_asked_again():
    answers = {"a": ["yes"], "b": ["no", "yes"], "c": ["no"]}
    outcome, asked, _clock = run(answers, until("yes"), Wait(30, 10), ids="abc")
    assert asked == [(0, ["a", "b", "c"]), (10, ["b", "c"]), (20, ["c"]), (30, ["c"])]
    assert outcome.elapsed == 30
    assert list(outcome.unmet) == ["c"]
    assert outcome.documents == {"a": "yes", "b": "yes", "c": "no"}


def test_a_passing_error_does_not_end_the_wait():
    outcome, asked, _clock = run({"a": ["no", passing(), passing(), "yes"]}, until("yes"), Wait(60, 10))
    assert not outcome.unmet
    assert len(asked) == 4


def test_another_error_ends_it_at_once():
    error = ApiError("answered HTTP 404", method="GET", url="u", status=404)
    outcome, asked, _clock = run({"a": ["no", error], "b": ["no"]}, until("yes"), Wait(60, 10), ids="ab")
    assert len(asked) == 2
    assert outcome.unmet["a"].error is error
    assert outcome.documents == {"a": "no", "b": "no"}


def test_no_success_while_the_service_is_away():
    outcome, _asked, _clock = run({"a": [passing()]}, lambda document: None, Wait(30, 10))
    assert outcome.unmet["a"].error
    assert outcome.elapsed == 30


def test_an_old_answer_is_not_judged_in_place_of_one_that_did_not_come():
    judged = []

    def judge(document):
        judged.append(document)
        return None if len(judged) > 1 else Unmet("no")

    outcome, _asked, _clock = run({"a": ["old", passing()]}, judge, Wait(30, 10))
    assert judged == ["old"]
    assert outcome.unmet["a"].error
    assert outcome.documents == {"a": "old"}


def test_what_can_never_come_is_not_waited_for():
    outcome, asked, clock = run({"a": ["x"]}, lambda document: Unmet("failed", final=True), Wait(60, 10))
    assert len(asked) == 1
    assert clock.slept == []
    assert outcome.unmet["a"].final


@given(
    timeout=st.floats(0, 1000),
    interval=st.floats(0.5, 100),
    lag=st.floats(0, 5),
    polls_needed=st.integers(1, 500),
)
def test_bounds_hold_for_any_clock(timeout, interval, lag, polls_needed):
    clock = Clock(lag)
    answers = ["no"] * (polls_needed - 1) + ["yes"]
    outcome, asked, clock = run({"a": answers}, until("yes"), Wait(timeout, interval), clock)
    assert outcome.polls == len(asked) >= 1
    assert all(0 <= pause <= interval for pause in clock.slept)
    assert outcome.elapsed <= timeout + lag + 1e-6
    # Either it came, or it was asked for once more when the time was up.
    assert not outcome.unmet or asked[-1][0] >= timeout
