# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What came of asking for IDs: the module's return values, and what a message says of those that are not as wanted."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, Incomplete
from ansible_collections.otc.vbs.plugins.module_utils._waiter.loop import Unmet
from ansible_collections.otc.vbs.plugins.module_utils._waiter.query import Query, run_query

IDS = ["a", "c", "d", "e", "f"]


def ask(one):
    if one == "b":
        raise ApiError("answered HTTP 404", method="GET", url="http://vbs/b", status=404)
    return {"id": one}


def run(service, *ids, judge=lambda document: None):
    query = Query("Thing", "thing_id", ask, judge, lambda documents: {"things": list(documents.values())})
    return run_query(query, list(ids), None, service.client())


def test_the_documents_come_in_the_order_of_their_ids(service):
    assert run(service, "d", "a", "c") == {"things": [{"id": "d"}, {"id": "a"}, {"id": "c"}]}


def test_what_failed_comes_beside_what_there_is(service):
    with pytest.raises(Incomplete, match=r"^Thing b: GET http://vbs/b answered HTTP 404$") as caught:
        run(service, "a", "b")
    result = caught.value.result
    assert result["things"] == [{"id": "a"}]
    (failure,) = result["failures"]
    assert (failure["thing_id"], failure["error"]["status"], result["error"]["status"]) == ("b", 404, 404)


def test_a_message_names_the_first_few_and_the_result_all(service):
    with pytest.raises(Incomplete) as caught:
        run(service, *IDS, judge=lambda document: Unmet("is not there"))
    assert str(caught.value).endswith("Thing d: is not there; and 2 more")
    assert [failure["thing_id"] for failure in caught.value.result["failures"]] == IDS
