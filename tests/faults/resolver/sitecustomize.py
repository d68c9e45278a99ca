# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Loaded by the Python that runs a module: makes a name lead elsewhere, for faults that no server can make.

ASTRAY in the environment is a JSON object: the ``name`` meant, how many lookups ``skip`` the fault, how many ``times``
it is then met (null: all), the port ``to`` lead to (null: the name is unknown), and the ``log`` that counts lookups.
"""

from __future__ import annotations

import json
import os
import socket

REAL = socket.getaddrinfo


def getaddrinfo(host, port, *args, **kwargs):
    """As the real one, but for the lookups that are to go astray."""
    # Ansible sets the variable for a task alone.
    plan = json.loads(os.environ.get("ASTRAY", "{}"))
    if host != plan.get("name"):
        return REAL(host, port, *args, **kwargs)
    # All processes and threads of a cell count together: each appends a byte.
    with open(plan["log"], "ab", buffering=0) as log:
        log.write(b".")
        number = log.tell()
    astray = number > plan["skip"] and (plan["times"] is None or number <= plan["skip"] + plan["times"])
    if astray and plan["to"] is None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    return REAL("127.0.0.1", plan["to"] if astray else port, *args, **kwargs)


socket.getaddrinfo = getaddrinfo
