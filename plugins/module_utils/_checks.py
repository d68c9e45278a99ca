# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of option values: a wrong one is found before any request, and named."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput, MissingInput
from ansible_collections.otc.vbs.plugins.module_utils._waiter.condition import Condition
from ansible_collections.otc.vbs.plugins.module_utils._waiter.loop import Wait

ID = re.compile(r"[A-Za-z0-9_-]{1,128}")
DEFAULT_INTERVAL = 10.0
# A year, in seconds. Clocks and sockets cannot take any number.
LONGEST = 31536000


# How long a value may be that a message shows; a path may be longer.
SHOWN_LIMIT = 160
PATH_LIMIT = 256


class Hidden:
    """Stands for a secret in a message."""

    def __repr__(self) -> str:
        return "(not shown)"


def shown(value: Any, limit: int = SHOWN_LIMIT) -> Any:
    """The value, as a message may show it: Hidden where it is not like a name, a path or an address.

    It may be the content of a file then, or a secret in the wrong place.
    """
    if value is None or isinstance(value, (bool, int, float)):
        return value
    odd = r"[{}\"]|: |-----|//[^/]*@|\$ANSIBLE_VAULT"
    fits = isinstance(value, str) and len(value) <= limit and value.isprintable() and not re.search(odd, value)
    return value if fits else Hidden()


def check_ids(option: str, values: Sequence[str]) -> list[str]:
    """The IDs, each once, in their order."""
    if not values:
        raise MissingInput(option, "Give at least one ID.")
    ids = [value.strip() for value in values]
    for value in ids:
        if not ID.fullmatch(value):
            raise InvalidInput(
                option,
                shown(value),
                "An ID consists of letters, digits, '-' and '_', as 4010b39b5281d3590152874bfa3b1604.",
            )
    return list(dict.fromkeys(ids))


def check_names(option: str, values: Sequence[str]) -> list[str]:
    """The names, each once, in their order."""
    if not values:
        raise MissingInput(option, "Give at least one name.")
    names = [value.strip() for value in values]
    if not all(names):
        raise InvalidInput(option, "", "A name must not be empty.")
    return list(dict.fromkeys(names))


def check_minimum(option: str, value: float | None, minimum: float) -> None:
    """A number must not be below the minimum; None is no number."""
    if value is not None and not value >= minimum:
        raise InvalidInput(option, value, f"It must be {minimum} or more.")


def check_range(option: str, value: float, least: float, most: float) -> None:
    """A number must be within these bounds."""
    if not least <= value <= most:
        raise InvalidInput(option, value, f"It must be a number from {least} to {most}.")


def check_positive(option: str, value: float) -> None:
    """A number of seconds must be more than 0, and end some time."""
    if not 0 < value <= LONGEST:
        raise InvalidInput(option, value, f"It must be a number of seconds above 0, and at most {LONGEST}.")


def check_url(option: str, value: str) -> str:
    """An http(s) URL of a host, which carries nothing that must not be shown."""
    expected = "It must be a URL such as https://vbs.eu-de.otc.t-systems.com, without a query"
    # A password in a broken URL may stand anywhere before it.
    if "@" in value:
        raise InvalidInput(option, Hidden(), "A URL must not carry a user name or password: set them in auth.")
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError as error:
        raise InvalidInput(option, shown(value), f"{expected} ({error}).") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise InvalidInput(option, shown(value), f"{expected}.")
    if parts.query or parts.fragment or re.search(r"\s", value):
        raise InvalidInput(option, shown(value), f"{expected}, fragment or white space.")
    return value


def check_text(option: str, value: str) -> None:
    """What is sent as UTF-8; a variable of the environment may hold other bytes."""
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise InvalidInput(option, Hidden(), "It must be text in UTF-8.") from error


def check_token(option: str, value: str) -> str:
    """What goes into a header line as it is."""
    if not re.fullmatch(r"[\x21-\x7e]+", value):
        raise InvalidInput(option, Hidden(), "It must be one line of printable characters without white space.")
    return value


def check_filled_in(option: str, value: str, source: str = "") -> None:
    """Nothing fills in templates or variables in files of the OpenStack tools, so they must not be sent as they are."""
    text = value.strip()
    see = f" See {source}." if source else ""
    if text.startswith("$ANSIBLE_VAULT;"):
        raise InvalidInput(option, Hidden(), f"It is encrypted with ansible-vault, and nothing has decrypted it.{see}")
    if re.search(r"\{\{.*\}\}|^\$\{\w+\}$", text, re.DOTALL):
        raise InvalidInput(
            option,
            Hidden(),
            "It is a template that nothing has filled in: a clouds.yaml, OS_* variables and the file of an inventory "
            f"are taken as they are. Write the value itself there, or set the option in a task.{see}",
        )


def read_wait(params: Mapping[str, Any]) -> Wait | None:
    """How to wait, None if not to; the values are checked either way."""
    timeout, interval = params["wait_timeout"], params["wait_interval"]
    if not 0 <= timeout <= LONGEST:
        raise InvalidInput("wait_timeout", timeout, f"It must be a number of seconds from 0 to {LONGEST}.")
    if interval is None:
        interval = min(DEFAULT_INTERVAL, timeout) or DEFAULT_INTERVAL
    check_positive("wait_interval", interval)
    if interval > timeout > 0:
        raise InvalidInput("wait_interval", interval, f"It must not be more than wait_timeout, which is {timeout:g}.")
    return Wait(timeout, interval) if params["wait"] else None


def read_until(params: Mapping[str, Any], default: str) -> Condition | None:
    """The condition to wait for, None if not to wait; a given one is checked either way."""
    until = params["until"]
    if until is None and not params["wait"]:
        return None
    condition = Condition(default if until is None else until)
    return condition if params["wait"] else None
