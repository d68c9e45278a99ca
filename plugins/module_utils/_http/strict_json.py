# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads JSON that may come from anywhere: what Ansible could not hand on is not JSON here either."""

from __future__ import annotations

import json
from math import isinf
from typing import Any

# Far more than any answer of the API, and far less than what Python and Ansible can walk through.
DEEPEST = 50
LONGEST_NUMBER = 100


class TwoMeanings(ValueError):
    """JSON that one reader takes for this and another for that."""


def parse(content: bytes) -> Any:
    """The document; raises ValueError for what is no JSON, or none that can be handed on."""
    # Strictly: what json.loads() makes of bytes may hold half a surrogate pair.
    text = content.decode(json.detect_encoding(content))
    try:
        document = json.loads(
            text, parse_constant=_refuse, parse_float=_float, parse_int=_int, object_pairs_hook=_object
        )
    except RecursionError as error:
        raise ValueError("too deep") from error
    if _is_too_deep(document):
        raise ValueError("too deep")
    if "\\ud" in text.lower():
        # Half a surrogate pair is no character, and cannot be written.
        json.dumps(document, ensure_ascii=False).encode()
    return document


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _float(digits: str) -> float:
    number = float(digits)
    if isinf(number):
        _refuse(digits[:20])
    return number


def _int(digits: str) -> int:
    # Python reads no number of thousands of digits, or takes hours for it, by its release and its settings.
    if len(digits) > LONGEST_NUMBER:
        _refuse(f"a number of {len(digits)} digits")
    return int(digits)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of these; of two values of one key, which one is meant is not known."""
    document = dict(pairs)
    if len(document) < len(pairs):
        raise TwoMeanings("JSON in which a key is there twice")
    return document


def _is_too_deep(document: Any) -> bool:
    # Level by level: a function that calls itself for each part takes several times as long.
    level = [document]
    for _depth in range(DEEPEST + 1):
        if not {dict, list} & set(map(type, level)):
            return False
        level = [value for value in level if isinstance(value, (dict, list))]
        level = [part for value in level for part in (value.values() if isinstance(value, dict) else value)]
    return True
