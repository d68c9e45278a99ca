# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Odd and wrong files and variables bring a clear error, in which no secret is."""

from __future__ import annotations

import os

import pytest
from openstack.exceptions import ConfigException

from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import conceal
from ansible_collections.otc.vbs.plugins.module_utils._errors import VbsError
from tools.clouds import OPENRC, SECRET, cloud, find_cloud, judge, two, world


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
            {},
            "x",
            None,
            "looked at: ROOT/work, ROOT/home/.config/openstack",
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
            {"work/clouds.yaml": cloud(region_name="r")},
            OPENRC,
            "one",
            "x",
            "It must be r. See the cloud 'one' in ROOT/work/clouds.yaml.",
        ),
        ({"work/clouds.yaml": cloud(region_name=["r", "s"])}, {}, None, "x", "'x'. It must be r or s. See"),
        (
            {
                "work/clouds.yaml": cloud(profile="mine"),
                "work/clouds-public.yaml": {"public-clouds": {"mine": {"region_name": "r"}}},
            },
            {},
            None,
            "x",
            "'x'. It must be r. See",
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
def test_what_the_openstack_command_refuses(tmp_path, files, environ, name, region_name, said):
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
        ("clouds.yaml", "a: b\nb: c\nd: \x07", ", line 3, column 4: it is not YAML"),
        ("clouds.yaml", f"a: {SECRET}\nb: 2026-99-99", "/clouds.yaml: it is not YAML"),
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


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("public-clouds: [1]", "public-clouds in PATH must be a mapping"),
        ("public-clouds: {otc: 1}", "The profile 'otc' in PATH must be a mapping"),
        (
            "public-clouds: {otc: {auth: 1}}",
            "auth must be a mapping, with such names as auth_url, username and password. See the cloud 'one' in ",
        ),
        ("public-clouds: {otc: {regions: a}}", "regions must be a list"),
        ("{", "PATH, line 1, column 2: it is not YAML"),
    ],
)
def test_a_wrong_file_of_profiles(tmp_path, content, said):
    files = {"work/clouds-public.yaml": content, "work/clouds.yaml": cloud(profile="otc")}
    with world(tmp_path, files, {}), pytest.raises(VbsError) as caught:
        find_cloud(None, None, os.environ)
    assert said.replace("PATH", str(tmp_path / "work/clouds-public.yaml")) in str(caught.value)


def test_null_is_nothing(tmp_path):
    text = (
        "clouds: {one: {profile: otc, auth_type: token, regions: [a], "
        "auth: {auth_url: , password: , project_id: , token: ''}, verify: }}"
    )
    with world(tmp_path, {"work/clouds.yaml": text}, {}):
        assert find_cloud(None, None, os.environ) == {"auth_type": "token", "region_name": "a"}


def test_names_that_are_no_texts_are_no_settings(tmp_path):
    text = "clouds: {one: {1: a, auth: {2: b, username: u}, cert: c}}"
    with world(tmp_path, {"work/clouds.yaml": text}, {}):
        assert find_cloud(None, None, os.environ) == {"auth": {"username": "u"}, "cert": "c"}


def test_no_name_may_be_an_empty_one(tmp_path):
    with world(tmp_path, {"work/clouds.yaml": cloud(region_name="r")}, {}):
        assert find_cloud("", "", os.environ) == {"region_name": "r"}


@pytest.mark.parametrize(
    ("files", "environ", "name"),
    [
        ({}, {"OS_CLIENT_CONFIG_FILE": f"clouds: {{one: {{auth: {{password: {SECRET}}}}}}}"}, None),
        ({}, {"OS_CLIENT_CONFIG_FILE": f"clouds:\n  one:\n    auth:\n      password: {SECRET}\n"}, None),
        ({}, {"OS_CLIENT_SECURE_FILE": f"{SECRET}\n"}, None),
        ({}, {"OS_CLOUD": f"{{'password': '{SECRET}'}}"}, None),
        ({}, {}, f"clouds:\n  one:\n    auth:\n      password: {SECRET}\n"),
        ({}, {}, f"https://user:{SECRET}@iam.example"),
        ({}, {}, f"password: {SECRET}"),
        ({}, {}, SECRET * 10),
        ({"work/clouds.yaml": cloud(region_name="r")}, {"OS_REGION_NAME": f"{SECRET}\n"}, None),
    ],
)
def test_the_content_of_a_file_in_place_of_its_name_is_not_shown(tmp_path, files, environ, name):
    with world(tmp_path, files, environ), pytest.raises(VbsError, match=r": \(not shown\)\. ") as caught:
        find_cloud(name, None, os.environ)
    assert "not-to-be-shown" not in str(caught.value)


TEMPLATE = r": \(not shown\)\. It is a template that nothing has filled in: "


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("$ANSIBLE_VAULT;1.1;AES256\n6137\n", r"/clouds\.yaml is encrypted with ansible-vault"),
        (
            "clouds:\n  one:\n    auth:\n      password: !vault |\n        $ANSIBLE_VAULT;1.1;AES256\n",
            r"/clouds\.yaml, line 4, column 17: it has !vault, a value of ansible-vault",
        ),
        ("clouds: {one: {auth: {auth_url: 'https://{{ host }}/v3'}}}", "auth.auth_url" + TEMPLATE),
        ("clouds: {one: {cacert: '${CA}'}}", "cacert" + TEMPLATE),
    ],
)
def test_what_only_ansible_or_a_shell_can_fill_in(tmp_path, content, said):
    with world(tmp_path, {"work/clouds.yaml": content}, {}), pytest.raises(VbsError, match=said):
        find_cloud("one", None, os.environ)


def test_secrets_are_hidden_from_now_on(tmp_path):
    values = {name: f"{name}-known-from-a-file" for name in ("password", "token", "secret_key", "security_token")}
    values["application_credential_secret"] = "credential-known-from-a-file"
    with world(tmp_path, {"work/clouds.yaml": cloud(auth=values)}, {}):
        assert find_cloud(None, None, os.environ)["auth"] == values
    assert "known-from-a-file" not in conceal(" ".join(values.values()))
