# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ansible-cores that are measured, each with its Python."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from tools.matrix import CONTROLLERS, ROOT, interpreter, make_environment

NEWEST = list(CONTROLLERS)[-1]
DIRECTORY = ROOT / ".venv" / "bench-newest"
REQUIREMENTS = ("requirements.txt", "tests/benchmarks/requirements.txt")


class Environment(NamedTuple):
    """core: as in "2.21"."""

    core: str
    python: Path


def this_one() -> Environment:
    """That of this very Python."""
    return Environment(".".join(version("ansible-core").split(".")[:2]), Path(sys.executable))


def newest() -> Environment | None:
    """One of the newest ansible-core; None if there is no Python for it on the PATH, or this is one already."""
    pythons = filter(None, map(interpreter, reversed(CONTROLLERS[NEWEST])))
    python = next(pythons, None) if this_one().core != NEWEST else None
    if python is None:
        return None
    make_environment(DIRECTORY, python, [f"ansible-core~={NEWEST}.0"], REQUIREMENTS)
    return Environment(NEWEST, DIRECTORY / "bin" / "python")
