# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options and environment as settings."""

from __future__ import annotations

import json

import pytest
from openstack.config.cloud_region import CloudRegion
from os_service_types import ServiceTypes

from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import conceal
from ansible_collections.otc.vbs.plugins.module_utils._errors import VbsError
from ansible_collections.otc.vbs.plugins.module_utils._login.keystone import project_of
from ansible_collections.otc.vbs.plugins.module_utils._settings.normalize import ENDPOINTS
from ansible_collections.otc.vbs.plugins.module_utils._settings.settings import resolve

TOKEN = {"token": "token-not-to-be-shown"}
USER = {"auth_url": "https://iam.example/v3", "username": "u", "password": "password-not-to-be-shown"}
BY_NAME = {**USER, "user_domain_name": "d"}
CREDENTIAL = {"auth_url": USER["auth_url"], "application_credential_secret": "secret-not-to-be-shown"}
KEY = {"access_key": "ak", "secret_key": "secret-key-not-to-be-shown"}
COUNTS = {"retries": 3, "connections": 16}
GOOD = {"endpoint": "https://vbs.example", "project_id": "p1", "auth": TOKEN, **COUNTS}


@pytest.fixture(autouse=True)
def nowhere(tmp_path, monkeypatch):
    """No clouds.yaml of the person who runs the tests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))


def settings(environ=None, **params):
    return resolve({**GOOD, **params}, environ or {})


def test_from_options():
    found = settings(auth={**TOKEN, "password": None}, api_timeout=7.5, retries=0, connections=100)
    assert (found.endpoint, found.credentials.project_id) == ("https://vbs.example", "p1")
    assert (found.credentials.method.name, found.credentials.auth["token"]) == ("token", TOKEN["token"])
    assert (found.verify, found.cert, found.api_timeout) == (True, None, 7.5)
    assert (found.retries, found.connections) == (0, 100)
    assert settings(connections=1).connections == 1
    assert (found.region_name, found.interfaces) == (None, ("public",))
    assert settings(endpoint="http://127.0.0.1:1").endpoint == "http://127.0.0.1:1"
    assert settings(api_timeout=31536000).api_timeout == 31536000


@pytest.mark.parametrize("auth", [TOKEN, {**KEY, "security_token": "security-token-not-to-be-shown"}])
def test_secrets_are_hidden_as_soon_as_they_are_known(auth):
    settings(auth=auth)
    assert "not-to-be-shown" not in conceal(str(auth))


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
        "OS_REGION_NAME": "eu-nl",
        "OS_INTERFACE": "internal",
    }
    found = resolve(COUNTS, environ)
    assert (found.endpoint, found.credentials.project_id, found.api_timeout) == ("https://env.example", "p2", 12.0)
    assert found.verify is False
    assert (found.region_name, found.interfaces) == ("eu-nl", ("internal",))
    assert found.credentials.method.name == "password"
    assert found.credentials.auth == {
        "auth_url": "https://iam.env.example",
        "username": "eve",
        "password": "pw",
        "user_domain_name": "d",
        "project_id": "p2",
    }


def test_options_win_over_the_environment():
    environ = {
        "OS_VBS_ENDPOINT_OVERRIDE": "https://env.example",
        "OS_PROJECT_ID": "p2",
        "OS_API_TIMEOUT": "12",
        "OS_INSECURE": "1",
        "OS_PASSWORD": "pw",
        "OS_TOKEN": "other",
        "OS_REGION_NAME": "eu-nl",
        "OS_INTERFACE": "internal",
    }
    found = settings(environ, api_timeout=3, validate_certs=True, region_name="eu-de", interface="admin")
    assert (found.endpoint, found.credentials.project_id, found.api_timeout) == ("https://vbs.example", "p1", 3.0)
    assert found.verify is True
    assert (found.region_name, found.interfaces) == ("eu-de", ("admin",))
    assert (found.credentials.method.name, found.credentials.auth["token"]) == ("token", TOKEN["token"])


def test_the_project():
    assert settings(project_id=None, auth={**TOKEN, "project_id": "p3"}).credentials.project_id == "p3"
    assert settings(project_id="p4", auth={**TOKEN, "project_id": "p3"}).credentials.project_id == "p4"
    by_name = settings(project_id=None, auth={**BY_NAME, "project_name": "eu-de"})
    assert by_name.credentials.project_id is None
    assert project_of(by_name.credentials.auth) == {"name": "eu-de", "domain": {"name": "d"}}
    of_another = settings(project_id=None, auth={**BY_NAME, "project_name": "eu-de", "project_domain_id": "d2"})
    assert project_of(of_another.credentials.auth) == {"name": "eu-de", "domain": {"id": "d2"}}
    in_spite = settings({"OS_PROJECT_ID": "p5"}, project_id=None, auth={**BY_NAME, "project_name": "eu-de"})
    assert in_spite.credentials.project_id is None


def test_white_space_around_the_projects_id_goes_everywhere():
    assert project_of(settings(project_id=" p1 ", auth=BY_NAME).credentials.auth) == {"id": "p1"}


def test_what_keystone_can_tell_need_not_be_set():
    assert settings(endpoint=None, auth=BY_NAME).endpoint is None
    assert (
        settings(endpoint=None, project_id=None, auth={**TOKEN, "auth_url": USER["auth_url"]}).credentials.project_id
        is None
    )
    assert (
        settings(endpoint=None, project_id=None, auth={**CREDENTIAL, "application_credential_id": "c"}).endpoint is None
    )


def test_certificates(tmp_path):
    pem = tmp_path / "some.pem"
    pem.touch()
    assert settings(ca_cert=str(pem)).verify == str(pem)
    assert settings(ca_cert=str(pem), validate_certs=False).verify is False
    assert settings(client_cert=str(pem)).cert == str(pem)
    assert settings(client_cert=str(pem), client_key=str(pem)).cert == (str(pem), str(pem))
    assert settings({"OS_CACERT": str(pem)}).verify == str(pem)


URL = "It must be a URL such as https://vbs.eu-de.otc.t-systems.com, without a query"
NO_LOGIN = (
    "Set a token, or auth_url, username and password, or an application credential, or access_key and secret_key; "
    "or name a cloud of clouds.yaml, or set the OS_* environment variables of the OpenStack tools. "
)
NOWHERE = "No environment variable OS_* tells how to log in. No clouds.yaml, .yml or .json was found; looked at: HERE, "
USER_IN_URL = "Invalid value for endpoint: (not shown). A URL must not carry a user name or password: set them in auth."
TELL = "or set auth.auth_url, to have Keystone tell."
CHOOSE = "are given: give the one to log in with, or set auth_type."
ONE_LINE = "It must be one line of printable characters without white space."
SECONDS = "It must be a number of seconds above 0, and at most 31536000."
READABLE = "It must be the path of a file that can be read."


def missing(option, variable, what):
    return f"Missing value for {option}. Set it or the environment variable {variable}: {what}"


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"endpoint": None}, missing("endpoint", "OS_VBS_ENDPOINT_OVERRIDE", TELL)),
        ({"endpoint": ""}, missing("endpoint", "OS_VBS_ENDPOINT_OVERRIDE", TELL)),
        ({"endpoint": "vbs.example"}, f"Invalid value for endpoint: 'vbs.example'. {URL}."),
        ({"endpoint": "ftp://vbs.example"}, f"Invalid value for endpoint: 'ftp://vbs.example'. {URL}."),
        ({"endpoint": "https://"}, f"Invalid value for endpoint: 'https://'. {URL}."),
        ({"endpoint": "https://vbs:0"}, f"Invalid value for endpoint: 'https://vbs:0'. {URL}."),
        (
            {"endpoint": "https://vbs:99999"},
            f"Invalid value for endpoint: 'https://vbs:99999'. {URL} (Port out of range 0-65535).",
        ),
        ({"endpoint": "https://[vbs"}, f"Invalid value for endpoint: 'https://[vbs'. {URL} (Invalid IPv6 URL)."),
        (
            {"endpoint": "https://vbs/?a=b"},
            f"Invalid value for endpoint: 'https://vbs/?a=b'. {URL}, fragment or white space.",
        ),
        (
            {"endpoint": "https://vbs .example"},
            f"Invalid value for endpoint: 'https://vbs .example'. {URL}, fragment or white space.",
        ),
        ({"endpoint": "https://me:password-not-to-be-shown@vbs.example"}, USER_IN_URL),
        ({"endpoint": "http://me:password-not-to-be-shown@vbs.example:99999"}, USER_IN_URL),
        ({"endpoint": "http://me:password-not-to-be-shown/x@vbs.example"}, USER_IN_URL),
        ({"project_id": None}, missing("project_id", "OS_PROJECT_ID", TELL)),
        (
            {"project_id": "../x"},
            "Invalid value for project_id: '../x'. "
            "An ID consists of letters, digits, '-' and '_', as 4010b39b5281d3590152874bfa3b1604.",
        ),
        ({"auth": {**TOKEN, **USER}}, f"Invalid value for auth: (not shown). Both token and password {CHOOSE}"),
        ({"auth": {**TOKEN, **KEY}}, f"Invalid value for auth: (not shown). Both token and secret_key {CHOOSE}"),
        (
            {"auth": {**BY_NAME, **CREDENTIAL}},
            f"Invalid value for auth: (not shown). Both password and application_credential_secret {CHOOSE}",
        ),
        (
            {"auth": {**TOKEN, **USER}, "auth_type": "aksk"},
            missing("auth.secret_key", "OS_SECRET_KEY", "the access key to log in with."),
        ),
        ({"auth": {"token": "token-not-to-be-shown\n"}}, f"Invalid value for auth.token: (not shown). {ONE_LINE}"),
        ({"auth": {**KEY, "access_key": "a k"}}, f"Invalid value for auth.access_key: (not shown). {ONE_LINE}"),
        ({"auth": {**KEY, "security_token": "ü"}}, f"Invalid value for auth.security_token: (not shown). {ONE_LINE}"),
        (
            {"auth": {**USER, "auth_url": None}},
            missing(
                "auth.auth_url", "OS_AUTH_URL", "Keystone's address, such as https://iam.eu-de.otc.t-systems.com/v3."
            ),
        ),
        (
            {"auth": {**USER, "auth_url": "iam", "user_domain_id": "d"}},
            f"Invalid value for auth.auth_url: 'iam'. {URL}.",
        ),
        (
            {"auth": {**USER, "username": None}},
            missing("auth.username", "OS_USERNAME", "the user's name, or set auth.user_id."),
        ),
        (
            {"auth": USER},
            missing(
                "auth.user_domain_name", "OS_USER_DOMAIN_NAME", "the domain of the user, or set auth.user_domain_id."
            ),
        ),
        (
            {"auth": BY_NAME, "project_id": None},
            missing(
                "project_id",
                "OS_PROJECT_ID",
                "the ID of the project that the policies belong to, or set auth.project_name.",
            ),
        ),
        ({"auth": {"username": "u"}}, missing("auth.password", "OS_PASSWORD", "the password to log in with.")),
        ({"auth": {"user_id": "u"}}, missing("auth.password", "OS_PASSWORD", "the password to log in with.")),
        (
            {"auth": CREDENTIAL},
            missing(
                "auth.application_credential_id", "OS_APPLICATION_CREDENTIAL_ID", "the application credential's ID."
            ),
        ),
        (
            {"auth": {**CREDENTIAL, "application_credential_name": "c"}},
            missing("auth.username", "OS_USERNAME", "the user's name, or set auth.user_id."),
        ),
        (
            {"auth": KEY, "endpoint": None},
            missing("endpoint", "OS_VBS_ENDPOINT_OVERRIDE", "needed with auth.secret_key."),
        ),
        ({"auth": KEY, "project_id": None}, missing("project_id", "OS_PROJECT_ID", "needed with auth.secret_key.")),
        (
            {"auth": {"secret_key": "secret-key-not-to-be-shown"}},
            missing("auth.access_key", "OS_ACCESS_KEY", "needed with auth.secret_key."),
        ),
        (
            {"auth": {"token": ""}, "auth_type": "token"},
            "Missing value for auth.token. Set it: the token to log in with.",
        ),
        (
            {"auth": TOKEN, "project_id": None, "endpoint": None},
            missing("endpoint", "OS_VBS_ENDPOINT_OVERRIDE", TELL),
        ),
        ({"retries": -1}, "Invalid value for retries: -1. It must be 0 or more."),
        ({"connections": 0}, "Invalid value for connections: 0. It must be a number from 1 to 100."),
        ({"connections": 101}, "Invalid value for connections: 101. It must be a number from 1 to 100."),
        ({"api_timeout": 0}, f"Invalid value for api_timeout: 0.0. {SECONDS}"),
        ({"api_timeout": float("nan")}, f"Invalid value for api_timeout: nan. {SECONDS}"),
        ({"api_timeout": 1e10}, f"Invalid value for api_timeout: 10000000000.0. {SECONDS}"),
        ({"ca_cert": "/no/such.pem"}, f"Invalid value for ca_cert: '/no/such.pem'. {READABLE}"),
        ({"client_cert": "/no/such.pem"}, f"Invalid value for client_cert: '/no/such.pem'. {READABLE}"),
        (
            {"client_cert": __file__, "client_key": "/no/such.pem"},
            f"Invalid value for client_key: '/no/such.pem'. {READABLE}",
        ),
        (
            {"client_cert": "/tmp"},
            "Invalid value for client_cert: '/tmp'. It must be the path of a file, not of a directory.",
        ),
        (
            {"client_cert": __file__, "client_key": "/tmp"},
            "Invalid value for client_key: '/tmp'. It must be the path of a file, not of a directory.",
        ),
        ({"client_key": "/no/such.pem"}, missing("client_cert", "OS_CERT", "the certificate of client_key.")),
    ],
)
def test_what_is_wrong_is_named_and_no_secret_shown(params, said):
    with pytest.raises(VbsError) as caught:
        settings(**params)
    assert str(caught.value) == said
    assert "not-to-be-shown" not in str(caught.value)


def test_an_unknown_cloud_is_named():
    with pytest.raises(VbsError, match=r"^Invalid value for cloud: 'nope'\. Known clouds: none\. "):
        settings(cloud="nope")


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        (
            {"OS_TOKEN": "t", "OS_API_TIMEOUT": "soon"},
            "Invalid value for api_timeout: 'soon'. It must be a number of seconds above 0.",
        ),
        (
            {"OS_TOKEN": "t", "OS_AUTH_TYPE": "v3oidcpassword"},
            "Invalid value for auth_type: 'v3oidcpassword'. It must be one of "
            "token, v3token, password, v3password, v3applicationcredential, aksk. For any other way, log in with the "
            "openstack command: 'openstack token issue -f value -c id' prints a token to set as auth.token, with "
            "auth_type token.",
        ),
        (
            {"OS_TOKEN": "token-not-to-be-shown", "OS_PASSWORD": "p-not-to-be-shown"},
            f"Invalid value for the cloud's auth: (not shown). Both token and password {CHOOSE}",
        ),
    ],
)
def test_a_wrong_environment_is_named(environ, said):
    with pytest.raises(VbsError) as caught:
        settings(environ, auth=None)
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("environ", "auth", "method", "without"),
    [
        ({"OS_USER_ID": "alice"}, {**USER, "user_domain_id": "d"}, "password", "user_id"),
        (
            {"OS_USERNAME": "a", "OS_USER_DOMAIN_NAME": "d"},
            {**USER, "username": None, "user_id": "u"},
            "password",
            "username",
        ),
        ({"OS_USER_DOMAIN_ID": "d"}, BY_NAME, "password", "user_domain_id"),
        ({"OS_TOKEN": "alice", "OS_PASSWORD": "pw"}, {"username": "u", "user_domain_name": "d"}, "password", "token"),
    ],
)
def test_what_the_task_says_does_not_mix_with_the_environments_alternatives(environ, auth, method, without):
    found = settings({"OS_AUTH_URL": USER["auth_url"], **environ}, auth=auth).credentials
    assert found.method.name == method
    assert without not in found.auth


@pytest.mark.parametrize(
    ("auth_type", "method"),
    [
        ("token", "token"),
        ("v3token", "token"),
        ("password", "password"),
        ("v3password", "password"),
        ("aksk", "access key"),
    ],
)
def test_auth_type_chooses_among_several(auth_type, method):
    assert settings(auth={**TOKEN, **BY_NAME, **KEY}, auth_type=auth_type).credentials.method.name == method


@pytest.mark.parametrize(
    ("auth", "said"),
    [
        ({"application_credential_id": "x", "application_credential_secret": ""}, "auth.application_credential_secret"),
        ({"access_key": "x", "secret_key": ""}, "auth.secret_key"),
        ({"access_key": "x"}, "auth.secret_key"),
        ({"token": ""}, "auth.token"),
    ],
)
def test_no_login_takes_the_place_of_one_that_is_not_whole(auth, said):
    environ = {"OS_AUTH_URL": USER["auth_url"], "OS_USERNAME": "a", "OS_USER_DOMAIN_NAME": "d", "OS_PASSWORD": "pw"}
    environ |= {"OS_SECRET_KEY": "sk-of-another", "OS_ACCESS_KEY": "ak-of-another"}
    with pytest.raises(VbsError, match=f"Missing value for {said}"):
        settings(environ, auth=auth)


def test_a_key_pair_stays_together():
    found = settings(
        {"OS_SECURITY_TOKEN": "st-of-another", "OS_ACCESS_KEY": "ak-of-another"}, auth=KEY
    ).credentials.auth
    assert (found["access_key"], "security_token" in found) == ("ak", False)


def test_access_keys_of_the_environment_step_back_behind_a_password():
    environ = {"OS_AUTH_URL": USER["auth_url"], "OS_USERNAME": "a", "OS_USER_DOMAIN_NAME": "d", "OS_PASSWORD": "pw"}
    assert (
        settings({**environ, "OS_ACCESS_KEY": "ak", "OS_SECRET_KEY": "sk"}, auth=None).credentials.method.name
        == "password"
    )
    assert settings({"OS_ACCESS_KEY": "ak", "OS_SECRET_KEY": "sk"}, auth=None).credentials.method.name == "access key"


def test_empty_values_are_not_set():
    environ = {"OS_PROJECT_NAME": "p", "OS_PROJECT_DOMAIN_NAME": "pd", "OS_USER_DOMAIN_NAME": "d"}
    auth = {**USER, "user_domain_id": "", "project_id": "", "user_id": ""}
    found = settings({**environ, "OS_AUTH_URL": USER["auth_url"]}, auth=auth, project_id=None)
    assert project_of(found.credentials.auth) == {"name": "p", "domain": {"name": "pd"}}


def test_an_empty_option_leaves_it_to_the_environment():
    environ = {"OS_VBSV2_ENDPOINT_OVERRIDE": "https://v2.example"}
    assert settings(environ, endpoint="").endpoint == "https://v2.example"
    environ["OS_VBS_ENDPOINT_OVERRIDE"] = "https://v1.example"
    assert settings(environ, endpoint="").endpoint == "https://v1.example"


def test_the_address_of_the_volume_service():
    assert settings().volume_endpoint is None
    environ = {"OS_VOLUME_ENDPOINT_OVERRIDE": "https://four.example"}
    assert settings(environ).volume_endpoint == "https://four.example"
    environ["OS_BLOCK_STORAGE_ENDPOINT_OVERRIDE"] = "https://one.example"
    assert settings(environ).volume_endpoint == "https://one.example"
    own = {"volumev2_endpoint_override": "https://evs.{region_name}.example", "region_name": "eu-nl"}
    assert settings(environ, cloud=own).volume_endpoint == "https://evs.eu-nl.example"


def test_a_wrong_address_of_the_volume_service_does_no_harm_where_nobody_asks_it():
    assert settings({"OS_BLOCK_STORAGE_ENDPOINT_OVERRIDE": "nowhere"}).endpoint == "https://vbs.example"


def test_its_names_are_those_that_openstacksdk_looks_for():
    types = ServiceTypes().get_all_types("block-storage")
    assert list(ENDPOINTS[1]) == [f"{name.replace('-', '_')}_endpoint_override" for name in types]
    for name in ENDPOINTS[1]:
        region = CloudRegion(name="otc", region_name="eu-de", config={name: "https://evs.example"})
        assert region.get_endpoint("block-storage") == "https://evs.example"


def test_authorities_that_are_named_are_meant(tmp_path):
    pem = tmp_path / "some.pem"
    pem.touch()
    assert settings({"OS_INSECURE": "true"}, ca_cert=str(pem)).verify == str(pem)
    assert settings({"OS_CERT": str(pem), "OS_KEY": str(pem)}).cert == (str(pem), str(pem))
    assert settings({"OS_CERT": str(pem), "OS_KEY": str(pem)}, client_cert=str(pem)).cert == str(pem)


def test_settings_do_not_show_the_login():
    assert "not-to-be-shown" not in repr(settings(auth={**KEY, "security_token": "not-to-be-shown"}))


CLOUDS = """
clouds:
  one:
    region_name: eu-de
    auth: {auth_url: "https://iam.example", username: u, password: password-not-to-be-shown, project_name: p,
           default_domain: d}
  two:
    auth_type: v3token
    interface: [internalURL, public]
    verify: /etc/ssl/some.pem
    auth: {token: token-not-to-be-shown, auth_url: "https://iam.example", project_id: p2}
"""


@pytest.fixture
def clouds(tmp_path):
    (tmp_path / "clouds.yaml").write_text(CLOUDS.replace("default_domain: d", "default_domain_name: d"))


def test_a_cloud_of_the_file(clouds):
    found = resolve({**COUNTS, "cloud": "one"}, {})
    assert (found.credentials.method.name, found.region_name) == ("password", "eu-de")
    assert project_of(found.credentials.auth) == {"name": "p", "domain": {"name": "d"}}


def test_options_win_over_the_cloud(clouds, tmp_path):
    pem = tmp_path / "own.pem"
    pem.touch()
    found = resolve({**COUNTS, "cloud": "two", "ca_cert": str(pem), "endpoint": "https://vbs.example"}, {})
    assert (found.verify, found.endpoint, found.interfaces) == (str(pem), "https://vbs.example", ("internal", "public"))
    assert (found.credentials.method.name, found.credentials.project_id) == ("token", "p2")
    own = resolve({**COUNTS, "cloud": "two", "validate_certs": False, "auth": {"project_id": "p3"}}, {})
    assert (own.verify, own.credentials.project_id) == (False, "p3")


def test_several_clouds_and_none_named(clouds):
    with pytest.raises(VbsError, match=r"Missing value for cloud\. Name one of those in clouds\.yaml, one, two"):
        resolve(COUNTS, {})
    with pytest.raises(VbsError, match=r"three.*one, two"):
        resolve({**COUNTS, "cloud": "three"}, {})


def test_the_cloud_and_region_of_the_environment(clouds):
    assert resolve(COUNTS, {"OS_CLOUD": "one", "OS_REGION_NAME": "eu-de"}).credentials.method.name == "password"
    with pytest.raises(VbsError, match="region_name: 'eu-nl'"):
        resolve(COUNTS, {"OS_CLOUD": "one", "OS_REGION_NAME": "eu-nl"})
    with pytest.raises(VbsError, match="region_name: 'eu-nl'"):
        resolve({**COUNTS, "cloud": "one", "region_name": "eu-nl"}, {})


def test_a_cloud_that_does_not_say_how_to_log_in(tmp_path):
    (tmp_path / "clouds.yaml").write_text("clouds: {one: {region_name: eu-de}}")
    with pytest.raises(VbsError) as caught:
        resolve(COUNTS, {})
    place = f"the cloud 'one' in {tmp_path}/clouds.yaml"
    assert str(caught.value) == f"Missing value for auth. {NO_LOGIN}Looked at {place}."


@pytest.mark.parametrize("auth", [None, {}])
def test_without_a_login_it_says_where_it_looked(auth, tmp_path):
    with pytest.raises(VbsError) as caught:
        settings(auth=auth)
    assert str(caught.value).startswith(f"Missing value for auth. {NO_LOGIN}{NOWHERE}".replace("HERE", str(tmp_path)))
    assert str(caught.value).endswith(", /etc/openstack.")


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        (
            {"OS_CACERT": "/c", "OS_INTERFACE": "public", "OS_IDENTITY_API_VERSION": "3", "OS_REGION_NAME": "eu-de"},
            f"Missing value for auth. {NO_LOGIN}The environment variables OS_CACERT, OS_INTERFACE, "
            "OS_IDENTITY_API_VERSION do not tell how to log in. As with the openstack command, OS_CACERT, "
            "OS_INTERFACE, OS_IDENTITY_API_VERSION of the environment take",
        ),
        (
            {"OS_USERNAME": "u"},
            "Missing value for auth.password. Set it or the environment variable OS_PASSWORD: the password to log in "
            "with. As with the openstack command, OS_USERNAME of the environment take",
        ),
    ],
)
def test_variables_that_hide_the_only_cloud_of_a_file_are_named(tmp_path, environ, said):
    (tmp_path / "clouds.yaml").write_text("clouds: {one: {auth: {token: t-not-shown, project_id: p}}}")
    with pytest.raises(VbsError) as caught:
        resolve(COUNTS, environ)
    assert str(caught.value) == (
        f"{said} the place of the clouds in {tmp_path}/clouds.yaml, as long as none is named: "
        "set cloud or OS_CLOUD to one."
    )
    found = resolve({**COUNTS, "cloud": "one", "endpoint": "https://vbs.example"}, environ | {"OS_CACERT": ""})
    assert found.credentials.method.name == "token"


@pytest.mark.parametrize(
    ("environ", "content", "also"),
    [
        # Beside the only cloud of a file, the variable would make another cloud in its place.
        ({}, "username: u", ", here or in the cloud 'one' in FILE"),
        # Beside a cloud by name, it counts.
        ({"OS_CLOUD": "one"}, "username: u", " or the environment variable OS_PASSWORD"),
        # As the OpenStack tools do not know these, a file has to say them.
        ({"OS_CLOUD": "one"}, "access_key: a", ", here or in the cloud 'one' in FILE"),
    ],
)
def test_a_message_advises_no_variable_that_would_not_count(tmp_path, environ, content, also):
    (tmp_path / "clouds.yaml").write_text(f"clouds: {{one: {{auth: {{{content}}}}}}}")
    with pytest.raises(VbsError) as caught:
        resolve(COUNTS, environ)
    assert f"Set it{also}: the ".replace("FILE", f"{tmp_path}/clouds.yaml") in str(caught.value)


def test_one_domain_for_all_where_the_project_is_an_option(tmp_path):
    (tmp_path / "clouds.yaml").write_text(
        "clouds: {one: {auth: {auth_url: 'https://iam.example', username: u, password: password-not-to-be-shown, "
        "domain_name: d}}}"
    )
    for options in ({"project_id": "p"}, {"auth": {"project_id": "p"}}):
        auth = resolve({**COUNTS, **options}, {}).credentials.auth
        assert (project_of(auth), auth["user_domain_name"]) == ({"id": "p"}, "d")
    auth = resolve({**COUNTS, "auth": {"project_name": "n"}}, {}).credentials.auth
    assert project_of(auth) == {"name": "n", "domain": {"name": "d"}}


def test_a_password_counts_before_a_token_beside_it():
    environ = {"OS_AUTH_URL": USER["auth_url"], "OS_USERNAME": "a", "OS_USER_DOMAIN_NAME": "d", "OS_PASSWORD": "pw"}
    assert settings({**environ, "OS_TOKEN": "token-not-to-be-shown"}, auth=None).credentials.method.name == "password"


@pytest.mark.parametrize(
    "secret", ["{{ password }}", "${PASSWORD}", " {{ lookup('env', 'X') }}", "$ANSIBLE_VAULT;1.1;A"]
)
@pytest.mark.parametrize("place", ["option", "variable", "file"])
def test_what_is_not_filled_in_is_no_password(tmp_path, secret, place):
    environ = {"OS_AUTH_URL": USER["auth_url"], "OS_USERNAME": "a", "OS_USER_DOMAIN_NAME": "d", "OS_PROJECT_ID": "p"}
    environ |= {"OS_CLOUD": "one"}
    file = {"clouds": {"one": {"auth": {"password": secret if place == "file" else "pw"}}}}
    (tmp_path / "clouds.json").write_text(json.dumps(file))
    if place == "variable":
        environ["OS_PASSWORD"] = secret
    with pytest.raises(VbsError) as caught:
        resolve({**COUNTS, "auth": {"password": secret} if place == "option" else None}, environ)
    said = "Invalid value for auth.password: (not shown). It is "
    said += "encrypted with ansible-vault" if "VAULT" in secret else "a template that nothing has filled in"
    assert str(caught.value).startswith(said)
    assert secret not in str(caught.value)


def test_a_key_pair_needs_the_projects_id_not_its_name():
    with pytest.raises(VbsError) as caught:
        settings(project_id=None, auth={**KEY, "project_name": "eu-de"})
    assert str(caught.value).startswith(
        "Invalid value for auth.project_name: 'eu-de'. With an access key, a project is known by its ID alone: set "
    )
    assert settings(auth={**KEY, "project_name": "eu-de"}).credentials.project_id == "p1"
    with pytest.raises(VbsError, match=r"auth\.project_name: 'eu-de_sub'"):
        settings({"OS_PROJECT_NAME": "eu-de_sub"}, project_id=None, auth=KEY)


def test_a_name_over_the_id_of_a_file_needs_keystone(tmp_path):
    (tmp_path / "clouds.yaml").write_text("clouds: {one: {auth: {token: t-not-shown, project_id: p}}}")
    environ = {"OS_CLOUD": "one", "OS_PROJECT_NAME": "eu-de_sub"}
    params = {**COUNTS, "endpoint": "https://vbs.example"}
    with pytest.raises(
        VbsError, match=r"^Missing value for auth\.auth_url\. Set it or .* whether auth\.project_name is"
    ):
        resolve(params, environ)
    found = resolve(params, {**environ, "OS_AUTH_URL": "https://iam.example"}).credentials
    assert (found.project_id, found.auth["project_name"]) == ("p", "eu-de_sub")


PEM = "-----BEGIN PRIVATE KEY-----\nnot-to-be-shown\n-----END PRIVATE KEY-----\n"


@pytest.mark.parametrize("text", [PEM, PEM.replace("\n", " "), "not-to-be-shown" * 30, "not-to-be-shown\0"])
@pytest.mark.parametrize("option", ["ca_cert", "client_cert", "client_key"])
def test_the_content_of_a_file_in_place_of_its_path_is_not_shown(option, text):
    with pytest.raises(VbsError) as caught:
        settings(**{"client_cert": __file__, option: text})
    assert str(caught.value) == f"Invalid value for {option}: (not shown). {READABLE}"
    variable = {"ca_cert": "OS_CACERT", "client_cert": "OS_CERT", "client_key": "OS_KEY"}[option]
    with pytest.raises(VbsError, match=rf"{option}: \(not shown\)"):
        settings({"OS_CERT": __file__, variable: text})


@pytest.mark.parametrize(
    ("params", "option"),
    [
        ({"endpoint": "endpoint: https://x, password: not-to-be-shown"}, "endpoint"),
        ({"auth": {**BY_NAME, "auth_url": "{'password': 'not-to-be-shown'}"}, "endpoint": None}, "auth.auth_url"),
        ({"project_id": "{'password': 'not-to-be-shown'}"}, "project_id"),
        ({"project_id": "not-to-be-shown" * 30}, "project_id"),
        ({"auth": None, "auth_type": "{'password': 'not-to-be-shown'}"}, "auth_type"),
        ({"cloud": "password: not-to-be-shown"}, "cloud"),
        ({"cloud": [{"password": "not-to-be-shown"}]}, "cloud"),
        ({"cloud": {"clouds": {"one": {"auth": {"password": "not-to-be-shown"}}}}}, "cloud"),
        ({"cloud": {"cloud": {"password": "not-to-be-shown"}}}, "cloud"),
        ({"cloud": True}, "cloud"),
    ],
)
def test_what_is_not_like_its_option_is_not_shown(params, option):
    with pytest.raises(VbsError) as caught:
        settings(**params)
    assert str(caught.value).startswith(f"Invalid value for {option}: (not shown). ")
    assert "not-to-be-shown" not in str(caught.value)


def test_a_cloud_as_a_dictionary(tmp_path):
    pem = tmp_path / "some.pem"
    pem.touch()
    cloud = {
        "auth": {**USER, "project_name": "eu-de", "domain_name": "d"},
        "auth_type": "v3password",
        "region_name": "eu-nl",
        "interface": "internal",
        "cacert": str(pem),
        "cert": str(pem),
        "key": str(pem),
        "api_timeout": 7,
        "vbs_endpoint_override": "https://vbs.{region_name}.example",
        "identity_api_version": 3,
    }
    found = resolve({**COUNTS, "cloud": cloud}, {})
    assert (found.credentials.method.name, project_of(found.credentials.auth)) == (
        "password",
        {"name": "eu-de", "domain": {"name": "d"}},
    )
    assert (found.region_name, found.interfaces, found.endpoint) == (
        "eu-nl",
        ("internal",),
        "https://vbs.eu-nl.example",
    )
    assert (found.verify, found.cert, found.api_timeout) == (str(pem), (str(pem), str(pem)), 7.0)
    assert "password-not-to-be-shown" not in conceal(str(cloud))
    own = resolve({**COUNTS, "cloud": cloud, "project_id": "p", "validate_certs": False}, {})
    assert (project_of(own.credentials.auth), own.verify) == ({"id": "p"}, False)
    assert resolve({**COUNTS, "cloud": {**cloud, "cacert": None, "verify": False}}, {}).verify is False


def test_a_dictionary_comes_over_what_is_there_without_it(clouds):
    found = resolve({**COUNTS, "cloud": {"cloud": "one", "auth": {"project_id": "p"}}}, {})
    assert (found.credentials.method.name, project_of(found.credentials.auth), found.region_name) == (
        "password",
        {"id": "p"},
        "eu-de",
    )
    environ = {"OS_PASSWORD": "pw", "OS_PROJECT_ID": "q", "OS_USERNAME": "v", "OS_INSECURE": "true"}
    mixed = resolve({**COUNTS, "cloud": {"auth": BY_NAME, "verify": True}}, environ)
    assert (mixed.credentials.auth["password"], mixed.credentials.auth["username"]) == (USER["password"], "u")
    assert (project_of(mixed.credentials.auth), mixed.verify) == ({"id": "q"}, True)


def test_what_is_wrong_in_a_dictionary_is_said_of_it():
    for cloud, said in (
        ({"auth": "not-to-be-shown"}, "auth must be a mapping, with such names as auth_url, username and password."),
        ({"auth": {"password": ["not-to-be-shown"]}}, "auth.password: (not shown). It must be a text"),
        ({"auth": TOKEN, "verify": ["not-to-be-shown"]}, "verify must be true or false."),
    ):
        with pytest.raises(VbsError) as caught:
            resolve({**COUNTS, "cloud": cloud}, {})
        assert said in str(caught.value)
        assert str(caught.value).endswith(" See the option cloud.")
        assert "not-to-be-shown" not in str(caught.value)


@pytest.mark.parametrize(
    ("setting", "verify"),
    [
        ("verify: false", False),
        ("verify: true", True),
        ("insecure: true", False),
        ("verify: PEM", "PEM"),
        ("cacert: PEM", "PEM"),
        ("cacert: PEM, verify: /no/such.pem", "PEM"),
        ("cacert: PEM, verify: false", False),
    ],
)
def test_the_certificates_of_a_cloud(tmp_path, setting, verify):
    pem = tmp_path / "some.pem"
    pem.touch()
    cloud = setting.replace("PEM", str(pem))
    (tmp_path / "clouds.yaml").write_text(f"clouds: {{one: {{auth: {{token: t-not-shown, project_id: p}}, {cloud}}}}}")
    found = resolve({**COUNTS, "endpoint": "https://vbs.example"}, {})
    assert found.verify == (str(pem) if verify == "PEM" else verify)
