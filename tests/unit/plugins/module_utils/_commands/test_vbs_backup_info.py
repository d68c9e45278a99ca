# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What vbs_backup_info does, against a real server."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._api.documents import BACKUP_STATUSES
from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_backup_info import backup_info
from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, Incomplete, PassingError, VbsError
from ansible_collections.otc.vbs.plugins.module_utils._http.client import CONNECTIONS
from ansible_collections.otc.vbs.plugins.module_utils._login.signature import SignedLogin
from ansible_collections.otc.vbs.plugins.module_utils._login.token import TokenLogin
from ansible_collections.otc.vbs.plugins.module_utils._text import MESSAGE_LIMIT

PROJECT = "4229d7a45436489f8c3dc2b1d35d4987"
TOKEN = "gAAAAAB-a-token-that-must-never-be-shown"
LIST = f"/v3/{PROJECT}/backups/detail"
START = "2026-01-01T00:00:00.000000"


def backup(backup_id, age=100, **fields):
    return {
        "id": backup_id,
        "name": "autobk",
        "status": "available",
        "volume_id": "v",
        "created_at": f"@-{age}",
        **fields,
    }


def many(number):
    """Backups of the IDs b0, b1 and so on, the newest first."""
    return [backup(f"b{index}", age=index) for index in range(number)]


def run(service, client=None, **params):
    client = client or service.client()
    return backup_info(client, service.vbs(client), params)


def found(service, **params):
    return [one["id"] for one in run(service, **params)["backups"]]


def answer(service, *backups, **fields):
    """What the service's list is from now on, on one page; fields: what is beside it."""
    for query, document in (({"marker": None}, {"backups": list(backups), **fields}), ({}, {"backups": []})):
        service.simulator.fault(kind="answer", status=200, json=document, query=query, times=None)


def distrusted(service, **params):
    with pytest.raises(ApiError, match="cannot be trusted: ") as caught:
        run(service, **params)
    assert caught.value.status == 200
    assert caught.value.as_dict()["url"].startswith(f"{service.simulator.url}/v3/{PROJECT}/backups/")
    return caught.value


