# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps each file that several of the virtual environments hold only once, by hard links.

Used by 'make', once it has set up the environments in .venv. What pip installs it writes anew, and never changes it in
its place, so nothing done to one environment reaches another.
"""

from __future__ import annotations

import filecmp
import os
from pathlib import Path

VENV = Path(__file__).resolve().parents[2] / ".venv"


def share(tree: Path) -> int:
    """Replace files by links to their like; returns the bytes that are free now."""
    first: dict[tuple[str, int], list[Path]] = {}
    freed = 0
    for directory in tree.rglob("site-packages"):
        for path in (found for found in directory.rglob("*") if found.is_file() and not found.is_symlink()):
            status = path.stat()
            # The same packages hold files of the same names.
            alike = first.setdefault((path.name, status.st_size), [])
            if any(path.samefile(other) for other in alike):
                continue
            twin = next((other for other in alike if is_twin(path, other)), None)
            if twin is None:
                alike.append(path)
                continue
            link = path.with_name(f"{path.name}.link")
            os.link(twin, link)
            link.replace(path)
            freed += status.st_size if status.st_nlink == 1 else 0
    return freed


def is_twin(path: Path, other: Path) -> bool:
    """Whether a link to the other can take the path's place."""
    return path.stat().st_mode == other.stat().st_mode and filecmp.cmp(path, other, shallow=False)


if __name__ == "__main__":
    print(f"Shared {share(VENV) // 2**20} MB.")
