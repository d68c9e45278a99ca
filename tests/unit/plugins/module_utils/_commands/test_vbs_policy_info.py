# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What vbs_policy_info does, against a real server."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_policy_info import policy_info
from ansible_collections.otc.vbs.plugins.module_utils._errors import (
    ApiError,
    Incomplete,
    InvalidInput,
    MissingInput,
)

# Two of them share a name.
NAMES = {"p1": "nightly", "p2": "weekly", "p3": "Nightly", "p4": "weekly", "p5": "hourly"}


def run(service, policy_id=None, policy_name=None, volumes=False):
    client = service.client()
    vbs = service.vbs(client, volume_endpoint=f"{service.simulator.url}/volume")
    return policy_info(client, vbs, {"policy_id": policy_id, "policy_name": policy_name, "volumes": volumes})


def found(service, **params):
    return [policy["backup_policy_id"] for policy in run(service, **params)["policies"]]


def answer(service, document):
    """What comes of this answer of the service."""
    service.simulator.fault(kind="answer", status=200, json=document)
    return run(service)


def policy(policy_id="p", **fields):
    return {"backup_policy_id": policy_id, "backup_policy_name": "n", **fields}


@pytest.fixture
def service(service):
    service.load(policies={policy_id: {"name": name} for policy_id, name in NAMES.items()})
    return service


def test_every_policy_in_the_order_of_the_service(service):
    assert found(service) == list(NAMES)


def test_every_field_comes_through_under_its_own_name(service):
    schedule = {"status": "OFF", "rentention_num": 3, "remain_first_backup_of_curMonth": "N", "day": None}
    odd = policy(policy_resource_count="2", scheduled_policy=schedule, tags=[{"key": "k"}], new={"a": [1.5]})
    assert answer(service, {"backup_policies": [odd]}) == {"policies": [odd]}


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"policy_id": ["p4", "p1"]}, ["p4", "p1"]),
        ({"policy_name": ["hourly", "nightly"]}, ["p5", "p1"]),
        ({"policy_name": [" hourly "]}, ["p5"]),
        ({"policy_id": ["p5", "p2"], "policy_name": ["Nightly", "hourly"]}, ["p5", "p2", "p3"]),
        ({"policy_id": ["p1", "p1"]}, ["p1"]),
    ],
)
def test_those_asked_for_in_their_order_and_once(service, params, expected):
    assert found(service, **params) == expected
    assert len(service.asked()) == 1


@pytest.mark.parametrize(
    ("params", "said", "there"),
    [
        ({"policy_id": ["p9", "p1"]}, "There is no policy with the ID 'p9'. ", ["p1"]),
        ({"policy_name": ["nightl"]}, "There is no policy with the name 'nightl'. ", []),
        (
            {"policy_name": ["weekly", "hourly"]},
            "2 policies have the name 'weekly', so name one by its ID: p2, p4",
            ["p5"],
        ),
        ({"policy_id": ["p9"], "policy_name": ["x"]}, "the ID 'p9'; There is no policy with the name 'x'. ", []),
    ],
)
def test_what_is_not_clear_is_named_and_the_others_returned(service, params, said, there):
    with pytest.raises(Incomplete) as caught:
        run(service, **params)
    assert said in str(caught.value)
    assert str(caught.value).endswith(
        "The policies of the project: nightly (p1), weekly (p2), Nightly (p3), weekly (p4), hourly (p5)"
    )
    assert [policy["backup_policy_id"] for policy in caught.value.result["policies"]] == there


@pytest.mark.parametrize(("number", "end"), [(10, "..."), (11, "... and 1 more"), (1000, "... and 990 more")])
def test_of_many_policies_a_message_names_some(service, number, end):
    service.load(policies={f"p{index}": {"name": "long-" * 100} for index in range(number)})
    with pytest.raises(Incomplete) as caught:
        run(service, policy_name=["x"])
    assert str(caught.value).endswith(end)
    assert len(str(caught.value)) < 500


def test_a_project_without_policies(service):
    service.load()
    assert run(service) == {"policies": []}
    with pytest.raises(Incomplete, match=r"'x'\. The project has no policies\.$"):
        run(service, policy_name=["x"])


@pytest.mark.parametrize(
    ("params", "error", "said"),
    [
        ({"policy_id": []}, MissingInput, "policy_id. Give at least one ID"),
        ({"policy_name": []}, MissingInput, "policy_name. Give at least one name"),
        ({"policy_id": ["../x"]}, InvalidInput, "policy_id: '../x'"),
        ({"policy_name": ["a", " "]}, InvalidInput, "policy_name: ''"),
    ],
)
def test_wrong_values_are_refused_before_any_request(service, params, error, said):
    with pytest.raises(error, match=said):
        run(service, **params)
    assert service.asked() == []


