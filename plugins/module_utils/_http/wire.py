# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connections that can be cut while a request is under way, so that nobody goes on with what was given up."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import threading
from typing import Any

from ansible_collections.otc.vbs.plugins.module_utils._http.within import TimeIsUp

try:
    from requests.adapters import HTTPAdapter
    from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
    from urllib3.connection import HTTPConnection, HTTPSConnection
except ImportError:  # reported by _module.py
    HTTPAdapter = HTTPConnection = HTTPSConnection = object  # type: ignore[assignment,misc]
    HTTPConnectionPool = HTTPSConnectionPool = object  # type: ignore[assignment,misc]

# urllib3 logs headers that it cannot read, tokens among them, and Ansible's log takes what is logged in its process.
logging.getLogger("urllib3").propagate = False

# The wire of the request that a thread makes.
_thread = threading.local()


class Wire:
    """What a request goes over: a context for the thread that makes it, cut by another one."""

    def __init__(self) -> None:
        self._connection: Any = None
        self._socket: Any = None
        self._is_cut = False
        self._rest: int | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        _thread.wire = self

    def __exit__(self, *_exception: object) -> None:
        with self._lock:
            _thread.wire = self._connection = self._socket = None
        if self._rest is not None:
            os.close(self._rest)

    def take(self, connection: Any) -> None:
        """This connection is the request's from now on."""
        # It forgets its socket where that is closed after the answer.
        self._connection, self._socket = connection, connection.sock
        if self._is_cut:
            raise TimeIsUp

    def cut(self) -> None:
        """Ends what is being sent or received, and what would come after it."""
        with self._lock:
            self._is_cut = True
            ours = getattr(self._connection, "sock", None) or self._socket
            # TLS within TLS has its socket within.
            ours = getattr(ours, "socket", ours)
            if isinstance(ours, socket.socket):
                # What has arrived could still be read, without an end where more and more arrives.
                with contextlib.suppress(OSError):
                    ours.shutdown(socket.SHUT_RDWR)
                # Closed by the thread that reads: another connection must not get its number before.
                self._rest = ours.detach()


class _Cuttable:
    def connect(self) -> None:
        self._tell()
        super().connect()  # type: ignore[misc]
        self._tell()

    def putrequest(self, *args: Any, **kwargs: Any) -> None:
        self._tell()
        super().putrequest(*args, **kwargs)  # type: ignore[misc]

    def _tell(self) -> None:
        wire = getattr(_thread, "wire", None)
        if wire:
            wire.take(self)


class _PlainConnection(_Cuttable, HTTPConnection):
    pass


class _SecureConnection(_Cuttable, HTTPSConnection):
    pass


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


_POOLS = {"http": _PlainPool, "https": _SecurePool}


class Adapter(HTTPAdapter):
    """Makes such connections, also to a proxy."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """See requests."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """See requests."""
        manager = super().proxy_manager_for(proxy, **kwargs)
        # A SOCKS proxy needs connections of its own.
        if not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = _POOLS
        return manager
