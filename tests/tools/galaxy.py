# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the tarball that Ansible Galaxy gets, and installs it.

Used by tests, and by nox's session 'build', which has galaxy-importer.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.prefix) / "bin"
BUILD = ROOT / ".venv" / "build"


def build(directory: Path) -> Path:
    """Build the tarball in a directory; returns its path."""
    ansible_galaxy("build", str(ROOT), "--output-path", str(directory), "--force")
    return directory / f"otc-vbs-{version()}.tar.gz"


@dataclass
class Collection:
    """The built collection, and the directory that it is installed in."""

    tarball: Path
    path: Path

    @classmethod
    def make(cls, directory: Path) -> Collection:
        """Build it in a directory, and install it there."""
        tarball = build(directory)
        ansible_galaxy("install", "--offline", "-p", str(directory), str(tarball))
        return cls(tarball, directory)

    @property
    def root(self) -> Path:
        """Where its files are."""
        return self.path / "ansible_collections" / "otc" / "vbs"


def ansible_galaxy(*arguments: str) -> None:
    """Run 'ansible-galaxy collection', with nothing of the user's own in between."""
    with tempfile.TemporaryDirectory() as home:
        subprocess.run(
            [str(PROGRAMS / "ansible-galaxy"), "collection", *arguments],
            # It installs nothing that it finds in a path of the user's own.
            env=os.environ | {"ANSIBLE_HOME": home, "ANSIBLE_COLLECTIONS_PATH": home, "LC_ALL": "C.UTF-8"},
            check=True,
            stdout=subprocess.PIPE,
        )


def version() -> str:
    """The version in galaxy.yml."""
    lines = (ROOT / "galaxy.yml").read_text(encoding="utf-8").splitlines()
    return next(line.split()[1] for line in lines if line.startswith("version:"))


def complaints(report: str) -> list[str]:
    """What galaxy-importer has to complain of, warnings included."""
    return [line for line in report.splitlines() if line.startswith(("WARNING", "ERROR", "CRITICAL"))]


def main() -> int:
    """Build the tarball, and show what galaxy-importer says of it; returns the exit status."""
    BUILD.mkdir(parents=True, exist_ok=True)
    tarball = build(BUILD)
    done = subprocess.run(
        [sys.executable, "-m", "galaxy_importer.main", tarball.name],
        cwd=BUILD,
        env=os.environ
        | {
            # It starts ansible-doc and ansible-lint by name, and leaves out what it does not find.
            "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
            # Playbooks import one of the collection, which it does not install.
            "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".venv" / "collections"),
        },
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    print(done.stdout, end="")
    found = complaints(done.stdout)
    accepted = done.returncode == 0 and not found
    print(f"\n{tarball.relative_to(ROOT)}: {'accepted' if accepted else 'NOT accepted'}, complaints: {len(found)}")
    return int(not accepted)


if __name__ == "__main__":
    sys.exit(main())
