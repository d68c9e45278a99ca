# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs unit and playbook tests with each ansible-core, and modules on each Python, that this collection is for.

Used by 'make matrix'. The interpreters are those on the PATH, by names like python3.12; what is not there is left out,
and said so. Each combination has an environment of its own in .venv/matrix, which stays for the next run.
"oldest" and "newest" are the first and the last ansible-core that there is a Python for, each with one combination.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / ".venv" / "matrix"
REQUIREMENTS = ("requirements.txt", "tests/simulator/requirements.txt", "tests/requirements.txt")
# Each ansible-core with the Pythons that it runs on. The tests themselves need 3.11.
CONTROLLERS = {
    "2.16": ("3.11", "3.12"),
    "2.17": ("3.11", "3.12"),
    "2.18": ("3.11", "3.12", "3.13"),
    "2.19": ("3.11", "3.12", "3.13"),
    "2.20": ("3.12", "3.13"),
    "2.21": ("3.12", "3.13"),
}
# What modules are to run on.
TARGETS = ("3.9", "3.10", "3.11", "3.12", "3.13")


@dataclass(frozen=True)
class Cell:
    """One combination: the Python of ansible-core, and the Python that modules run on."""

    core: str
    python: str
    target: str

    @property
    def controller(self) -> Path:
        """The environment of ansible-core."""
        return WORK / f"core-{self.core}-python-{self.python}"

    @property
    def modules(self) -> Path:
        """The environment of the modules."""
        return WORK / f"python-{self.target}"

    @property
    def tests(self) -> list[str]:
        """What to run. Unit tests know no other Python than that of ansible-core."""
        return ["tests/unit", "tests/playbooks"] if self.target == self.python else ["tests/playbooks"]

    @property
    def environment(self) -> dict[str, str]:
        """What tells the tests which Python modules run on; without it, they do their work in Ansible's own process."""
        return {} if self.target == self.python else {"MATRIX_TARGET": str(self.modules / "bin" / "python")}

    def __str__(self) -> str:
        return f"ansible-core {self.core} on Python {self.python}, modules on Python {self.target}"


def main(cores: list[str]) -> int:
    """Run the combinations that there are interpreters for, all or those with these ansible-cores; the exit status."""
    versions = sorted({*TARGETS, *(python for pythons in CONTROLLERS.values() for python in pythons)}, key=_number)
    found = {version: path for version in versions if (path := interpreter(version))}
    there = [cell for cell in cells() if {cell.python, cell.target} <= found.keys()]
    wanted = choose(cores, there)
    runs = [cell for cell in wanted if cell in there]
    for cell in runs:
        _prepare(cell, found)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        outcomes = dict(zip(runs, pool.map(_run, runs), strict=True))
    results = {cell: outcomes.get(cell) for cell in wanted}
    words = {None: "left out", True: "passed", False: "FAILED"}
    print("\n" + "\n".join(f"{words[passed]:8}  {cell}" for cell, passed in results.items()))
    absent = [version for version in versions if version not in found]
    if absent:
        print(f"\nNo interpreter on the PATH for Python {', '.join(absent)}.")
    ran = [passed for passed in results.values() if passed is not None]
    print(f"\n{ran.count(True)} passed, {ran.count(False)} failed, {len(results) - len(ran)} skipped")
    return int(not ran or False in ran)


def cells() -> list[Cell]:
    """Each ansible-core on its first and last Python; with the oldest and the newest, modules on every Python."""
    found = []
    for core, pythons in CONTROLLERS.items():
        found += [Cell(core, python, python) for python in (pythons[0], pythons[-1])]
    oldest, *_between, newest = CONTROLLERS
    # ansible-core 2.16 came before Python 3.13.
    found += [Cell(oldest, "3.12", target) for target in TARGETS if target != "3.13"]
    found += [Cell(newest, "3.13", target) for target in TARGETS]
    return list(dict.fromkeys(found))


def choose(cores: list[str], there: list[Cell]) -> list[Cell]:
    """The combinations of these ansible-cores, or all; there: those that there are interpreters for."""
    alike = [cell for cell in there if cell.python == cell.target]
    ends = {"oldest": alike[:1], "newest": alike[-1:]}
    named = [cell for cell in cells() if not cores or cell.core in cores]
    return list(dict.fromkeys([*named, *(cell for core in cores for cell in ends.get(core, []))]))


def interpreter(version: str) -> str | None:
    """The path of a Python of this version that can make environments, None if there is none."""
    for directory in os.get_exec_path():
        path = shutil.which(f"python{version}", path=directory)
        # A program of that name may be there and not work, like the shims of pyenv; Debian has ensurepip in a package.
        if path and subprocess.run([path, "-c", "import ensurepip"], check=False, capture_output=True).returncode == 0:
            return path
    return None


def _prepare(cell: Cell, found: dict[str, str]) -> None:
    make_environment(cell.controller, found[cell.python], [f"ansible-core~={cell.core}.0"], REQUIREMENTS)
    if cell.environment:
        make_environment(cell.modules, found[cell.target], [], REQUIREMENTS[:1])


def _run(cell: Cell) -> bool:
    options = ["-q", "-p", "no:cacheprovider", *cell.tests]
    done = subprocess.run(
        [str(cell.controller / "bin" / "python"), "-m", "pytest", *options],
        cwd=ROOT,
        env=os.environ | cell.environment,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    # Several run at the same time, so each has its say when it has ended.
    print(f"\n=== {cell}\n{done.stdout}", flush=True)
    return done.returncode == 0


def make_environment(directory: Path, python: str, packages: list[str], requirements: tuple[str, ...]) -> None:
    """Make an environment with these packages and files of requirements, unless it is there."""
    stamp = directory / ".complete"
    files = [option for name in requirements for option in ("-r", str(ROOT / name))]
    wanted = "".join((ROOT / name).read_text(encoding="utf-8") for name in requirements)
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    subprocess.run([python, "-m", "venv", "--clear", str(directory)], check=True)
    # PyYAML comes with ansible-core; where only modules run, clouds.yaml needs it.
    pip = [str(directory / "bin" / "python"), "-m", "pip", "install", "-q", *packages, *files, "PyYAML"]
    subprocess.run(pip, check=True)
    stamp.write_text(wanted, encoding="utf-8")


def _number(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
