# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the service is, as the catalog has it."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._api.endpoints import Place, Site, service_root
from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, VbsError
from ansible_collections.otc.vbs.plugins.module_utils._login.login import Access
from tools.catalogs import EU, V2, entry


class Login:
    """Knows what Keystone said, and counts who asks."""

    def __init__(self, project_id, catalog):
        self.asked = 0
        self._access = Access(
            "POST", "https://iam.example/v3/auth/tokens", {"id": project_id, "name": "eu-de"}, catalog
        )

    def access(self):
        self.asked += 1
        return self._access


def place(service, login, endpoint=None, project_id=None, **options):
    return Site(service.client(), login, endpoint, project_id, **options).place()


def test_keystone_is_asked_only_for_what_is_not_set(service):
    login = Login("p1", [V2])
    assert place(service, login, "https://set.example/v2", "p2") == Place("https://set.example", "p2")
    assert login.asked == 0
    assert place(service, login, "https://set.example/v2") == Place("https://set.example", "p1")
    assert place(service, login, None, "p2") == Place("https://v2.example", "p2")
    site = Site(service.client(), login, None, None)
    login.asked = 0
    assert site.place() == site.place() == Place("https://v2.example", "p1")
    assert login.asked == 1
    assert place(service, Login("p1", [EU]), region="eu-nl", project_name="eu-de").root == "https://nl.example"


@pytest.mark.parametrize(
    ("project_id", "catalog", "said"),
    [
        (None, [V2], "brought a token that is for no project: set project_id, or auth.project_name"),
        (
            "p1",
            [EU],
            "brought a catalog with the service in several regions: set region_name to one of eu-de, eu-nl",
        ),
        (
            "p1",
            [entry(("public", "r", "ftp://vbs"))],
            "brought a catalog with a wrong address of the service: Invalid value for endpoint: 'ftp://vbs'. ",
        ),
        (
            "p1",
            [entry(("public", "r", "https://user:pw@vbs"))],
            "brought a catalog with a wrong address of the service: Invalid value for endpoint: (not shown). ",
        ),
        (
            "p1",
            [entry(("public", "r", "http://[::1"))],
            "brought a catalog with a wrong address of the service: Invalid value for endpoint: 'http://[::1'. ",
        ),
        ("a/../b", [V2], "brought a token for a project with the ID 'a/../b'"),
    ],
)
def test_what_keystone_does_not_tell_names_the_request(service, project_id, catalog, said):
    with pytest.raises(ApiError) as caught:
        place(service, Login(project_id, catalog))
    assert str(caught.value) == f"POST https://iam.example/v3/auth/tokens {caught.value.message}"
    assert caught.value.message.startswith(said)


def test_a_token_for_another_project_than_the_named_one(service):
    with pytest.raises(ApiError) as caught:
        place(service, Login("p1", [V2]), project_name="another")
    assert caught.value.message == "brought a token for the project 'eu-de', not for 'another'"


def test_the_project_whose_id_is_set_must_have_the_name_that_is_set_over_it(service):
    site = Site(service.client(), Login("p1", [V2]), "https://set.example", "p1", project_name="eu-de")
    assert site.place() == site.place() == Place("https://set.example", "p1")
    with pytest.raises(ApiError, match="brought a token for the project 'eu-de', not for 'eu-de_sub'"):
        place(service, Login("p1", [V2]), "https://set.example", "p1", project_name="eu-de_sub")
    with pytest.raises(ApiError, match="brought a token for the project with the ID 'p2', not 'p1'"):
        place(service, Login("p2", [V2]), "https://set.example", "p1", project_name="eu-de")


EVS = [
    entry(("public", "eu-de", "https://evs.example/v2/p"), kind="evs"),
    entry(("public", "eu-de", "https://block.example"), kind="block-storage"),
]
CINDER = [
    entry(("public", "eu-de", "https://cinder.example/v2/p"), kind="volumev2"),
    entry(
        ("public", "eu-de", "https://cinder.example/v3/p"), ("public", "eu-nl", "https://nl.example"), kind="volumev3"
    ),
]


