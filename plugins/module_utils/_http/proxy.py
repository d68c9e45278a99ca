# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What to say of the proxy that a request goes by: most failures there look like those of the service."""

from __future__ import annotations

import os
import re
from typing import NamedTuple
from urllib.parse import urlsplit

try:
    from requests.utils import get_environ_proxies, select_proxy
except ImportError:  # reported by _module.py
    pass


class Proxy(NamedTuple):
    """name: its address without a login, and where it is set. has_login: whether its address has one."""

    name: str
    has_login: bool


def proxy_of(url: str) -> Proxy | None:
    """The proxy that requests takes for the URL; None if it takes none."""
    proxy = select_proxy(url, get_environ_proxies(url))
    if not proxy:
        return None
    scheme, _colon, rest = proxy.partition("://") if "://" in proxy else ("http", "", proxy)
    # A password may hold any character, but what comes last is the host.
    host = re.match(r"[\w.:\[\]-]*", rest.rpartition("@")[2])
    address = f" {scheme}://{host[0]}" if host and host[0] and re.fullmatch(r"\w*", scheme) else ""
    schemes = (urlsplit(url).scheme, "all")
    names = [name for scheme in schemes for name in (f"{scheme}_proxy", f"{scheme}_proxy".upper())]
    variable = next((name for name in names if os.environ.get(name) == proxy), "the system")
    return Proxy(f"the proxy{address} that {variable} names", "@" in proxy)
