# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Login with an application credential."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import hidden
from ansible_collections.otc.vbs.plugins.module_utils._errors import MissingInput
from ansible_collections.otc.vbs.plugins.module_utils._login.application_credential import (
    ApplicationCredential,
    token_request,
)

SECRET = "a-secret-that-must-never-be-shown"


@pytest.mark.parametrize(
    ("auth", "named"),
    [
        ({"application_credential_id": "c1"}, {"id": "c1"}),
        ({"application_credential_name": "c", "user_id": "u1"}, {"name": "c", "user": {"id": "u1"}}),
        (
            {"application_credential_name": "c", "username": "checker", "default_domain_name": "OTC-EU"},
            {"name": "c", "user": {"name": "checker", "domain": {"name": "OTC-EU"}}},
        ),
    ],
)
def test_what_an_application_credential_asks_keystone_for(auth, named):
    # It has its project, so it asks for none.
    assert token_request({"application_credential_secret": SECRET, **auth}) == {
        "identity": {
            "methods": ["application_credential"],
            "application_credential": {"secret": SECRET, **named},
        }
    }
    assert SECRET in hidden()


WHOLE = {"auth_url": "https://iam.example/v3", "application_credential_secret": SECRET}


@pytest.mark.parametrize(
    ("auth", "option"),
    [
        ({"auth_url": ""}, "auth.auth_url"),
        ({}, "auth.application_credential_id"),
        # A user alone names no credential.
        ({"user_id": "u"}, "auth.application_credential_id"),
        ({"application_credential_name": "c"}, "auth.username"),
        ({"application_credential_name": "c", "username": "u"}, "auth.user_domain_name"),
    ],
)
def test_what_is_missing_is_named(nowhere, auth, option):
    with pytest.raises(MissingInput) as caught:
        ApplicationCredential().check({**WHOLE, **auth}, None, nowhere)
    assert caught.value.option == option


@pytest.mark.parametrize(
    "auth",
    [
        {"application_credential_id": "c"},
        {"application_credential_name": "c", "user_id": "u"},
        {"application_credential_name": "c", "username": "u", "user_domain_name": "d"},
    ],
)
def test_it_needs_neither_an_endpoint_nor_a_project(nowhere, auth):
    ApplicationCredential().check({**WHOLE, **auth}, None, nowhere)
