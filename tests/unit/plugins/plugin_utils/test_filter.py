# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How an error of the collection becomes one of a filter."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput
from ansible_collections.otc.vbs.plugins.plugin_utils._filter import named


def test_a_wrong_option_is_an_error_that_names_the_filter():
    with pytest.raises(AnsibleFilterError) as caught, named("latest_run"):
        raise InvalidInput("grace", "soon", "It must be a number.")
    assert caught.value.message == "otc.vbs.latest_run: Invalid value for grace: 'soon'. It must be a number."


def test_a_fault_of_the_code_is_not_taken_for_a_wrong_option():
    with pytest.raises(KeyError), named("latest_run"):
        raise KeyError("job_id")
