# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the settings of a cloud become: today's names, texts, and only those that are known."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import hidden
from ansible_collections.otc.vbs.plugins.module_utils._errors import VbsError
from ansible_collections.otc.vbs.plugins.module_utils._settings.normalize import normalize


def settings(project=False, **config):
    return normalize({"auth": {}, **config}, "the file", project)


@pytest.mark.parametrize(
    ("config", "found"),
    [
        ({"tenant-name": "p"}, {"auth": {"project_name": "p"}}),
        ({"tenant_name": "old", "project_name": "new"}, {"auth": {"project_name": "new"}}),
        ({"auth": {"user-name": "u"}}, {"auth": {"username": "u"}}),
        # A key is where it is, as the openstack command does not know it.
        ({"auth": {"sk": "in"}, "secret_key": "beside"}, {"auth": {"secret_key": "in"}}),
        ({"auth": {"password": "in"}, "password": "beside"}, {"auth": {"password": "beside"}}),
        ({"cinder_timeout": 5, "api_timeout": 9}, {"api_timeout": 5}),
        ({"api-timeout": 2.5}, {"api_timeout": "2.5"}),
        ({"insecure": "TRUE"}, {"insecure": True}),
        ({"interface": ["internal", "public"]}, {"interface": ["internal", "public"]}),
        ({"cert": "", "verify": None, "unknown": 1}, {}),
    ],
)
def test_each_setting_has_one_name_and_type(config, found):
    assert settings(**config) == found


def test_a_domain_is_that_of_the_user_and_of_the_project_where_there_is_one():
    assert settings(domain_name="d") == {"auth": {"domain_name": "d"}}
    both = {"user_domain_name": "d", "project_domain_name": "d"}
    assert settings(project=True, domain_name="d") == {"auth": both}
    assert settings(domain_name="d", project_id="p") == {"auth": {**both, "project_id": "p"}}


def test_braces_name_other_settings_but_no_secret():
    found = settings(region_name="r", cert="/{region_name}.pem", auth={"auth_url": "https://iam.{region_name}"})
    assert (found["cert"], found["auth"]["auth_url"]) == ("/r.pem", "https://iam.r")
    with pytest.raises(VbsError, match=r"cert has braces that cannot be replaced.* See the file\."):
        settings(cert="/{password}", password="not-to-be-shown")


def test_secrets_are_hidden_as_soon_as_they_are_found():
    settings(auth={"sk": "a-secret-key-of-a-file"})
    assert "a-secret-key-of-a-file" in hidden()


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({"verify": ["not-to-be-shown"]}, "verify must be true or false. See the file."),
        ({"api_timeout": True}, "api_timeout must be a number of seconds. See the file."),
        (
            {"auth": {"password": ["not-to-be-shown"]}},
            "auth.password: (not shown). It must be a text: ",
        ),
    ],
)
def test_a_wrong_type_is_named_and_not_shown(config, said):
    with pytest.raises(VbsError) as caught:
        settings(**config)
    assert said in str(caught.value)
    assert "not-to-be-shown" not in str(caught.value)
