# Private to otc.vbs: it may change in any release.
# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two VBS APIs: their addresses and what they answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from ._client import Client
from ._errors import ApiError
from ._paging import PagingError, Task, read_all


class Vbs:
    """Backup tasks and jobs of one project.

    endpoint: the service's root, or any of its versioned addresses from a catalog.
    auth: one of the classes in _auth.
    """

    def __init__(self, client: Client, endpoint: str, project_id: str, auth: Any) -> None:
        self._client = client
        self._root = service_root(endpoint)
        self._project_id = project_id
        self._auth = auth

    def job(self, job_id: str) -> dict[str, Any]:
        """The job document, `sub_jobs` whole."""
        url = self._url("v1", "jobs", job_id)
        return self._client.get(url, auth=self._auth, key="status")

    def tasks(self, policy_id: str, query: Mapping[str, Any]) -> list[Task]:
        """The backup tasks of a policy that the query finds; all of them unless it has a `limit`."""
        url = self._url("v2", "backuppolicy", policy_id, "backuptasks")

        def ask(page_query: Mapping[str, Any]) -> list[Task]:
            document = self._client.get(url, auth=self._auth, query=page_query, key="tasks")
            tasks = document["tasks"]
            if not isinstance(tasks, list):
                raise PagingError(f"tasks is not a list: {tasks!r:.200}")
            if not tasks and document.get("count") and not {"marker", "offset"} & page_query.keys():
                raise PagingError(f"the service counts {document['count']} tasks and sends none of them")
            return tasks

        try:
            tasks = read_all(ask, query)
        except PagingError as error:
            raise ApiError(f"cannot be trusted: {error}", method="GET", url=url, message=str(error)) from error
        return [{**task, "policy_id": policy_id} for task in tasks]

    def _url(self, version: str, *segments: str) -> str:
        return "/".join([self._root, version, *(quote(part, safe="") for part in (self._project_id, *segments))])


def service_root(endpoint: str) -> str:
    """The endpoint without a slash, version or project at its end."""
    return re.sub(r"(/v[12](/[^/]+)?)?/*$", "", endpoint)
