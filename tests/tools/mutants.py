# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Breaks the logic in many small ways, one at a time, and shows those that no test notices.

Used by 'make mutants'. It has mutmut do it in .venv/mutants, on a copy of the collection whose paths are the names that
tests import it by. What was found there stays: the next run tries what has changed since, and what no test noticed.
Arguments choose files, as '_wait'; all that is in them is tried anew.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from simulator.process import Simulator

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / ".venv" / "mutants"
COLLECTION = Path("ansible_collections", "otc", "vbs")
# Where mutmut puts its own copy of all, with every mutant of a function beside it.
MUTATED = WORK / "mutants"
TESTS = ("conftest.py", "reports", "simulator", "tools", "unit/conftest.py", "unit/plugins")
SETTINGS = """\
[tool.mutmut]
source_paths = ["ansible_collections"]
only_mutate = ["*/plugins/module_utils/*.py", "*/plugins/plugin_utils/*.py", "*/plugins/filter/*.py"]
# A real Keystone takes seconds to start, for each mutant anew.
pytest_add_cli_args_test_selection = [
    "tests/unit/plugins",
    "--ignore=tests/unit/plugins/module_utils/_login/test_real_keystone.py",
]
also_copy = ["conftest.py"]
# Tests are timed while nothing else runs.
timeout_constant = 4.0
timeout_multiplier = 5.0
use_git_change_detection = false
on_dependency_change = "ignore"

[tool.pytest.ini_options]
pythonpath = ["tests"]
addopts = ["--import-mode=importlib", "-p", "no:cacheprovider"]
"""
CONFTEST = """\
import fcntl
import os

from simulator.process import Simulator

# mutmut asks its copy which tests reach which function. What a test starts as a process need not answer.
if os.environ.get("MUTANT_UNDER_TEST") == "stats":
    del os.environ["MUTANT_UNDER_TEST"]


# To start a simulator takes longer than most tests, so each takes one that runs and that no other test has now.
def start(simulator):
    for url in os.environ["SIMULATORS"].split():
        simulator.lock = open(url.rpartition(":")[2] + ".lock", "w")
        try:
            fcntl.flock(simulator.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        simulator.url = url
        return simulator
    raise RuntimeError("All simulators are in use.")


Simulator.start = start
Simulator.stop = lambda simulator: simulator.lock.close()
"""
WORKERS = 2
# By the exit status of pytest, or the signal that ended it; mutmut has one of its own for what no test reaches.
OUTCOMES = {
    1: "killed",
    3: "killed",
    24: "timed out",
    -24: "timed out",
    0: "survived",
    33: "not reached",
    None: "not tried",
}
WORDS = ("killed", "timed out", "survived", "not reached", "not tried", "other")


def main(names: list[str]) -> int:
    """Tries the mutants and shows what came of it; returns the exit status, which survivors do not change."""
    _copy()
    _forget_survivors()
    # Behind all else that this machine does.
    mutmut = ["nice", str(Path(sys.executable).with_name("mutmut"))]
    command = [*mutmut, "run", "--max-children", str(WORKERS), *(f"*.{name}.*" for name in names)]
    with contextlib.ExitStack() as stack:
        urls = [stack.enter_context(Simulator()).url for _worker in range(WORKERS)]
        done = subprocess.run(command, cwd=WORK, env=os.environ | {"SIMULATORS": " ".join(urls)}, check=False)
    if done.returncode == 0:
        for mutant in _report(names):
            shown = subprocess.run([*mutmut, "show", mutant], cwd=WORK, check=True, capture_output=True, text=True)
            print(f"\n{shown.stdout.rstrip()}")
    return done.returncode


def _copy() -> None:
    """The files as they are now. Their times stay, by which mutmut sees what has changed."""
    for directory in (WORK / COLLECTION, WORK / "tests", MUTATED / "tests"):
        shutil.rmtree(directory, ignore_errors=True)
    _copy_tree(ROOT / "plugins", WORK / COLLECTION / "plugins")
    for name in TESTS:
        _copy_tree(ROOT / "tests" / name, WORK / "tests" / name)
    # Which tests reach what, as tests that keep their names may have changed, too.
    (MUTATED / "mutmut-stats.json").unlink(missing_ok=True)
    (WORK / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
    (WORK / "conftest.py").write_text(CONFTEST, encoding="utf-8")


def _copy_tree(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)


def _findings() -> dict[Path, dict]:
    """What mutmut noted of each file, by where it did."""
    paths = sorted((MUTATED / COLLECTION).rglob("*.py.meta"))
    return {path: json.loads(path.read_text(encoding="utf-8")) for path in paths}


def _forget_survivors() -> None:
    """Else mutmut would not try them again, though it is the tests that may have changed."""
    for path, found in _findings().items():
        outcomes = found["exit_code_by_key"]
        for mutant, status in outcomes.items():
            if OUTCOMES.get(status) != "killed":
                outcomes[mutant] = None
        path.write_text(json.dumps(found), encoding="utf-8")


def _report(names: list[str]) -> list[str]:
    """Prints how many mutants of each file came to what; returns those that no test noticed."""
    alive = []
    print("\n" + "  ".join(WORDS))
    for path, found in _findings().items():
        name = path.name.partition(".")[0]
        if names and name not in names:
            continue
        outcomes = {mutant: OUTCOMES.get(status, "other") for mutant, status in found["exit_code_by_key"].items()}
        counts = Counter(outcomes.values())
        if counts:
            print("  ".join(f"{counts[word]:{len(word)}}" for word in WORDS) + f"  {name}")
        alive += [mutant for mutant, outcome in outcomes.items() if outcome in ("survived", "not reached", "other")]
    return alive


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
