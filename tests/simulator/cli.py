# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line of the simulator."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import threading

from . import __version__, scenario
from .app import App
from .checks import InputError
from .simulation import Simulation


def main(arguments: list | None = None) -> int:
    """Run until a signal, or the end of stdin where that is wanted; returns the exit status."""
    options = _parser().parse_args(arguments)
    try:
        simulation = Simulation(scenario.read_file(options.scenario) if options.scenario else None)
    except (InputError, OSError) as error:
        print(f"simulator: {error}", file=sys.stderr)
        return 2
    try:
        asyncio.run(_serve(App(simulation), options))
    except OSError as error:
        print(f"simulator: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="simulator",
        description="Simulates the Volume Backup Service. Prints one line of JSON with its URL once it listens.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=0, help="port to listen on (default: any free one)")
    parser.add_argument("--scenario", metavar="FILE", help="scenario to start with (.json, .yml)")
    parser.add_argument("--stop-with-stdin", action="store_true", help="also stop at the end of standard input")
    parser.add_argument("--version", action="version", version=__version__)
    return parser


async def _serve(app: App, options: argparse.Namespace) -> None:
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    runner = await app.start(options.host, options.port)
    try:
        host, port = runner.addresses[0][:2]
        print(json.dumps({"url": f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"}), flush=True)
        if options.stop_with_stdin:
            threading.Thread(target=_await_end_of_stdin, args=(loop, stopped), daemon=True).start()
        await stopped.wait()
    finally:
        await runner.cleanup()


def _await_end_of_stdin(loop: asyncio.AbstractEventLoop, stopped: asyncio.Event) -> None:
    # Not sys.stdin: a thread that waits in it holds a lock which the interpreter needs to exit.
    while os.read(0, 4096):
        pass
    loop.call_soon_threadsafe(stopped.set)
