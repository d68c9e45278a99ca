# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls of the API: an answer that is about something else is an error."""

from __future__ import annotations

import pytest

from tools.answers import POLICY, distrusted, page, task


@pytest.mark.parametrize("field", ["policy_id", "backup_policy_id"])
@pytest.mark.parametrize("value", ["another", "", 7])
def test_a_task_of_another_policy_is_an_error(service, field, value):
    page(service, task("t1"), task("t2", **{field: value}), query={"marker": None})
    page(service, query={"marker": "."})
    said = f"the task t2 says {field} {value!r}, which was not asked for"
    assert said in str(distrusted(service))


@pytest.mark.parametrize("value", [POLICY, None])
def test_a_task_may_name_its_own_policy(service, value):
    page(service, task("t1", policy_id=value), query={"marker": None})
    page(service, query={"marker": "."})
    assert service.vbs().tasks(POLICY, {}) == [task("t1", policy_id=POLICY)]


@pytest.mark.parametrize(("name", "value"), [("status", "SKIP"), ("job_id", "t1")])
def test_a_service_that_ignores_a_filter_is_an_error(service, name, value):
    service.load(
        service={"ignores": [name]},
        policies={POLICY: {"tasks": [{**task("t2"), "created_at": "@-60"}]}},
    )
    said = "status 'EXECUTE_SUCCESS'" if name == "status" else "job_id 't2'"
    assert f"the task t2 says {said}, which was not asked for" in str(distrusted(service, {name: value}))
