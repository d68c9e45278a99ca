# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs ansible-test on the collection, from a clone at any path, with nothing but the package index in reach.

Used by the tests in tests/ansible_test, and by hand:
PYTHONPATH=tests .venv/bin/python -m tools.ansible_test sanity --test pep8

ansible-test is particular about its surroundings, so each of its commands gets its own, in .venv/ansible-test:

- A copy of the collection, as it refuses a checkout that is not at .../ansible_collections/otc/vbs.
- A home directory, as it keeps its virtual environments and caches in the user's.
- A pip.conf, as it hides the user's settings of pip, which may be environment variables, from its virtual environments.
- A stand-in for get-pip.py, as it would download that from a site of its own.
- A pair of keys, as it would make one with ssh-keygen, which not every machine has. Nothing here connects by SSH.
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
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ansible_test._internal.python_requirements import get_venv_packages
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / ".venv" / "ansible-test"
BIN = Path(sys.prefix) / "bin"
PYTHON_VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"

GET_PIP = """\
import subprocess
import sys

# These two are options of get-pip.py, not of pip; they ask for what pip does anyway.
options = [option for option in sys.argv[1:] if option not in ("--no-setuptools", "--no-wheel")]
sys.exit(subprocess.call([{python!r}, "-m", "pip", "--python", sys.executable, "install", *options]))
"""


@dataclass
class AnsibleTest:
    """A command of ansible-test, like sanity, and its surroundings."""

    command: str

    @property
    def home(self) -> Path:
        """What it takes for the user's home directory."""
        return WORK / self.command / "home"

    @property
    def copy(self) -> Path:
        """The copy of the collection."""
        return WORK / self.command / "ansible_collections" / "otc" / "vbs"

    @contextmanager
    def surroundings(self) -> Iterator[None]:
        """Make or refresh them, and hold them: a second run waits. What ansible-test cached in them stays."""
        self.home.mkdir(parents=True, exist_ok=True)
        self.copy.mkdir(parents=True, exist_ok=True)
        with open(WORK / self.command / "lock", "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            write_pip_config(self.home / ".config" / "pip" / "pip.conf")
            write_get_pip(self.home / ".ansible" / "test" / "cache")
            write_key_pair(self.home / ".ansible" / "test")
            copy_collection(self.copy)
            yield

    def run(self, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        """Run it in the copy, with the Python that runs this. The options are those of subprocess.run."""
        with tempfile.TemporaryDirectory(prefix="otc-vbs-") as directory:
            link = Path(directory) / "venv"
            link.symlink_to(sys.prefix)
            # Integration tests write this Python's path into #! lines, which cannot hold a space. Sanity tests keep it
            # for later runs in virtual environments of their own.
            python = link / "bin" / "python" if self.command == "integration" else BIN / "python"
            program = (str(python), str(BIN / "ansible-test"), self.command)
            # This environment's programs go first: others of their names, like the shims of pyenv, may not work.
            path = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
            return subprocess.run(
                [*program, *arguments, "--python", PYTHON_VERSION],
                cwd=self.copy,
                env=os.environ | {"HOME": str(self.home), "PATH": path},
                check=False,
                text=True,
                **options,
            )


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
    # What is compiled only when it is imported may then write a warning, which fails a sanity test.
    config.read_dict({"install": {"compile": "true"}})
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


def write_key_pair(directory: Path) -> None:
    """Put keys where ansible-test looks for them before it makes its own."""
    private, public = directory / "id_rsa", directory / "id_rsa.pub"
    if private.exists() and public.exists():
        return
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    formats = serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    directory.mkdir(parents=True, exist_ok=True)
    with open(os.open(private, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(key.private_bytes(serialization.Encoding.PEM, *formats))
    openssh = serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    public.write_bytes(key.public_key().public_bytes(*openssh) + b"\n")


def copy_collection(copy: Path) -> None:
    """Make the copy hold the files that git would commit, and no other."""
    # Also keeps ansible-test from taking the clone around the copy, which ignores .venv, for the copy's repository.
    output_of("git", "init", "--quiet", str(copy))
    repository = copy / ".git"
    wanted = list_files(ROOT, repository)
    for gone in list_files(copy, repository) - wanted:
        (copy / gone).unlink()
    for name in wanted:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        # Nothing overwrites a symbolic link.
        (copy / name).unlink(missing_ok=True)
        shutil.copy2(ROOT / name, copy / name, follow_symlinks=False)


def list_files(tree: Path, repository: Path) -> set[str]:
    """List the files of a tree that its .gitignore does not exclude.

    The repository asked is the empty one of the copy, so the tree may as well be an unpacked archive.
    """
    command = ("git", f"--git-dir={repository}", f"--work-tree={tree}")
    names = output_of(*command, "ls-files", "--others", "--exclude-standard", "-z", cwd=tree)
    return set(names.split("\0")) - {""}


def output_of(*command: str, cwd: Path = ROOT) -> str:
    return subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.PIPE, text=True).stdout


if __name__ == "__main__":
    chosen = AnsibleTest(sys.argv[1])
    with chosen.surroundings():
        sys.exit(chosen.run(*sys.argv[2:]).returncode)
