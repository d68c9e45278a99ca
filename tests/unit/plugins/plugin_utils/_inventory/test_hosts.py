# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The hosts that policies become."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import hide
from ansible_collections.otc.vbs.plugins.module_utils._connect import CONNECTION_OPTIONS
from ansible_collections.otc.vbs.plugins.module_utils._errors import VbsError
from ansible_collections.otc.vbs.plugins.module_utils._settings.settings import resolve
from ansible_collections.otc.vbs.plugins.plugin_utils._inventory.hosts import (
    Project,
    censor,
    fingerprint,
    groups_of,
    hosts_of,
    label,
    overlay,
    pack,
    read_projects,
    unpack,
)

PROJECT = "4229d7a45436489f8c3dc2b1d35d4987"
TOKEN = "gAAAAAB-a-token-that-must-never-be-shown"


def found(project_id, *policies):
    facts = {"vbs_cloud": None, "vbs_region_name": None, "vbs_endpoint": "http://vbs", "vbs_project_id": project_id}
    return {
        "facts": facts,
        "policies": [{"backup_policy_id": one, "backup_policy_name": name} for one, name in policies],
    }


def project(name="", environ=None, **params):
    options = {**dict.fromkeys(CONNECTION_OPTIONS), "retries": 0, "connections": 16, **params}
    return Project(name, options["cloud"], resolve(options, environ or {}))


def token_project(service, project_id, token, name=""):
    return project(name, endpoint=service.simulator.url, project_id=project_id, auth={"token": token})


@pytest.mark.parametrize(
    ("projects", "names"),
    [
        ([found("a", ("1", "x"), ("2", "y"))], ["x", "y"]),
        ([found("a", ("1", "x"), ("2", "x"), ("3", "y"))], ["x_1", "x_2", "y"]),
        ([found("a", ("1", "x")), found("b", ("2", "x"))], ["x_1", "x_2"]),
        ([found("a", ("1", "x")), found("b", ("1", "x"))], ["x_1_a", "x_1_b"]),
        # A name that is what another one becomes.
        ([found("a", ("1", "x"), ("2", "x"), ("3", "x_1"))], ["x_1_a", "x_2", "x_1_3"]),
        (
            [found("a", ("1", "all:&x"), ("2", "{{ 1/0 }}"), ("3", "Täglich.1-a"))],
            ["all__x", "___1_0___", "Täglich.1-a"],
        ),
        ([found("a", ("1", None), ("2", ""), ("3", 7))], ["1", "2", "3"]),
        ([found("a")], []),
    ],
)
def test_each_policy_has_a_name_of_its_own(projects, names):
    assert list(hosts_of(projects)) == names


NAMES = st.sampled_from(["x", "x_1", "x_1_a", "y", "", None])
POLICIES = st.dictionaries(st.sampled_from(["1", "2", "1_a", "x", "x_1"]), NAMES, max_size=5)


@given(st.dictionaries(st.sampled_from(["a", "b", "1", "1_a"]), POLICIES, max_size=3))
def test_no_two_policies_become_one_host(projects):
    everything = [found(project_id, *policies.items()) for project_id, policies in projects.items()]
    try:
        hosts = hosts_of(everything)
    except VbsError:
        return
    told = sorted((host["vbs_project_id"], host["backup_policy_id"]) for host in hosts.values())
    assert told == sorted((project_id, one) for project_id, policies in projects.items() for one in policies)


def test_a_project_that_is_there_twice_is_an_error():
    with pytest.raises(VbsError, match="Two policies would be the host x_1_a: is a project there twice"):
        hosts_of([found("a", ("1", "x")), found("a", ("1", "x"))])


