# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many IDs at once: an answer or an error for each."""

from __future__ import annotations

import weakref
from threading import Barrier, Event, Lock

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, PassingError, Unauthorized
from ansible_collections.otc.vbs.plugins.module_utils._waiter.concurrent import ask_all

IDS = [f"id-{number}" for number in range(100)]
CONNECTIONS = 5


class Asked:
    """Counts what is asked for, and answers or raises as it is told to."""

    def __init__(self, answer):
        self.ids = []
        self._answer = answer
        self._lock = Lock()

    def __call__(self, one):
        with self._lock:
            self.ids.append(one)
        return self._answer(one)


def failing(error_type, status):
    def answer(one):
        raise error_type("failed", method="GET", url=f"http://vbs/{one}", status=status)

    return answer


def test_each_id_gets_its_own_answer_in_their_order():
    answers = ask_all(IDS, str.upper, CONNECTIONS)
    assert list(answers) == IDS
    assert list(answers.values()) == [one.upper() for one in IDS]


def test_an_error_takes_the_place_of_its_answer_alone():
    def answer(one):
        return failing(ApiError, 404)(one) if one == "id-7" else one

    answers = ask_all(IDS, answer, CONNECTIONS)
    assert [one for one, found in answers.items() if isinstance(found, ApiError)] == ["id-7"]


def test_a_refused_login_is_not_tried_for_each_id():
    asked = Asked(failing(Unauthorized, 401))
    answers = ask_all(IDS, asked, CONNECTIONS)
    assert {type(answer) for answer in answers.values()} == {Unauthorized}
    assert len(asked.ids) <= CONNECTIONS


def test_a_service_that_does_not_answer_is_not_asked_for_each_id():
    asked = Asked(failing(PassingError, None))
    answers = ask_all(IDS, asked, CONNECTIONS)
    assert {type(answer) for answer in answers.values()} == {PassingError}
    assert len(asked.ids) < 2 * CONNECTIONS


def test_a_service_that_answers_with_errors_is_asked_for_each_id():
    asked = Asked(failing(PassingError, 503))
    ask_all(IDS, asked, CONNECTIONS)
    assert sorted(asked.ids) == sorted(IDS)


def test_an_error_does_not_keep_what_was_in_hand():
    answers = ask_all(IDS[:3], failing(ApiError, 404), CONNECTIONS)
    assert all(answer.__traceback__ is None for answer in answers.values())


def test_once_it_is_interrupted_it_asks_for_nothing_more(interrupt):
    complete, released, freed = Barrier(CONNECTIONS), Event(), Event()
    late = []

    def answer(one):
        if complete.wait(10) == 0 and not released.is_set():
            interrupt()
        late.append(not released.wait(10))

    asked = Asked(answer)
    ids = asked.ids
    # No thread has it in hand any more: all have ended their work.
    weakref.finalize(asked, freed.set)
    with pytest.raises(KeyboardInterrupt):
        ask_all(IDS, asked, CONNECTIONS)
    del asked
    released.set()
    assert freed.wait(10)
    assert late == [False] * CONNECTIONS
    assert len(ids) == CONNECTIONS
