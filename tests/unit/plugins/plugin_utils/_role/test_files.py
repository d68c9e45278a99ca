# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are written whole or not at all."""

from __future__ import annotations

import os

import pytest

from ansible_collections.otc.vbs.plugins.plugin_utils._role import files
from ansible_collections.otc.vbs.plugins.plugin_utils._role.files import write_file


def test_a_file_is_written_for_all_to_read(tmp_path):
    path = tmp_path / "a.prom"
    assert write_file(str(path), "one\n")
    assert (path.read_text(encoding="utf-8"), path.stat().st_mode & 0o777) == ("one\n", 0o644)
    assert os.listdir(tmp_path) == ["a.prom"]


def test_the_same_text_is_no_change_but_makes_the_file_new(tmp_path):
    path = tmp_path / "90000_vbs"
    path.write_text("one\n", encoding="utf-8")
    os.utime(path, (1, 1))
    assert not write_file(str(path), "one\n")
    assert path.stat().st_mtime > 1


def test_a_link_stays_one(tmp_path):
    (tmp_path / "link").symlink_to("file")
    assert write_file(str(tmp_path / "link"), "one")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_text(encoding="utf-8") == "one"


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=repr)
def test_nothing_half_written_is_left(tmp_path, monkeypatch, fault):
    def fail(_descriptor):
        raise fault

    path = tmp_path / "a.prom"
    path.write_text("before", encoding="utf-8")
    monkeypatch.setattr(files.os, "fsync", fail)
    with pytest.raises(type(fault)):
        write_file(str(path), "after")
    assert [(one.name, one.read_text(encoding="utf-8")) for one in tmp_path.iterdir()] == [("a.prom", "before")]


def test_what_a_killed_write_leaves_is_read_by_nobody(tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(files.os, "fsync", lambda _descriptor: seen.extend(os.listdir(tmp_path)))
    write_file(str(tmp_path / "a.prom"), "one")
    (name,) = seen
    # The node exporter reads *.prom, and Checkmk's agent what has no dot in front.
    assert name.startswith(".")
    assert not name.endswith(".prom")


@pytest.mark.parametrize("name", ["directory", "directory/"])
def test_a_directory_is_an_error(tmp_path, name):
    (tmp_path / "directory").mkdir()
    with pytest.raises(OSError, match="directory"):
        write_file(f"{tmp_path}/{name}", "one")
    assert os.listdir(tmp_path) == ["directory"]
    assert os.listdir(tmp_path / "directory") == []
