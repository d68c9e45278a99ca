# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fixtures that run ansible-test."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tools.ansible_test import AnsibleTest


@pytest.fixture(scope="module")
def ansible_test(request: pytest.FixtureRequest) -> Iterator[AnsibleTest]:
    """The command of ansible-test that the test module names, in surroundings that no other run has meanwhile."""
    command = AnsibleTest(request.module.COMMAND)
    with command.surroundings():
        yield command


@pytest.fixture
def copy(ansible_test: AnsibleTest) -> Path:
    """The copy of the collection that ansible-test looks at."""
    return ansible_test.copy


@pytest.fixture
def run_ansible_test(ansible_test: AnsibleTest) -> Callable[..., None]:
    """Run ansible-test on a copy of the collection; on failure show all that it said."""

    def run(*arguments: str, timeout: float) -> None:
        result = ansible_test.run(*arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=timeout)
        if result.returncode:
            said = f"ansible-test {ansible_test.command} {' '.join(arguments)}\n\n{result.stdout}"
            pytest.fail(said, pytrace=False)

    return run
