# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collection as it was, to compare with: from the history of this clone."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Before modules did their work in Ansible's own process.
COMMIT = "5c2c993"


def earlier(directory: Path) -> Path | None:
    """A path of collections with that commit, made in the directory; None where the clone does not have it."""
    path = directory / "earlier"
    place = path / "ansible_collections" / "otc" / "vbs"
    place.mkdir(parents=True)
    archive = directory / "earlier.tar"
    command = ["git", "archive", f"--output={archive}", COMMIT]
    try:
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    subprocess.run(["tar", "-xf", str(archive), "-C", str(place)], check=True)
    return path