class TestList:
    def test_every_backup_the_newest_first_and_counted(self, service):
        service.load(backups=[backup("b2", 20), backup("b1", 10), backup("b3", 30)])
        assert found(service) == ["b1", "b2", "b3"]
        assert run(service)["count"] == 3

    def test_every_field_comes_through(self, service):
        whole = backup(
            "b1",
            created_at="2016-12-02T09:06:49.000000",
            name=None,
            fail_reason=None,
            size=40,
            links=[{"rel": "self", "href": "http://192.168.82.231:8776/v3/b1"}],
            more={"items": [1]},
            **{"os-backup-project-attr:project_id": PROJECT},
        )
        service.load(backups=[whole])
        assert run(service) == {"backups": [whole], "count": 1}

    def test_a_project_without_backups(self, service):
        assert run(service) == {"backups": [], "count": 0}

    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            ({"name": "monthly"}, ["b3"]),
            ({"name": " monthly "}, ["b3"]),
            ({"name": "autobk"}, ["b0", "b1", "b2", "b4"]),
            ({"name": "month"}, []),
            ({"status": "error"}, ["b1"]),
            ({"volume_id": "w"}, ["b2"]),
            ({"volume_id": "v", "status": "available"}, ["b0", "b3", "b4"]),
            ({"limit": 1}, ["b0"]),
            ({"limit": 3}, ["b0", "b1", "b2"]),
            ({"limit": 9}, ["b0", "b1", "b2", "b3", "b4"]),
            ({"offset": 3}, ["b3", "b4"]),
            ({"offset": 9}, []),
            ({"offset": 0}, ["b0", "b1", "b2", "b3", "b4"]),
            ({"limit": 2, "offset": 1}, ["b1", "b2"]),
            ({"limit": 2, "offset": 4}, ["b4"]),
            ({"limit": 1, "offset": 1, "volume_id": "v"}, ["b1"]),
        ],
    )
    def test_filters(self, service, filters, expected):
        backups = many(5)
        backups[1]["status"], backups[2]["volume_id"], backups[3]["name"] = "error", "w", "monthly"
        service.load(backups=backups)
        assert found(service, **filters) == expected

    @pytest.mark.parametrize("name", ["täglich & nächtlich=1", "50% + ~50%", "a/b?c#d"])
    @pytest.mark.parametrize("way", ["token", "access key"])
    def test_a_name_may_hold_any_character(self, service, way, name):
        service.load(access_keys={"AK": {"secret_key": "SK"}}, backups=[backup("b1", name=name), backup("b2")])
        client = service.client()
        auth = TokenLogin(client, TOKEN) if way == "token" else SignedLogin("AK", "SK", PROJECT)
        vbs = service.vbs(client, auth=auth)
        assert [one["id"] for one in backup_info(client, vbs, {"name": name})["backups"]] == ["b1"]

    @pytest.mark.parametrize("status", BACKUP_STATUSES)
    def test_each_status(self, service, status):
        service.load(backups=[backup(name, status=name) for name in BACKUP_STATUSES])
        assert found(service, status=status) == [status]

    def test_a_status_that_cannot_be_asked_for_comes_through(self, service):
        service.load(backups=[backup("b1", status="error_deleting")])
        assert run(service)["backups"][0]["status"] == "error_deleting"

    @pytest.mark.parametrize("reading", [{"ignores": ["marker"]}, {"ignores": ["offset"]}, {"marker": "inclusive"}])
    @pytest.mark.parametrize("max_limit", [None, 1, 7])
    @pytest.mark.parametrize("number", [1, 2, 16])
    def test_all_pages_by_whatever_the_service_heeds(self, service, number, max_limit, reading):
        service.load(service={"max_limit": max_limit, **reading}, backups=many(number))
        assert found(service) == [f"b{index}" for index in range(number)]

    def test_more_than_one_page_of_the_largest_size(self, service):
        service.load(backups=many(1500))
        assert found(service) == [f"b{index}" for index in range(1500)]
        assert found(service, limit=1200, offset=200) == [f"b{index}" for index in range(200, 1400)]

    def test_no_link_is_followed_and_nothing_undocumented_asked(self, service):
        service.load(service={"max_limit": 2}, backups=many(5))
        run(service, status="available", name="autobk", volume_id="v")
        assert {request["path"] for request in service.asked()} == {LIST}
        assert {request["status"] for request in service.asked()} == {200}

    def test_a_page_that_is_refused_is_asked_for_in_smaller_ones(self, service):
        service.load(backups=many(120))
        service.simulator.fault(kind="answer", status=413, json={}, query={"limit": "^[0-9]{3,}$"}, times=None)
        assert len(found(service)) == 120

    def test_a_backup_that_is_deleted_between_two_pages(self, service):
        backups = many(15)
        # The last of the first page is gone when the second is asked for.
        backups[9]["disappears_at"] = 0.5
        service.load(tick=1, service={"max_limit": 10}, backups=backups)
        assert found(service) == [f"b{index}" for index in range(15) if index != 9]

    def test_backups_that_appear_between_two_pages_neither_repeat_nor_hide_any(self, service):
        new = [backup(f"new{index}", age=-index, appears_at=index + 1) for index in range(9)]
        service.load(tick=1, service={"max_limit": 10}, backups=many(25) + new)
        assert found(service) == [f"b{index}" for index in range(25)]

    @pytest.mark.parametrize(("before", "now"), [("creating", "available"), ("available", "deleting")])
    def test_of_two_readings_of_a_backup_the_newer_holds(self, service, before, now):
        backups = many(3)
        backups[1] |= {"status": before, "script": [{"at": 1, "set": {"status": now}}]}
        service.load(tick=1, service={"max_limit": 2, "marker": "inclusive"}, backups=backups)
        assert run(service)["backups"][1]["status"] == now
        # The list was not read anew.
        assert len(service.asked()) == 3


