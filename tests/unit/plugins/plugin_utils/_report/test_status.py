# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a status is taken for, and that each can be told from the others and read."""

from __future__ import annotations

from itertools import pairwise

import pytest

from ansible_collections.otc.vbs.plugins.plugin_utils._report.status import Status, status_of


@pytest.mark.parametrize(
    ("said", "outcome", "status"),
    [
        ("EXECUTE_SUCCESS", None, Status.GOOD),
        ("EXECUTE_SUCCESS", "good", Status.GOOD),
        ("EXECUTE_SUCCESS", "lost", Status.LOST),
        ("EXECUTE_SUCCESS", "disagreement", Status.CONTRADICTED),
        ("EXECUTE_FAIL", "bad", Status.FAILED),
        ("EXECUTE_TIMEOUT", "bad", Status.TIMED_OUT),
        ("SKIP", "good", Status.SKIPPED),
        ("WAITING", "unfinished", Status.RUNNING),
        ("RUNNING", "unfinished", Status.RUNNING),
        ("NEW_ONE", "unknown", Status.UNKNOWN),
        (None, None, Status.UNKNOWN),
    ],
)
def test_what_became_of_a_task(said, outcome, status):
    assert status_of(said, outcome) is status


def test_each_has_a_label_a_sign_a_style_and_a_colour_of_its_own():
    for shown in ("label", "sign", "style", "colours"):
        assert len({getattr(status, shown) for status in Status}) == len(Status)
    assert all(status.style.replace("-", "").isalpha() for status in Status)


def test_the_worst_comes_first():
    assert all(worse.badness < better.badness for worse, better in pairwise(Status))
    assert min(Status, key=lambda status: status.badness) is Status.FAILED
    assert all(status.badness < Status.GOOD.badness for status in Status if status not in (Status.GOOD, Status.NO_RUN))


def brightness(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("status", Status, ids=lambda status: status.style)
def test_its_letters_can_be_read(status):
    """By the contrast that WCAG 2 asks for."""
    colours = status.colours
    for pair in ((colours.ground, colours.letters), (colours.dark_ground, colours.dark_letters)):
        darker, lighter = sorted(map(brightness, pair))
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5
