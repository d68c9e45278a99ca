# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing that a service says is a template."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.otc.vbs.plugins.plugin_utils._no_template import no_template

TEXTS = st.one_of(st.text(), st.text(alphabet="{}%# x"))


@given(TEXTS)
def test_no_opening_is_left_and_nothing_but_blanks_is_added(text):
    written = no_template(text)
    assert not any(opening in written for opening in ("{{", "{%", "{#"))
    assert written.replace(" ", "") == text.replace(" ", "")
    assert no_template(written) == written


@given(TEXTS.filter(lambda text: not any(opening in text for opening in ("{{", "{%", "{#"))))
def test_what_is_none_stays_as_it_is(text):
    assert no_template(text) == text
