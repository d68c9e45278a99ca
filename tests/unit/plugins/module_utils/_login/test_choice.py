# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which login method is chosen, of what the task and the cloud say."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput
from ansible_collections.otc.vbs.plugins.module_utils._login.choice import choose, overlay

USER = {"username": "u", "password": "a-password-not-to-be-shown"}
TOKEN = {"token": "a-token-not-to-be-shown"}
KEY = {"access_key": "ak", "secret_key": "a-secret-key-not-to-be-shown"}
CREDENTIAL = {"application_credential_id": "c", "application_credential_secret": "a-secret-not-to-be-shown"}


def chosen(option=(), cloud=(), auth_type=None, **settings):
    found = choose(dict(option), {"auth": dict(cloud), **settings}, auth_type)
    return found and found.method.name


@pytest.mark.parametrize(
    ("option", "cloud", "method"),
    [
        ({}, {}, None),
        ({}, {"auth_url": "https://iam.example"}, None),
        ({}, {"username": "u"}, "password"),
        ({"user_id": "u"}, {}, "password"),
        (TOKEN, USER, "token"),
        (KEY, USER, "access key"),
        ({"token": ""}, USER, "token"),
        ({}, {**USER, **TOKEN}, "password"),
        ({}, {**KEY, **TOKEN}, "token"),
        ({}, KEY, "access key"),
        (CREDENTIAL, {**KEY, **TOKEN}, "application credential"),
        ({"username": "u"}, {**TOKEN, "password": "a-password-not-to-be-shown"}, "password"),
    ],
)
def test_what_the_task_says_counts_before_what_the_cloud_says(option, cloud, method):
    assert chosen(option, cloud) == method


def test_the_name_of_a_method_decides():
    every = {**USER, **TOKEN, **KEY, **CREDENTIAL}
    assert chosen(every, auth_type="v3applicationcredential") == "application credential"
    assert chosen({}, every, auth_type=None) == "password"
    assert chosen({}, every, "token") == chosen({}, every, auth_type="v3token") == "token"
    # That of the cloud is for the cloud's own values.
    assert choose(TOKEN, {"auth": every, "auth_type": "password"}, None).method.name == "token"
    assert choose({}, {"auth": every, "auth_type": "aksk"}, None).method.name == "access key"


@pytest.mark.parametrize(("option", "cloud"), [({**TOKEN, **KEY}, {}), ({}, {**TOKEN, **CREDENTIAL})])
def test_two_methods_contradict_each_other(option, cloud):
    with pytest.raises(InvalidInput, match=r"\(not shown\)\. Both token and .* are given") as caught:
        chosen(option, cloud)
    assert "not-to-be-shown" not in str(caught.value)


def test_an_unknown_name_is_refused():
    with pytest.raises(InvalidInput, match=r"'v3oidcpassword'\. It must be one of token, v3token, password"):
        chosen(TOKEN, auth_type="v3oidcpassword")


@pytest.mark.parametrize(
    ("new", "left"),
    [
        ({"username": "v"}, {"username": "v", "user_domain_id": "d", "access_key": "ak"}),
        ({"user_id": "v"}, {"user_id": "v", "access_key": "ak"}),
        ({"token": "s"}, {"token": "s", "user_id": "u", "user_domain_id": "d", "access_key": "ak"}),
        (
            {"access_key": "other"},
            {"token": "t", "user_id": "u", "user_domain_id": "d", "access_key": "other"},
        ),
        ({"token": ""}, {"token": "t", "user_id": "u", "user_domain_id": "d", "access_key": "ak"}),
        ({"password": ""}, {"password": "", "token": "t", "user_id": "u", "user_domain_id": "d", "access_key": "ak"}),
        ({"token": None}, {"token": "t", "user_id": "u", "user_domain_id": "d", "access_key": "ak"}),
    ],
)
def test_what_is_laid_over_others_keeps_out_what_it_replaces(new, left):
    old = {"token": "t", "user_id": "u", "user_domain_id": "d", "access_key": "ak"}
    assert overlay({**old, "security_token": "st"} if "access_key" in new else old, new) == left
