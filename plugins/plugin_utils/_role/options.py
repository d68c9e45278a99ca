# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the variables of the role policy_run_check mean, however they were given.

A survey gives numbers and truth values as text, the lines of a text field as one string, and null or "" for what was
left blank.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, Callable

from ansible_collections.otc.vbs.plugins.module_utils._checks import DEFAULT_INTERVAL, LONGEST, check_ids
from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_policy_info import ALL
from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput, VbsError
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.checkmk import read_host
from ansible_collections.otc.vbs.plugins.plugin_utils._report.inputs import read_title
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.rules import (
    DEFAULT_ACCEPT,
    DEFAULT_GRACE,
    IF_READABLE,
    read_accept,
    read_grace,
    read_names,
    read_number,
    read_positive,
    read_restore_points,
)

PREFIX = "policy_run_check_"
TRUE = ("yes", "on", "1", "true", "t", "y", "1.0")
FALSE = ("no", "off", "0", "false", "f", "n", "0.0")

Reader = Callable[[str, Any], Any]


def read_role_options(
    variables: Mapping[str, Any], omitted: Any = None, one_of_many: str | None = None
) -> dict[str, Any]:
    """All options of the role, by their names without the prefix, those of the verdict in `rules`; raises VbsError.

    variables: those that are set, by their whole names. omitted: what stands for one that is not, beside null.
    one_of_many: the name of the host, if the play has several.
    """
    known = {f"{PREFIX}{name}": name for name in OPTIONS}
    unknown = [name for name in variables if name not in known]
    if unknown:
        raise VbsError(" ".join(_unknown(name) for name in sorted(unknown)))
    options = {name: read_option(name, variables, omitted) for name in OPTIONS}
    if not options["policy_id"] and not options["policy_name"]:
        # A pattern that fits all names: null, for all policies, is nothing that a template can give.
        options["policy_name"] = [ALL]
    options["rules"] = {name: options.pop(name) for name in RULES}
    timeout, interval = options["wait_timeout"], options["wait_interval"]
    if interval is None:
        options["wait_interval"] = min(DEFAULT_INTERVAL, timeout) or DEFAULT_INTERVAL
    elif interval > timeout > 0:
        expected = f"It must not be more than {PREFIX}wait_timeout, which is {timeout:g}."
        raise InvalidInput(f"{PREFIX}wait_interval", interval, expected)
    _check_files(options, one_of_many)
    return options


def _check_files(options: Mapping[str, Any], one_of_many: str | None) -> None:
    """A report that another one overwrites would tell of nothing that is not good."""
    reports: dict[str, str] = {}
    for name in FILES:
        path = options[name]
        if path is None:
            continue
        if path in reports:
            expected = f"It must be another file than that of {PREFIX}{reports[path]}."
            raise InvalidInput(f"{PREFIX}{name}", path, expected)
        if one_of_many and not any(own in path for own in (one_of_many, *options["policy_id"])):
            expected = (
                "The play has several hosts, each of which writes its own: the path must have {{ inventory_hostname }}"
                f" in it, which is {one_of_many}, or the ID of the policy."
            )
            raise InvalidInput(f"{PREFIX}{name}", path, expected)
        reports[path] = name


def read_option(name: str, variables: Mapping[str, Any], omitted: Any = None) -> Any:
    """The option of this name, without the prefix; raises VbsError."""
    reader, default = OPTIONS[name]
    value = variables.get(f"{PREFIX}{name}")
    if value == omitted or _is_blank(value, omitted):
        value = default
    return None if value is None else reader(f"{PREFIX}{name}", value)


def _unknown(name: str) -> str:
    (nearest,) = get_close_matches(name.removeprefix(PREFIX).lower(), list(OPTIONS), n=1, cutoff=0.0)
    return f"The role has no variable {name}. The nearest is {PREFIX}{nearest}."


