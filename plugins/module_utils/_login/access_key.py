# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Login with an access key, which signs each request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ansible_collections.otc.vbs.plugins.module_utils._checks import check_token, shown
from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput
from ansible_collections.otc.vbs.plugins.module_utils._login.method import Method, Option, Source

if TYPE_CHECKING:
    from ansible_collections.otc.vbs.plugins.module_utils._http.client import Client
    from ansible_collections.otc.vbs.plugins.module_utils._login.login import Login


class AccessKey(Method):
    """Keystone has no part in it, so nobody tells the endpoint or the project."""

    name = "access key"
    wanted = "access_key and secret_key"
    # A name of this collection, as the OpenStack tools have none.
    auth_types = ("aksk",)
    options = (
        Option("access_key", aliases=("ak",)),
        Option("secret_key", secret=True, aliases=("sk",)),
        Option("security_token", secret=True),
    )
    secret = "secret_key"
    # The parts of one key stay together.
    replaces = (("access_key", "secret_key"), ("access_key", "security_token"), ("secret_key", "security_token"))
    # The names are those of openstacksdk's extension for Open Telekom Cloud.
    in_openstack = False

    def check(self, auth: Mapping[str, str], endpoint: str | None, source: Source) -> None:
        """Needs the whole key, the endpoint and the project's ID."""
        for name in ("access_key", "security_token"):
            if auth.get(name):
                check_token(f"auth.{name}", auth[name])
        if auth.get("project_name"):
            # Nobody is asked for its ID, so it might be another project's.
            raise InvalidInput(
                "auth.project_name",
                shown(auth["project_name"]),
                "With an access key, a project is known by its ID alone: set project_id in place of the name. "
                "'openstack project show NAME -f value -c id' prints it.",
            )
        values = {
            "auth.access_key": auth.get("access_key"),
            "endpoint": endpoint,
            "project_id": auth.get("project_id"),
        }
        for option, value in values.items():
            if not value:
                raise source.missing(option, "needed with auth.secret_key")

    def login(self, client: Client, auth: Mapping[str, str]) -> Login:
        """See Method."""
        # Only here, as most logins are others.
        from ansible_collections.otc.vbs.plugins.module_utils._login.signature import SignedLogin

        return SignedLogin(auth["access_key"], auth["secret_key"], auth["project_id"], auth.get("security_token"))
