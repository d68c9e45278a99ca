# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Beside the module of the same name."""

from __future__ import annotations

from ansible_collections.otc.vbs.plugins.module_utils._commands.vbs_backup_info import backup_info
from ansible_collections.otc.vbs.plugins.modules.vbs_backup_info import OPTIONS
from ansible_collections.otc.vbs.plugins.plugin_utils._action.action import Action


class ActionModule(Action):
    """See module vbs_backup_info."""

    options = OPTIONS
    logic = staticmethod(backup_info)