def _is_blank(value: Any, omitted: Any) -> bool:
    """Whether there is nothing in it: null, blank text, or nothing but these, with commas or line breaks between."""
    if isinstance(value, str):
        return not value.replace(",", " ").strip()
    if isinstance(value, (list, tuple)):
        return all(item == omitted or _is_blank(item, omitted) for item in value)
    return value is None


def _names(option: str, value: Any) -> list[str]:
    if isinstance(value, (list, tuple)):
        return list(dict.fromkeys(read_names(option, [_name(item) for item in value if item is not None])))
    return list(dict.fromkeys(read_names(option, _name(value))))


def _name(value: Any) -> Any:
    """YAML makes a number of a name such as 2024."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _ids(option: str, value: Any) -> list[str]:
    ids = _names(option, value)
    return check_ids(option, ids) if ids else []


def _accept(option: str, value: Any) -> list[str]:
    return read_accept(option, _names(option, value))


def _restore_points(option: str, value: Any) -> str:
    return read_restore_points(option, value.strip() if isinstance(value, str) else value)


def _timeout(option: str, value: Any) -> float:
    seconds = read_number(value)
    if not 0 <= seconds <= LONGEST:
        raise InvalidInput(option, value, f"It must be a number of seconds from 0 to {LONGEST}.")
    return seconds


def _interval(option: str, value: Any) -> float:
    seconds = read_number(value)
    if not 0 < seconds <= LONGEST:
        raise InvalidInput(option, value, f"It must be a number of seconds above 0, and at most {LONGEST}.")
    return seconds


def _truth(option: str, value: Any) -> bool:
    word = str(value).strip().lower()
    if word in TRUE or word in FALSE:
        return word in TRUE
    raise InvalidInput(option, value, "It must be true or false.")


def _path(option: str, value: Any) -> str:
    """A file, relative to where Ansible was started: left to a module, it would be relative to the playbook."""
    if not isinstance(value, str):
        raise InvalidInput(option, value, "It must be the path of a file.")
    path = os.path.expanduser(os.path.expandvars(value.strip()))
    # What ends like a directory is not made a file.
    return os.path.abspath(path) + (os.sep if path.endswith(os.sep) else "")


def _textfile(option: str, value: Any) -> str:
    """The node exporter reads no other files."""
    path = _path(option, value)
    if not path.endswith(".prom"):
        raise InvalidInput(option, value, "Its name must end with .prom.")
    return path


def _spool_file(option: str, value: Any) -> str:
    """Without an age, Checkmk's agent would hand on the last verdict for ever."""
    path = _path(option, value)
    if not re.match("[1-9][0-9]*_.", os.path.basename(path)):
        expected = "Its name must begin with the age in seconds at which Checkmk's agent ignores it, as in 90000_vbs."
        raise InvalidInput(option, value, expected)
    return path


# Each with how to read it, and what it is where it is not given; None: then there is none.
OPTIONS: dict[str, tuple[Reader, Any]] = {
    "policy_id": (_ids, []),
    "policy_name": (_names, []),
    "wait": (_truth, True),
    "wait_timeout": (_timeout, 3600),
    "wait_interval": (_interval, None),
    "max_age": (read_positive, None),
    "grace": (read_grace, DEFAULT_GRACE),
    "restore_points": (_restore_points, IF_READABLE),
    "resource_ids": (_names, []),
    "run_window": (read_positive, None),
    "accept": (_accept, list(DEFAULT_ACCEPT)),
    "fail": (_truth, True),
    "report_html": (_path, None),
    "report_markdown": (_path, None),
    "report_prometheus": (_textfile, None),
    "report_junit": (_path, None),
    "report_checkmk": (_spool_file, None),
    "report_checkmk_host": (read_host, None),
    "report_title": (read_title, None),
    "report_subtitle": (read_title, None),
    "report_check": (read_title, None),
}
FILES = ("report_html", "report_markdown", "report_prometheus", "report_junit", "report_checkmk")
# Those that the filter latest_run takes by the same names.
RULES = ("max_age", "grace", "resource_ids", "run_window", "accept", "restore_points")