@pytest.mark.parametrize(
    ("policy_id", "name", "taken", "expected"),
    [
        ("1", "x", {"x"}, "x_1"),
        ("1", "x", {"x", "x_1"}, "x_1_a"),
        ("1", None, {"1"}, "1_a"),
        ("..", None, (), ".._a"),
        ("1", "..", (), ".._1"),
        ("1", "localhost", {"localhost_1"}, "localhost_1_a"),
        ("1", "n" * 300, (), "n" * 100),
        ("1", "n" * 300, {"n" * 100}, "n" * 100 + "_1"),
    ],
)
def test_a_host_has_no_name_that_is_taken_or_means_something_else(policy_id, name, taken, expected):
    assert list(hosts_of([found("a", (policy_id, name))], taken)) == [expected]


def test_a_policy_without_a_name_of_its_own_is_an_error():
    with pytest.raises(VbsError, match="would be the host x_1_a, but there is a group or another host of this name"):
        hosts_of([found("a", ("1", "x"))], {"x", "x_1", "x_1_a"})


def test_what_is_packed_is_unpacked():
    everything = [found("a", ("1", "x"))]
    assert unpack(pack(everything)) == everything


@pytest.mark.parametrize(
    "change", [{"format": "0"}, {"found": "[]"}, {"found": []}, {"digest": None}, {"digest": "x"}, {"found": None}]
)
def test_what_was_not_packed_so_is_not_unpacked(change):
    assert unpack({**pack([found("a", ("1", "x"))]), **change}) is None


@pytest.mark.parametrize("entry", [None, [], "x", 7, {}, {"found": "[]"}])
def test_what_was_never_packed_is_not_unpacked(entry):
    assert unpack(entry) is None


def test_a_secret_is_taken_out_of_every_part():
    hide("secret-94")
    hide("31415")
    values = {"a": ["xsecret-94y", {"secret-94": None}], "b": 314159, "c": 2.5, "d": True, "e": 1}
    assert censor(values) == {"a": ["x********y", {"********": None}], "b": "********9", "c": 2.5, "d": True, "e": 1}


def test_a_host_has_only_what_is_known_of_its_policy():
    everything = found("a", ("1", "x"))
    everything["policies"][0] |= {"policy_resource_count": 0, "time_zone": "UTC+02:00", "ansible_host": "evil"}
    assert hosts_of([everything])["x"] == {
        "backup_policy_id": "1",
        "backup_policy_name": "x",
        "policy_resource_count": 0,
        "time_zone": "UTC+02:00",
        "policy_run_check_policy_id": "1",
        **everything["facts"],
    }


@pytest.mark.parametrize(
    ("variables", "groups"),
    [
        ({"scheduled_policy": {"status": "ON"}, "policy_resource_count": 1}, ["enabled"]),
        ({"scheduled_policy": {"status": "OFF"}, "policy_resource_count": 1}, ["disabled"]),
        ({"scheduled_policy": {"status": "OFF"}, "policy_resource_count": 0}, ["disabled", "empty"]),
        # What is not known to be off is to be checked.
        ({"scheduled_policy": {"status": "off?"}, "policy_resource_count": None}, ["enabled"]),
        ({"scheduled_policy": None, "policy_resource_count": "0"}, ["enabled"]),
        ({"policy_resource_count": False}, ["enabled"]),
        ({"policy_resource_count": 0.0}, ["enabled"]),
        ({"policy_resource_count": -1}, ["enabled"]),
        ({}, ["enabled"]),
    ],
)
def test_groups(variables, groups):
    assert groups_of(variables) == groups


def test_a_projects_own_options_win():
    common = {"cloud": "a", "region_name": "r", "auth": {"username": "u", "project_name": "p"}}
    assert overlay(common, {"cloud": "b", "auth": {"project_name": "q"}}) == {
        "cloud": "b",
        "region_name": "r",
        "auth": {"username": "u", "project_name": "q"},
    }
    assert overlay({"auth": None}, {"auth": {"token": "t"}}) == {"auth": {"token": "t"}}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, "projects[2]"),
        ({"region_name": "r", "cloud": "c"}, "projects[2] (c)"),
        ({"cloud": "c", "auth": {"project_name": "n"}}, "projects[2] (n)"),
        ({"project_id": "i", "auth": {"project_name": "n"}}, "projects[2] (i)"),
        ({"auth": {"token": "secret"}}, "projects[2]"),
        ({"auth": "secret", "cloud": ["c"]}, "projects[2]"),
    ],
)
def test_a_message_tells_the_project(options, expected):
    assert label(2, options) == expected


