# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options and environment become settings, or a clear error."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._errors import VbsError
from ansible_collections.otc.vbs.plugins.module_utils._settings import resolve

TOKEN = {"token": "token-not-to-be-shown"}
USER = {"auth_url": "https://iam.example/v3", "username": "u", "password": "password-not-to-be-shown"}
GOOD = {"endpoint": "https://vbs.example", "project_id": "p1", "auth": TOKEN, "retries": 3}


def settings(environ=None, **params):
    return resolve({**GOOD, **params}, environ or {})


def test_from_options():
    found = settings(auth={**TOKEN, "password": None}, api_timeout=7.5)
    assert (found.endpoint, found.project_id, found.auth) == ("https://vbs.example", "p1", TOKEN)
    assert (found.verify, found.cert, found.api_timeout, found.retries) == (True, None, 7.5, 3)


def test_from_the_environment():
    environ = {
        "OS_VBS_ENDPOINT_OVERRIDE": "https://env.example",
        "OS_PROJECT_ID": "p2",
        "OS_API_TIMEOUT": "12",
        "OS_INSECURE": "True",
        "OS_AUTH_URL": "https://iam.env.example",
        "OS_USERNAME": "eve",
        "OS_PASSWORD": "pw",
        "OS_USER_DOMAIN_NAME": "d",
    }
    found = resolve({"retries": 3}, environ)
    assert (found.endpoint, found.project_id, found.api_timeout) == ("https://env.example", "p2", 12.0)
    assert found.verify is False
    assert found.auth == {
        "auth_url": "https://iam.env.example",
        "username": "eve",
        "password": "pw",
        "user_domain_name": "d",
    }


def test_options_win_over_the_environment():
    environ = {
        "OS_VBS_ENDPOINT_OVERRIDE": "https://env.example",
        "OS_PROJECT_ID": "p2",
        "OS_API_TIMEOUT": "12",
        "OS_INSECURE": "1",
        "OS_PASSWORD": "pw",
        "OS_TOKEN": "other",
    }
    found = settings(environ, api_timeout=3, validate_certs=True)
    assert (found.endpoint, found.project_id, found.api_timeout) == ("https://vbs.example", "p1", 3.0)
    assert found.verify is True
    assert found.auth == TOKEN


def test_the_project_of_auth():
    assert settings(project_id=None, auth={**TOKEN, "project_id": "p3"}).project_id == "p3"
    assert settings(project_id="p4", auth={**TOKEN, "project_id": "p3"}).project_id == "p4"


def test_certificates(tmp_path):
    pem = tmp_path / "some.pem"
    pem.touch()
    assert settings(ca_cert=str(pem)).verify == str(pem)
    assert settings(ca_cert=str(pem), validate_certs=False).verify is False
    assert settings(client_cert=str(pem)).cert == str(pem)
    assert settings(client_cert=str(pem), client_key=str(pem)).cert == (str(pem), str(pem))
    assert settings({"OS_CACERT": str(pem)}).verify == str(pem)


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"endpoint": None}, "endpoint. Set it or the environment variable OS_VBS_ENDPOINT_OVERRIDE"),
        ({"endpoint": ""}, "Missing value for endpoint"),
        ({"endpoint": "vbs.example"}, "endpoint: 'vbs.example'"),
        ({"endpoint": "ftp://vbs.example"}, "endpoint: 'ftp://vbs.example'"),
        ({"endpoint": "https://"}, "endpoint: 'https://'"),
        ({"endpoint": "https://vbs.example:99999"}, "endpoint: 'https://vbs.example:99999'"),
        ({"endpoint": "https://[vbs"}, "endpoint: 'https://[vbs'"),
        ({"endpoint": "https://vbs.example/?a=b"}, "endpoint: 'https://vbs.example/?a=b'"),
        ({"endpoint": "https://vbs .example"}, "endpoint: 'https://vbs .example'"),
        ({"endpoint": "https://me:password-not-to-be-shown@vbs.example"}, "endpoint: (not shown)"),
        ({"endpoint": "http://me:password-not-to-be-shown@vbs.example:99999"}, "endpoint: (not shown)"),
        ({"endpoint": "http://me:password-not-to-be-shown/x@vbs.example"}, "endpoint: (not shown)"),
        ({"project_id": None}, "Missing value for project_id. Set it or the environment variable OS_PROJECT_ID"),
        ({"project_id": "../x"}, "project_id: '../x'"),
        ({"auth": None}, "Missing value for auth"),
        ({"auth": {}}, "Missing value for auth"),
        ({"auth": {**TOKEN, **USER}}, "Both token and password are given"),
        ({"auth": {"token": "token-not-to-be-shown\n"}}, "auth.token: (not shown)"),
        ({"auth": {**USER, "auth_url": None}}, "Missing value for auth.auth_url"),
        ({"auth": {**USER, "auth_url": "iam", "user_domain_id": "d"}}, "auth.auth_url: 'iam'"),
        ({"auth": {**USER, "username": None}}, "Missing value for auth.username"),
        ({"auth": USER}, "Missing value for auth.user_domain_name"),
        ({"retries": -1}, "retries: -1"),
        ({"api_timeout": 0}, "api_timeout: 0"),
        ({"api_timeout": float("nan")}, "api_timeout: nan"),
        ({"api_timeout": 1e10}, "api_timeout: 10000000000.0"),
        ({"ca_cert": "/no/such.pem"}, "ca_cert: '/no/such.pem'"),
        ({"client_cert": "/no/such.pem"}, "client_cert: '/no/such.pem'"),
        ({"client_key": "/no/such.pem"}, "Missing value for client_cert"),
    ],
)
def test_what_is_wrong_is_named_and_no_secret_shown(params, said):
    with pytest.raises(VbsError) as caught:
        settings(**params)
    assert said in str(caught.value)
    assert "not-to-be-shown" not in str(caught.value)


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"OS_TOKEN": "t", "OS_PASSWORD": "p"}, "Both OS_TOKEN and OS_PASSWORD are set"),
        ({"OS_TOKEN": "t", "OS_API_TIMEOUT": "soon"}, "api_timeout: 'soon'"),
    ],
)
def test_a_wrong_environment_is_named(environ, said):
    with pytest.raises(VbsError, match=said):
        settings(environ, auth=None)


@pytest.mark.parametrize(
    ("environ", "auth"),
    [
        ({"OS_USER_ID": "alice"}, {**USER, "user_domain_id": "d"}),
        ({"OS_USERNAME": "alice", "OS_USER_DOMAIN_NAME": "d"}, {"auth_url": USER["auth_url"], "user_id": "u"}),
        ({"OS_USER_DOMAIN_ID": "d"}, {**USER, "user_domain_name": "d"}),
        ({"OS_TOKEN": "alice"}, {**USER, "user_domain_name": "d"}),
        ({"OS_TOKEN": "alice"}, {"username": "u", "user_domain_name": "d"}),
    ],
)
def test_what_the_task_says_does_not_mix_with_the_environments_alternatives(environ, auth):
    environ = {"OS_AUTH_URL": USER["auth_url"], "OS_PASSWORD": USER["password"], **environ}
    expected = {"auth_url": USER["auth_url"], "password": USER["password"], **auth}
    if "token" not in auth and "OS_TOKEN" in environ:
        environ.pop("OS_PASSWORD")
        auth = {**auth, "password": USER["password"]}
    assert settings(environ, auth=auth).auth == expected


def test_settings_do_not_show_the_login():
    assert "not-to-be-shown" not in repr(settings())
