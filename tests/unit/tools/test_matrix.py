# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which combinations 'make matrix' runs."""

from __future__ import annotations

import pytest

from tools.matrix import cells, choose


def there(*pythons):
    return [cell for cell in cells() if {cell.python, cell.target} <= set(pythons)]


@pytest.mark.parametrize(
    ("pythons", "oldest", "newest"),
    [
        (["3.11"], ("2.16", "3.11"), ("2.19", "3.11")),
        (["3.13"], ("2.18", "3.13"), ("2.21", "3.13")),
        (["3.9", "3.11", "3.12", "3.13"], ("2.16", "3.11"), ("2.21", "3.13")),
    ],
)
def test_the_ends_are_what_there_is_a_python_for(pythons, oldest, newest):
    chosen = choose(["oldest", "newest"], there(*pythons))
    assert [(cell.core, cell.python) for cell in chosen] == [oldest, newest]
    assert all(cell.target == cell.python for cell in chosen)


def test_without_a_python_there_are_no_ends():
    assert choose(["oldest", "newest"], there()) == []


def test_all_are_run_unless_some_are_named():
    assert choose([], there("3.11")) == cells()
    assert {cell.core for cell in choose(["2.17"], there("3.11"))} == {"2.17"}


def test_each_ansible_core_runs_the_unit_tests():
    tested = {cell.core for cell in cells() if "tests/unit" in cell.tests}
    assert tested == {cell.core for cell in cells()}
    assert all("tests/playbooks" in cell.tests for cell in cells())
