# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for every login method, also for one to come."""

from __future__ import annotations

from itertools import combinations

import pytest
import yaml

from ansible_collections.otc.vbs.plugins.doc_fragments.connection import ModuleDocFragment
from ansible_collections.otc.vbs.plugins.module_utils._connect import CONNECTION_OPTIONS
from ansible_collections.otc.vbs.plugins.module_utils._login.methods import AUTH_TYPES, METHODS, SECRETS

BY_NAME = pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)


@BY_NAME
def test_its_secret_is_one_of_its_secrets_and_its_options_are_strings_of_auth(method):
    assert method.secret in SECRETS
    for option in method.options:
        spec = CONNECTION_OPTIONS["auth"]["options"][option.name]
        assert spec == {"type": "str", "no_log": option.secret}


@BY_NAME
def test_its_names_are_documented(method):
    documented = yaml.safe_load(ModuleDocFragment.DOCUMENTATION)["options"]
    assert {option.name for option in method.options} <= set(documented["auth"]["suboptions"])
    assert set(method.auth_types) <= set(documented["auth_type"]["choices"])


def test_no_two_share_an_option_or_a_name():
    for one, other in combinations(METHODS, 2):
        assert not {option.name for option in one.options} & {option.name for option in other.options}
        assert not set(one.auth_types) & set(other.auth_types)
        assert one.name != other.name
    assert set(AUTH_TYPES.values()) == set(METHODS)
