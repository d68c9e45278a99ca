# Private to otc.vbs: it may change in any release.
# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two VBS APIs: their addresses and what they answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from ._client import Client
from ._errors import ApiError, PassingError, shorten
from ._paging import Page, PagingError, Task, read_all
from ._site import Site

# That of an answer which cannot be trusted all the same: an error without a status had no answer.
GOOD = 200


class Vbs:
    """Backup tasks and jobs of one project; auth: one of the logins."""

    def __init__(self, client: Client, auth: Any, site: Site) -> None:
        self._client = client
        self._auth = auth
        self._site = site

    def job(self, job_id: str) -> dict[str, Any]:
        """The job document, `sub_jobs` whole; `job_id` is in it even if the service leaves it out."""
        url = self._url("v1", "jobs", job_id)
        job = self._client.get(url, auth=self._auth, key="status")
        # Jobs are told apart by their IDs, so an answer about another one must not pass.
        said = None
        if job.get("job_id") not in (None, job_id):
            said = f"the answer is about the job {shorten(repr(job['job_id']))}"
        elif not isinstance(job["status"], str):
            said = f"its status is {shorten(repr(job['status']))}"
        if said:
            raise ApiError(f"cannot be trusted: {said}", method="GET", url=url, status=GOOD, message=said)
        return {**job, "job_id": job_id}

    def tasks(self, policy_id: str, query: Mapping[str, Any]) -> list[Task]:
        """The backup tasks of a policy that the query finds; all of them unless it has a `limit`."""
        url = self._url("v2", "backuppolicy", policy_id, "backuptasks")

        def ask(page_query: Mapping[str, Any]) -> Page:
            document = self._client.get(url, auth=self._auth, query=page_query, key="tasks")
            tasks, count = document["tasks"], document.get("count")
            if not isinstance(tasks, list):
                raise PagingError(f"tasks is not a list: {shorten(repr(tasks))}")
            if document.get("code") and document.get("message"):
                raise PagingError(f"it says {shorten(str(document['code']))}: {shorten(str(document['message']))}")
            return Page(tasks, count if isinstance(count, int) else None)

        try:
            tasks = read_all(ask, query)
        except PagingError as error:
            kind = PassingError if error.passing else ApiError
            status = getattr(error.__cause__, "status", GOOD)
            raise kind(
                f"cannot be trusted: {error}", method="GET", url=url, status=status, message=str(error)
            ) from error
        return [{**task, "policy_id": policy_id} for task in tasks]

    def _url(self, version: str, *segments: str) -> str:
        place = self._site.place()
        return "/".join([place.root, version, *(quote(part, safe="") for part in (place.project_id, *segments))])
