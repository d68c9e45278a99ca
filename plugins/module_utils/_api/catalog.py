# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds a service in the catalog that comes with a token."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._text import shorten

# How much of a catalog a message shows: so many names, and so many characters of each.
NAMES_LIMIT = 10
NAME_LIMIT = 64


class Service(NamedTuple):
    """A service to look for.

    types: those that it goes by, the likeliest first. setting: what tells its address in place of the catalog.
    """

    name: str
    types: tuple[str, ...]
    setting: str


BACKUPS = Service("the service", ("vbs", "vbsv2"), "endpoint")
VOLUMES = Service(
    "the volume service", ("volumev3", "volumev2", "evs", "block-storage"), "block_storage_endpoint_override"
)


class CatalogError(Exception):
    """The catalog does not tell where the service is; the text says why, and what to do."""


def find_endpoint(catalog: Any, region: str | None, interfaces: Sequence[str], wanted: Service = BACKUPS) -> str:
    """The address of the service in the region, at the first of the interfaces that it has there.

    It is the one that the OpenStack tools take. Raises CatalogError where there is none, or more than one region to
    choose from.
    """
    endpoints = [(kind, endpoint) for kind in wanted.types for endpoint in _endpoints(catalog, kind)]
    if not any(service.get("type") in wanted.types for service in _dicts(catalog)):
        types = _named(sorted({str(service.get("type")) for service in _dicts(catalog)})) or "nothing"
        raise CatalogError(
            f"without a service of type {' or '.join(wanted.types)}, but with {types}: set {wanted.setting}"
        )
    # The region comes first: an interface may be there in one region only.
    there = [(kind, endpoint) for kind, endpoint in endpoints if not region or _region(endpoint) == region]
    if region and endpoints and not there:
        raise CatalogError(
            f"without {wanted.name} in the region {region}: set region_name to one of {_named(_regions(endpoints))}"
        )
    for kind in wanted.types:
        for interface in interfaces:
            offered = [pair for pair in there if pair[0] == kind and pair[1].get("interface") == interface]
            if offered and len(_regions(offered)) > 1:
                raise CatalogError(
                    f"with {wanted.name} in several regions: set region_name to one of {_named(_regions(offered))}"
                )
            if offered:
                return str(offered[0][1]["url"])
    known = _named(list(dict.fromkeys(str(endpoint.get("interface")) for _kind, endpoint in there))) or "none"
    place = f" in the region {region}" if region else ""
    raise CatalogError(
        f"without the interface {' or '.join(interfaces)} of {wanted.name}{place}, but with {known}: set interface"
    )


def _endpoints(catalog: Any, kind: str) -> list[dict[str, Any]]:
    services = [service for service in _dicts(catalog) if service.get("type") == kind]
    endpoints = [endpoint for service in services for endpoint in _dicts(service.get("endpoints"))]
    return [endpoint for endpoint in endpoints if isinstance(endpoint.get("url"), str) and endpoint["url"]]


def _region(endpoint: dict[str, Any]) -> str:
    # Before it had an ID, a region was its name.
    return str(endpoint.get("region_id") or endpoint.get("region"))


def _regions(pairs: Sequence[tuple[str, dict[str, Any]]]) -> list[str]:
    return list(dict.fromkeys(_region(endpoint) for _kind, endpoint in pairs))


def _named(names: Sequence[str]) -> str:
    """The names, as a message has them: a catalog may be of any size."""
    return ", ".join(
        [*(shorten(name, NAME_LIMIT) for name in names[:NAMES_LIMIT]), *(["..."] if names[NAMES_LIMIT:] else [])]
    )


def _dicts(values: Any) -> list[dict[str, Any]]:
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []
