# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts from outside in formats that give some characters a meaning."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.text import fit, name_of, plain, sentence, unique


def test_names_and_sentences_are_short_and_on_one_line():
    assert name_of("a\nb\x00\u202e") == "a b\\u0000\\u202e"
    assert len(name_of("x" * 10000)) == 200
    assert len(sentence("x" * 10000)) == 1000
    assert sentence("{{ x }}") == "{ { x }}"


def test_what_monitoring_systems_obey_is_replaced():
    assert plain("a|b\\n<c>\"d\"'e'") == "a¦b/n\u2039c\u203a\u201dd\u201d\u2019e\u2019"
    assert plain("Zürich (1) = 5 %") == "Zürich (1) = 5 %"


@pytest.mark.parametrize(
    ("names", "tails", "told"),
    [
        (["a", "b"], None, ["a", "b"]),
        (["a", "a", "a (2)", "a"], None, ["a", "a (2)", "a (2) (2)", "a (3)"]),
        (["a", "a", "b"], ["1", "2", "3"], ["a (1)", "a (2)", "b"]),
        (["a", "a"], ["1", "1"], ["a (1)", "a (1) (2)"]),
    ],
)
def test_no_name_comes_twice(names, tails, told):
    assert unique(names, tails) == told


def test_lines_for_which_there_is_no_room_are_counted():
    assert fit(["12345", "123", "1"], 9) == ["12345", "123", "and 1 more"]
    assert fit(["12345", "123"], 9) == ["12345", "123"]
    assert fit(["12345", "123", "1"], 1) == ["12345", "and 2 more"]
