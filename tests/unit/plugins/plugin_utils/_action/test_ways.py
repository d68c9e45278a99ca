# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a task's work can be done in Ansible's own process; tests/playbooks/test_ways.py tries the other lines."""

from __future__ import annotations

import getpass
import os
import sys

import pytest

from ansible_collections.otc.vbs.plugins.plugin_utils._action import ways
from ansible_collections.otc.vbs.plugins.plugin_utils._action.ways import (
    is_own_python,
    is_own_user,
    may_ask_for_proxies,
)


@pytest.mark.parametrize("interpreter", [None, "", " ", "auto", "auto_silent", "auto_legacy", sys.executable])
def test_what_nobody_has_chosen_is_ansibles_own(interpreter):
    assert is_own_python(interpreter)


def test_another_name_in_the_same_directory_is_the_same_python(tmp_path, monkeypatch):
    (tmp_path / "python3.99").symlink_to(sys.executable)
    (tmp_path / "python").symlink_to("python3.99")
    (tmp_path / "other").write_text("", encoding="utf-8")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert is_own_python(tmp_path / "python3.99")
    assert not is_own_python(tmp_path / "other")
    assert not is_own_python(tmp_path / "gone")


def test_the_same_program_in_another_directory_may_have_other_libraries(tmp_path):
    (tmp_path / "python").symlink_to(sys.executable)
    assert not is_own_python(str(tmp_path / "python"))


def test_the_user(monkeypatch):
    assert is_own_user(getpass.getuser())
    assert not is_own_user("somebody-else")
    # In a container, the user may have no name.
    monkeypatch.setattr(os, "geteuid", lambda: 4_000_000_000)
    assert not is_own_user(getpass.getuser())


@pytest.mark.parametrize(
    ("platform", "environment", "may"),
    [
        ("linux", {}, True),
        ("darwin", {}, False),
        ("darwin", {"no_proxy": "*"}, True),
        ("darwin", {"HTTPS_PROXY": "http://proxy:3128"}, True),
    ],
)
def test_a_forked_process_must_not_ask_macos_for_proxies(monkeypatch, platform, environment, may):
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(ways.sys, "platform", platform)
    assert may_ask_for_proxies() is may
