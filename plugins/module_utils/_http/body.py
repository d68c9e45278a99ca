# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the body of an answer, however long it is: no more than fits is ever in memory."""

from __future__ import annotations

import threading
import zlib
from typing import TYPE_CHECKING, NamedTuple

try:
    from requests.exceptions import ChunkedEncodingError, ContentDecodingError, Timeout
    from urllib3.exceptions import HTTPError, ReadTimeoutError
except ImportError:  # reported by _module.py
    pass

if TYPE_CHECKING:
    import requests

# Of a good answer, in bytes once it is unpacked. A page of 1000 tasks has some 400 kB.
LONGEST_ANSWER = 4 * 2**20
# An error page is shown in part only.
LONGEST_ERROR = 2**16
# What an answer takes in memory, by a rough estimate, and what all of those take that a call keeps.
HEAVIEST_ANSWER = 4 * LONGEST_ANSWER
HEAVIEST_CALL = 128 * 2**20
# What each value of a document takes beside its text, and how often a text takes its length where some of it is not
# ASCII.
VALUE = 40
WIDEST = 4

# What is asked for, and its other name.
GZIP = ("gzip", "x-gzip")
# Takes what gzip and what deflate makes.
EITHER_HEADER = zlib.MAX_WBITS | 32


class Body(NamedTuple):
    """The bytes of a body, and whether there are more than these."""

    content: bytes
    cut: bool


def read_body(response: requests.Response, longest: int) -> Body:
    """At most so many bytes, unpacked; where there are more, the connection is closed."""
    content = _received(response, longest + 1)
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if content and encoding in (*GZIP, "deflate"):
        content = _unpacked(content, longest + 1)
    elif encoding not in ("", "identity", *GZIP, "deflate"):
        raise ContentDecodingError(f"the body comes in the encoding {encoding}, which was not asked for")
    if len(content) <= longest:
        return Body(content, cut=False)
    response.close()
    return Body(content[:longest], cut=True)


def _received(response: requests.Response, most: int) -> bytes:
    parts: list[bytes] = []
    left = most
    try:
        # It ends with a part that is empty, as only then a connection that broke off shows.
        while left and (part := response.raw.read(left, decode_content=False)):
            parts.append(part)
            left -= len(part)
    except ReadTimeoutError as error:
        raise Timeout(error) from error
    except HTTPError as error:
        raise ChunkedEncodingError(error) from error
    # Older versions of the library take a body for whole that is shorter than announced.
    if left and getattr(response.raw, "length_remaining", None):
        raise ChunkedEncodingError("the connection broke off before the end of the body")
    return b"".join(parts)


def _unpacked(packed: bytes, most: int) -> bytes:
    """What the bytes pack, up to so many; the packed ones may break off."""
    parts: list[bytes] = []
    left = most
    try:
        while packed and left:
            unpacker = zlib.decompressobj(EITHER_HEADER)
            parts.append(unpacker.decompress(packed, left))
            left -= len(parts[-1])
            # One pack may follow the other.
            packed = unpacker.unused_data
    except zlib.error as error:
        raise ContentDecodingError(f"the body cannot be unpacked: {error}") from error
    return b"".join(parts)


def weight(content: bytes) -> int:
    """What the document takes in memory, by a rough estimate."""
    plain = content.isascii() and b"\\u" not in content
    return len(content) * (1 if plain else WIDEST) + VALUE * sum(content.count(mark) for mark in (b",", b"[", b"{"))


class Budget:
    """What the answers that a call keeps may take together, by what they are kept for."""

    def __init__(self, most: int = HEAVIEST_CALL) -> None:
        self._left = most
        self._kept: dict[str, int] = {}
        self._lock = threading.Lock()
        self._thread = threading.local()

    def begin(self, one: str) -> None:
        """From now on this thread asks for this; what was kept for it before is dropped."""
        self._thread.one = one
        self.drop(one)

    def drop(self, one: str) -> None:
        """Nothing is kept for it any more."""
        with self._lock:
            self._left += self._kept.pop(one, 0)

    def take(self, amount: int) -> bool:
        """Keeps that much more for what this thread asks for; False where there is no room."""
        with self._lock:
            if amount > self._left:
                return False
            one = getattr(self._thread, "one", "")
            self._left -= amount
            self._kept[one] = self._kept.get(one, 0) + amount
        return True
