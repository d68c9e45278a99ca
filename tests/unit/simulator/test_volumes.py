# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated volume service, on the wire."""

from __future__ import annotations

import pytest
import requests

from simulator.process import SimulatorError

PROJECT = "project-1"
PATH = f"/volume/v3/{PROJECT}/volumes/detail"
VOLUMES = {
    "v1": {"name": "web", "created_at": "2026-01-01", "metadata": {"policy": "P"}},
    "v2": {"name": "db", "created_at": "2026-01-02", "status": "error"},
    "v3": {"name": "web", "created_at": "2026-01-03"},
}


@pytest.fixture
def load(simulator):
    def load(**more):
        tokens = {"good": {}, "foreign": {"project_id": "project-2"}}
        domain = {"id": "domain-1", "name": "OTC"}
        user = {"id": "u", "name": "ann", "password": "secret", "domain": domain}
        user["projects"] = [{"id": PROJECT, "name": "eu-de"}]
        simulator.load({"project_id": PROJECT, "speed": 0, "tokens": tokens, "users": [user], **more})

    load(volumes=VOLUMES)
    return load


@pytest.fixture
def ask(simulator, load):
    with requests.Session() as session:
        session.trust_env = False

        def ask(path=PATH, token="good", method="GET", **query):
            return session.request(method, simulator.url + path, params=query, headers={"X-Auth-Token": token})

        yield ask


def ids(answer):
    return [volume["id"] for volume in answer.json()["volumes"]]


def catalog(simulator):
    auth = {"identity": {"methods": ["password"], "password": {"user": {"id": "u", "password": "secret"}}}}
    body = {"auth": {**auth, "scope": {"project": {"id": PROJECT}}}}
    token = requests.post(f"{simulator.auth_url}/auth/tokens", json=body, timeout=20).json()["token"]
    return {service["type"]: service["endpoints"][0]["url"] for service in token["catalog"]}


def test_a_volume_tells_its_policy(ask):
    volume = ask().json()["volumes"][-1]
    assert (volume["id"], volume["name"], volume["status"]) == ("v1", "web", "in-use")
    assert volume["metadata"] == {"policy": "P"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["v3", "v2", "v1"]),
        ({"limit": 2}, ["v3", "v2"]),
        ({"marker": "v3"}, ["v2", "v1"]),
        ({"marker": "v3", "limit": 1}, ["v2"]),
        ({"offset": 1}, ["v2", "v1"]),
        ({"name": "web"}, ["v3", "v1"]),
        ({"status": "error"}, ["v2"]),
        ({"marker": "v1"}, []),
    ],
)
def test_pages_and_filters(ask, query, expected):
    assert ids(ask(**query)) == expected


def test_a_full_page_has_a_link_that_leads_nowhere(ask):
    assert "volumes_links" not in ask().json()
    (link,) = ask(limit=2).json()["volumes_links"]
    assert link["rel"] == "next"
    assert link["href"].startswith("http://192.0.2.1:8776/v3/project-1/volumes/detail?")


def test_a_lower_limit_of_the_service_holds(load, ask):
    load(volumes=VOLUMES, service={"max_limit": 1})
    assert ids(ask(limit=1000)) == ["v3"]


def test_volumes_join_and_leave_policies(simulator, load, ask):
    joins = {"metadata": {}, "script": [{"at": 10, "set": {"metadata": {"policy": "P"}}}], "disappears_at": 20}
    load(volumes={"v1": joins, "v2": {"appears_at": 20}})
    seen = []
    for _round in range(3):
        seen.append([(volume["id"], volume["metadata"]) for volume in ask().json()["volumes"]])
        simulator.advance(10)
    assert seen == [[("v1", {})], [("v1", {"policy": "P"})], [("v2", {})]]


@pytest.mark.parametrize("query", ["limit=0", "limit=1001", "limit=x", "offset=-1", "name=", "name=a&name=b", "x=1"])
def test_wrong_parameters(ask, query):
    answer = ask(f"{PATH}?{query}")
    assert (answer.status_code, answer.json()["badRequest"]["code"]) == (400, 400)


def test_an_unknown_marker(ask):
    answer = ask(marker="nope")
    assert answer.status_code == 404
    assert answer.json() == {"itemNotFound": {"code": 404, "message": "Volume nope could not be found."}}


@pytest.mark.parametrize(("token", "status"), [("good", 200), ("unknown", 401), ("foreign", 403)])
def test_tokens(ask, token, status):
    assert ask(token=token).status_code == status


def test_a_right_that_nobody_has(load, ask):
    load(volumes=VOLUMES, service={"forbidden": ["evs:volumes:list"]})
    answer = ask()
    assert answer.status_code == 403
    assert "evs:volumes:list" in answer.json()["forbidden"]["message"]
    # It is about nothing else.
    assert ask(f"/v2/{PROJECT}/backuppolicy").status_code == 200


@pytest.mark.parametrize("path", ["/volume", f"/volume/v1/{PROJECT}/volumes/detail", PATH + "/", PATH[:-7]])
def test_other_paths(ask, path):
    assert "itemNotFound" in ask(path).json()


def test_other_methods(ask):
    answer = ask(method="POST")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")


def test_the_catalog_leads_there(simulator, ask):
    assert catalog(simulator) == {
        "vbs": f"{simulator.url}/v2/{PROJECT}",
        "volumev3": f"{simulator.url}/volume/v3/{PROJECT}",
    }


def test_without_volumes_there_is_no_such_service(simulator, load, ask):
    load()
    assert list(catalog(simulator)) == ["vbs"]
    assert ask().status_code == 404
    simulator.merge({"volumes": {}})
    assert ids(ask()) == []


def test_a_merge_adds_volumes(simulator, ask):
    simulator.merge({"volumes": {"v4": {}, "v2": {"name": "new", "created_at": "2026-01-02"}}})
    assert ids(ask()) == ["v3", "v2", "v4", "v1"]
    assert ids(ask(name="new")) == ["v2"]


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"volumes": []}, "scenario.volumes: must be a mapping"),
        ({"volumes": {"v": 1}}, "scenario.volumes.v: must be a mapping"),
        ({"volumes": {"v": {"script": 1}}}, "scenario.volumes.v.script"),
        ({"service": {"forbidden": "all"}}, "scenario.service.forbidden: must be a list"),
    ],
)
def test_errors_of_a_scenario_name_their_place(load, more, place):
    with pytest.raises(SimulatorError, match=place):
        load(**more)


def test_odd_documents_pass_when_not_strict(load, ask):
    load(strict=False, volumes={"v1": {"id": None, "metadata": None}, "v2": "text"})
    assert [volume for volume in ask().json()["volumes"] if volume == "text"] == ["text"]
