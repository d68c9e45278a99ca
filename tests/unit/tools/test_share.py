# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Environments that share files stay apart."""

from __future__ import annotations

import pytest

from tools.share import share

TEXT = "print(1)\n"


@pytest.fixture
def place(tmp_path):
    def make(environment, name="module.py", text=TEXT):
        path = tmp_path / environment / "lib" / "site-packages" / "package" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return make


def test_a_file_of_two_environments_is_kept_once(place, tmp_path):
    one, other = place("one"), place("other")
    assert share(tmp_path) == len(TEXT)
    assert one.samefile(other)
    assert other.read_text(encoding="utf-8") == TEXT
    assert sorted(other.parent.iterdir()) == [other]
    assert share(tmp_path) == 0


def test_files_that_differ_stay_apart(place, tmp_path):
    one, program = place("one"), place("program")
    program.chmod(0o755)
    others = [place("text", text="print(2)\n"), place("longer", text=TEXT * 2), place("name", "other.py"), program]
    assert share(tmp_path) == 0
    assert not any(one.samefile(other) for other in others)


def test_only_what_is_installed_is_shared(place, tmp_path):
    place("one")
    mine = tmp_path / "module.py"
    mine.write_text(TEXT, encoding="utf-8")
    link = place("other", "elsewhere.py").with_name("module.py")
    link.symlink_to(mine)
    assert share(tmp_path) == 0
    assert mine.stat().st_nlink == 1
    assert link.is_symlink()
