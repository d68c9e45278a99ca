# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the variables OS_* say: which cloud to take, what it is, and what holds for any."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._settings.variables import counts_for_any_cloud, read_variables


def test_what_only_chooses_makes_no_cloud():
    found = read_variables({"OS_CLOUD": "one", "OS_REGION_NAME": "r", "OS_CLIENT_CONFIG_FILE": "f", "OS_LOG_X": "1"})
    assert (found.cloud, found.region_name, found.own, found.makers) == ("one", "r", {}, [])


def test_any_other_makes_one():
    found = read_variables({"OS_USERNAME": "u", "OS_REGION_NAME": "r", "OS_CLOUD_NAME": "mine", "HOME": "/"})
    assert (found.own_name, found.makers) == ("mine", ["OS_USERNAME"])
    assert (found.own["username"], found.own["region_name"]) == ("u", "r")
    assert "home" not in found.own


@pytest.mark.parametrize("environ", [{}, {"OS_REGION_NAME": "r"}])
def test_the_region_of_the_task_takes_the_place_of_the_variables(environ):
    found = read_variables({"OS_USERNAME": "u", **environ}, "x")
    assert (found.region_name, found.own["region_name"]) == ("x", "x")
    assert environ.get("OS_REGION_NAME", "r") == "r"


def test_what_is_an_option_of_the_command_counts_for_any_cloud():
    environ = {"OS_TENANT_NAME": "p", "OS_PASSWORD": "", "OS_SECRET_KEY": "s", "OS_API_TIMEOUT": "7"}
    assert read_variables(environ).arguments == {"project_name": "p", "default_domain": "default"}
    assert counts_for_any_cloud("OS_PASSWORD")
    assert counts_for_any_cloud("OS_VBS_ENDPOINT_OVERRIDE")
    assert not counts_for_any_cloud("OS_SECRET_KEY")


def test_any_name_of_an_address_keeps_out_the_others():
    found = read_variables({"OS_VBSV2_ENDPOINT_OVERRIDE": "https://two"}).arguments
    assert (found["vbs_endpoint_override"], found["vbsv2_endpoint_override"]) == (None, "https://two")
    assert "volumev3_endpoint_override" not in found
