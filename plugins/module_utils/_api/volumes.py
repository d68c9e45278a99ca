# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The volumes of a project, as the volume service tells of them. It alone knows which policy each belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from ansible_collections.otc.vbs.plugins.module_utils._api.endpoints import Site
from ansible_collections.otc.vbs.plugins.module_utils._api.paging import Listed, Page, PagingError, read_all
from ansible_collections.otc.vbs.plugins.module_utils._errors import VbsError
from ansible_collections.otc.vbs.plugins.module_utils._http.answer import items_of
from ansible_collections.otc.vbs.plugins.module_utils._http.client import Client
from ansible_collections.otc.vbs.plugins.module_utils._login.login import Login
from ansible_collections.otc.vbs.plugins.module_utils._text import WHOLE_LIMIT, shorten

# Any status may follow any other.
VOLUMES = Listed("volume", "id", lambda status: False)

# Its id, name, policy_id and status; all but the ID may be None.
Volume = dict[str, Any]


def read_volumes(client: Client, login: Login, site: Site) -> tuple[list[Volume], str | None]:
    """The volumes, in the service's order; where they cannot be read, none and the reason.

    Who may read policies need not be allowed to read volumes, so that this raises nothing.
    """
    try:
        place = site.volumes()
        url = f"{place.root}/{quote(place.project_id, safe='')}/volumes/detail"

        def ask(query: Mapping[str, Any]) -> Page:
            return _page(client.get_once(url, login=login, query=query, key="volumes"))

        try:
            return [_volume(document) for document in read_all(ask, {}, client.retry, VOLUMES)], None
        except PagingError as error:
            return [], shorten(f"GET {url} cannot be trusted: {error}", WHOLE_LIMIT)
    except VbsError as error:
        return [], str(error)


def _page(document: Mapping[str, Any]) -> Page:
    # The links to other pages lead to where no client gets.
    volumes, count = items_of(document, "volumes", PagingError), document.get("count")
    # Cinder sends no count, the vendor's own call does.
    return Page(volumes, count if isinstance(count, int) and not isinstance(count, bool) else None)


def _volume(document: Mapping[str, Any]) -> Volume:
    metadata = document.get("metadata")
    return {
        "id": document["id"],
        "name": _text(document.get("name")),
        "policy_id": _text(metadata.get("policy")) or None if isinstance(metadata, dict) else None,
        "status": _text(document.get("status")),
    }


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
