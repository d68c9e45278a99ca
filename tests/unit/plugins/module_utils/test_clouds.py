# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files and variables give the login that openstacksdk's config loader gets from them, or a clear error."""

from __future__ import annotations

import contextlib
import importlib
import json
import logging
import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from openstack.config import loader
from openstack.exceptions import ConfigException

from ansible_collections.otc.vbs.plugins.module_utils import _cloud_files, _clouds
from ansible_collections.otc.vbs.plugins.module_utils._cloud_settings import AUTH, MOVED, TYPES
from ansible_collections.otc.vbs.plugins.module_utils._clouds import find_cloud
from ansible_collections.otc.vbs.plugins.module_utils._errors import VbsError
from ansible_collections.otc.vbs.plugins.module_utils._secrets import conceal

SECRET = "secret-not-to-be-shown"
USER = {"auth_url": "https://iam.example/v3", "username": "alice", "password": SECRET}
OPENRC = {
    "OS_AUTH_URL": "https://iam.example/v3",
    "OS_USERNAME": "alice",
    "OS_PASSWORD": SECRET,
    "OS_PROJECT_NAME": "p",
    "OS_USER_DOMAIN_NAME": "d",
    "OS_PROJECT_DOMAIN_NAME": "e",
}
OPENRC_AUTH = {**USER, "project_name": "p", "user_domain_name": "d", "project_domain_name": "e"}
HOME = "home/.config/openstack/"
# openstacksdk sets these where nobody else does; find_cloud() leaves them to its caller.
DEFAULTS = {"auth_type": "password", "interface": "public", "verify": True, "insecure": False}


