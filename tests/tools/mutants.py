# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Breaks the logic in many small ways, one at a time, and says which of them no test notices.

Used by 'make mutants'. The mutation tester mutmut works in .venv/mutants, on a copy of the collection whose paths are
those that tests import it by. It keeps what it found there: a second run tries only what survived or has changed.
Arguments choose mutants by patterns of their names, like '*._wait.*'.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / ".venv" / "mutants"
COLLECTION = Path("ansible_collections/otc/vbs")
# The copies that the tester made of the files below, with all mutants in them.
MUTATED = WORK / "mutants"
SETTINGS = """
[tool.mutmut]
source_paths = ["ansible_collections"]
only_mutate = ["*/plugins/module_utils/*.py", "*/plugins/filter/*.py"]
pytest_add_cli_args_test_selection = ["tests/unit/plugins", "--ignore=tests/unit/plugins/module_utils/test_keystone.py"]
# Many tests start the simulator, which takes longer than the test itself.
also_copy = ["conftest.py"]
timeout_constant = 4.0
timeout_multiplier = 5.0

[tool.pytest.ini_options]
pythonpath = ["tests"]
addopts = ["--import-mode=importlib", "-p", "no:cacheprovider"]
"""
KILLED = {1: "killed", 3: "killed", 24: "timed out", -24: "timed out", 36: "timed out", 152: "timed out"}
UNREACHED = (5, 33)


def main(patterns: list[str]) -> int:
    """Runs the tester, and shows its findings; returns the exit status, 0 also where mutants survive."""
    _copy()
    # As an editor would, so that the other programs of this machine go on.
    command = ["nice", str(Path(sys.executable).with_name("mutmut")), "run", "--max-children", "2", *patterns]
    status = subprocess.run(command, cwd=WORK, check=False).returncode
    if status == 0:
        _report()
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
