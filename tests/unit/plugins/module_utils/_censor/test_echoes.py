# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts from outside in messages: without secrets, of bounded length, and nothing that a terminal obeys."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_job_info import judge_job
from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_policy_info import policy_info
from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_policy_tasks_info import judge_tasks
from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, Incomplete, PassingError
from ansible_collections.otc.vbs.plugins.module_utils._text import MESSAGE_LIMIT
from ansible_collections.otc.vbs.plugins.module_utils._waiter.condition import Condition
from tools.answers import read

HUGE = "x" * 80_000


@pytest.mark.parametrize(
    "encoding", ["idna", "undefined", "base64", "utf-7", "unicode_escape", "nothing", "a\x00b", ""]
)
def test_a_page_in_an_odd_encoding_is_shown_all_the_same(encoding):
    error = read(headers={"Content-Type": f"text/html; charset={encoding}"}, content=b"<p>Nicht m\xf6glich \\ud800</p>")
    assert "Nicht m" in str(error)
    str(error).encode()


def test_a_page_that_does_not_say_so_may_be_in_utf_8():
    assert "Nicht möglich" in str(read(headers={"Content-Type": "text/html"}, content="Nicht möglich".encode()))


def test_what_is_said_of_jobs_tasks_and_policies_is_bounded_and_can_be_seen():
    text = "\x1b[2J" + HUGE
    job = {"status": text, "fail_reason": text, "error_code": text}
    tasks = {"tasks": [{"status": f"{number}{text}"} for number in range(3)], "count": 3}
    policies = [{"backup_policy_id": f"{number}{text}", "backup_policy_name": text} for number in range(3)]
    vbs = SimpleNamespace(policies=lambda: policies)
    said = [judge_job(job, Condition("status == 'SUCCESS'")).reason, judge_tasks(tasks, Condition("`false`")).reason]
    for names in ([text], ["other"]):
        with pytest.raises(Incomplete) as caught:
            policy_info(None, vbs, {"policy_id": None, "policy_name": names})
        said.append(str(caught.value))
    for reason in said:
        assert len(reason) < 4 * MESSAGE_LIMIT
        assert "\x1b" not in reason


def test_the_name_of_a_project_is_bounded(service):
    from ansible_collections.otc.vbs.plugins.module_utils._api.endpoints import Site
    from ansible_collections.otc.vbs.plugins.module_utils._login.login import Access

    access = Access("GET", "http://iam", {"id": "p1", "name": "\x1b" + HUGE}, [])
    auth = SimpleNamespace(access=lambda: access)
    with pytest.raises(ApiError) as caught:
        Site(service.client(), auth, "http://vbs", None, project_name="eu-de").place()
    assert len(str(caught.value)) < 2 * MESSAGE_LIMIT
    assert "\x1b" not in str(caught.value)


def test_a_warning_holds_nothing_that_a_terminal_obeys(service):
    warnings = []
    client = service.client(warn=warnings.append)
    with pytest.raises((ApiError, PassingError)):
        client.send("GET", "http://\x1bcvbs.invalid", key="status")
    assert warnings == [r"Credentials are sent to http://\x1bcvbs.invalid without encryption: use https."]