@contextlib.contextmanager
def world(root, files, environ):
    """A working directory and a home with these files, and nothing but these variables that anybody looks at.

    files: paths below root (the working directory is 'work') to texts, or to what is written as YAML or JSON.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("OS_", "XDG_", "SNAP_", "STATSD_")):
                patch.delenv(name)
        patch.setenv("HOME", str(root / "home"))
        (root / "work").mkdir(parents=True, exist_ok=True)
        patch.chdir(root / "work")
        for name, value in environ.items():
            patch.setenv(name, value.replace("ROOT", str(root)))
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not isinstance(content, str):
                content = json.dumps(content) if name.endswith("json") else yaml.safe_dump(content, sort_keys=False)
            path.write_text(content)
        yield


def judge(name, region_name):
    """What openstacksdk makes of it, by the way that its connections go, but with no plugin made of it."""
    importlib.reload(loader)  # it looks for its folders once, when it is imported

    class Config(loader.OpenStackConfig):
        def _get_auth_loader(self, config):
            plugin = super()._get_auth_loader(config)
            self.options = {option.dest for option in plugin.get_options()}
            plugin.load_from_options = lambda **_options: None
            return plugin

    logging.getLogger("openstack").setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        config = Config()
        if config.default_cloud == "defaults" and os.environ.get("OS_CLOUD") and not name:
            # The one thing it should refuse: with no cloud at all, it takes any OS_CLOUD for none.
            raise ConfigException("no cloud of this name")
        return config.get_one(cloud=name, region_name=region_name).config, config.options


def check_agreement(found, judged, options):
    """All that the loader has is found, and nothing else."""
    assert set(found) <= {"auth", *TYPES}
    for key in TYPES:
        expected = judged.get(key)
        if key in ("cacert", "cert", "key") and expected:
            expected = os.path.expanduser(expected)
        default = DEFAULTS.get(key)
        assert found.get(key, default) == (default if expected in (None, "") else expected), key
    auth = found.get("auth", {})
    for key in (*AUTH, *MOVED):
        if key in options or judged["auth"].get(key):
            assert auth.get(key, "") == judged["auth"].get(key, ""), key
        elif key in auth:
            # No option of this plugin: the loader leaves it where it is, under any of its names.
            names = (key, *AUTH[key])
            assert auth[key] in [place.get(name) for place in (judged, judged["auth"]) for name in names], key
        else:
            assert not judged.get(key), key


def cloud(**config):
    return {"clouds": {"one": config}}


def two(**config):
    return {"clouds": {"one": {"auth": USER}, "two": config}}


# What it is about: files, variables, name, region, what is found.
CASES = {
    "nothing": ({}, {}, None, None, {}),
    "nothing but a region": ({}, {}, None, "r", {"region_name": "r"}),
    "only variables that choose": ({}, {"OS_REGION_NAME": "r", "OS_CLIENT_CONFIG_FILE": "no"}, None, None, {}),
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
        {"auth": {"project_name": "t", "project_id": "i", "username": "u"}},
    ),
    "today's name of the project comes first": (
        {},
        {"OS_PROJECT_NAME": "p", "OS_TENANT_NAME": "t", "OS_PROJECT_ID": "i", "OS_TENANT_ID": "j"},
        None,
        None,
        {"auth": {"project_name": "p", "project_id": "i"}},
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
    "a file that is named but not there": (
        {"work/clouds.yaml": cloud(cert="w")},
        {"OS_CLIENT_CONFIG_FILE": "ROOT/none"},
        None,
        None,
        {"cert": "w"},
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
    "by name": ({"work/clouds.yaml": two(cert="2")}, OPENRC, "two", None, {"cert": "2"}),
    "by OS_CLOUD": ({"work/clouds.yaml": two(cert="2")}, {**OPENRC, "OS_CLOUD": "two"}, None, None, {"cert": "2"}),
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
                "username": "bob",
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
        {"auth": {"auth_url": "https://iam.eu-de.otc.t-systems.com/v3", "username": "u"}, "region_name": "eu-de"},
    ),
    "another region of the profile, and its old name": (
        {"work/clouds.yaml": cloud(cloud="otc", vbs_endpoint_override="https://vbs.{region_name}.example")},
        {},
        None,
        "eu-nl",
        {
            "auth": {"auth_url": "https://iam.eu-nl.otc.t-systems.com/v3"},
            "region_name": "eu-nl",
            "vbs_endpoint_override": "https://vbs.eu-nl.example",
        },
    ),
    "a region of its own": (
        {"work/clouds.yaml": cloud(profile="otc", region_name="eu-x")},
        {},
        None,
        None,
        {"auth": {"auth_url": "https://iam.eu-x.otc.t-systems.com/v3"}, "region_name": "eu-x"},
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
        {"auth": {"auth_url": "https://iam.eu-de.otc.t-systems.com/v3", "username": "u"}, "region_name": "eu-de"},
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
    "OS_REGION_NAME is not for the files": (
        {"work/clouds.yaml": cloud(cert="c")},
        {"OS_REGION_NAME": "r"},
        None,
        None,
        {"cert": "c"},
    ),
}


def placed(value, root):
    return {key: part.replace("ROOT", str(root)) if isinstance(part, str) else part for key, part in value.items()}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_it_is_what_openstacksdk_finds(tmp_path, case):
    files, environ, name, region_name, expected = case
    with world(tmp_path, files, environ):
        found = find_cloud(name, region_name, os.environ)
        assert found == placed(expected, tmp_path)
        check_agreement(found, *judge(name, region_name))


@pytest.mark.parametrize(
    ("files", "environ", "name", "region_name", "said"),
    [
        (
            {"work/clouds.yaml": two(), "work/secure.yaml": two()},
            {},
            "three",
            None,
            "cloud: 'three'. Known clouds: one, two. Files read: ROOT/work/clouds.yaml, ROOT/work/secure.yaml.",
        ),
        ({"work/clouds.yaml": two()}, {"OS_CLOUD": "x"}, None, None, "OS_CLOUD: 'x'. Known clouds: one, two. Files"),
        (
            {},
            {"OS_CLIENT_CONFIG_FILE": "ROOT/a"},
            "x",
            None,
            "looked at: ROOT/a, ROOT/work, ROOT/home/.config/openstack",
        ),
        ({}, {"OS_CLOUD": "x"}, None, None, "OS_CLOUD: 'x'. Known clouds: none. No clouds.yaml"),
        ({}, OPENRC, "x", None, "Known clouds: envvars. No clouds.yaml"),
        (
            {"work/clouds.yaml": {"clouds": {"envvars": {}}}, "work/secure.yaml": two()},
            {},
            None,
            None,
            "ROOT/work/clouds.yaml and ROOT/work/secure.yaml must not have a cloud 'envvars': it is the name of the "
            "one that the variables OS_* make. Rename it, or set OS_CLOUD_NAME to another name.",
        ),
        ({"work/clouds.yaml": cloud(profile="otc")}, {}, None, "x", "region_name: 'x'. It must be eu-de or eu-nl."),
        (
            {"work/clouds.yaml": cloud(region_name="r")},
            {},
            None,
            "x",
            "'x'. It must be r. See the cloud 'one' in ROOT/work/clouds.yaml.",
        ),
        (
            {"work/clouds.yaml": cloud(region_name="r"), "work/secure.yaml": cloud(cert="c")},
            {},
            None,
            "x",
            "See the cloud 'one' in ROOT/work/clouds.yaml and ROOT/work/secure.yaml.",
        ),
        ({}, {**OPENRC, "OS_REGION_NAME": "r"}, None, "x", "It must be r. See the environment variables OS_*."),
        ({"work/clouds.yaml": cloud(regions=[{"x": 1}])}, {}, None, None, "regions must be a list of names"),
        (
            {"work/clouds.yaml": cloud(regions=[{"name": "a", "x": 1}])},
            {},
            None,
            None,
            "regions must be a list of names",
        ),
        ({"work/clouds.yaml": [SECRET]}, {}, None, None, "ROOT/work/clouds.yaml must be a mapping, with clouds in it"),
        ({"work/secure.yaml": SECRET}, {}, None, None, "ROOT/work/secure.yaml must be a mapping, with clouds in it"),
    ],
)
def test_what_openstacksdk_refuses(tmp_path, files, environ, name, region_name, said):
    with world(tmp_path, files, environ):
        with pytest.raises(ConfigException):
            judge(name, region_name)
        with pytest.raises(VbsError) as caught:
            find_cloud(name, region_name, os.environ)
    assert said.replace("ROOT", str(tmp_path)) in str(caught.value)
    assert "not-to-be-shown" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("clouds.yaml", f"clouds:\n  a: {{password: {SECRET}\n", ", line 3, column 1: it is not YAML"),
        ("clouds.yaml", f"a: 1\n{SECRET}\nclouds: 1", ", line 3, column 1: it is not YAML"),
        ("clouds.yaml", f"a: !{SECRET} x", ", line 1, column 4: it is not YAML"),
        ("clouds.yaml", f"a: b\nb: {SECRET}\x07", f", line 2, column {len(SECRET) + 4}: it is not YAML"),
        ("clouds.yaml", f"a: {SECRET}\nb: 2026-99-99", ": it is not YAML"),
        ("clouds.yaml", "[" * 5000, ": it is not YAML"),
        ("clouds.yaml", f"a: {SECRET}\n\xff\n".encode("latin-1"), ", line 2: it must be a text in UTF-8"),
        ("clouds.yaml", f"\n{SECRET}\xff".encode("latin-1"), ", line 2: it must be a text in UTF-8"),
        ("clouds.yaml", "clouds: {one: {region_name: {a: 1}}}", "region_name must be a text. See the cloud 'one' in "),
        ("clouds.json", f'{{"a":\n {SECRET}}}', ", line 2, column 2: it is not JSON"),
        ("clouds.json", "[" * 100000, " holds JSON that cannot be read"),
        ("clouds.yaml", f"clouds: {SECRET}", ": clouds must be a mapping"),
        ("clouds.yaml", "clouds:", ": clouds must be a mapping"),
        ("secure.yaml", f"clouds: [{SECRET}]", ": clouds must be a mapping"),
        (
            "clouds.yaml",
            f"clouds: {{one: {SECRET}}}",
            "A cloud must be a mapping of names to values. See the cloud 'one' in",
        ),
        ("clouds.yaml", f"clouds: {{one: {{auth: {SECRET}}}}}", "auth must be a mapping, with such names as"),
        ("clouds.yaml", f"clouds: {{one: {{auth: [{SECRET}]}}}}", "auth must be a mapping, with such names as"),
        ("clouds.yaml", "clouds: {one: {regions: eu-de}}", "regions must be a list of names, or of mappings"),
        ("clouds.yaml", "clouds: {one: {regions: [1]}}", "regions must be a list of names, or of mappings"),
        (
            "clouds.yaml",
            "clouds: {one: {regions: [{name: a, values: 1}]}}",
            "values of the region 'a' must be a mapping",
        ),
        ("clouds.yaml", "clouds: {one: {regions: [{name: a, values: {auth: 1}}]}}", "auth must be a mapping"),
        ("clouds.yaml", "clouds: {one: {profile: [otc]}}", "profile must be a name"),
        (
            "clouds.yaml",
            f"clouds: {{one: {{auth: {{password: [{SECRET}]}}}}}}",
            "auth.password: (not shown). It must be a",
        ),
        (
            "clouds.yaml",
            "clouds: {one: {auth: {password: 2026-01-01}}}",
            "auth.password: (not shown). It must be a text",
        ),
        ("clouds.yaml", "clouds: {one: {auth: {password: true}}}", "auth.password: (not shown). It must be a text"),
        ("clouds.yaml", f"clouds: {{one: {{auth: {{project_name: [{SECRET}]}}}}}}", "auth.project_name: (not shown)"),
        ("clouds.yaml", "clouds: {one: {auth: {auth_url: 'https://{x}'}}}", "auth.auth_url has braces"),
        ("clouds.yaml", "clouds: {one: {vbs_endpoint_override: 'https://{'}}", "vbs_endpoint_override has braces"),
        ("clouds.yaml", f"clouds: {{one: {{password: {SECRET}, cert: '{{password}}'}}}}", "cert has braces"),
        ("clouds.yaml", "clouds: {one: {verify: [1]}}", "verify must be true or false"),
        ("clouds.yaml", "clouds: {one: {cacert: true}}", "cacert must be a text"),
        ("clouds.yaml", "clouds: {one: {cacert: [a]}}", "cacert must be a text"),
        ("clouds.yaml", "clouds: {one: {interface: [1]}}", "interface must be a text"),
        ("clouds.yaml", "clouds: {one: {api_timeout: true}}", "api_timeout must be a number of seconds"),
        ("clouds.yaml", "clouds: {one: &one {auth: *one, regions: [*one]}}", "regions must be a list of names"),
    ],
)
def test_what_is_wrong_in_a_file_is_named_without_a_word_of_it(tmp_path, name, content, said):
    path = tmp_path / "work" / name
    with world(tmp_path, {}, {}):
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with pytest.raises(VbsError) as caught:
            find_cloud(None, None, os.environ)
    assert said.removeprefix(": clouds") in str(caught.value)
    assert str(path) in str(caught.value)
    assert "not-to-be-shown" not in str(caught.value)


def test_a_file_that_cannot_be_read(tmp_path):
    with world(tmp_path, {}, {"OS_CLIENT_CONFIG_FILE": "ROOT/home"}):
        (tmp_path / "home").mkdir()
        with pytest.raises(VbsError, match=r"home cannot be read: Is a directory\. Mend that"):
            find_cloud(None, None, os.environ)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("public-clouds: [1]", "public-clouds in PATH must be a mapping"),
        ("public-clouds: {otc: 1}", "The profile 'otc' in PATH must be a mapping"),
        ("public-clouds: {otc: {auth: 1}}", "auth must be a mapping"),
        ("public-clouds: {otc: {regions: a}}", "regions must be a list"),
        ("{", "PATH, line 1, column 2: it is not YAML"),
    ],
)
def test_a_wrong_file_of_profiles(tmp_path, content, said):
    files = {"work/clouds-public.yaml": content, "work/clouds.yaml": cloud(profile="otc")}
    with world(tmp_path, files, {}), pytest.raises(VbsError) as caught:
        find_cloud(None, None, os.environ)
    assert said.replace("PATH", str(tmp_path / "work/clouds-public.yaml")) in str(caught.value)


def test_without_pyyaml(tmp_path, monkeypatch):
    with world(tmp_path, {"work/clouds.yaml": cloud(cert="c")}, {}):
        monkeypatch.setitem(sys.modules, "yaml", None)
        with pytest.raises(VbsError, match=r"work/clouds\.yaml needs the Python library PyYAML"):
            find_cloud(None, None, os.environ)
        Path("clouds.yaml").unlink()
        Path("clouds.json").write_text(json.dumps(cloud(cert="c")))
        assert find_cloud(None, None, os.environ) == {"cert": "c"}


def test_null_is_nothing(tmp_path):
    text = (
        "clouds: {one: {profile: otc, regions: [a], auth: {auth_url: , password: , project_id: , token: ''}, verify: }}"
    )
    with world(tmp_path, {"work/clouds.yaml": text}, {}):
        assert find_cloud(None, None, os.environ) == {"region_name": "a"}


def test_names_that_are_no_texts_are_no_settings(tmp_path):
    text = "clouds: {one: {1: a, auth: {2: b, username: u}, cert: c}}"
    with world(tmp_path, {"work/clouds.yaml": text}, {}):
        assert find_cloud(None, None, os.environ) == {"auth": {"username": "u"}, "cert": "c"}


def test_no_name_may_be_an_empty_one(tmp_path):
    with world(tmp_path, {"work/clouds.yaml": cloud(region_name="r")}, {}):
        assert find_cloud("", "", os.environ) == {"region_name": "r"}


def test_the_profiles_are_those_of_openstacksdk():
    for name, profile in _clouds.PROFILES.items():
        judged = loader.vendors.get_profile(name)
        assert profile["regions"] == judged["regions"]
        # openstacksdk's address of the Swiss cloud is no URL.
        assert profile["auth"]["auth_url"].removeprefix("https://") == judged["auth"]["auth_url"].removeprefix(
            "https://"
        )
        assert judged["interface"] == "public"


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"XDG_CONFIG_HOME": "ROOT/x", "XDG_CONFIG_DIRS": "/a"},
        {"XDG_CONFIG_HOME": "x", "XDG_CONFIG_DIRS": "a:/b:/c"},
        {"XDG_CONFIG_HOME": "", "XDG_CONFIG_DIRS": ""},
        {"SNAP_REAL_HOME": "ROOT/snap"},
    ],
)
def test_the_folders_are_those_of_openstacksdk(tmp_path, environ):
    with world(tmp_path, {}, environ):
        importlib.reload(loader)
        assert _cloud_files.folders(os.environ) == loader.CONFIG_SEARCH_PATH


def test_a_working_directory_that_is_gone(tmp_path):
    script = (
        "import os, sys; os.rmdir(os.getcwd());"
        "from ansible_collections.otc.vbs.plugins.module_utils._clouds import find_cloud;"
        "print(find_cloud(None, None, {'HOME': sys.argv[1], 'OS_USERNAME': 'u'}))"
    )
    gone = tmp_path / "gone"
    gone.mkdir()
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-c", script, str(tmp_path)]
    result = subprocess.run(command, cwd=gone, env=environ, capture_output=True, text=True, check=False)
    assert result.stdout == "{'auth': {'username': 'u'}}\n", result.stderr


def test_secrets_are_hidden_from_now_on(tmp_path):
    values = {name: f"{name}-known-from-a-file" for name in ("password", "token", "secret_key", "security_token")}
    values["application_credential_secret"] = "credential-known-from-a-file"
    with world(tmp_path, {"work/clouds.yaml": cloud(auth=values)}, {}):
        assert find_cloud(None, None, os.environ)["auth"] == values
    assert "known-from-a-file" not in conceal(" ".join(values.values()))


TEXT = st.sampled_from(["alice", "bob", "carol", "", "eu-de"])
SCALAR = st.one_of(TEXT, st.sampled_from([0, 7, 2.5]))
AUTH_NAMES = [*AUTH, *MOVED, "tenant_name", "tenant-id", "project-name", "user-name", "auth-token", "auth-url"]
AUTH_VALUES = {
    **dict.fromkeys(AUTH_NAMES, SCALAR),
    **dict.fromkeys(("auth_url", "auth-url"), st.sampled_from(["https://a", "https://iam.{region_name}.x", ""])),
    # These become known as secrets: they must not stand in other tests' messages.
    **dict.fromkeys(("password", "token", "auth-token"), st.sampled_from([SECRET, SECRET + "2", 1234567891])),
    **dict.fromkeys(("secret_key", "application_credential_secret"), st.just(SECRET)),
    "security_token": st.just(SECRET),
}
AUTH_DICT = st.fixed_dictionaries({}, optional=AUTH_VALUES)
NAMES = st.sampled_from(["one", "two", "three"])
REGION = st.sampled_from(["eu-de", "eu-nl", "x"])
AUTH_TYPE = st.sampled_from(["password", "v3password", "token", "v3token", "v3applicationcredential"])
COMMON = {
    "auth": AUTH_DICT,
    "auth_type": AUTH_TYPE,
    "auth-type": AUTH_TYPE,
    "auth_plugin": AUTH_TYPE,
    "interface": st.sampled_from(["public", "admin", ""]),
    "endpoint_type": st.sampled_from(["internal", ""]),
    "verify": st.sampled_from([True, False, "/ca", ""]),
    "insecure": st.sampled_from([True, False, "true", "yes"]),
    **dict.fromkeys(("cacert", "cert", "key"), st.sampled_from(["~/a", "/b", "", 5])),
    **dict.fromkeys(("api_timeout", "api-timeout", "cinder_timeout", "timeout"), st.sampled_from([3, 4.5, "5", 0])),
    **dict.fromkeys(("vbs_endpoint_override", "vbs-endpoint-override"), st.sampled_from(["e", "{region_name}/f"])),
    "vbsv2_endpoint_override": st.just("g"),
}
BESIDE = {name: value for name, value in AUTH_VALUES.items() if name not in ("auth_url", "auth-url")}
REGIONS = st.lists(
    st.one_of(
        REGION,
        st.builds(
            lambda name, values: {"name": name, "values": values}, REGION, st.fixed_dictionaries({}, optional=COMMON)
        ),
    ),
    max_size=3,
)
CLOUD = st.fixed_dictionaries(
    {},
    optional={
        **COMMON,
        **BESIDE,
        "region_name": st.sampled_from(["eu-de", "eu-nl,x", 5]),
        "region-name": st.sampled_from(["eu-nl"]),
        "regions": REGIONS,
        "profile": st.sampled_from(["otc", "mine", "nowhere", "envvars", ""]),
        "cloud": st.sampled_from(["otc", "mine"]),
    },
)
CLOUDS = st.builds(lambda clouds: {"clouds": clouds}, st.dictionaries(NAMES, CLOUD, max_size=3))
PROFILE = st.fixed_dictionaries({}, optional={**COMMON, "regions": REGIONS, "region_name": REGION})
ENVIRON = st.fixed_dictionaries(
    {},
    optional={
        **{"OS_" + name.upper(): value.map(str) for name, value in AUTH_VALUES.items() if "-" not in name},
        **{"OS_" + name.upper(): COMMON[name].map(str) for name in COMMON if "-" not in name and name != "auth"},
        "OS_REGION_NAME": REGION,
        "OS_PROFILE": st.sampled_from(["otc", "mine"]),
        "OS_CLOUD": st.sampled_from(["one", "two", "envvars", ""]),
        "OS_CLOUD_NAME": st.sampled_from(["three", "mine"]),
        "OS_CLIENT_CONFIG_FILE": st.sampled_from(["ROOT/other.yaml", "ROOT/none"]),
    },
)
FILES = st.fixed_dictionaries(
    {},
    optional={
        "work/clouds.yaml": CLOUDS,
        HOME + "clouds.json": CLOUDS,
        "work/secure.json": CLOUDS,
        HOME + "secure.yml": CLOUDS,
        "other.yaml": CLOUDS,
        HOME + "clouds-public.yaml": st.builds(lambda profile: {"public-clouds": {"mine": profile}}, PROFILE),
    },
)


@settings(max_examples=200, deadline=None)
@given(FILES, st.one_of(st.just({}), ENVIRON), st.one_of(st.none(), NAMES), st.one_of(st.none(), REGION))
def test_it_is_what_openstacksdk_finds_whatever_there_is(files, environ, name, region_name):
    with tempfile.TemporaryDirectory() as folder, world(Path(folder), files, environ):
        try:
            judged = judge(name, region_name)
        except ConfigException:
            with pytest.raises(VbsError):
                find_cloud(name, region_name, os.environ)
            return
        check_agreement(find_cloud(name, region_name, os.environ), *judged)
