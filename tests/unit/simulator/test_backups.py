# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated service's backups: what is on the wire, their life, and scenarios of them."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from simulator import scenario
from simulator.checks import InputError
from simulator.process import SimulatorError

PROJECT = "project-1"
LIST = f"/v3/{PROJECT}/backups/detail"
ONE = f"/v3/{PROJECT}/backups/b1"


def backup(backup_id, age=60, **fields):
    return {
        "id": backup_id,
        "name": f"autobk_{backup_id}",
        "status": "available",
        "volume_id": "v1",
        "created_at": f"@-{age}",
        **fields,
    }


@pytest.fixture
def simulator(simulator):
    simulator.load(
        {
            "start": "2026-01-01T02:00:00",
            "speed": 0,
            "project_id": PROJECT,
            "tokens": {"good": {}, "foreign": {"project_id": "project-2"}},
            "backups": [
                backup("b1", 300),
                backup("b3", 100, status="error", volume_id="v2"),
                backup("b2", 200, name=None),
            ],
        }
    )
    return simulator


@pytest.fixture
def get(simulator):
    """Call it with a path and parameters for the service's answer."""
    with requests.Session() as session:
        session.trust_env = False
        session.headers["X-Auth-Token"] = "good"
        yield lambda path, **parameters: session.get(simulator.url + path, params=parameters)


@pytest.fixture
def ids(get):
    """Call it with parameters for the IDs on the page."""
    return lambda **parameters: [one["id"] for one in get(LIST, **parameters).json()["backups"]]


def test_a_backup_is_its_document(get):
    document = {
        "created_at": "2026-01-01T01:55:00.000000",
        **{k: v for k, v in backup("b1").items() if k != "created_at"},
    }
    assert get(ONE).json() == {"backup": document}


def test_the_newest_comes_first(ids):
    assert ids() == ["b3", "b2", "b1"]


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"name": "autobk_b1"}, ["b1"]),
        ({"name": "autobk"}, []),
        ({"status": "error"}, ["b3"]),
        ({"volume_id": "v1"}, ["b2", "b1"]),
        ({"limit": 2}, ["b3", "b2"]),
        ({"offset": 1}, ["b2", "b1"]),
        ({"marker": "b3", "limit": 1}, ["b2"]),
        ({"volume_id": "v1", "offset": 1}, ["b1"]),
    ],
)
def test_filters_and_pages(ids, parameters, found):
    assert ids(**parameters) == found


@pytest.mark.parametrize(
    ("ignored", "parameters"),
    [
        ("name", {"name": "x"}),
        ("status", {"status": "error"}),
        ("volume_id", {"volume_id": "v2"}),
        ("limit", {"limit": 1}),
        ("offset", {"offset": 1}),
        ("marker", {"marker": "b3"}),
    ],
)
def test_a_filter_that_is_ignored_makes_no_difference(simulator, ids, ignored, parameters):
    assert len(ids(**parameters)) < 3
    simulator.merge({"service": {"ignores": [ignored]}})
    assert len(ids(**parameters)) == 3


def test_the_options_of_the_service_hold_for_backups_as_for_tasks(simulator, ids):
    simulator.merge({"service": {"marker": "inclusive", "max_limit": 2}})
    assert ids(marker="b2") == ["b2", "b1"]
    assert ids(limit=3) == ["b3", "b2"]
    simulator.merge({"service": {"paging": False}})
    assert ids(marker="b1", offset=2, limit=1) == ["b3", "b2"]


def test_filters_of_backups_make_no_difference_to_tasks(simulator, get):
    simulator.merge({"service": {"ignores": ["name", "volume_id"]}, "policies": {"p": {"generate": {"tasks": 2}}}})
    assert get(f"/v2/{PROJECT}/backuppolicy/p/backuptasks").json()["count"] == 2


def test_a_page_holds_1000_at_most(simulator, ids):
    simulator.merge({"backups": [backup(f"x{number}") for number in range(1000)]})
    assert len(ids()) == len(ids(limit=2000)) == 1000


def test_a_full_page_links_to_an_address_that_no_client_reaches(get):
    assert "backups_links" not in get(LIST, limit=4).json()
    (link,) = get(LIST, limit=2, offset=0).json()["backups_links"]
    url = urlsplit(link["href"])
    assert (link["rel"], url.netloc, url.path) == ("next", "192.168.82.231:8776", LIST)
    assert parse_qs(url.query) == {"limit": ["2"], "offset": ["0"], "marker": ["b2"]}


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=x",
        "limit=",
        "limit=1&limit=2",
        "offset=-1",
        "status=AVAILABLE",
        "status=success",
        "name=",
        "volume_id=",
        "marker=nope",
        "marker=",
        "sort_dir=asc",
        "with_count=true",
        "name~=auto",
        "colour=red",
    ],
)
def test_wrong_parameters(get, query):
    answer = get(f"{LIST}?{query}")
    assert answer.status_code == 400
    assert answer.json()["badRequest"]["code"] == 400
    assert answer.json()["badRequest"]["message"]


def test_one_backup_takes_no_parameters(get):
    assert get(ONE, limit=1).status_code == 400


