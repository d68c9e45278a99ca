# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Login with a token that the user brings."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, MissingInput
from ansible_collections.otc.vbs.plugins.module_utils._login.token import Token, TokenLogin


@pytest.mark.parametrize(
    ("document", "project", "catalog"),
    [
        ({"project": {"id": "p1", "name": "eu-de"}, "catalog": [{"type": "vbs"}]}, {"id": "p1", "name": "eu-de"}, 1),
        ({"project": "p1", "catalog": []}, {}, 0),
    ],
)
def test_what_keystone_says_of_a_token(service, document, project, catalog):
    service.simulator.fault(path="tokens", kind="answer", status=200, json={"token": document})
    access = TokenLogin(service.client(), "the-users-token", service.simulator.auth_url).access()
    assert access[:3] == ("GET", service.simulator.url + "/v3/auth/tokens", project)
    assert len(access.catalog) == catalog
    (request,) = service.asked()
    assert request["method"] == "GET"
    assert request["headers"]["x-auth-token"] == request["headers"]["x-subject-token"] == "the-users-token"


def test_an_answer_that_does_not_describe_the_token_is_an_error(service):
    token = TokenLogin(service.client(), "the-users-token", service.simulator.auth_url)
    url = f"{service.simulator.url}/v3/auth/tokens"
    for document, said in (({"token": "text"}, "brought no description of the token"), ({}, "answered HTTP 200 OK: ")):
        service.simulator.fault(path="tokens", kind="answer", status=200, json=document)
        with pytest.raises(ApiError) as caught:
            token.access()
        assert str(caught.value).startswith(f"GET {url} {said}")


@pytest.mark.parametrize(
    ("auth", "endpoint", "option"),
    [
        ({}, None, "endpoint"),
        ({"project_id": "p"}, None, "endpoint"),
        ({}, "https://vbs.example", "project_id"),
        # The name must be that of the project, which Keystone alone knows.
        ({"project_id": "p", "project_name": "n"}, "https://vbs.example", "auth.auth_url"),
    ],
)
def test_what_keystone_would_have_to_tell_is_missing_without_it(nowhere, auth, endpoint, option):
    auth = {"token": "t", **auth}
    with pytest.raises(MissingInput) as caught:
        Token().check(auth, endpoint, nowhere)
    assert caught.value.option == option
    Token().check({**auth, "auth_url": "https://iam.example"}, endpoint, nowhere)


def test_a_token_alone_will_do_where_all_is_known(nowhere):
    Token().check({"token": "t", "project_id": "p"}, "https://vbs.example", nowhere)
