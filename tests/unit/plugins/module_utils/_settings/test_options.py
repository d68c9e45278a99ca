# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task says itself, and how that is laid over what a cloud says."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._settings.files import CloudFiles
from ansible_collections.otc.vbs.plugins.module_utils._settings.options import overlay, read_options

NO_FILES = CloudFiles({}, [], [])


def options(**params):
    return read_options(params, NO_FILES)


def test_an_option_wins_over_the_dictionary():
    cloud = {"region_name": "a", "cert": "/a", "key": "/a.key", "auth": {"username": "u", "project_name": "p"}}
    found = options(cloud=cloud, region_name="b", client_cert="/b", project_id="q", auth={"username": "v"})
    assert (found.region_name, found.names_project) == ("b", True)
    assert found.settings == {"region_name": "b", "cert": "/b"}
    assert found.auth == {"username": "v", "project_id": "q"}


def test_a_dictionary_may_name_the_cloud_below():
    assert options(cloud={"cloud": "one", "auth": {}}).cloud == "one"
    assert options(cloud=7).cloud == "7"
    assert options().cloud is None


def test_what_is_empty_is_not_set():
    found = options(endpoint="", region_name=None, validate_certs=False, api_timeout=0)
    assert found.settings == {"validate_certs": False, "api_timeout": 0}
    assert found.names_project is False


@pytest.mark.parametrize(
    ("new", "left"),
    [
        ({"cacert": "/b"}, {"cert": "/a", "key": "/k"}),
        ({"verify": True}, {"cert": "/a", "key": "/k"}),
        ({"cert": "/b"}, {"insecure": True, "verify": False}),
        ({"key": "/b"}, {"insecure": True, "verify": False, "cert": "/a"}),
        ({"validate_certs": True}, {"insecure": True, "verify": False, "cert": "/a", "key": "/k"}),
    ],
)
def test_what_belongs_together_stays_together(new, left):
    old = {"insecure": True, "verify": False, "cert": "/a", "key": "/k", "auth": {"token": "t"}}
    assert overlay(old, new) == {**left, **new}


def test_an_address_keeps_out_its_other_names():
    old = {"vbsv2_endpoint_override": "https://old", "volumev3_endpoint_override": "https://evs"}
    new = options(endpoint="https://new").settings
    assert overlay(old, new) == {
        "vbs_endpoint_override": "https://new",
        "volumev3_endpoint_override": "https://evs",
    }