LOGIN = {"auth_url": "http://iam", "username": "u", "user_domain_id": "d", "password": "p", "project_name": "n"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"auth": LOGIN}, {"auth": {**LOGIN, "password": "q"}}, True),
        ({"auth": LOGIN}, {"auth": dict(reversed(LOGIN.items()))}, True),
        ({"auth": LOGIN}, {"auth": {**LOGIN, "project_name": "m"}}, False),
        ({"auth": LOGIN}, {"auth": {**LOGIN, "username": "v"}}, False),
        ({"auth": LOGIN}, {"auth": LOGIN, "region_name": "r"}, False),
        ({"auth": LOGIN}, {"auth": LOGIN, "endpoint": "http://vbs"}, False),
        # Where a project is named, a new token of it changes nothing; else only the token tells it.
        (
            {"auth": {"token": "t"}, "project_id": "i", "endpoint": "http://vbs"},
            {"auth": {"token": "s"}, "project_id": "i", "endpoint": "http://vbs"},
            True,
        ),
        ({"auth": {"token": "t", "auth_url": "http://iam"}}, {"auth": {"token": "s", "auth_url": "http://iam"}}, False),
    ],
)
def test_what_is_cached_is_told_apart_by_project_and_login(one, other, same):
    prints = [fingerprint([project(**params)]) for params in (one, other)]
    assert (prints[0] == prints[1]) is same
    assert re.fullmatch("[0-9a-f]{16}", prints[0])


def test_what_is_found_in_a_project(service, monkeypatch, tmp_path):
    (tmp_path / "clouds.yaml").write_text(json.dumps({"clouds": {"mine": {"region_name": "eu-de"}}}))
    monkeypatch.chdir(tmp_path)
    service.load(policies={"p1": {"name": "nightly"}})
    one = project(cloud="mine", endpoint=service.simulator.url, project_id=PROJECT, auth={"token": TOKEN})
    (found_there,) = read_projects([one], print)
    assert found_there["facts"] == {
        "vbs_cloud": "mine",
        "vbs_region_name": "eu-de",
        "vbs_endpoint": service.simulator.url,
        "vbs_project_id": PROJECT,
    }
    assert [policy["backup_policy_name"] for policy in found_there["policies"]] == ["nightly"]


def test_any_project_that_cannot_be_read_is_an_error_that_names_it(service):
    service.load(tokens={"t1": {}, "t2": {"project_id": "other"}})
    good = token_project(service, PROJECT, "t1", "good")
    bad = [token_project(service, "other", "t1", f"bad{number}") for number in range(20)]
    with pytest.raises(VbsError, match=r"^bad\d+: GET .*/v2/other/backuppolicy answered HTTP 403"):
        read_projects([good, *bad], print)


def test_the_only_project_needs_no_name_in_a_message_and_warns_as_any_other():
    warnings = []
    only = project(endpoint="http://vbs.invalid", project_id=PROJECT, auth={"token": TOKEN}, api_timeout=0.001)
    with pytest.raises(VbsError, match=r"^GET http://vbs\.invalid/v2/.* failed: "):
        read_projects([only], warnings.append)
    assert warnings == ["Credentials are sent to http://vbs.invalid without encryption: use https."]


def test_one_refusal_is_enough(service):
    service.load(tokens={})
    bad = [token_project(service, f"p{number}", "t1", f"bad{number}") for number in range(100)]
    with pytest.raises(VbsError) as caught:
        read_projects(bad, print)
    # The message is about the project that it names, though all of them failed.
    assert re.match(r"bad(\d+): GET .*/v2/p\1/backuppolicy answered HTTP 401", str(caught.value))
    # The others have the same login.
    assert len(service.asked()) == 1
