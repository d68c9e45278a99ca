# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Serves Keystone on loopback; run by tools.keystone with the Python of Keystone's own environment.

``prepare``: make the database and the keys that every run starts with a copy of.
``serve DIRECTORY``: serve from the directory, which is the caller's to make, and remove it unless an error ends it.
Prints one line of JSON with the URL, and the administrator's password, once it listens. Each line of stdin sets the
lifetime in seconds of tokens to come, and is answered by an empty line of stdout; the end of stdin stops it.

Needs ``python -I``: else tools/keystone.py, which lies beside this file, would be taken for Keystone.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from importlib.metadata import version
from pathlib import Path

# A database of another version may have another schema.
TEMPLATE = Path(sys.prefix) / f"template-{version('keystone')}"
MANAGE = str(Path(sys.prefix) / "bin" / "keystone-manage")
ADMIN_PASSWORD = "known-on-loopback-only"
HOST = "127.0.0.1"
POLL_SECONDS = 0.05
# Without a cache each request takes half a second. This process alone holds and invalidates it, and no token and no
# revocation is ever in it. Everything is forgotten at the end, so nothing needs to be safe on disk; and four rounds are
# the fewest that bcrypt has. Unless told, logs go to stdout, which is spoken for.
CONFIGURATION = """\
[DEFAULT]
use_stderr = true
[cache]
enabled = true
backend = dogpile.cache.memory
[credential]
key_repository = {directory}/credential-keys
[database]
connection = sqlite:///{directory}/keystone.db
sqlite_synchronous = false
[fernet_receipts]
key_repository = {directory}/fernet-keys
[fernet_tokens]
key_repository = {directory}/fernet-keys
[identity]
password_hash_rounds = 4
[revoke]
caching = false
[token]
caching = false
"""


def prepare() -> None:
    """Make the template, with the project admin and its user admin."""
    with tempfile.TemporaryDirectory(dir=TEMPLATE.parent) as directory:
        work = Path(directory) / "template"
        work.mkdir(mode=0o700)
        configuration = configure(work)
        # Nobody in particular is to own the keys.
        owner = "--keystone-user= --keystone-group="
        for command in (
            "db_sync",
            f"fernet_setup {owner}",
            f"credential_setup {owner}",
            f"bootstrap --bootstrap-password {ADMIN_PASSWORD}",
        ):
            done = subprocess.run(
                [MANAGE, "--config-file", configuration, *command.split()],
                check=False,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            if done.returncode:
                sys.exit(f"keystone-manage {command}\n\n{done.stdout}")
        shutil.rmtree(TEMPLATE, ignore_errors=True)
        work.rename(TEMPLATE)


def configure(directory: Path) -> str:
    """Write the configuration; returns its path."""
    configuration = directory / "keystone.conf"
    configuration.write_text(CONFIGURATION.format(directory=directory), encoding="utf-8")
    return str(configuration)


def serve(directory: Path) -> None:
    """Serve until the end of stdin."""
    shutil.copytree(TEMPLATE, directory, dirs_exist_ok=True)
    os.environ["OS_KEYSTONE_CONFIG_FILES"] = configure(directory)
    # The import makes the application, from the configuration, and would take our command line for its own.
    del sys.argv[1:]
    from keystone.conf import CONF
    from keystone.wsgi.api import application
    from werkzeug.serving import WSGIRequestHandler, make_server

    # Each login writes. SQLite has one writer at a time, and makes another one fail that has already read.
    turn = threading.Lock()

    def in_turn(environ, start_response):
        with turn:
            return application(environ, start_response)

    class Handler(WSGIRequestHandler):
        def log_request(self, *_arguments) -> None:
            """Say nothing: what goes wrong is in Keystone's own log."""

    server = make_server(HOST, 0, in_turn, threaded=True, request_handler=Handler)
    threading.Thread(target=server.serve_forever, args=(POLL_SECONDS,), daemon=True).start()
    print(json.dumps({"url": f"http://{HOST}:{server.server_port}", "password": ADMIN_PASSWORD}), flush=True)
    for line in sys.stdin:
        CONF.set_override("expiration", int(line), group="token")
        print(flush=True)
    server.shutdown()


def main(command: str, directory: str = "") -> None:
    """Do what the command line says; a signal ends the server in good order."""
    # Keystone takes settings from such variables too.
    for name in [name for name in os.environ if name.startswith("OS_")]:
        del os.environ[name]
    if command == "prepare":
        prepare()
        return
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):
        serve(Path(directory))
    shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