class TestOrder:
    """A service that begins with the oldest, or with any, cannot be told otherwise."""

    @pytest.fixture
    def reversed_service(self, service):
        """The service's list turned round, whatever the page."""
        backups = [backup(f"b{index}", created_at=f"2026-01-0{9 - index}T00:00:00.000000") for index in range(5)]

        def load(order):
            service.load()
            listed = [backups[index] for index in order]
            for limit in range(1, 6):
                page = {"json": {"backups": listed[:limit]}, "query": {"limit": f"^{limit}$", "marker": None}}
                service.simulator.fault(kind="answer", status=200, times=None, **page)
            whole = {"json": {"backups": listed}, "query": {"limit": ".", "marker": None}}
            service.simulator.fault(kind="answer", status=200, times=None, **whole)
            service.simulator.fault(kind="answer", status=200, json={"backups": []}, times=None)
            return service

        return load

    @pytest.mark.parametrize("order", [(4, 3, 2, 1, 0), (2, 0, 4, 1, 3), (0, 2, 1, 3, 4)])
    @pytest.mark.parametrize(
        ("params", "expected"),
        [
            ({}, ["b0", "b1", "b2", "b3", "b4"]),
            ({"limit": 1}, ["b0"]),
            ({"limit": 3}, ["b0", "b1", "b2"]),
            ({"limit": 2, "offset": 1}, ["b1", "b2"]),
            ({"offset": 3}, ["b3", "b4"]),
        ],
    )
    def test_the_newest_come_all_the_same(self, reversed_service, order, params, expected):
        assert found(reversed_service(order), **params) == expected

    def test_a_service_that_begins_with_the_newest_is_not_read_whole(self, service):
        service.load(service={"max_limit": 10}, backups=many(100))
        assert found(service, limit=1) == ["b0"]
        assert [request["query"] for request in service.asked()] == [{"limit": "2"}]

    def test_backups_of_one_time_show_no_order(self, service):
        service.load(backups=[backup("b1"), backup("b2"), backup("b3", age=1)])
        first = {"backups": [backup("b1", created_at=START), backup("b2", created_at=START)]}
        service.simulator.fault(kind="answer", status=200, json=first)
        assert found(service, limit=1) == ["b3"]

    def test_a_backup_without_a_time_comes_last(self, service):
        service.load(strict=False, backups=[backup("odd", created_at=None), backup("b1"), backup("b2", age=200)])
        assert found(service) == ["b1", "b2", "odd"]
        assert found(service, limit=2) == ["b1", "b2"]


