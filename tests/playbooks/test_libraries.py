# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Python without the libraries that the modules need."""

from __future__ import annotations

import sys
import sysconfig
import venv

import pytest


@pytest.fixture
def bare_python(tmp_path):
    """A Python without any library; what it lacks can be linked into its second value."""
    directory = tmp_path / "bare"
    venv.create(directory, symlinks=True)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return str(directory / "bin" / "python"), directory / "lib" / version / "site-packages"


def test_requests_is_missing(playbooks, one_way, bare_python):
    python, _libraries = bare_python
    run = playbooks.run(
        [{"otc.vbs.vbs_job_info": {"job_id": "j1"}}],
        "-vvv",
        variables={"ansible_python_interpreter": python},
        environment=playbooks.token_login(),
    )
    assert run.status == 2
    assert "Failed to import the required Python library (requests)" in run.output
    assert "Traceback" not in run.output


def test_jmespath_is_missing_where_it_is_needed(playbooks, one_way, bare_python):
    python, libraries = bare_python
    installed = sysconfig.get_path("purelib")
    for library in ("requests", "urllib3", "idna", "certifi", "charset_normalizer"):
        (libraries / library).symlink_to(f"{installed}/{library}")
    playbooks.load(jobs={"j1": {"job_id": "j1", "status": "SUCCESS"}})
    run = playbooks.run(
        [
            {"otc.vbs.vbs_job_info": {"job_id": "j1"}},
            {"otc.vbs.vbs_job_info": {"job_id": "j1", "wait": True}},
        ],
        "-vvv",
        variables={"ansible_python_interpreter": python},
        environment=playbooks.token_login(),
    )
    assert run.status == 2
    assert run.output.count("ok: [localhost]") == 1
    assert "Failed to import the required Python library (jmespath)" in run.output
    assert "Traceback" not in run.output
