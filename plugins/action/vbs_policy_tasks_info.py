# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Beside the module of the same name: tells how its wait goes."""

from __future__ import annotations

from ansible_collections.otc.vbs.plugins.plugin_utils._action.waiting import WaitingAction


class ActionModule(WaitingAction):
    """See module vbs_policy_tasks_info."""

    id_name = "policy_id"
    rows_name = "tasks"
