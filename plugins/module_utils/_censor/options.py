# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the options of a call hold that must not be shown, told before anything is checked or logged."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ansible_collections.otc.vbs.plugins.module_utils._checks import PATH_LIMIT, Hidden, shown
from ansible_collections.otc.vbs.plugins.module_utils._login.methods import SECRETS
from ansible_collections.otc.vbs.plugins.module_utils._settings.normalize import AUTH, MOVED

# Options that anybody may see, as long as they hold what they are for.
PUBLIC = (
    "cloud",
    "auth_type",
    "region_name",
    "interface",
    "endpoint",
    "project_id",
    "ca_cert",
    "client_cert",
    "client_key",
)
# Names below which a dictionary keeps secrets; there are login methods that are not known here.
TELLING = re.compile(r"pass|secret|token|private|(^|_)code$|(^|_)sk$", re.IGNORECASE)
HARMLESS = {
    spelling.replace("-", "_")
    for name, others in {**AUTH, **MOVED}.items()
    if name not in SECRETS
    for spelling in (name, *others)
}


def unshown(params: Mapping[str, Any]) -> set[str]:
    """The texts in these options that are secret, or may be as they are in the wrong place."""
    texts: set[str] = set()
    for name in PUBLIC:
        value = params.get(name)
        if isinstance(value, str) and isinstance(shown(value, PATH_LIMIT), Hidden):
            # Ansible shows a path with the variables in it replaced.
            texts.update((value, os.path.expanduser(os.path.expandvars(value))))
    cloud = params.get("cloud")
    if isinstance(cloud, Mapping):
        texts.update(_secrets(cloud, secret=False))
    elif not isinstance(cloud, (str, bool)):
        texts.update(_secrets(cloud, secret=True))
    return {text for text in texts if text}


def _secrets(value: Any, secret: bool, auth: bool = False) -> Iterator[str]:
    """The texts in it that are secret, or below a name that says so.

    secret: whether all of it is. auth: whether it is what a plugin logs in with: any unknown name may mean one there.
    """
    if isinstance(value, Mapping):
        for key, part in value.items():
            name = str(key).replace("-", "_")
            told = name not in HARMLESS and bool(auth or TELLING.search(name))
            inner = name == "auth" and isinstance(part, Mapping)
            yield from _secrets(part, secret or told or (name == "auth" and not inner), inner)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _secrets(part, secret)
    elif value is not None and not isinstance(value, bool):
        text = str(value)
        if secret or isinstance(shown(text, PATH_LIMIT), Hidden):
            yield text
