# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must never be shown, however it is written."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._secrets import conceal, hidden, hide

SECRET = """ä"'<\\/ &"""


@pytest.mark.parametrize(
    "written",
    [
        SECRET,
        r"""\u00e4\"'<\\/ &""",  # in JSON
        r"""ä\"'<\\/ &""",  # in JSON that keeps its characters
        r"""ä"\'<\\/ &""",  # in Python
        r"""ä&quot;&#x27;&lt;\/ &amp;""",  # in HTML
        "%C3%A4%22%27%3C%5C/%20%26",  # in the path of an address
        "%C3%A4%22%27%3C%5C%2F%20%26",  # in a part of it
    ],
)
def test_a_secret_is_known_in_each_form(written):
    assert conceal(f"It is {written}!") == f"It is {written}!"
    hide(SECRET)
    assert conceal(f"It is {written}! Yes, {written}.") == "It is ********! Yes, ********."
    assert written in hidden()


def test_a_secret_that_holds_another_is_hidden_whole():
    hide("inner")
    hide("an-inner-secret")
    assert conceal("Not an-inner-secret, but inner.") == "Not ********, but ********."
