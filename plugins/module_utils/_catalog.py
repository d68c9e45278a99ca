# Private to otc.vbs: it may change in any release.
# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the service in the catalog that comes with a token."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ansible_collections.otc.vbs.plugins.module_utils._errors import shorten

# The types that the service goes by, the likeliest first.
SERVICE_TYPES = ("vbs", "vbsv2")


class CatalogError(Exception):
    """The catalog does not tell where the service is; the text says why, and what to do."""


def find_endpoint(catalog: Any, region: str | None, interfaces: Sequence[str]) -> str:
    """The address of the service, at the first of the interfaces that has any.

    Raises CatalogError where there is none, or more than one region to choose from.
    """
    services = [service for service in _dicts(catalog) if service.get("type") in SERVICE_TYPES]
    if not services:
        types = shorten(", ".join(sorted({str(service.get("type")) for service in _dicts(catalog)}))) or "nothing"
        raise CatalogError(f"without a service of type {' or '.join(SERVICE_TYPES)}, but with {types}: set endpoint")
    services.sort(key=lambda service: SERVICE_TYPES.index(service["type"]))
    endpoints = [endpoint for service in services for endpoint in _dicts(service.get("endpoints"))]
    endpoints = [endpoint for endpoint in endpoints if isinstance(endpoint.get("url"), str)]
    known = list(dict.fromkeys(str(endpoint.get("interface")) for endpoint in endpoints))
    chosen = next((interface for interface in interfaces if interface in known), None)
    if not chosen:
        wanted, there = " or ".join(interfaces), shorten(", ".join(known)) or "none"
        raise CatalogError(f"without the interface {wanted} of the service, but with {there}: set interface")
    offered = [endpoint for endpoint in endpoints if endpoint.get("interface") == chosen]
    regions = list(dict.fromkeys(str(endpoint.get("region_id") or endpoint.get("region")) for endpoint in offered))
    if not region and len(regions) > 1:
        raise CatalogError(
            f"with the service in several regions: set region_name to one of {shorten(', '.join(regions))}"
        )
    for endpoint in offered:
        if not region or region in (endpoint.get("region_id"), endpoint.get("region")):
            return str(endpoint["url"])
    raise CatalogError(
        f"without the service in the region {region}: set region_name to one of {shorten(', '.join(regions))}"
    )


def _dicts(values: Any) -> list[dict[str, Any]]:
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []
