# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files and variables give the login that the openstack command gets from them."""

from __future__ import annotations

import os

import pytest
from openstack.config import loader

from ansible_collections.otc.vbs.plugins.module_utils._settings import clouds as clouds_module
from tools.clouds import HOME, OPENRC, SECRET, USER, check_agreement, cloud, find_cloud, judge, two, world

# Version 3 of Keystone, which the profiles have, brings these where no domain is named.
DEFAULT = {"user_domain_id": "default", "project_domain_id": "default"}
OPENRC_AUTH = {**USER, "project_name": "p", "user_domain_name": "d", "project_domain_name": "e"}
# What it is about: files, variables, name, region, what is found.
CASES = {
    "nothing": ({}, {}, None, None, {}),
    "nothing but a region": ({}, {}, None, "r", {"region_name": "r"}),
    "only variables that choose": (
        {},
        {"OS_REGION_NAME": "r", "OS_CLIENT_CONFIG_FILE": ""},
        None,
        None,
        {"region_name": "r"},
    ),
    "variables that are no settings": (
        {"work/clouds.yaml": cloud(cert="c")},
        {"OS_TEST_X": "1", "OS_STDOUT_X": "1", "OS_LOG_X": "1"},
        None,
        None,
        {"cert": "c"},
    ),
    "an openrc file": (
        {},
        {**OPENRC, "OS_REGION_NAME": "r", "OS_INTERFACE": "internal", "OS_AUTH_TYPE": "v3password", "OS_CACERT": "~/c"},
        None,
        None,
        {
            "auth": OPENRC_AUTH,
            "auth_type": "v3password",
            "region_name": "r",
            "interface": "internal",
            "cacert": "ROOT/home/c",
        },
    ),
    "variables for TLS and time": (
        {},
        {"OS_CERT": "/c", "OS_KEY": "~/k", "OS_INSECURE": "TRUE", "OS_API_TIMEOUT": "7", "OS_VERIFY": "/ca"},
        None,
        None,
        {"cert": "/c", "key": "ROOT/home/k", "insecure": True, "api_timeout": "7", "verify": "/ca"},
    ),
    "insecure is true or it is not": ({}, {"OS_INSECURE": "1"}, None, None, {"insecure": False}),
    "insecure in a file": ({"work/clouds.yaml": cloud(insecure=True)}, {}, None, None, {"insecure": True}),
    "a token": (
        {},
        {"OS_TOKEN": SECRET, "OS_AUTH_TYPE": "token", "OS_AUTH_URL": "u", "OS_PROJECT_ID": "i"},
        None,
        None,
        {"auth": {"token": SECRET, "auth_url": "u", "project_id": "i"}, "auth_type": "token"},
    ),
    "an application credential": (
        {},
        {
            "OS_AUTH_TYPE": "v3applicationcredential",
            "OS_APPLICATION_CREDENTIAL_ID": "i",
            "OS_APPLICATION_CREDENTIAL_SECRET": SECRET,
            "OS_APPLICATION_CREDENTIAL_NAME": "n",
        },
        None,
        None,
        {
            "auth_type": "v3applicationcredential",
            "auth": {
                "application_credential_id": "i",
                "application_credential_secret": SECRET,
                "application_credential_name": "n",
            },
        },
    ),
    "access keys": (
        {},
        {"OS_ACCESS_KEY": "a", "OS_SECRET_KEY": SECRET, "OS_SECURITY_TOKEN": SECRET + "2"},
        None,
        None,
        {"auth": {"access_key": "a", "secret_key": SECRET, "security_token": SECRET + "2"}},
    ),
    "access keys by their short names": (
        {"work/clouds.yaml": cloud(ak="a", sk=SECRET)},
        {},
        None,
        None,
        {"auth": {"access_key": "a", "secret_key": SECRET}},
    ),
    "endpoints by variable": (
        {},
        {"OS_VBS_ENDPOINT_OVERRIDE": "https://vbs", "OS_VBSV2_ENDPOINT_OVERRIDE": "https://vbs2"},
        None,
        None,
        {"vbs_endpoint_override": "https://vbs", "vbsv2_endpoint_override": "https://vbs2"},
    ),
    "old names of the project and the user": (
        {},
        {"OS_TENANT_NAME": "t", "OS_TENANT_ID": "i", "OS_USER_NAME": "u"},
        None,
        None,
        {"auth": {"project_id": "i", "username": "u"}},
    ),
    "today's name of the project comes first": (
        {},
        {"OS_PROJECT_NAME": "p", "OS_TENANT_NAME": "t", "OS_PROJECT_ID": "i", "OS_TENANT_ID": "j"},
        None,
        None,
        {"auth": {"project_id": "i"}},
    ),
    "one domain for all": (
        {},
        {"OS_DOMAIN_NAME": "d", "OS_PROJECT_NAME": "p", "OS_PROJECT_DOMAIN_NAME": "e"},
        None,
        None,
        {"auth": {"project_name": "p", "user_domain_name": "d", "project_domain_name": "e"}},
    ),
    "a domain that is not that of the user": (
        {},
        {"OS_DOMAIN_NAME": "d", "OS_PROJECT_ID": "p", "OS_USER_DOMAIN_NAME": "e"},
        None,
        None,
        {"auth": {"project_id": "p", "user_domain_name": "e", "project_domain_name": "d"}},
    ),
    "an empty project is none": (
        {},
        {"OS_DOMAIN_NAME": "d", "OS_PROJECT_NAME": ""},
        None,
        None,
        {"auth": {"domain_name": "d"}},
    ),
    "a domain without a project": ({}, {"OS_DOMAIN_ID": "d"}, None, None, {"auth": {"domain_id": "d"}}),
    "AWX": (
        {
            "tmp/x": {
                "clouds": {"devstack": {"auth": {**USER, "project_name": "p", "domain_name": "d"}, "verify": False}}
            }
        },
        {"OS_CLIENT_CONFIG_FILE": "ROOT/tmp/x"},
        None,
        None,
        {
            "auth": {**USER, "project_name": "p", "user_domain_name": "d", "project_domain_name": "d"},
            "verify": False,
        },
    ),
    "AWX with all there is": (
        {
            "tmp/x": {
                "clouds": {
                    "devstack": {
                        "auth": {**USER, "project_name": "p", "project_domain_name": "e", "domain_name": "d"},
                        "verify": True,
                        "region_name": "eu-de",
                    }
                }
            },
            "work/clouds.yaml": two(),
        },
        {"OS_CLIENT_CONFIG_FILE": "ROOT/tmp/x"},
        None,
        None,
        {
            "auth": {**USER, "project_name": "p", "user_domain_name": "d", "project_domain_name": "e"},
            "verify": True,
            "region_name": "eu-de",
        },
    ),
    "AWX beside another variable": (
        {"tmp/x": {"clouds": {"devstack": {"auth": USER}}}},
        {"OS_CLIENT_CONFIG_FILE": "ROOT/tmp/x", "OS_USERNAME": "bob"},
        None,
        None,
        {"auth": {"username": "bob"}},
    ),
    "the working directory comes first": (
        {"work/clouds.yml": cloud(cert="w"), HOME + "clouds.yaml": cloud(cert="h")},
        {},
        None,
        None,
        {"cert": "w"},
    ),
    "the home comes after XDG_CONFIG_HOME": (
        {"xdg/openstack/clouds.json": cloud(cert="x"), HOME + "clouds.yaml": cloud(cert="h")},
        {"XDG_CONFIG_HOME": "ROOT/xdg"},
        None,
        None,
        {"cert": "x"},
    ),
    "the home is looked at even so": (
        {HOME + "clouds.yaml": cloud(cert="h"), "site/openstack/clouds.yaml": cloud(cert="s")},
        {"XDG_CONFIG_HOME": "ROOT/xdg", "XDG_CONFIG_DIRS": "ROOT/site"},
        None,
        None,
        {"cert": "h"},
    ),
    "the site": (
        {"site/openstack/clouds.yaml": cloud(cert="s")},
        {"XDG_CONFIG_DIRS": "ROOT/site"},
        None,
        None,
        {"cert": "s"},
    ),
    "yaml before yml before json": (
        {"work/clouds.json": cloud(cert="j"), "work/clouds.yml": cloud(cert="m"), "work/clouds.yaml": cloud(cert="y")},
        {},
        None,
        None,
        {"cert": "y"},
    ),
    "an empty file is one": (
        {"work/clouds.yaml": "", HOME + "clouds.yaml": cloud(cert="h")},
        {},
        None,
        None,
        {},
    ),
    "secrets apart": (
        {
            "work/clouds.yaml": two(auth={"username": "u", "password": "wrong"}, cert="c", key="k"),
            HOME + "secure.yaml": two(auth={"password": SECRET}, key="s"),
        },
        {},
        "two",
        None,
        {"auth": {"username": "u", "password": SECRET}, "cert": "c", "key": "s"},
    ),
    "secrets in a file by name": (
        {"work/clouds.yaml": cloud(cert="c"), "work/secure.yaml": cloud(key="w"), "s.json": cloud(key="s")},
        {"OS_CLIENT_SECURE_FILE": "ROOT/s.json"},
        None,
        None,
        {"cert": "c", "key": "s"},
    ),
    "nothing but secrets": ({"work/secure.yml": cloud(auth=USER)}, {}, None, None, {"auth": USER}),
    "by name": ({"work/clouds.yaml": two(cert="2")}, {"OS_INSECURE": "1"}, "two", None, {"cert": "2"}),
    "by OS_CLOUD": ({"work/clouds.yaml": two(cert="2")}, {"OS_CLOUD": "two"}, None, None, {"cert": "2"}),
    "variables over a cloud by name": (
        {"work/clouds.yaml": two(cert="2", auth={"username": "bob", "user_id": "u"})},
        OPENRC,
        "two",
        None,
        {"cert": "2", "auth": {**OPENRC_AUTH, "user_id": "u"}},
    ),
    "variables over the cloud of OS_CLOUD": (
        {"work/clouds.yaml": two(cert="2", key="2", interface="internal", auth={**USER, "project_name": "eu-de"})},
        {
            "OS_CLOUD": "two",
            "OS_PROJECT_NAME": "eu-de_sub",
            "OS_INTERFACE": "admin",
            "OS_CERT": "c",
            "OS_CACERT": "~/ca",
            "OS_AUTH_TYPE": "v3password",
            "OS_DOMAIN_NAME": "d",
        },
        None,
        None,
        {
            "cert": "c",
            "key": "2",
            "interface": "admin",
            "cacert": "ROOT/home/ca",
            "auth_type": "v3password",
            "auth": {**USER, "project_name": "eu-de_sub", "user_domain_name": "d", "project_domain_name": "d"},
        },
    ),
    "the project's ID over its name": (
        {"work/clouds.yaml": two(auth={"project_name": "eu-de"})},
        {"OS_CLOUD": "two", "OS_TENANT_ID": "i"},
        None,
        None,
        {"auth": {"project_id": "i"}},
    ),
    "the project's name over its ID": (
        {"work/clouds.yaml": two(auth={"project_id": "i"})},
        {"OS_CLOUD": "two", "OS_PROJECT_NAME": "eu-de"},
        None,
        None,
        {"auth": {"project_id": "i", "project_name": "eu-de"}},
    ),
    "variables that are no options of the command": (
        {"work/clouds.yaml": two(ak="a", auth={"secret_key": SECRET})},
        {
            "OS_CLOUD": "two",
            "OS_INSECURE": "true",
            "OS_VERIFY": "false",
            "OS_API_TIMEOUT": "7",
            "OS_USER_NAME": "u",
            "OS_ACCESS_KEY": "b",
            "OS_SECRET_KEY": "c",
            "OS_SECURITY_TOKEN": "d",
            "OS_ENDPOINT_TYPE": "admin",
        },
        None,
        None,
        {"auth": {"access_key": "a", "secret_key": SECRET}},
    ),
    "the address of the service over that of a cloud": (
        {"work/clouds.yaml": two(vbs_endpoint_override="https://one")},
        {"OS_CLOUD": "two", "OS_VBSV2_ENDPOINT_OVERRIDE": "https://two"},
        None,
        None,
        {"vbsv2_endpoint_override": "https://two"},
    ),
    "the address of the volume service over that of a cloud, and beside that of the other service": (
        {"work/clouds.yaml": two(block_storage_endpoint_override="https://one", vbs_endpoint_override="https://vbs")},
        {"OS_CLOUD": "two", "OS_VOLUME_ENDPOINT_OVERRIDE": "https://two"},
        None,
        None,
        {"volume_endpoint_override": "https://two", "vbs_endpoint_override": "https://vbs"},
    ),
    "version 3 of Keystone has a default domain": (
        {"work/clouds.yaml": two(auth={**USER, "user_domain_name": "d"})},
        {"OS_CLOUD": "two", "OS_IDENTITY_API_VERSION": "3"},
        None,
        None,
        {"auth": {**USER, "user_domain_name": "d", "project_domain_id": "default"}},
    ),
    "the default domain of version 3": (
        {"work/clouds.yaml": two(auth=USER, identity_api_version=3)},
        {"OS_CLOUD": "two", "OS_DEFAULT_DOMAIN": "mine"},
        None,
        None,
        {"auth": {**USER, "user_domain_id": "mine", "project_domain_id": "mine"}},
    ),
    "a default domain without a version": (
        {"work/clouds.yaml": two(auth=USER)},
        {"OS_CLOUD": "two", "OS_DEFAULT_DOMAIN": "mine"},
        None,
        None,
        {"auth": USER},
    ),
    "a name comes before OS_CLOUD": (
        {"work/clouds.yaml": two(cert="2")},
        {"OS_CLOUD": "one"},
        "two",
        None,
        {"cert": "2"},
    ),
    "several and no name": ({"work/clouds.yaml": two()}, {}, None, None, {}),
    "the variables come before the only cloud": (
        {"work/clouds.yaml": cloud(cert="c")},
        OPENRC,
        None,
        None,
        {"auth": OPENRC_AUTH},
    ),
    "the variables by name": ({"work/clouds.yaml": two()}, OPENRC, "envvars", None, {"auth": OPENRC_AUTH}),
    "the variables by another name": (
        {"work/clouds.yaml": {"clouds": {"envvars": {"cert": "c"}}}},
        {**OPENRC, "OS_CLOUD_NAME": "mine"},
        "mine",
        None,
        {"auth": OPENRC_AUTH},
    ),
    "a cloud whose name is a number": ({"work/clouds.yaml": "clouds: {1: {cert: c}}"}, {}, None, None, {"cert": "c"}),
    "what stands beside auth": (
        {
            "work/clouds.yaml": cloud(
                **USER,
                project_name="p",
                domain_id="d",
                auth={"username": "bob", "project_name": "q"},
                user_domain_name="n",
            )
        },
        {},
        None,
        None,
        {
            "auth": {
                **USER,
                "project_name": "p",
                "user_domain_id": "d",
                "project_domain_id": "d",
                "user_domain_name": "n",
            }
        },
    ),
    "names with dashes": (
        {
            "work/clouds.yaml": {
                "clouds": {
                    "one": {
                        "auth": {"auth-url": "u", "project-name": "p", "user-domain-name": "d", "tenant-name": "t"},
                        "region-name": "r",
                        "api-timeout": 5,
                        "vbs-endpoint-override": "e",
                        "auth-type": "token",
                    }
                }
            }
        },
        {},
        None,
        None,
        {
            "auth": {"auth_url": "u", "project_name": "p", "user_domain_name": "d"},
            "region_name": "r",
            "api_timeout": 5,
            "vbs_endpoint_override": "e",
        },
    ),
    "numbers": (
        {"work/clouds.yaml": cloud(auth={"password": 123456789, "project_name": 7}, api_timeout=9, cert=5, verify=0)},
        {},
        None,
        None,
        {"auth": {"password": "123456789", "project_name": "7"}, "api_timeout": 9, "cert": "5", "verify": "0"},
    ),
    "a name that is a date": (
        {"work/clouds.yaml": "clouds: {one: {auth: {project_name: 2026-01-02}}}"},
        {},
        None,
        None,
        {"auth": {"project_name": "2026-01-02"}},
    ),
    "a broken number of seconds": (
        {"work/clouds.yaml": cloud(api_timeout=2.5)},
        {},
        None,
        None,
        {"api_timeout": "2.5"},
    ),
    "the timeout of a service": (
        {"work/clouds.yaml": cloud(cinder_timeout=3, api_timeout=9, vbs_timeout=4, timeout=1)},
        {},
        None,
        None,
        {"api_timeout": 4},
    ),
    "the old name of the interface": (
        {"work/clouds.yaml": cloud(endpoint_type="internal", interface="admin")},
        {},
        None,
        None,
        {"interface": "internal"},
    ),
    "several interfaces": (
        {"work/clouds.yaml": cloud(interface=["internal", "public"])},
        {},
        None,
        None,
        {"interface": ["internal", "public"]},
    ),
    "the cloud is known by its profile": (
        {"work/clouds.yaml": cloud(profile="otc", auth={"username": "u"})},
        {},
        None,
        None,
        {
            "auth": {"auth_url": "https://iam.eu-de.otc.t-systems.com/v3", "username": "u", **DEFAULT},
            "region_name": "eu-de",
        },
    ),
    "another region of the profile, and its old name": (
        {"work/clouds.yaml": cloud(cloud="otc", vbs_endpoint_override="https://vbs.{region_name}.example")},
        {},
        None,
        "eu-nl",
        {
            "auth": {"auth_url": "https://iam.eu-nl.otc.t-systems.com/v3", **DEFAULT},
            "region_name": "eu-nl",
            "vbs_endpoint_override": "https://vbs.eu-nl.example",
        },
    ),
    "a region of its own": (
        {"work/clouds.yaml": cloud(profile="otc", region_name="eu-x")},
        {},
        None,
        None,
        {"auth": {"auth_url": "https://iam.eu-x.otc.t-systems.com/v3", **DEFAULT}, "region_name": "eu-x"},
    ),
    "the profile by variable": (
        {HOME + "clouds-public.yaml": {"public-clouds": {"mine": {"auth": {"auth_url": "u"}, "interface": "admin"}}}},
        {"OS_PROFILE": "mine"},
        None,
        None,
        {"auth": {"auth_url": "u"}},
    ),
    "OS_CLOUD is the profile of the variables": (
        {},
        {"OS_CLOUD": "otc", "OS_USERNAME": "u"},
        "envvars",
        None,
        {
            "auth": {"auth_url": "https://iam.eu-de.otc.t-systems.com/v3", "username": "u", **DEFAULT},
            "region_name": "eu-de",
        },
    ),
    "a profile of one's own": (
        {
            "work/clouds-public.yaml": {
                "public-clouds": {
                    "otc": {"auth": {"auth_url": "u"}, "regions": ["x"], "interface": "admin", "cert": "c"}
                }
            },
            "work/clouds.yaml": cloud(profile="otc", cert="d"),
        },
        {},
        None,
        None,
        {"auth": {"auth_url": "u"}, "region_name": "x", "interface": "admin", "cert": "d"},
    ),
    "a profile by the name of the variables' own cloud, which is none": (
        {
            "work/clouds-public.yaml": {"public-clouds": {"envvars": {"interface": "admin"}}},
            "work/clouds.yaml": cloud(profile="envvars", cert="c"),
        },
        {},
        None,
        None,
        {"cert": "c"},
    ),
    "a profile that nobody knows": (
        {"work/clouds.yaml": cloud(profile="nowhere", cert="c")},
        {},
        None,
        None,
        {"cert": "c"},
    ),
    "regions with values": (
        {
            "work/clouds.yaml": cloud(
                auth=USER,
                interface="admin",
                cert="c",
                regions=[
                    "a",
                    {"name": "b", "values": {"auth": {"username": "bob"}, "interface": "internal", "cert": None}},
                    {"name": "c"},
                ],
            )
        },
        {},
        None,
        "b",
        {"auth": {**USER, "username": "bob"}, "region_name": "b", "interface": "internal", "cert": "c"},
    ),
    "the first region": ({"work/clouds.yaml": cloud(regions=["b", "a"])}, {}, None, None, {"region_name": "b"}),
    "regions by comma": ({"work/clouds.yaml": cloud(region_name="b,a")}, {}, None, "a", {"region_name": "a"}),
    "no regions": ({"work/clouds.yaml": cloud(regions=[], region_name="a")}, {}, None, "b", {"region_name": "b"}),
    "OS_REGION_NAME is for the files too": (
        {"work/clouds.yaml": cloud(cert="c")},
        {"OS_REGION_NAME": "r"},
        None,
        None,
        {"cert": "c", "region_name": "r"},
    ),
}


def placed(value, root):
    return {key: part.replace("ROOT", str(root)) if isinstance(part, str) else part for key, part in value.items()}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_it_is_what_the_openstack_command_finds(tmp_path, case):
    files, environ, name, region_name, expected = case
    with world(tmp_path, files, environ):
        found = find_cloud(name, region_name, os.environ)
        assert found == placed(expected, tmp_path)
        check_agreement(found, *judge(name, region_name))


def test_the_profiles_are_those_of_openstacksdk():
    for name, profile in clouds_module.PROFILES.items():
        judged = loader.vendors.get_profile(name)
        assert profile["regions"] == judged["regions"]
        assert profile["identity_api_version"] == judged["identity_api_version"]
        # openstacksdk's address of the Swiss cloud is no URL.
        assert profile["auth"]["auth_url"].removeprefix("https://") == judged["auth"]["auth_url"].removeprefix(
            "https://"
        )
        assert judged["interface"] == "public"
