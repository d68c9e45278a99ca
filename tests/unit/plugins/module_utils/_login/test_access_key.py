# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Login with an access key: what it needs."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput, MissingInput
from ansible_collections.otc.vbs.plugins.module_utils._login.access_key import AccessKey

WHOLE = {"access_key": "ak", "secret_key": "a-secret-key", "project_id": "p"}


@pytest.mark.parametrize(
    ("without", "endpoint", "option"),
    [
        ("access_key", "https://vbs.example", "auth.access_key"),
        ("project_id", "https://vbs.example", "project_id"),
        ("", None, "endpoint"),
    ],
)
def test_what_is_missing_is_named(nowhere, without, endpoint, option):
    AccessKey().check(WHOLE, "https://vbs.example", nowhere)
    with pytest.raises(MissingInput) as caught:
        AccessKey().check({name: value for name, value in WHOLE.items() if name != without}, endpoint, nowhere)
    assert caught.value.option == option


def test_nobody_tells_the_id_of_a_project_by_its_name(nowhere):
    with pytest.raises(InvalidInput, match=r"auth\.project_name: 'eu-de'"):
        AccessKey().check({**WHOLE, "project_name": "eu-de"}, "https://vbs.example", nowhere)


@pytest.mark.parametrize("name", ["access_key", "security_token"])
def test_what_goes_into_a_header_is_one_line(nowhere, name):
    with pytest.raises(InvalidInput, match=rf"auth\.{name}: \(not shown\)"):
        AccessKey().check({**WHOLE, name: "a\nb-not-to-be-shown"}, "https://vbs.example", nowhere)
