# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the options of a call hold that must not be shown."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._censor.options import unshown


@pytest.mark.parametrize(
    ("cloud", "secrets"),
    [
        ("one", set()),
        ({"auth": {"username": "u", "ak": "a", "password": "p"}, "region_name": "r"}, {"p"}),
        ({"auth": {"sk": "s", "auth-token": "t", "security_token": "st"}}, {"s", "t", "st"}),
        # A plugin that is not known here may call its secret anything.
        ({"auth": {"passcode": "1", "factor": "2"}}, {"1", "2"}),
        ({"auth": "all of it"}, {"all of it"}),
        ({"regions": [{"name": "r", "values": {"password": "p"}}]}, {"p"}),
        ({"my_secret": {"inner": ["x", None, True]}}, {"x"}),
        (["one", "two"], {"one", "two"}),
        ({"cacert": "-----BEGIN KEY-----"}, {"-----BEGIN KEY-----"}),
    ],
)
def test_what_is_secret_in_a_cloud(cloud, secrets):
    assert unshown({"cloud": cloud}) == secrets


@pytest.mark.parametrize("option", ["endpoint", "project_id", "ca_cert", "client_key", "auth_type"])
def test_what_is_not_like_its_option_may_be_a_secret(option):
    assert unshown({option: "plain"}) == set()
    assert unshown({option: "password: p"}) == {"password: p"}


def test_a_path_is_hidden_as_ansible_shows_it(monkeypatch):
    monkeypatch.setenv("WHERE", "here")
    assert unshown({"ca_cert": "{$WHERE}"}) == {"{$WHERE}", "{here}"}
