# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The login methods there are."""

from __future__ import annotations

from ansible_collections.otc.vbs.plugins.module_utils._login.access_key import AccessKey
from ansible_collections.otc.vbs.plugins.module_utils._login.application_credential import ApplicationCredential
from ansible_collections.otc.vbs.plugins.module_utils._login.method import Method, Option
from ansible_collections.otc.vbs.plugins.module_utils._login.password import Password
from ansible_collections.otc.vbs.plugins.module_utils._login.token import Token

METHODS: tuple[Method, ...] = (Token(), Password(), ApplicationCredential(), AccessKey())

AUTH_TYPES = {auth_type: method for method in METHODS for auth_type in method.auth_types}
# The suboptions of auth that only one method has.
OWN_OPTIONS: tuple[Option, ...] = tuple(option for method in METHODS for option in method.options)
# Those whose values must never be shown.
SECRETS = tuple(option.name for option in OWN_OPTIONS if option.secret)
