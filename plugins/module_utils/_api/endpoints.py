# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the services are, and for which project: as set, else as Keystone says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._api.catalog import (
    BACKUPS,
    VOLUMES,
    CatalogError,
    Service,
    find_endpoint,
)
from ansible_collections.otc.vbs.plugins.module_utils._checks import ID, check_url
from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, InvalidInput, NoCatalog, VbsError
from ansible_collections.otc.vbs.plugins.module_utils._http.client import Client
from ansible_collections.otc.vbs.plugins.module_utils._login.login import Access, Login
from ansible_collections.otc.vbs.plugins.module_utils._text import shorten


class Place(NamedTuple):
    """The root of a service's APIs and the project's ID."""

    root: str
    project_id: str


class Site:
    """Finds the place when it is first needed; Keystone is asked only for what is not set.

    endpoint: the service's root, or any of its versioned addresses; volume_endpoint: that of the volume service.
    region, interfaces: where to look in the catalog, the best interface first.
    project_name: that of the project, where Keystone has to tell its ID, or whether the ID is that project's.
    login: whose credentials requests carry.
    """

    def __init__(
        self,
        client: Client,
        login: Login,
        endpoint: str | None,
        project_id: str | None,
        region: str | None = None,
        interfaces: Sequence[str] = ("public",),
        project_name: str | None = None,
        volume_endpoint: str | None = None,
    ) -> None:
        self._client = client
        self._login = login
        self._endpoint = endpoint
        self._project_id = project_id
        self._region = region
        self._interfaces = interfaces
        self._project_name = project_name
        self._volume_endpoint = volume_endpoint

    def place(self) -> Place:
        """Where to send requests; raises ApiError where Keystone does not tell."""
        if not self._endpoint or not self._project_id or self._project_name:
            access = self._client.retry(self._login.access)
            self._project_id = self._project_of(access)
            self._project_name = None
            self._endpoint = self._endpoint or self._endpoint_of(access)
        return Place(service_root(self._endpoint), self._project_id)

    def volumes(self) -> Place:
        """Where to ask for volumes, with the version; raises VbsError where nothing tells."""
        project_id = self.place().project_id
        endpoint = self._volume_endpoint
        if endpoint:
            check_url(VOLUMES.setting, endpoint)
        else:
            try:
                access = self._client.retry(self._login.access)
            except NoCatalog as error:
                raise VbsError(f"{error} Set {VOLUMES.setting}.") from error
            endpoint = self._endpoint_of(access, VOLUMES)
        return Place(volume_root(endpoint), project_id)

    def _project_of(self, access: Access) -> str:
        if self._project_id and not self._project_name:
            return self._project_id
        project_id, name = access.project.get("id"), access.project.get("name")
        if not project_id:
            raise _unclear(access, "brought a token that is for no project: set project_id, or auth.project_name")
        # A token or an application credential has its project, whatever is asked for.
        if self._project_name and name != self._project_name:
            raise _unclear(
                access, f"brought a token for the project {shorten(repr(name))}, not for {self._project_name!r}"
            )
        if not isinstance(project_id, str) or not ID.fullmatch(project_id):
            raise _unclear(access, f"brought a token for a project with the ID {shorten(repr(project_id))}")
        if self._project_id and project_id != self._project_id:
            raise _unclear(
                access, f"brought a token for the project with the ID {project_id!r}, not {self._project_id!r}"
            )
        return project_id

    def _endpoint_of(self, access: Access, wanted: Service | None = None) -> str:
        wanted = wanted or BACKUPS
        try:
            endpoint = find_endpoint(access.catalog, self._region, self._interfaces, wanted)
        except CatalogError as error:
            raise _unclear(access, f"brought a catalog {error}") from error
        try:
            return check_url(wanted.setting, endpoint)
        except InvalidInput as error:
            raise _unclear(access, f"brought a catalog with a wrong address of {wanted.name}: {error}") from error


def service_root(endpoint: str) -> str:
    """The endpoint without a slash, version or project at its end."""
    scheme, _colon, rest = endpoint.partition("://")
    return f"{scheme}://" + re.sub(r"(/v[123](/[^/]+)?)?/*$", "", rest)


def volume_root(endpoint: str) -> str:
    """The endpoint of the volume service, with its version and nothing behind that."""
    scheme, _colon, rest = endpoint.partition("://")
    rest = rest.rstrip("/")
    said = re.search(r"/v([123])(/[^/]*)?$", rest)
    root = rest[: said.start()] if said else rest
    # The first version is long gone. An address without any is that of a service which has the third.
    return f"{scheme}://{root}/{'v2' if said and said[1] == '2' else 'v3'}"


def _unclear(access: Access, reason: str) -> ApiError:
    return ApiError(reason, method=access.method, url=access.url, message=reason)
