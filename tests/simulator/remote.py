# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens of a real Keystone: the service accepts them where the scenario names one."""

from __future__ import annotations

from dataclasses import replace

import aiohttp

from . import service, volumes
from .identity import Token
from .message import Answer, Request, json_answer
from .world import World

TIMEOUT = aiohttp.ClientTimeout(total=10)


class Unavailable(Exception):
    """Keystone could not be asked, or said what it should not."""


async def answer(world: World, request: Request) -> Answer:
    """What a service answers, with Keystone asked first about a token that is not the world's own."""
    asked = volumes if request.segments[:1] == (volumes.PREFIX,) else service
    token = request.headers.get("x-auth-token")
    if world.keystone and token and token not in world.identity.tokens and asked.is_query(request):
        try:
            request = replace(request, token=await verify(world.keystone, token))
        except Unavailable as error:
            return json_answer(503, {"error": {"message": str(error), "code": "VBS.0503"}})
    return asked.answer(world, request)


async def verify(auth_url: str, token: str) -> Token | None:
    """What a token is for; None if it is unknown, expired or revoked. Nothing is remembered."""
    if not token.isascii():
        return None
    url = f"{auth_url}/auth/tokens?nocatalog"
    # A token may be asked about with itself, so the simulator needs no login of its own.
    headers = {"X-Auth-Token": token, "X-Subject-Token": token}
    try:
        async with (
            aiohttp.ClientSession(timeout=TIMEOUT) as session,
            session.get(url, headers=headers, allow_redirects=False) as response,
        ):
            if response.status in (401, 404):
                return None
            if response.status != 200:
                raise Unavailable(f"{url} got {response.status}.")
            document = (await response.json())["token"]
            return Token(document["project"]["id"] if "project" in document else None)
    except (aiohttp.ClientError, TimeoutError, ValueError, LookupError, TypeError) as error:
        raise Unavailable(f"{url} got {error!r}.") from error