def test_an_unknown_backup_has_the_apis_own_error(get):
    answer = get(ONE.replace("b1", "nope"))
    assert answer.status_code == 404
    assert answer.json() == {"itemNotFound": {"message": "Backup nope could not be found.", "code": 404}}


@pytest.mark.parametrize("path", [LIST, ONE])
def test_logins(simulator, path):
    for token, status, fault in ((None, 401, "unauthorized"), ("foreign", 403, "forbidden")):
        answer = requests.get(simulator.url + path, headers={"X-Auth-Token": token}, timeout=10)
        assert (answer.status_code, list(answer.json())) == (status, [fault])


@pytest.mark.parametrize("path", [LIST, ONE])
def test_other_methods_and_projects(simulator, path):
    headers = {"X-Auth-Token": "foreign"}
    answer = requests.post(simulator.url + path, headers=headers, timeout=10)
    assert (answer.status_code, answer.headers["Allow"], list(answer.json())) == (405, "GET", ["badMethod"])
    other = requests.get(simulator.url + path.replace(PROJECT, "project-2"), headers=headers, timeout=10)
    assert (other.status_code, list(other.json())) == (404, ["itemNotFound"])


@pytest.mark.parametrize("path", [f"/v3/{PROJECT}/backups", f"/v3/{PROJECT}/backups/b1/x", "/v3/users"])
def test_what_is_no_call_is_keystones(get, path):
    assert get(path).json()["error"]["title"] == "Not Found"


def test_a_right_that_is_forbidden(simulator, get):
    simulator.merge({"service": {"forbidden": ["vbs:backups:list"]}})
    answer = get(LIST)
    assert answer.status_code == 403
    message = "Policy doesn't allow vbs:backups:list to be performed."
    assert answer.json() == {"forbidden": {"message": message, "code": 403}}
    assert get(ONE).status_code == 200
    simulator.merge({"service": {"forbidden": ["vbs:backups:get"]}})
    assert (get(LIST).status_code, get(ONE).status_code) == (200, 403)


def test_a_backup_is_made_and_deleted_in_virtual_time(simulator, get, ids):
    life = [{"at": 600, "set": {"status": "available"}}, {"at": 1200, "set": {"status": "deleting"}}]
    simulator.load(
        {
            "speed": 0,
            "project_id": PROJECT,
            "tokens": {"good": {}},
            "backups": [backup("b1", status="creating", appears_at=10, disappears_at=1300, script=life)],
        }
    )
    assert (get(ONE).status_code, ids()) == (404, [])
    seen = []
    for seconds in (10, 590, 600):
        simulator.advance(seconds)
        seen.append(get(ONE).json()["backup"]["status"])
    assert seen == ["creating", "available", "deleting"]
    assert ids(status="deleting") == ["b1"]
    simulator.advance(100)
    assert (get(ONE).status_code, ids()) == (404, [])


def test_time_ticks_after_each_answer(simulator, get):
    simulator.merge({"tick": 60})
    for path in (LIST, ONE, LIST):
        get(path)
    assert [entry["at"] for entry in simulator.requests()] == [0, 60, 120]


def test_a_merge_replaces_backups_by_their_ids(simulator, get, ids):
    simulator.merge({"backups": [backup("b1", 300, status="error"), backup("b4", 10)]})
    assert ids() == ["b4", "b3", "b2", "b1"]
    assert get(ONE).json()["backup"]["status"] == "error"
    assert simulator.health()["backups"] == 4


@pytest.mark.parametrize(
    ("part", "place"),
    [
        ({"backups": {"b1": {}}}, "scenario.backups: must be a list"),
        ({"backups": ["b1"]}, r"scenario.backups\[0\]: must be a mapping"),
        ({"backups": [{"created_at": "@0"}]}, r"scenario.backups\[0\].id"),
        ({"backups": [{"id": "b1"}]}, r"scenario.backups\[0\].created_at"),
        ({"backups": [backup("b1"), backup("b1")]}, r"scenario.backups\[1\].id: 'b1' is there twice"),
        ({"backups": [backup("b1", script=[{"set": {}}])]}, r"scenario.backups\[0\].script\[0\].at"),
        ({"service": {"forbidden": "vbs:backups:list"}}, "scenario.service.forbidden: must be a list"),
        ({"service": {"forbidden": [7]}}, "scenario.service.forbidden: must be a non-empty string"),
    ],
)
def test_errors_of_a_scenario_name_their_place(part, place):
    with pytest.raises(InputError, match=place):
        scenario.load({"project_id": "p", **part})


def test_a_wrong_merge_changes_nothing(simulator, ids):
    with pytest.raises(SimulatorError):
        simulator.merge({"backups": [backup("b9"), {}]})
    assert ids() == ["b3", "b2", "b1"]


def test_backups_without_a_time_pass_when_not_strict_and_come_last(simulator, ids):
    simulator.merge({"strict": False, "backups": [{"id": "a1"}, {"id": "a2", "created_at": 7}]})
    assert ids() == ["b3", "b2", "b1", "a1", "a2"]