class TestTrust:
    @pytest.mark.parametrize(
        ("name", "value", "said"),
        [
            ("name", "monthly", "name 'autobk'"),
            ("status", "error", "status 'available'"),
            ("volume_id", "w", "volume_id 'v'"),
        ],
    )
    def test_a_service_that_ignores_a_filter_is_an_error(self, service, name, value, said):
        service.load(service={"ignores": [name]}, backups=many(1))
        error = distrusted(service, **{name: value})
        assert f"the backup b0 says {said}, which was not asked for" in str(error)

    @pytest.mark.parametrize("status", ["available", "AVAILABLE", "Available"])
    def test_a_status_may_come_in_any_case(self, service, status):
        answer(service, backup("b1", status=status))
        assert run(service, status="available")["backups"][0]["status"] == status

    @pytest.mark.parametrize("status", [None, 7, ["available"], "available "])
    def test_an_odd_status_is_not_the_one_asked_for(self, service, status):
        answer(service, backup("b1", status=status))
        assert f"the backup b1 says status {status!r}" in str(distrusted(service, status="available"))

    @pytest.mark.parametrize("name", ["name", "volume_id"])
    def test_other_fields_are_as_asked_for_to_the_letter(self, service, name):
        answer(service, backup("b1", **{name: "ABC"}))
        assert f"the backup b1 says {name} 'ABC'" in str(distrusted(service, **{name: "abc"}))

    @pytest.mark.parametrize("odd", [None, 7, "b1", [], {}, {"id": None}, {"id": ""}, {"id": 7}, {"job_id": "b1"}])
    def test_a_backup_that_cannot_be_told_by_its_id_is_an_error(self, service, odd):
        answer(service, odd)
        assert f"the list holds a backup without an id to tell it by: {odd!r}" in str(distrusted(service))

    @pytest.mark.parametrize("params", [{"status": "error"}, {"name": "x"}, {"backup_id": ["b1"]}])
    def test_what_is_said_of_a_backup_is_bounded_and_can_be_seen(self, service, params):
        text = "\x1b[2J" + "x" * 4000
        odd = backup(text, name=text, status=text)
        answer(service, odd, backup=odd)
        with pytest.raises(VbsError) as caught:
            run(service, **params)
        assert len(str(caught.value)) < 4 * MESSAGE_LIMIT
        assert "\x1b" not in str(caught.value)

    def test_a_backup_twice_on_a_page_is_an_error(self, service):
        answer(service, backup("b1"), backup("b2"), backup("b1", status="error"))
        assert "a page holds the backup b1 more than once" in str(distrusted(service))

    def test_a_service_that_ignores_paging_is_an_error(self, service):
        service.load(service={"ignores": ["marker", "offset"], "max_limit": 20}, backups=many(30))
        error = distrusted(service)
        assert "holds 20 backups, all of which came before: the service ignores paging" in str(error)
        assert not isinstance(error, PassingError)

    def test_an_empty_page_that_links_to_another_is_not_the_end(self, service):
        service.load(service={"max_limit": 2}, backups=many(5))
        links = [{"rel": "next", "href": "http://192.168.82.231:8776/v3/x"}]
        service.simulator.fault(
            kind="answer", status=200, json={"backups": [], "backups_links": links}, query={"marker": "."}, times=1
        )
        # It is read anew.
        assert len(found(service)) == 5
        answer(service, backups_links=links)
        error = distrusted(service)
        assert "an empty page links to a next one" in str(error)
        assert isinstance(error, PassingError)

    @pytest.mark.parametrize("links", [None, [], "next", [7], [{"rel": "self"}], {"rel": "next"}])
    def test_other_links_do_no_harm(self, service, links):
        answer(service, backups_links=links)
        assert found(service) == []

    @pytest.mark.parametrize(
        ("count", "said"),
        [(3, "the service counts 3 backups and sends 1 of them"), (0, "counts 0 backups and sends 1"), ("1", "'1'")],
    )
    def test_a_count_that_does_not_fit_is_an_error(self, service, count, said):
        # It is documented only for those who ask for it.
        answer(service, backup("b1"), count=count)
        assert said in str(distrusted(service))

    def test_a_count_that_leaves_out_the_filters_does_no_harm(self, service):
        answer(service, count=7)
        for query in ({"status": "error"}, {"name": "x"}, {"volume_id": "x"}):
            assert run(service, **query) == {"backups": [], "count": 0}

    @pytest.mark.parametrize(
        ("document", "said"),
        [
            ({"backups": None}, "cannot be trusted: backups is not a list: None"),
            ({"backups": {"b1": {}}}, "cannot be trusted: backups is not a list: {'b1': {}}"),
            ({"backups": [], "code": "VBS.1", "message": "Oops."}, "it says VBS.1: Oops."),
            ({"backup": []}, "which is not the object with 'backups' that belongs there"),
            ([], "a JSON list"),
        ],
    )
    def test_an_odd_answer_is_no_empty_list(self, service, document, said):
        service.simulator.fault(kind="answer", status=200, json=document)
        with pytest.raises(ApiError) as caught:
            run(service)
        assert said in str(caught.value)

    def test_a_right_that_is_missing_is_named_with_the_request(self, service):
        service.load(service={"forbidden": ["vbs:backups:list"]}, backups=many(1))
        with pytest.raises(ApiError) as caught:
            run(service)
        said = "answered HTTP 403 Forbidden: 403: Policy doesn't allow vbs:backups:list to be performed."
        assert str(caught.value).startswith(f"GET {service.simulator.url}{LIST} {said} (request ID ")
        assert (caught.value.status, caught.value.code) == (403, "403")
        assert len(service.asked()) == 1

    @pytest.mark.parametrize("fault", [{"kind": "answer", "status": 503, "json": {}}, {"kind": "reset"}])
    def test_a_service_that_stays_away_is_no_empty_list(self, service, fault):
        service.load(backups=many(1))
        service.simulator.fault(times=None, **fault)
        with pytest.raises(PassingError):
            run(service, service.client(retries=2))
        assert len(service.asked()) == 3


