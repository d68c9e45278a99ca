# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The volumes of a project, against a real server."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._api.paging import PAGE_SIZE
from ansible_collections.otc.vbs.plugins.module_utils._login.keystone import KeystoneLogin
from ansible_collections.otc.vbs.plugins.module_utils._login.password import token_request
from ansible_collections.otc.vbs.plugins.module_utils._login.signature import SignedLogin
from ansible_collections.otc.vbs.plugins.module_utils._login.token import TokenLogin

PROJECT = "4229d7a45436489f8c3dc2b1d35d4987"
TOKEN = "gAAAAAB-a-token-that-must-never-be-shown"
PATH = f"/volume/v3/{PROJECT}/volumes/detail"
VOLUMES = {
    "v1": {"name": "web", "status": "in-use", "metadata": {"policy": "p1", "readonly": "False"}},
    "v2": {"name": "", "status": "error", "metadata": {}},
}
USER = {
    "id": "u",
    "name": "ann",
    "password": "a-password",
    "domain": {"id": "d", "name": "OTC"},
    "projects": [{"id": PROJECT, "name": "eu-de"}],
}


def read(service, **options):
    """By the address that is set, without a catalog."""
    return service.vbs(volume_endpoint=f"{service.simulator.url}/volume", **options).volumes()


def answer(service, *documents, status=200, **options):
    """What comes of these answers, the last of which stays."""
    for index, document in enumerate(documents):
        last = index == len(documents) - 1
        service.simulator.fault(kind="answer", status=status, json=document, times=None if last else 1)
    return read(service, **options)


def volume(volume_id="v", **fields):
    return {"id": volume_id, "name": "n", "status": "in-use", "metadata": {}, **fields}


@pytest.fixture
def service(service):
    service.load(volumes=VOLUMES, users=[USER])
    return service


def test_each_volume_with_its_policy(service):
    assert read(service) == (
        [
            {"id": "v2", "name": "", "policy_id": None, "status": "error"},
            {"id": "v1", "name": "web", "policy_id": "p1", "status": "in-use"},
        ],
        None,
    )


def test_a_project_without_volumes(service):
    service.load(volumes={})
    assert read(service) == ([], None)
    assert len(service.asked(PATH)) == 1


