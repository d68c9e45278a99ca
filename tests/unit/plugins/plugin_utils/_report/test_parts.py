# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The small parts that the page is made of."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.plugin_utils._report.markup import Html, element
from ansible_collections.otc.vbs.plugins.plugin_utils._report.parts import (
    badge,
    mark,
    named,
    of_host,
    ok_or_bad,
    outcome,
    said,
    unordered,
)
from ansible_collections.otc.vbs.plugins.plugin_utils._report.report import Volume
from ansible_collections.otc.vbs.plugins.plugin_utils._report.status import Status


def volume(status, words=None, before=None):
    nothing = Volume(*[None] * len(Volume._fields))
    return nothing._replace(status=status, said=words, before=before)


def test_what_was_said_outside_is_text_with_a_direction_of_its_own():
    assert said("<b>\u202e{{ x }}") == "<bdi>&lt;b&gt;\\u202e{ { x }}</bdi>"
    # Markup of the page's own is none where it comes from outside.
    assert said(Html("<b>")) == "<bdi>&lt;b&gt;</bdi>"
    assert said(None) == "<bdi>(none)</bdi>"


@pytest.mark.parametrize(("length", "shown"), [(300, "x" * 300), (301, f"{'x' * 299}…")])
def test_what_was_said_outside_is_cut(length, shown):
    assert said("x" * length) == f"<bdi>{shown}</bdi>"


@pytest.mark.parametrize("name", [None, ""])
def test_what_has_no_name_is_called_by_its_id(name):
    assert named("web<1>", "v1") == "<bdi>web&lt;1&gt;</bdi> <small><bdi>v1</bdi></small>"
    assert named(name, "v1") == "<bdi>v1</bdi>"


def test_a_host_is_told_where_there_are_several():
    assert of_host("a<b", "1 < 2") == "<bdi>a&lt;b</bdi>: 1 &lt; 2"
    assert of_host(None, "1 < 2") == "1 &lt; 2"


def test_a_badge_is_in_words_and_in_the_style_of_its_status():
    assert badge(Status.TIMED_OUT) == '<span class="badge timed-out"><i></i> timed out</span>'
    assert badge(Status.NO_RUN, "not in it") == '<span class="badge no-run"><i></i> not in it</span>'


def test_the_outcome_is_in_the_services_words_only_where_it_is_not_known():
    assert outcome(volume(Status.GOOD, "EXECUTE_SUCCESS")) == badge(Status.GOOD)
    assert outcome(volume(Status.UNKNOWN, "<NEW>")) == badge(Status.UNKNOWN, element("bdi", "<NEW>"))


def test_the_outcome_is_of_the_run_before_where_the_one_that_was_due_has_not_begun():
    assert outcome(volume(Status.NO_RUN, before=Status.FAILED)) == badge(Status.FAILED)
    assert outcome(volume(Status.NO_RUN, "NEW", before=Status.UNKNOWN)) == badge(Status.UNKNOWN, element("bdi", "NEW"))


def test_good_and_bad_have_a_sign_and_a_class():
    # A screen reader has the words beside it.
    assert mark(True) == '<span class="mark" aria-hidden="true">✓</span>'
    assert mark(False) == '<span class="mark" aria-hidden="true">✕</span>'
    assert (ok_or_bad(True), ok_or_bad(False)) == ("ok", "bad")


def test_there_is_no_list_of_nothing():
    assert unordered(["a<b", said("c")], "told") == '<ul class="told"><li>a&lt;b</li><li><bdi>c</bdi></li></ul>'
    assert unordered(iter(()), "told") is None
