# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls of the VBS API: their addresses and what they answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable
from urllib.parse import quote

from ansible_collections.otc.vbs.plugins.module_utils._api.endpoints import Place, Site
from ansible_collections.otc.vbs.plugins.module_utils._api.order import read_in_order, read_newest_first
from ansible_collections.otc.vbs.plugins.module_utils._api.paging import Listed, Page, PagingError, Task
from ansible_collections.otc.vbs.plugins.module_utils._api.volumes import Volume, read_volumes
from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, PassingError
from ansible_collections.otc.vbs.plugins.module_utils._http.answer import items_of
from ansible_collections.otc.vbs.plugins.module_utils._http.client import Client
from ansible_collections.otc.vbs.plugins.module_utils._login.login import Login
from ansible_collections.otc.vbs.plugins.module_utils._text import shorten

# That of an answer which cannot be trusted all the same: an error without a status had no answer.
GOOD = 200
BACKUP_FILTERS = frozenset({"name", "status", "volume_id"})


class Vbs:
    """Policies, backup tasks, jobs and backups of one project; login: whose credentials requests carry."""

    def __init__(self, client: Client, login: Login, site: Site) -> None:
        self._client = client
        self._login = login
        self._site = site

    def job(self, job_id: str) -> dict[str, Any]:
        """The job document, `sub_jobs` whole; `job_id` is in it even if the service leaves it out."""
        url = self._url("v1", "jobs", job_id)
        job = self._client.get(url, login=self._login, key="status")
        if said := _not_about("job", job, "job_id", job_id):
            raise _distrusted(url, said)
        return {**job, "job_id": job_id}

    def backup(self, backup_id: str) -> dict[str, Any]:
        """The backup's document; its `id` is in it even if the service leaves it out."""
        url = self._url("v3", "backups", backup_id)
        backup = self._client.get(url, login=self._login, key="backup")["backup"]
        if not isinstance(backup, dict):
            raise _distrusted(url, f"backup is not an object: {shorten(repr(backup))}")
        if said := _not_about("backup", backup, "id", backup_id):
            raise _distrusted(url, said)
        return {**backup, "id": backup_id}

    def backups(self, query: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The backups that the query finds, the newest first; all of them unless it has a `limit`."""

        # Any status may follow another: what is restored from, or is being deleted, was available before.
        listed = Listed("backup", "id", lambda status: False)
        url = self._url("v3", "backups", "detail")
        backups = self._read(url, "backups", lambda ask: read_newest_first(ask, query, self._client.retry, listed))
        for name in sorted(BACKUP_FILTERS & query.keys()):
            for backup in backups:
                if not _is_asked_for(backup.get(name), query[name], name):
                    said = f"{name} {shorten(repr(backup.get(name)))}"
                    raise _distrusted(url, f"the backup {shorten(backup['id'])} says {said}, which was not asked for")
        return backups

    def policies(self) -> list[dict[str, Any]]:
        """The backup policies, as and in the order that the service has them; each has a `backup_policy_id`."""
        url = self._url("v2", "backuppolicy")
        document = self._client.get(url, login=self._login, key="backup_policies")
        policies: list[dict[str, Any]] = items_of(document, "backup_policies", lambda reason: _distrusted(url, reason))
        seen = set()
        for policy in policies:
            policy_id = policy.get("backup_policy_id") if isinstance(policy, dict) else None
            if not isinstance(policy_id, str) or not policy_id or policy_id != policy_id.strip():
                said = f"the list holds a policy without a backup_policy_id to tell it by: {shorten(repr(policy))}"
                raise _distrusted(url, said)
            if policy_id in seen:
                raise _distrusted(url, f"the list holds the policy {shorten(policy_id)} twice")
            seen.add(policy_id)
        # The API documents no pages of policies, and no count. A service that has both would hide policies.
        count = document.get("count")
        if isinstance(count, int) and count > len(policies):
            raise _distrusted(url, f"the service counts {count} policies and sends {len(policies)} of them")
        return policies

    def tasks(self, policy_id: str, query: Mapping[str, Any]) -> list[Task]:
        """The backup tasks of a policy that the query finds; all of them unless it has a `limit`."""
        url = self._url("v2", "backuppolicy", policy_id, "backuptasks")
        tasks = self._read(url, "tasks", lambda ask: read_in_order(ask, query, self._client.retry))
        for task in tasks:
            if wrong := _not_asked_for(task, policy_id, query):
                raise _distrusted(url, f"the task {shorten(task['job_id'])} says {wrong}, which was not asked for")
            task["policy_id"] = policy_id
        return tasks

    def volumes(self) -> tuple[list[Volume], str | None]:
        """The volumes of the project, and which policy each belongs to; where they cannot be read, none and why."""
        return read_volumes(self._client, self._login, self._site)

    def place(self) -> Place:
        """Where the service is, and for which project."""
        return self._site.place()

    def _read(self, url: str, key: str, read: Callable[[Any], list[Any]]) -> list[Any]:
        """The list that is at the URL under the key; read: makes it of what asks for one page."""

        def ask(page_query: Mapping[str, Any]) -> Page:
            document = self._client.get_once(url, login=self._login, query=page_query, key=key)
            items, count = items_of(document, key, PagingError), document.get("count")
            # A service that sends no count promises nothing, be it documented or not.
            if "count" in document and (not isinstance(count, int) or isinstance(count, bool) or count < 0):
                raise PagingError(f"its count is {shorten(repr(count))}")
            # Lists of the OpenStack API link to what is missing. The address is an internal one, and never asked.
            if not items and _has_next(document.get(f"{key}_links")):
                raise PagingError("an empty page links to a next one", passing=True)
            return Page(items, count)

        try:
            return read(ask)
        except PagingError as error:
            kind = PassingError if error.passing else ApiError
            raise _distrusted(url, str(error), kind, getattr(error.__cause__, "status", GOOD)) from error

    def _url(self, version: str, *segments: str) -> str:
        place = self.place()
        return "/".join([place.root, version, *(quote(part, safe="") for part in (place.project_id, *segments))])


def _not_about(noun: str, document: Mapping[str, Any], id_name: str, own_id: str) -> str | None:
    """What shows that an answer is not about this one, by whose ID it is told, or says nothing of it; else None."""
    if document.get(id_name) not in (None, own_id):
        return f"the answer is about the {noun} {shorten(repr(document[id_name]))}"
    if not isinstance(document.get("status"), str):
        return f"its status is {shorten(repr(document.get('status')))}"
    return None


def _not_asked_for(task: Task, policy_id: str, query: Mapping[str, Any]) -> str | None:
    """What a task says of itself that shows it to be another policy's, or one that a filter leaves out."""
    # Its policy is known from the request, so that it need not say so.
    for name, wanted in (("policy_id", policy_id), ("backup_policy_id", policy_id)):
        if task.get(name) not in (None, wanted):
            return f"{name} {shorten(repr(task[name]))}"
    for name in ("job_id", "status"):
        if name in query and task.get(name) != query[name]:
            return f"{name} {shorten(repr(task.get(name)))}"
    return None


def _is_asked_for(found: Any, wanted: str, name: str) -> bool:
    """Whether a filter lets a field of a backup through; a status may come in any case."""
    if name == "status" and isinstance(found, str):
        found = found.lower()
    return bool(found == wanted)


def _has_next(links: Any) -> bool:
    found = links if isinstance(links, list) else []
    return any(isinstance(link, dict) and link.get("rel") == "next" for link in found)


def _distrusted(url: str, reason: str, kind: type[ApiError] = ApiError, status: int | None = GOOD) -> ApiError:
    return kind(f"cannot be trusted: {reason}", method="GET", url=url, status=status, message=reason)
