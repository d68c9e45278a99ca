# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of the OpenStack tools: where they are looked for, and which can be read."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from openstack.config import loader

from ansible_collections.otc.vbs.plugins.module_utils._errors import VbsError
from ansible_collections.otc.vbs.plugins.module_utils._settings import files as files_module
from tools.clouds import cloud, find_cloud, world


def test_a_file_that_cannot_be_read(tmp_path):
    with world(tmp_path, {}, {"OS_CLIENT_CONFIG_FILE": "ROOT/home"}):
        (tmp_path / "home").mkdir()
        with pytest.raises(VbsError, match=r"home cannot be read: Is a directory\. Mend that"):
            find_cloud(None, None, os.environ)


def test_without_pyyaml(tmp_path, monkeypatch):
    with world(tmp_path, {"work/clouds.yaml": cloud(cert="c")}, {}):
        monkeypatch.setitem(sys.modules, "yaml", None)
        with pytest.raises(VbsError, match=r"work/clouds\.yaml needs the Python library PyYAML"):
            find_cloud(None, None, os.environ)
        Path("clouds.yaml").unlink()
        Path("clouds.json").write_text(json.dumps(cloud(cert="c")))
        assert find_cloud(None, None, os.environ) == {"cert": "c"}


@pytest.mark.parametrize("variable", ["OS_CLIENT_CONFIG_FILE", "OS_CLIENT_SECURE_FILE"])
@pytest.mark.parametrize("named", ["ROOT/none.yaml", "none.yaml", "~/clouds.yaml"])
def test_a_file_that_is_named_and_not_there(tmp_path, variable, named):
    files = {"work/clouds.yaml": cloud(cert="c"), "work/secure.yaml": cloud(key="k"), "home/clouds.yaml": cloud()}
    with world(tmp_path, files, {variable: named}), pytest.raises(VbsError) as caught:
        find_cloud("one", None, os.environ)
    assert str(caught.value) == (
        f"Invalid value for {variable}: '{named.replace('ROOT', str(tmp_path))}'. "
        "It must be the path of a file that is there: no other one is taken."
    )


def test_a_working_directory_that_is_gone(tmp_path):
    script = (
        "import os, sys; os.rmdir(os.getcwd());"
        "from ansible_collections.otc.vbs.plugins.module_utils._settings.files import read_files;"
        "print(read_files({'HOME': sys.argv[1]}))"
    )
    gone = tmp_path / "gone"
    gone.mkdir()
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-c", script, str(tmp_path)]
    result = subprocess.run(command, cwd=gone, env=environ, capture_output=True, text=True, check=False)
    assert result.stdout.startswith("No clouds.yaml, .yml or .json was found; looked at: "), result.stderr


def test_files_whose_mappings_never_end(tmp_path):
    endless = "clouds: {one: {auth: &auth {username: %s, auth: *auth, auth_url: https://iam.example/v3}}}"
    files = {"work/clouds.yaml": endless % "alice", "work/secure.yaml": endless % "bob"}
    with world(tmp_path, files, {}):
        assert find_cloud("one", None, os.environ)["auth"]["username"] == "bob"


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"XDG_CONFIG_HOME": "ROOT/x", "XDG_CONFIG_DIRS": "/a"},
        {"XDG_CONFIG_HOME": "x", "XDG_CONFIG_DIRS": "a:/b:/c"},
        {"XDG_CONFIG_HOME": "", "XDG_CONFIG_DIRS": ""},
        {"SNAP_REAL_HOME": "ROOT/snap"},
    ],
)
def test_the_folders_are_those_of_openstacksdk(tmp_path, environ):
    with world(tmp_path, {}, environ):
        importlib.reload(loader)
        assert files_module.folders(os.environ) == loader.CONFIG_SEARCH_PATH


def test_each_file_is_read_once(tmp_path):
    profiles = {"public-clouds": {"mine": {"interface": "admin"}}}
    with world(tmp_path, {"work/clouds.yaml": cloud(cert="c"), "work/clouds-public.json": profiles}, {}):
        files = files_module.read_files(os.environ)
        assert files.profile("mine") == {"interface": "admin"}
        Path("clouds.yaml").unlink()
        Path("clouds-public.json").write_text("no JSON")
        assert files.profile("mine") == {"interface": "admin"}
        assert (files.profile("other"), files.clouds) == (None, {"one": {"cert": "c"}})


def test_a_file_of_profiles_that_nobody_needs_does_no_harm(tmp_path):
    with world(tmp_path, {"work/clouds.yaml": cloud(cert="c"), "work/clouds-public.json": "no JSON"}, {}):
        assert find_cloud("one", None, os.environ) == {"cert": "c"}
        with pytest.raises(VbsError, match=r"clouds-public\.json, line 1"):
            files_module.read_files(os.environ).profile("mine")
