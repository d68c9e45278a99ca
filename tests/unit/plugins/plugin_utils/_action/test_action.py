# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an action plugin adds to the work that it does; tests/playbooks/test_ways.py runs it from playbooks."""

from __future__ import annotations

import os
import sys
from types import SimpleNamespace

import pytest

from ansible_collections.otc.vbs.plugins.action.vbs_job_info import ActionModule


class Ended(BaseException):
    pass


@pytest.fixture
def watched(monkeypatch):
    """What the logic is given to be watched by."""

    def end(status):
        raise Ended(status)

    monkeypatch.setattr(os, "_exit", end)
    task = SimpleNamespace(no_log=False, get_name=lambda: "Wait")
    action = ActionModule.__new__(ActionModule)
    action._task = task
    return lambda: action._watched({"inventory_hostname": "host"}).keywords


def test_a_pause_lasts_as_long_as_it_has_to(watched):
    watched()["sleep"](0.01)


def test_a_pause_ends_the_process_where_nobody_is_left_to_take_the_result(watched, monkeypatch):
    keywords = watched()
    monkeypatch.setattr(os, "getppid", lambda: -1)
    with pytest.raises(Ended):
        keywords["sleep"](3600)


def test_nothing_is_said_of_what_is_not_to_be_shown(watched, monkeypatch):
    assert watched()["say"] is not None
    action = ActionModule.__new__(ActionModule)
    action._task = SimpleNamespace(no_log=True, get_name=lambda: "Wait")
    assert action._watched({"inventory_hostname": "host"}).keywords["say"] is None


@pytest.mark.parametrize("end", ["", ".", ".\n"])
def test_what_ansible_lacks_is_a_sentence_of_its_own(monkeypatch, end):
    action = ActionModule.__new__(ActionModule)
    action._task = SimpleNamespace(async_val=0)
    said = f"Failed to import the required Python library (requests) on h's Python p. Please consult the manual{end}"
    monkeypatch.setattr(action, "_execute_module", lambda **_options: {"failed": True, "msg": said})
    assert action._from_module({}, ["requests", "jmespath"])["msg"] == (
        "Failed to import the required Python library (requests) on h's Python p. Please consult the manual. "
        f"Ansible's own Python, {sys.executable}, lacks requests and jmespath, too."
    )
