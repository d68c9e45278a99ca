# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# The checks themselves are chosen in antsibull-nox.toml.
import antsibull_nox
import nox

nox.options.envdir = ".venv/nox"

antsibull_nox.load_antsibull_nox_toml()


@nox.session(default=True)
def changelog(session: nox.Session) -> None:
    """Check the changelog's configuration and fragments."""
    session.install("antsibull-changelog")
    session.run("antsibull-changelog", "lint")
