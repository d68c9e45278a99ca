# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Login with an application credential, which belongs to one project of one user."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import hide
from ansible_collections.otc.vbs.plugins.module_utils._login.keystone import (
    KeystoneLogin,
    check_address,
    check_user,
    user_of,
)
from ansible_collections.otc.vbs.plugins.module_utils._login.method import Method, Option, Source

if TYPE_CHECKING:
    from ansible_collections.otc.vbs.plugins.module_utils._http.client import Client
    from ansible_collections.otc.vbs.plugins.module_utils._login.login import Login


class ApplicationCredential(Method):
    """Keystone makes a token of the credential, for the credential's own project."""

    name = "application credential"
    wanted = "an application credential"
    auth_types = ("v3applicationcredential",)
    options = (
        Option("application_credential_id"),
        Option("application_credential_name"),
        Option("application_credential_secret", secret=True),
    )
    secret = "application_credential_secret"
    # A task's credential does not go with the secret of another one.
    replaces = (
        ("application_credential_id", "application_credential_name"),
        ("application_credential_id", "application_credential_secret"),
        ("application_credential_name", "application_credential_id"),
        ("application_credential_name", "application_credential_secret"),
    )

    def check(self, auth: Mapping[str, str], endpoint: str | None, source: Source) -> None:
        """Needs Keystone, and the credential's ID, or its name and its user."""
        check_address(auth, source)
        if auth.get("application_credential_id"):
            return
        if not auth.get("application_credential_name"):
            raise source.missing("auth.application_credential_id", "the application credential's ID")
        check_user(auth, source)

    def login(self, client: Client, auth: Mapping[str, str]) -> Login:
        """See Method."""
        return KeystoneLogin(client, auth["auth_url"], token_request(auth))


def token_request(auth: Mapping[str, str]) -> dict[str, Any]:
    """What to ask Keystone for: a token with the application credential. It has its project, so none is named."""
    hide(auth["application_credential_secret"])
    credential: dict[str, Any] = {"secret": auth["application_credential_secret"]}
    if auth.get("application_credential_id"):
        credential["id"] = auth["application_credential_id"]
    else:
        credential["name"] = auth["application_credential_name"]
        credential["user"] = user_of(auth)
    return {"identity": {"methods": ["application_credential"], "application_credential": credential}}
