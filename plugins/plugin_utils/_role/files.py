# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes files that others read at any time: what was there before, or all of what is new, but nothing between."""

from __future__ import annotations

import os
from contextlib import suppress
from tempfile import mkstemp

# For those who read them, such as a web server or the node exporter.
MODE = 0o644


def write_file(path: str, text: str) -> bool:
    """Whether the text is another one than before; raises OSError.

    It is written anew even if it is the same, as some readers take an old file for one that nobody writes any more.
    """
    # A link stays one.
    path = os.path.realpath(path) + (os.sep if path.endswith(os.sep) else "")
    directory, name = os.path.split(path)
    content = text.encode("utf-8", "backslashreplace")
    before = None
    with suppress(OSError), open(path, "rb") as old:
        before = old.read()
    # Neither the node exporter nor Checkmk's agent reads a file of such a name, if it stays behind.
    descriptor, new = mkstemp(prefix=f".{name[:100]}.", suffix=".tmp", dir=directory)
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(descriptor, MODE)
            os.fsync(descriptor)
        os.replace(new, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(new)
        raise
    return content != before
