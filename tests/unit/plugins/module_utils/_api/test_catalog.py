# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The catalog that comes with a token, and what it lacks."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from keystoneauth1.access.service_catalog import ServiceCatalogV3

from ansible_collections.otc.vbs.plugins.module_utils._api.catalog import VOLUMES, CatalogError, find_endpoint
from ansible_collections.otc.vbs.plugins.module_utils._text import MESSAGE_LIMIT
from tools.catalogs import EU, V2, entry

HUGE = "x" * 80_000


@pytest.mark.parametrize(
    ("catalog", "region"),
    [
        ([{"type": f"{HUGE}{number}"} for number in range(3)], None),
        ([{"type": "vbs", "endpoints": [{"interface": HUGE, "url": "http://vbs"}]}], None),
        ([{"type": "vbs", "endpoints": [{"interface": "public", "region": HUGE, "url": "http://vbs"}]}], "eu-de"),
        (
            [{"type": "vbs", "endpoints": [{"interface": "public", "region": r + HUGE, "url": "x"} for r in "ab"]}],
            None,
        ),
    ],
)
def test_what_is_said_of_a_catalog_is_bounded(catalog, region):
    with pytest.raises(CatalogError) as caught:
        find_endpoint(catalog, region, ("public",))
    assert len(str(caught.value)) < 2 * MESSAGE_LIMIT
    assert "set " in str(caught.value)


# Before it had IDs, a region was its name.
OLD = {
    "type": "vbs",
    "endpoints": [
        {"interface": "public", "region": region, "url": f"https://{region[3:]}.example"}
        for region in ("eu-de", "eu-nl")
    ],
}
# The internal interface is in one region alone.
PARTLY = entry(
    ("internal", "eu-de", "https://internal.example"),
    ("public", "eu-de", "https://de.example"),
    ("public", "eu-nl", "https://nl.example"),
)
OTHER = entry(("public", "eu-de", "https://compute.example"), kind="compute")


@pytest.mark.parametrize(
    ("catalog", "region", "interface", "url"),
    [
        ([OTHER, EU], "eu-de", "public", "https://de.example/v2/p"),
        ([OTHER, EU], "eu-nl", "public", "https://nl.example/v2/p"),
        ([EU], None, "internal", "https://internal.example/v2/p"),
        ([V2], None, "public", "https://v2.example/v2/p"),
        ([V2, EU], "eu-de", "public", "https://de.example/v2/p"),
        ([entry(("public", None, "https://one.example"))], None, "public", "https://one.example"),
        ([OLD], "eu-nl", "public", "https://nl.example"),
        (
            [None, 1, {"type": "vbs"}, {"type": "vbs", "endpoints": [None, {"url": 1}]}, EU],
            "eu-de",
            "public",
            "https://de.example/v2/p",
        ),
    ],
)
def test_the_endpoint(catalog, region, interface, url):
    assert find_endpoint(catalog, region, [interface]) == url


@pytest.mark.parametrize(
    ("catalog", "region", "interfaces", "said"),
    [
        (
            [EU],
            None,
            ["public"],
            "with the service in several regions: set region_name to one of eu-de, eu-nl",
        ),
        ([OLD], None, ["public"], "with the service in several regions: set region_name to one of eu-de, eu-nl"),
        ([EU], "eu-ch", ["public"], "without the service in the region eu-ch: set region_name to one of eu-de, eu-nl"),
        (
            [EU],
            None,
            ["admin", "private"],
            "without the interface admin or private of the service, but with public, internal: set interface",
        ),
        ([entry()], None, ["public"], "without the interface public of the service, but with none: set interface"),
        (
            [OTHER, {"type": "image"}],
            None,
            ["public"],
            "without a service of type vbs or vbsv2, but with compute, image: set endpoint",
        ),
        ([], None, ["public"], "without a service of type vbs or vbsv2, but with nothing: set endpoint"),
        (None, None, ["public"], "without a service of type vbs or vbsv2, but with nothing: set endpoint"),
        ({"vbs": 1}, None, ["public"], "without a service of type vbs or vbsv2, but with nothing: set endpoint"),
    ],
)
def test_what_the_catalog_lacks_is_said_with_what_to_set(catalog, region, interfaces, said):
    with pytest.raises(CatalogError) as caught:
        find_endpoint(catalog, region, interfaces)
    assert str(caught.value) == said


def test_a_message_shows_the_beginning_of_a_catalog():
    endpoints = [("public", f"{number}-" + "x" * 10000, "https://vbs.example") for number in range(1000)]
    with pytest.raises(CatalogError) as caught:
        find_endpoint([entry(*endpoints)], None, ["public"])
    assert str(caught.value).endswith(", 9-" + "x" * 59 + "..., ...")
    assert len(str(caught.value)) < 1000


def test_the_first_interface_that_there_is():
    assert find_endpoint([EU], "eu-de", ["admin", "internal", "public"]) == "https://internal.example/v2/p"


def test_the_first_interface_that_there_is_in_the_region():
    assert find_endpoint([PARTLY], "eu-nl", ["internal", "public"]) == "https://nl.example"
    with pytest.raises(CatalogError) as caught:
        find_endpoint([PARTLY], "eu-nl", ["internal"])
    assert str(caught.value) == (
        "without the interface internal of the service in the region eu-nl, but with public: set interface"
    )


CINDER = [
    entry(("public", "eu-de", "https://cinder.example/v2/p"), kind="volumev2"),
    entry(
        ("public", "eu-de", "https://cinder.example/v3/p"), ("public", "eu-nl", "https://nl.example"), kind="volumev3"
    ),
]


def test_the_volume_service_of_several_regions():
    with pytest.raises(CatalogError, match="with the volume service in several regions: set region_name to one of"):
        find_endpoint(CINDER, None, ["public"], VOLUMES)


REGION = st.sampled_from(["eu-de", "eu-nl"])
INTERFACE = st.sampled_from(["public", "internal", "admin"])
ENDPOINT = st.fixed_dictionaries(
    {"interface": INTERFACE, "url": st.sampled_from(["https://a", "https://b", "https://c", "https://d", ""])},
    optional={"region_id": REGION, "region": REGION},
)
SERVICE = st.fixed_dictionaries(
    {"type": st.sampled_from(["vbs", "vbsv2", "compute"]), "endpoints": st.lists(ENDPOINT, max_size=5)}
)


@example([PARTLY], "eu-nl", ["internal", "public"])
@given(
    st.lists(SERVICE, max_size=3),
    st.one_of(st.none(), REGION),
    st.lists(INTERFACE, min_size=1, max_size=3, unique=True),
)
def test_it_is_the_endpoint_that_the_openstack_tools_take(catalog, region, interfaces):
    offered = []
    for kind in ("vbs", "vbsv2"):
        offered = offered or ServiceCatalogV3(catalog).get_endpoint_data_list(kind, interfaces, region)
    if len({endpoint.region_name for endpoint in offered}) == 1:
        assert find_endpoint(catalog, region, interfaces) == offered[0].url
        return
    # Where they take the first of several regions, it has to be chosen here.
    with pytest.raises(CatalogError, match="in several regions" if offered else "without"):
        find_endpoint(catalog, region, interfaces)
