# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Most checks are chosen in antsibull-nox.toml.
from pathlib import Path

import antsibull_nox
import nox

nox.options.envdir = ".venv/nox"

antsibull_nox.load_antsibull_nox_toml()


@nox.session(default=True)
def changelog(session: nox.Session) -> None:
    """Check the changelog's configuration and fragments."""
    session.install("antsibull-changelog")
    session.run("antsibull-changelog", "lint")


@nox.session(default=True)
def ansible_lint(session: nox.Session) -> None:
    """Check the roles and playbooks with the production profile of ansible-lint."""
    session.install("ansible-core", "ansible-lint")
    session.run(
        "ansible-lint",
        "--offline",
        "--strict",
        "--profile=production",
        *("roles", "playbooks", "docs/awx", "examples", "tests/integration/targets"),
        env={"ANSIBLE_COLLECTIONS_PATH": str(Path(".venv/collections").absolute())},
    )


@nox.session(default=True)
def build(session: nox.Session) -> None:
    """Build the tarball for Ansible Galaxy, and have galaxy-importer look at it."""
    session.install("ansible-core", "galaxy-importer")
    session.run("python", "tests/tools/galaxy.py")
