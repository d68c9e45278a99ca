# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fixture that runs ansible-test."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator

import pytest

from tools import ansible_test


@pytest.fixture(scope="session")
def run_ansible_test() -> Iterator[Callable[..., None]]:
    """Run ansible-test on a copy of the collection; on failure show all that it said."""

    def run(*arguments: str, timeout: float) -> None:
        result = ansible_test.run(*arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=timeout)
        if result.returncode:
            pytest.fail(f"ansible-test {' '.join(arguments)}\n\n{result.stdout}", pytrace=False)

    with ansible_test.surroundings():
        yield run
