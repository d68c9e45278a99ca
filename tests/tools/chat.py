# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that take posts: a chat, and any other."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


@contextmanager
def chat(status: int = 204) -> Iterator[tuple[str, list[str]]]:
    """A chat's address for posts, and what is posted; it answers with this status."""
    posted: list[str] = []
    with _server(status, lambda _path, _authorization, body: posted.append(body["text"])) as url:
        yield f"{url}/hook", posted


@contextmanager
def receiver() -> Iterator[tuple[str, list[tuple[str, str | None, Any]]]]:
    """The root URL of a server, and what is posted to it: the path, the authorization, and the document or text."""
    posted: list[tuple[str, str | None, Any]] = []
    with _server(200, lambda *post: posted.append(post)) as url:
        yield url, posted


@contextmanager
def _server(status: int, take: Callable[[str, str | None, Any], object]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            is_json = "json" in self.headers["Content-Type"]
            take(self.path, self.headers["Authorization"], json.loads(body) if is_json else body)
            self.send_response(status)
            self.end_headers()

        do_PUT = do_POST

        def log_message(self, *_arguments: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