class TestById:
    def test_backups_come_whole_and_in_the_order_asked(self, service):
        backups = {name: backup(name, created_at="2026", more=[name]) for name in "abcdefghijkl"}
        service.load(backups=list(backups.values()))
        asked = list("lkjabcdefghij")
        assert run(service, backup_id=asked) == {
            "backups": [backups[name] for name in dict.fromkeys(asked)],
            "count": 12,
        }
        assert len(service.asked("/backups/")) == 12

    def test_an_error_of_the_backup_is_no_failure(self, service):
        service.load(backups=[backup("b1", status="error", fail_reason="No space.")])
        assert run(service, backup_id=["b1"])["backups"][0]["fail_reason"] == "No space."

    def test_those_that_do_not_exist_are_named_and_the_others_returned(self, service):
        service.load(backups=many(1))
        with pytest.raises(Incomplete) as caught:
            run(service, backup_id=["x", "b0", "y"])
        message, result = str(caught.value), caught.value.result
        url = f"{service.simulator.url}/v3/{PROJECT}/backups/"
        said = "answered HTTP 404 Not Found: 404: Backup x could not be found. (request ID "
        assert message.startswith(f"Backup x: GET {url}x {said}")
        assert f"; Backup y: GET {url}y " in message
        assert ([one["id"] for one in result["backups"]], result["count"]) == (["b0"], 1)
        assert [failure["backup_id"] for failure in result["failures"]] == ["x", "y"]
        assert (result["error"]["status"], result["error"]["url"]) == (404, f"{url}x")
        assert result["failures"][1]["error"]["url"] == f"{url}y"
        assert not result.keys() & set(dir(dict))

    def test_a_right_that_is_missing_is_named(self, service):
        service.load(service={"forbidden": ["vbs:backups:get"]}, backups=many(1))
        with pytest.raises(Incomplete, match=r"HTTP 403 Forbidden: 403: Policy doesn't allow vbs:backups:get to be"):
            run(service, backup_id=["b0"])

    @pytest.mark.parametrize("other", ["b2", 7, ["b1"], {}])
    def test_an_answer_about_another_backup_is_not_trusted(self, service, other):
        service.simulator.fault(kind="answer", status=200, json={"backup": {"id": other, "status": "available"}})
        with pytest.raises(Incomplete, match="cannot be trusted: the answer is about the backup") as caught:
            run(service, backup_id=["b1"])
        assert caught.value.result["backups"] == []

    @pytest.mark.parametrize("document", [{"status": "error"}, {"status": "error", "id": None}])
    def test_an_answer_that_does_not_name_its_backup_is_about_the_one_asked_for(self, service, document):
        service.simulator.fault(kind="answer", status=200, json={"backup": document})
        assert run(service, backup_id=["b1"])["backups"] == [{"status": "error", "id": "b1"}]

    @pytest.mark.parametrize(
        ("document", "said"),
        [
            ({"backup": None}, "backup is not an object: None"),
            ({"backup": [{"id": "b1"}]}, "backup is not an object: "),
            ({"backup": {}}, "its status is None"),
            ({"backup": {"status": 7}}, "its status is 7"),
            ({"id": "b1", "status": "available"}, "which is not the object with 'backup' that belongs there"),
            ({"backup": {"status": "available"}, "error": {"code": "VBS.7", "message": "Odd."}}, "VBS.7: Odd."),
        ],
    )
    def test_an_odd_answer_is_no_backup(self, service, document, said):
        service.simulator.fault(kind="answer", status=200, json=document)
        with pytest.raises(Incomplete) as caught:
            run(service, backup_id=["b1"])
        assert said in str(caught.value)
        assert (caught.value.result["backups"], caught.value.result["error"]["status"]) == ([], 200)

    def test_once_the_service_is_away_not_every_id_is_tried(self, service):
        service.simulator.fault(kind="reset", times=None)
        with pytest.raises(Incomplete) as caught:
            run(service, backup_id=[f"b{index}" for index in range(100)])
        assert len(caught.value.result["failures"]) == 100
        assert CONNECTIONS <= len(service.asked()) <= 2 * CONNECTIONS


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"backup_id": []}, "Missing value for backup_id. Give at least one ID."),
        ({"backup_id": ["../x"]}, "Invalid value for backup_id: '../x'. An ID consists of"),
        ({"name": " "}, "Invalid value for name: ''. A name must not be empty."),
        ({"volume_id": ""}, "Invalid value for volume_id: ''"),
        ({"limit": 0}, "Invalid value for limit: 0. It must be 1 or more."),
        ({"offset": -1}, "Invalid value for offset: -1. It must be 0 or more."),
        ({"backup_id": [], "name": "x"}, "Invalid value for name: 'x'. "),
        *(
            (
                {"backup_id": ["b1"], name: value},
                f"Invalid value for {name}: {value!r}. It selects from the list of all",
            )
            for name, value in {"name": "x", "status": "error", "volume_id": "v", "limit": 1, "offset": 0}.items()
        ),
    ],
)
def test_bad_input_is_named_before_any_request(service, params, said):
    with pytest.raises(VbsError) as caught:
        run(service, **params)
    assert str(caught.value).startswith(said)
    assert service.asked() == []


@pytest.mark.parametrize("end", ["", "/", "/v3", "/v3/", f"/v3/{PROJECT}", f"/v2/{PROJECT}/"])
def test_a_version_and_project_at_the_end_of_the_endpoint_do_no_harm(service, end):
    service.load(backups=many(1))
    assert len(service.vbs(endpoint=service.simulator.url + end).backups({})) == 1
