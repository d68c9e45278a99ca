# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of what people write by hand (scenarios, faults): each error names its place."""

from __future__ import annotations


class InputError(ValueError):
    """Something in a scenario, a fault or a control request is wrong; the message says where."""

    def __init__(self, place: str, problem: str):
        super().__init__(f"{place}: {problem}")


def _is_number(value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def mapping(value, place: str, known=None) -> dict:
    """A mapping with string keys, all of them ``known`` if that is given."""
    if not isinstance(value, dict):
        raise InputError(place, f"must be a mapping, not {value!r}")
    for key in value:
        if not isinstance(key, str):
            raise InputError(place, f"the key {key!r} must be a string")
        if known is not None and key not in known:
            raise InputError(place, f"unknown key {key!r}; known: {', '.join(known)}")
    return value


def sequence(value, place: str) -> list:
    """A list."""
    if not isinstance(value, list):
        raise InputError(place, f"must be a list, not {value!r}")
    return value


def text(value, place: str) -> str:
    """A string with something in it."""
    if not isinstance(value, str) or not value:
        raise InputError(place, f"must be a non-empty string, not {value!r}")
    return value


def flag(value, place: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise InputError(place, f"must be true or false, not {value!r}")
    return value


def number(value, place: str, minimum=None) -> float:
    """A finite number, at least ``minimum`` if that is given."""
    if not _is_number(value) or not abs(value) < float("inf"):
        raise InputError(place, f"must be a number, not {value!r}")
    if minimum is not None and value < minimum:
        raise InputError(place, f"must be at least {minimum}, not {value!r}")
    return value


def integer(value, place: str, minimum: int) -> int:
    """An integer of at least ``minimum``."""
    if not isinstance(value, int) or isinstance(value, bool) or value < minimum:
        raise InputError(place, f"must be an integer of at least {minimum}, not {value!r}")
    return value


def choice(value, place: str, choices):
    """One of ``choices``."""
    if value not in choices:
        raise InputError(place, f"must be one of {', '.join(choices)}, not {value!r}")
    return value