@pytest.mark.parametrize(
    ("catalog", "endpoint", "root"),
    [
        ([EU, *EVS, *CINDER], None, "https://cinder.example/v3"),
        ([EU, *EVS, CINDER[0]], None, "https://cinder.example/v2"),
        ([EU, *EVS], None, "https://evs.example/v2"),
        ([EU, EVS[1]], None, "https://block.example/v3"),
        ([EU, *CINDER], "https://set.example/volume/", "https://set.example/volume/v3"),
        ([], "https://set.example/v2/%(project_id)s", "https://set.example/v2"),
        ([], "https://set.example/v3", "https://set.example/v3"),
        ([], "https://set.example/v1/p/", "https://set.example/v3"),
        ([], "https://v3/x", "https://v3/x/v3"),
    ],
)
def test_the_volume_service(service, catalog, endpoint, root):
    options = {"region": "eu-de", "volume_endpoint": endpoint}
    site = Site(service.client(), Login("p1", catalog), "https://vbs.example", "p1", **options)
    assert site.volumes() == Place(root, "p1")
    assert site.place() == Place("https://vbs.example", "p1")


@pytest.mark.parametrize(
    ("catalog", "endpoint", "said"),
    [
        (
            [EU],
            None,
            "brought a catalog without a service of type volumev3 or volumev2 or evs or block-storage, but with vbs: "
            "set block_storage_endpoint_override",
        ),
        (
            [entry(("public", "eu-nl", "https://nl.example"), kind="evs")],
            None,
            "brought a catalog without the volume service in the region eu-de: set region_name to one of eu-nl",
        ),
        (
            [entry(("internal", "eu-de", "https://de.example"), kind="evs")],
            None,
            "without the interface public of the volume service in the region eu-de, but with internal: set interface",
        ),
        (
            [entry(("public", "eu-de", "ftp://x"), kind="evs")],
            None,
            "a wrong address of the volume service: Invalid value for block_storage_endpoint_override: 'ftp://x'.",
        ),
        (EVS, "ftp://x", "Invalid value for block_storage_endpoint_override: 'ftp://x'."),
    ],
)
def test_where_the_volume_service_is_not_it_is_said(service, catalog, endpoint, said):
    options = {"region": "eu-de", "volume_endpoint": endpoint}
    site = Site(service.client(), Login("p1", catalog), "https://vbs.example", "p1", **options)
    with pytest.raises(VbsError) as caught:
        site.volumes()
    assert said in str(caught.value)


def answer(simulator, status, body=None, times=1, headers=None, text=None):
    content = {"body": text} if text is not None else {"json": body}
    simulator.fault(kind="answer", status=status, headers=headers or {}, times=times, **content)


@pytest.mark.parametrize(
    ("endpoint", "root"),
    [
        ("https://vbs.example", "https://vbs.example"),
        ("https://vbs.example/", "https://vbs.example"),
        ("https://vbs.example/v2", "https://vbs.example"),
        ("https://vbs.example/v2/", "https://vbs.example"),
        ("https://vbs.example/v2/4229d7a4", "https://vbs.example"),
        ("https://vbs.example/v1/4229d7a4/", "https://vbs.example"),
        ("https://v2.vbs.example/v2/4229d7a4", "https://v2.vbs.example"),
        ("https://vbsv2.example:8776/base/v2/4229d7a4", "https://vbsv2.example:8776/base"),
        ("https://v2", "https://v2"),
        ("https://v1/v2/4229d7a4", "https://v1"),
        ("https://gateway.example/v2vbs", "https://gateway.example/v2vbs"),
    ],
)
def test_both_apis_have_one_root(endpoint, root):
    assert service_root(endpoint) == root


def test_a_version_elsewhere_in_an_address_stays(service):
    vbs = service.vbs(endpoint=service.simulator.url + "/v1v2/vbsv2/v2/4229d7a45436489f8c3dc2b1d35d4987")
    answer(service.simulator, 200, {"status": "SUCCESS"})
    vbs.job("job-v2")
    answer(service.simulator, 200, {"tasks": [], "count": 0})
    vbs.tasks("policy-v1", {})
    assert [request["path"] for request in service.asked()] == [
        "/v1v2/vbsv2/v1/4229d7a45436489f8c3dc2b1d35d4987/jobs/job-v2",
        "/v1v2/vbsv2/v2/4229d7a45436489f8c3dc2b1d35d4987/backuppolicy/policy-v1/backuptasks",
    ]