@pytest.mark.parametrize("max_limit", [None, 100, 1])
def test_all_pages_are_read_by_the_marker(service, max_limit):
    number = 2500 if max_limit != 1 else 30
    service.load(volumes={f"v{index:04}": {} for index in range(number)}, service={"max_limit": max_limit})
    volumes, error = read(service)
    assert ([volume["id"] for volume in volumes], error) == (
        [f"v{index:04}" for index in reversed(range(number))],
        None,
    )
    first, second, *_others = service.asked(PATH)
    assert first["query"] == {"limit": str(PAGE_SIZE)}
    assert second["query"] == {"limit": str(PAGE_SIZE), "marker": volumes[(max_limit or PAGE_SIZE) - 1]["id"]}
    assert len(service.asked()) == len(service.asked(PATH)) == -(-number // (max_limit or PAGE_SIZE)) + 1


def test_the_catalog_tells_where_they_are(service):
    client = service.client()
    auth = KeystoneLogin(
        client,
        service.simulator.auth_url,
        token_request({"password": "a-password", "user_id": "u", "project_id": PROJECT}),
    )
    volumes, error = service.vbs(client, auth=auth, region="eu-de").volumes()
    assert ([volume["id"] for volume in volumes], error) == (["v2", "v1"], None)
    # By one login.
    assert len(service.asked("tokens")) == 1


def test_without_such_a_service_the_reason_is_said(service):
    service.load(users=[USER])
    client = service.client()
    auth = KeystoneLogin(
        client,
        service.simulator.auth_url,
        token_request({"password": "a-password", "user_id": "u", "project_id": PROJECT}),
    )
    volumes, error = service.vbs(client, auth=auth).volumes()
    assert volumes == []
    assert "brought a catalog without a service of type volumev3 or volumev2 or evs or block-storage" in error
    assert error.endswith(": set block_storage_endpoint_override")


def test_a_login_without_a_catalog_is_said_with_what_to_set(service):
    client = service.client()
    for auth, login in (
        (TokenLogin(client, TOKEN), "a token without auth.auth_url"),
        (SignedLogin("ak", "a-secret-key", PROJECT), "an access key"),
    ):
        assert service.vbs(client, auth=auth).volumes() == (
            [],
            f"The login is {login}, which comes without a catalog of the services. "
            "Set block_storage_endpoint_override.",
        )
    assert service.asked() == []


def test_an_access_key_signs_for_the_volume_service_too(service):
    service.load(volumes=VOLUMES, access_keys={"ak": {"secret_key": "a-secret-key"}})
    service.simulator.merge({"speed": 1})
    volumes, error = read(service, auth=SignedLogin("ak", "a-secret-key", PROJECT))
    assert ([volume["id"] for volume in volumes], error) == (["v2", "v1"], None)


def test_who_may_not_read_volumes_is_told_so(service):
    service.load(volumes=VOLUMES, service={"forbidden": ["evs:volumes:list"]})
    volumes, error = read(service)
    assert volumes == []
    assert f"GET {service.simulator.url}{PATH}" in error
    assert "HTTP 403 Forbidden: 403: Policy doesn't allow evs:volumes:list to be performed." in error
    assert len(service.asked(PATH)) == 1


def test_a_passing_fault_passes(service):
    service.simulator.fault(path="volumes", kind="answer", status=503, json={})
    volumes, error = read(service, client=service.client(retries=1))
    assert (len(volumes), error) == (2, None)
    service.simulator.fault(path="volumes", kind="reset", times=None)
    volumes, error = read(service, client=service.client(retries=1))
    assert volumes == []
    assert "failed: " in error


def test_half_of_the_list_is_none(service):
    service.load(volumes={f"v{index}": {} for index in range(4)}, service={"max_limit": 2})
    service.simulator.fault(path="volumes", kind="answer", status=403, json={"forbidden": {"message": "No."}}, skip=1)
    volumes, error = read(service)
    assert volumes == []
    assert "answered HTTP 403 Forbidden: No." in error


def test_odd_values_are_as_if_there_were_none(service):
    odd = [
        volume("a", metadata=None, name=None, status=7),
        volume("b", metadata=["policy"], name=["n"]),
        volume("c", metadata={"policy": ""}),
        volume("d", metadata={"policy": {"id": "p"}}),
        {"id": "e"},
    ]
    volumes, error = answer(service, {"volumes": odd}, {"volumes": []})
    assert error is None
    assert [volume["policy_id"] for volume in volumes] == [None] * 5
    assert [volume["name"] for volume in volumes] == [None, None, "n", "n", None]
    assert [volume["status"] for volume in volumes] == [None, "in-use", "in-use", "in-use", None]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"volumes": None}, "cannot be trusted: volumes is not a list: None"),
        ({"volumes": {"v": 1}}, "cannot be trusted: volumes is not a list: {'v': 1}"),
        ({"volumes": [volume(), 7]}, "the list holds a volume without an id to tell it by: 7"),
        ({"volumes": [volume(volume_id=None)]}, "the list holds a volume without an id to tell it by"),
        ({"volumes": [volume(), volume(name="m")]}, "a page holds the volume v more than once"),
        ({"volumes": [], "code": "EVS.1", "message": "Oops."}, "it says EVS.1: Oops."),
        ({"servers": []}, "which is not the object with 'volumes' that belongs there"),
        ([], "a JSON list"),
    ],
)
def test_a_list_that_cannot_be_trusted_is_none(service, document, said):
    volumes, error = answer(service, document)
    assert volumes == []
    assert said in error
    assert error.startswith(f"GET {service.simulator.url}{PATH} ")


def test_what_the_service_counts_must_come(service):
    one, end = {"volumes": [volume()], "count": 2}, {"volumes": []}
    volumes, error = answer(service, one, end, one, end)
    assert volumes == []
    assert error.endswith("cannot be trusted: the service counts 2 volumes and sends 1 of them")


def test_a_service_that_ignores_paging(service):
    page = {"volumes": [volume(f"v{index}") for index in range(20)]}
    volumes, error = answer(service, page)
    assert volumes == []
    assert "the service ignores paging, so the rest of the list cannot be read" in error


def test_a_status_may_change_while_the_list_is_read(service):
    """Also where a page begins with the marker's own volume."""
    pages = [[volume("a"), volume("b", status="available")], [volume("b", status="in-use"), volume("c")], [volume("c")]]
    volumes, error = answer(service, *({"volumes": page} for page in pages))
    assert ([(volume["id"], volume["status"]) for volume in volumes], error) == (
        [("a", "in-use"), ("b", "in-use"), ("c", "in-use")],
        None,
    )


def test_a_reason_shows_no_secret(service):
    fault = {"itemNotFound": {"message": f"{TOKEN} is not known", "code": 404}}
    volumes, error = answer(service, fault, status=404)
    assert volumes == []
    assert "******** is not known" in error
    service.simulator.clear_faults()
    volumes, error = answer(service, {"volumes": [TOKEN]})
    assert error.endswith("a volume without an id to tell it by: '********'")
