# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever is in the files and variables, it gives the login that the openstack command gets from it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openstack.exceptions import ConfigException

from ansible_collections.otc.vbs.plugins.module_utils._errors import VbsError
from ansible_collections.otc.vbs.plugins.module_utils._settings.normalize import AUTH, MOVED
from tools.clouds import HOME, SECRET, check_agreement, find_cloud, judge, world

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
    **dict.fromkeys(("block_storage_endpoint_override", "block-storage-endpoint-override"), st.just("h")),
    **dict.fromkeys(("volumev3_endpoint_override", "volume_endpoint_override"), st.just("{region_name}/i")),
    **dict.fromkeys(("identity_api_version", "identity-api-version"), st.sampled_from([3, "3", 3.5])),
    "default_domain": TEXT,
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
        **dict.fromkeys(("OS_TENANT_ID", "OS_TENANT_NAME"), TEXT),
        "OS_IDENTITY_API_VERSION": st.sampled_from(["3", ""]),
        "OS_DEFAULT_DOMAIN": TEXT,
        "OS_CLIENT_CONFIG_FILE": st.sampled_from(["ROOT/other.yaml", ""]),
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
def test_it_is_what_the_openstack_command_finds_whatever_there_is(files, environ, name, region_name):
    if "other.yaml" not in files:
        # The command takes the next file then, which is refused here.
        environ = {variable: value for variable, value in environ.items() if variable != "OS_CLIENT_CONFIG_FILE"}
    with tempfile.TemporaryDirectory() as folder, world(Path(folder), files, environ):
        try:
            judged = judge(name, region_name)
        except ConfigException:
            with pytest.raises(VbsError):
                find_cloud(name, region_name, os.environ)
            return
        check_agreement(find_cloud(name, region_name, os.environ), *judged)