@pytest.mark.parametrize("name", [None, 7, ["nightly"], {}, "", "{{ 1/0 }}"])
def test_odd_names_do_no_harm(service, name):
    odd = {"backup_policies": [policy(backup_policy_name=name)]}
    assert answer(service, odd) == {"policies": odd["backup_policies"]}
    service.simulator.fault(kind="answer", status=200, json=odd)
    with pytest.raises(Incomplete, match="There is no policy with the name 'x'"):
        run(service, policy_name=["x"])


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"backup_policies": None}, "cannot be trusted: backup_policies is not a list: None"),
        ({"backup_policies": {"p": 1}}, "cannot be trusted: backup_policies is not a list: {'p': 1}"),
        ({"backup_policies": [policy(), 7]}, "a policy without a backup_policy_id to tell it by: 7"),
        ({"backup_policies": [policy(policy_id=7)]}, "a policy without a backup_policy_id to tell it by"),
        ({"backup_policies": [policy(policy_id="")]}, "a policy without a backup_policy_id to tell it by"),
        ({"backup_policies": [policy(policy_id=" ")]}, "a policy without a backup_policy_id to tell it by"),
        ({"backup_policies": [policy(policy_id="p ")]}, "a policy without a backup_policy_id to tell it by"),
        ({"backup_policies": [policy(), policy(x=1)]}, "the list holds the policy p twice"),
        ({"backup_policies": [policy()], "count": 2}, "the service counts 2 policies and sends 1 of them"),
        ({"backup_policies": [], "code": "VBS.1", "message": "Oops."}, "it says VBS.1: Oops."),
        ({"policies": []}, "which is not the object with 'backup_policies' that belongs there"),
        ([], "a JSON list"),
    ],
)
def test_a_list_that_cannot_be_trusted_is_an_error(service, document, said):
    with pytest.raises(ApiError) as caught:
        answer(service, document)
    assert said in str(caught.value)
    error = caught.value.as_dict()
    assert (error["method"], error["status"]) == ("GET", 200)
    assert error["url"].endswith("/backuppolicy")


VOLUMES = {
    "v1": {"name": "web", "metadata": {"policy": "p1"}},
    "v2": {"name": "db", "metadata": {"policy": "p2"}},
    "v3": {"name": "spare", "status": "available"},
}


def test_volumes_are_asked_for_only_if_they_are_wanted(service):
    service.simulator.merge({"volumes": VOLUMES})
    assert list(run(service)) == ["policies"]
    assert service.asked("/volumes/") == []


@pytest.mark.parametrize("params", [{}, {"policy_id": ["p1"]}])
def test_the_volumes_are_those_of_the_project(service, params):
    service.simulator.merge({"volumes": VOLUMES})
    result = run(service, volumes=True, **params)
    assert result["volumes_error"] is None
    assert result["volumes"] == [
        {"id": "v3", "name": "spare", "policy_id": None, "status": "available"},
        {"id": "v2", "name": "db", "policy_id": "p2", "status": "in-use"},
        {"id": "v1", "name": "web", "policy_id": "p1", "status": "in-use"},
    ]


def test_policies_come_without_the_volumes_that_cannot_be_read(service):
    service.simulator.merge({"volumes": VOLUMES, "service": {"forbidden": ["evs:volumes:list"]}})
    result = run(service, policy_id=["p2"], volumes=True)
    assert [policy["backup_policy_id"] for policy in result["policies"]] == ["p2"]
    assert result["volumes"] == []
    assert "HTTP 403 Forbidden" in result["volumes_error"]


def test_no_volumes_are_read_for_policies_that_are_not_clear(service):
    service.simulator.merge({"volumes": VOLUMES})
    with pytest.raises(Incomplete):
        run(service, policy_id=["p9"], volumes=True)
    assert service.asked("/volumes/") == []


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        (["*ly"], ["p1", "p2", "p3", "p4", "p5"]),
        (["*"], ["p1", "p2", "p3", "p4", "p5"]),
        (["?ightly"], ["p1", "p3"]),
        (["[nh]*"], ["p1", "p5"]),
        (["week*"], ["p2", "p4"]),
        (["h*", "*ly"], ["p5", "p1", "p2", "p3", "p4"]),
        (["hourly", "N*"], ["p5", "p3"]),
    ],
)
def test_a_pattern_finds_all_whose_names_fit(service, patterns, expected):
    assert found(service, policy_name=patterns) == expected


def test_a_pattern_beside_an_id_finds_each_policy_once(service):
    assert found(service, policy_id=["p3"], policy_name=["*ightly"]) == ["p3", "p1"]


def test_a_name_that_looks_like_a_pattern_comes_first(service):
    service.load(policies={"p1": {"name": "a*"}, "p2": {"name": "ab"}, "p3": {"name": "[x]"}})
    assert found(service, policy_name=["a*"]) == ["p1"]
    assert found(service, policy_name=["[x]"]) == ["p3"]
    assert found(service, policy_name=["a?"]) == ["p1", "p2"]


def test_a_pattern_that_fits_nothing_is_named(service):
    with pytest.raises(Incomplete) as caught:
        run(service, policy_name=["nightly", "daily-*"])
    assert str(caught.value).startswith(
        "There is no policy whose name fits the pattern 'daily-*'. The policies of the project: nightly (p1), "
    )
    assert [one["backup_policy_id"] for one in caught.value.result["policies"]] == ["p1"]


def test_a_pattern_fits_no_project_without_policies(service):
    service.load(policies={})
    with pytest.raises(Incomplete, match=r"^There is no policy whose name fits the pattern '\*'\. The project has no "):
        run(service, policy_name=["*"])


@pytest.mark.parametrize("odd", [None, 7, ["nightly"]])
def test_an_odd_name_is_no_harm_to_a_pattern(service, odd):
    answer_of = {"backup_policies": [policy("p8", backup_policy_name=odd), policy("p9", backup_policy_name="nightly")]}
    service.simulator.fault(kind="answer", status=200, json=answer_of)
    assert found(service, policy_name=["night*"]) == ["p9"]
