# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Login with the password of a user: what it needs, and what Keystone is asked for."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import hidden
from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput, MissingInput
from ansible_collections.otc.vbs.plugins.module_utils._login.password import Password, token_request

PASSWORD = "a-password-that-must-never-be-shown"
WHOLE = {
    "auth_url": "https://iam.example/v3",
    "username": "u",
    "user_domain_name": "d",
    "password": PASSWORD,
    "project_id": "p",
}


@pytest.mark.parametrize(
    ("without", "option"),
    [
        ("auth_url", "auth.auth_url"),
        ("username", "auth.username"),
        ("user_domain_name", "auth.user_domain_name"),
        ("project_id", "project_id"),
    ],
)
def test_what_is_missing_is_named(nowhere, without, option):
    Password().check(WHOLE, None, nowhere)
    with pytest.raises(MissingInput) as caught:
        Password().check({name: value for name, value in WHOLE.items() if name != without}, None, nowhere)
    assert caught.value.option == option


@pytest.mark.parametrize("domain", ["user_domain_id", "default_domain_id", "default_domain_name"])
def test_any_domain_of_the_user_will_do(nowhere, domain):
    Password().check({**WHOLE, "user_domain_name": "", domain: "d"}, None, nowhere)


def test_an_id_of_the_user_needs_no_domain(nowhere):
    Password().check({**WHOLE, "username": "", "user_domain_name": "", "user_id": "u"}, None, nowhere)


def test_the_id_of_an_application_credential_is_no_user(nowhere):
    with pytest.raises(MissingInput, match=r"auth\.username"):
        Password().check({**WHOLE, "username": "", "application_credential_id": "c"}, None, nowhere)


def test_keystone_has_an_address(nowhere):
    with pytest.raises(InvalidInput, match=r"auth\.auth_url: 'iam'"):
        Password().check({**WHOLE, "auth_url": "iam"}, None, nowhere)


@pytest.mark.parametrize(
    ("auth", "user", "project"),
    [
        ({"user_id": "u", "project_id": "p"}, {"id": "u"}, {"id": "p"}),
        (
            {"username": "u", "user_domain_id": "d", "project_name": "p"},
            {"name": "u", "domain": {"id": "d"}},
            {"name": "p", "domain": {"id": "d"}},
        ),
        (
            {"username": "u", "user_domain_name": "d", "project_name": "p", "project_domain_name": "e"},
            {"name": "u", "domain": {"name": "d"}},
            {"name": "p", "domain": {"name": "e"}},
        ),
        # Any ID comes before any name.
        (
            {"username": "u", "user_domain_name": "d", "default_domain_id": "x", "project_id": "p"},
            {"name": "u", "domain": {"id": "x"}},
            {"id": "p"},
        ),
    ],
)
def test_what_keystone_is_asked_for(auth, user, project):
    assert token_request({"password": PASSWORD, **auth}) == {
        "identity": {"methods": ["password"], "password": {"user": {"password": PASSWORD, **user}}},
        "scope": {"project": project},
    }
    assert PASSWORD in hidden()
