# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""TLS in front of the simulator, with certificates of a private authority."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import trustme


class Authority:
    """A private certificate authority; its files are in the directory."""

    def __init__(self, directory: Path) -> None:
        self._authority = trustme.CA()
        self._directory = directory
        self.certificate = str(directory / "ca.pem")
        self._authority.cert_pem.write_to_path(self.certificate)

    def server(self, *names: str, client_certificates: bool = False) -> ssl.SSLContext:
        """What a server with these names needs; whether it insists on a client's certificate of this authority."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._authority.issue_cert(*names).configure_cert(context)
        if client_certificates:
            self._authority.configure_trust(context)
            context.verify_mode = ssl.CERT_REQUIRED
        return context

    def client(self) -> tuple[str, str, str]:
        """The paths of a client's certificate, of its key, and of a file with both."""
        issued = self._authority.issue_cert("client.example")
        paths = [str(self._directory / name) for name in ("client.pem", "client.key", "client-both.pem")]
        for path, blob in zip(paths, (issued.cert_chain_pems[0], issued.private_key_pem), strict=False):
            blob.write_to_path(path)
        issued.private_key_and_cert_chain_pem.write_to_path(paths[2])
        return paths[0], paths[1], paths[2]


@contextlib.contextmanager
def tls_in_front_of(port: int, context: ssl.SSLContext) -> Iterator[int]:
    """Gives the port at which TLS is spoken; what comes there goes on to the other port of this machine."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def serve() -> asyncio.Server:
        return await asyncio.start_server(lambda *ends: _connect(port, *ends), "127.0.0.1", 0, ssl=context)

    async def stop() -> None:
        server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    server = asyncio.run_coroutine_threadsafe(serve(), loop).result(10)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _connect(port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    ahead, back = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.gather(_pass_on(reader, back), _pass_on(ahead, writer))


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()
