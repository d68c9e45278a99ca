# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs ansible-test on the collection, from a clone at any path, with nothing but the package index in reach.

Used by the tests in tests/ansible_test, and by hand: .venv/bin/python tests/tools/ansible_test.py sanity --test pep8

ansible-test is particular about its surroundings, so it gets its own, in .venv/ansible-test:

- A copy of the collection, as it refuses a checkout that is not at .../ansible_collections/otc/vbs.
- A home directory, as it keeps its virtual environments and caches in the user's.
- A pip.conf, as it hides the user's settings of pip, which may be environment variables, from its virtual environments.
- A stand-in for get-pip.py, as it would download that from a site of its own.
"""

from __future__ import annotations

import ast
import configparser
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ansible_test._internal.python_requirements import get_venv_packages

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / ".venv" / "ansible-test"
HOME = WORK / "home"
COPY = WORK / "ansible_collections" / "otc" / "vbs"
BIN = Path(sys.prefix) / "bin"
PYTHON_VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"

GET_PIP = """\
import subprocess
import sys

# These two are options of get-pip.py, not of pip; they ask for what pip does anyway.
options = [option for option in sys.argv[1:] if option not in ("--no-setuptools", "--no-wheel")]
sys.exit(subprocess.call([{python!r}, "-m", "pip", "--python", sys.executable, "install", *options]))
"""


@contextmanager
def surroundings() -> Iterator[None]:
    """Make or refresh them, and hold them: a second run waits. What ansible-test cached in them stays."""
    HOME.mkdir(parents=True, exist_ok=True)
    COPY.mkdir(parents=True, exist_ok=True)
    with open(WORK / "lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        write_pip_config(HOME / ".config" / "pip" / "pip.conf")
        write_get_pip(HOME / ".ansible" / "test" / "cache")
        copy_collection()
        yield


def write_pip_config(path: Path) -> None:
    """Write down all settings that pip has here, wherever they come from."""
    config = configparser.RawConfigParser()
    config["global"] = {}
    # Environment variables come first in the list, but overrule the rest.
    for line in reversed(output_of(sys.executable, "-m", "pip", "config", "list").splitlines()):
        key, value = line.split("=", 1)
        section, name = key.rsplit(".", 1)
        section = "global" if section == ":env:" else section
        config.read_dict({section: {name: ast.literal_eval(value)}})
    proxy = urllib.request.getproxies().get("https")
    if proxy:
        config["global"].setdefault("proxy", proxy)
    path.parent.mkdir(parents=True, exist_ok=True)
    # The address of a package index may hold a password.
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        config.write(file)


def write_get_pip(cache: Path) -> None:
    """Put a script that uses this environment's pip where ansible-test looks for get-pip.py before it downloads it."""
    pip_version = get_venv_packages(SimpleNamespace(version=PYTHON_VERSION))["pip"]
    cache.mkdir(parents=True, exist_ok=True)
    script = cache / f"get_pip_{pip_version.replace('.', '_')}.py"
    script.write_text(GET_PIP.format(python=sys.executable), encoding="utf-8")


def copy_collection() -> None:
    """Make the copy hold the files that git would commit, and no other."""
    # Also keeps ansible-test from taking the clone around the copy, which ignores .venv, for the copy's repository.
    output_of("git", "init", "--quiet", str(COPY))
    wanted = list_files(ROOT)
    for gone in list_files(COPY) - wanted:
        (COPY / gone).unlink()
    for name in wanted:
        (COPY / name).parent.mkdir(parents=True, exist_ok=True)
        # Nothing overwrites a symbolic link.
        (COPY / name).unlink(missing_ok=True)
        shutil.copy2(ROOT / name, COPY / name, follow_symlinks=False)


def list_files(tree: Path) -> set[str]:
    """List the files of a tree that its .gitignore does not exclude.

    The repository asked is the empty one of the copy, so the tree may as well be an unpacked archive.
    """
    command = ("git", f"--git-dir={COPY / '.git'}", f"--work-tree={tree}")
    names = output_of(*command, "ls-files", "--others", "--exclude-standard", "-z", cwd=tree)
    return set(names.split("\0")) - {""}


def output_of(*command: str, cwd: Path = ROOT) -> str:
    return subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.PIPE, text=True).stdout


def run(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run ansible-test in the copy, with the Python that runs this. The options are those of subprocess.run."""
    with tempfile.TemporaryDirectory(prefix="otc-vbs-") as directory:
        link = Path(directory) / "venv"
        link.symlink_to(sys.prefix)
        # Integration tests write this Python's path into #! lines, which cannot hold a space. Sanity tests keep it for
        # later runs in virtual environments of their own.
        python = link / "bin" / "python" if arguments[0] == "integration" else BIN / "python"
        command = (str(python), str(BIN / "ansible-test"), *arguments, "--python", PYTHON_VERSION)
        # This environment's programs go first: others of their names, like the shims of pyenv, may not work.
        env = os.environ | {"HOME": str(HOME), "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}"}
        return subprocess.run(command, cwd=COPY, env=env, check=False, text=True, **options)


if __name__ == "__main__":
    with surroundings():
        sys.exit(run(*sys.argv[1:]).returncode)
