# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds and reads the files of the OpenStack tools: clouds.yaml, secure.yaml, clouds-public.yaml.

They are searched where openstacksdk searches them on Linux. It skips a file that it cannot read or
parse, and one that a variable names and that is not there, and goes on to the next one: here that is
an error, as else one would log in as somebody else.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from ansible_collections.otc.vbs.plugins.module_utils._checks import PATH_LIMIT, shown
from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput, VbsError

# What to do with a secret that ansible-vault keeps.
VAULT = "Decrypt it, or keep the secrets in encrypted variables, and set the option auth to them."
SUFFIXES = (".yaml", ".yml", ".json")


class CloudFiles:
    """What the files say; each is read once.

    clouds: by name, not checked any further; read: the files they are from; searched: where one may be.
    """

    def __init__(
        self, clouds: Mapping[Any, Any], read: Sequence[str], searched: Sequence[str], profiles_path: str | None = None
    ) -> None:
        self.clouds, self.read, self.searched = clouds, read, searched
        self._profiles_path = profiles_path

    def __str__(self) -> str:
        if self.read:
            return f"Files read: {', '.join(self.read)}."
        return f"No clouds.yaml, .yml or .json was found; looked at: {', '.join(self.searched)}."

    def profile(self, name: str) -> dict[Any, Any] | None:
        """The vendor profile in the first clouds-public.yaml there is, None where it has none."""
        profile = self._profiles.get(name)
        if profile is not None and not isinstance(profile, dict):
            raise VbsError(f"The profile {name!r} in {self._profiles_path} must be a mapping.")
        return profile

    @cached_property
    def _profiles(self) -> dict[Any, Any]:
        # Only when a cloud names a profile, as a fault in that file does no harm before.
        return _section(self._profiles_path, "public-clouds") if self._profiles_path else {}


def read_files(environ: Mapping[str, str]) -> CloudFiles:
    """The clouds of the first clouds.yaml there is, with those of the first secure.yaml merged in."""
    searched = list(dict.fromkeys(folders(environ)))
    clouds: dict[Any, Any] = {}
    read = []
    for name, variable in (("clouds", "OS_CLIENT_CONFIG_FILE"), ("secure", "OS_CLIENT_SECURE_FILE")):
        path = environ.get(variable) or _first_of(name, searched)
        if path and not os.path.lexists(path):
            raise InvalidInput(
                variable, shown(path, PATH_LIMIT), "It must be the path of a file that is there: no other one is taken."
            )
        if path:
            read.append(path)
            clouds = _merge(clouds, _section(path, "clouds"), depth=3)
    return CloudFiles(clouds, read, searched, _first_of("clouds-public", searched))


def folders(environ: Mapping[str, str]) -> list[str]:
    """Where the files are searched, in this order; some may be the same."""
    xdg_home = environ.get("XDG_CONFIG_HOME", "")
    if not os.path.isabs(xdg_home):
        xdg_home = os.path.expanduser("~/.config")
    snap_home = environ.get("SNAP_REAL_HOME")
    home = os.path.join(snap_home, ".config") if snap_home else os.path.expanduser("~/.config")
    # Joined, as openstacksdk does it: with more than one of them, it finds none.
    xdg_dirs = [path for path in environ.get("XDG_CONFIG_DIRS", "").split(os.pathsep) if os.path.isabs(path)]
    site = os.pathsep.join(os.path.join(path, "openstack") for path in xdg_dirs or ["/etc/xdg"])
    try:
        here = [os.getcwd()]
    except OSError:  # the working directory is gone
        here = []
    return [*here, os.path.join(xdg_home, "openstack"), os.path.join(home, "openstack"), site, "/etc/openstack"]


def _first_of(name: str, searched: Sequence[str]) -> str | None:
    paths = [os.path.join(folder, name + suffix) for folder in searched for suffix in SUFFIXES]
    return next((path for path in paths if os.path.lexists(path)), None)


def _section(path: str, name: str) -> dict[Any, Any]:
    """What a file holds under this name; an empty file, or one that does not have the name, holds nothing."""
    document = _parse(path) or {}
    if not isinstance(document, dict):
        raise VbsError(f"{path} must be a mapping, with {name} in it.")
    section = document.get(name, {})
    if not isinstance(section, dict):
        raise VbsError(f"{name} in {path} must be a mapping of names to settings.")
    return section


def _parse(path: str) -> Any:
    """The document in a file. What is wrong is told without a word of the file: it may be a secret."""
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError as error:
        raise VbsError(
            f"{path} cannot be read: {error.strerror}. Mend that, or name another file in OS_CLIENT_CONFIG_FILE."
        ) from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise VbsError(f"{path}, line {line}: it must be a text in UTF-8.") from None
    if text.lstrip().startswith("$ANSIBLE_VAULT;"):
        raise VbsError(f"{path} is encrypted with ansible-vault, which is not read here. {VAULT}")
    return _parse_json(path, text) if path.endswith("json") else _parse_yaml(path, text)


def _parse_json(path: str, text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise VbsError(f"{path}, line {error.lineno}, column {error.colno}: it is not JSON.") from None
    except (ValueError, RecursionError):
        raise VbsError(f"{path} holds JSON that cannot be read: too deep, or a number too long.") from None


def _parse_yaml(path: str, text: str) -> Any:
    try:
        import yaml
    except ImportError as error:
        raise VbsError(f"Reading {path} needs the Python library PyYAML: 'pip install PyYAML' installs it.") from error
    try:
        return yaml.safe_load(text)
    except Exception as error:
        # Not only YAMLError: for odd values, such as the date 2026-99-99, PyYAML lets through whatever happens.
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        at = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        if "'!vault" in str(getattr(error, "problem", "")):
            raise VbsError(
                f"{path}{at}: it has !vault, a value of ansible-vault, which is not read here. {VAULT}"
            ) from None
        position = getattr(error, "position", None)
        if not mark and isinstance(position, int):  # a character that YAML does not allow
            before = text[:position]
            at = f", line {before.count(chr(10)) + 1}, column {position - before.rfind(chr(10))}"
        raise VbsError(f"{path}{at}: it is not YAML that can be read.") from None


def _merge(old: dict[Any, Any], new: dict[Any, Any], depth: int) -> dict[Any, Any]:
    """The old mapping with what the new one says in its place.

    depth: of mappings to merge: a cloud among the clouds, its settings, its auth; YAML may be endless.
    """
    merged = dict(old)
    for key, value in new.items():
        before = merged.get(key)
        both = isinstance(before, dict) and isinstance(value, dict)
        merged[key] = _merge(before, value, depth - 1) if both and depth > 1 else value  # type: ignore[arg-type]
    return merged
