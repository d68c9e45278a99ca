# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports on a few tasks, for tests of what they say."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from reports.sample import NOW

from ansible_collections.otc.vbs.plugins.plugin_utils._report.html import report_html
from ansible_collections.otc.vbs.plugins.plugin_utils._report.markdown import report_markdown
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run


def task(policy="p1", volume="v1", status="EXECUTE_SUCCESS", hours=7.0, minutes=None, **fields):
    """A task that was created so many hours ago and took so many minutes."""
    created = NOW - timedelta(hours=hours)
    times = {"created_at": created, "finished_at": None if minutes is None else created + timedelta(minutes=minutes)}
    return {
        "policy_id": policy,
        "resource_id": volume,
        "status": status,
        **{name: f"{time:%Y-%m-%dT%H:%M:%S}.0" for name, time in times.items() if time},
        **fields,
    }


def nightly(**fields: Any) -> dict[str, Any]:
    """A policy that is due at one in the morning."""
    schedule = {"status": "ON", "start_time": "01:00", "frequency": 1}
    return {
        "backup_policy_id": "p1",
        "backup_policy_name": "nightly",
        "policy_resource_count": 1,
        "scheduled_policy": schedule,
        **fields,
    }


def slow(policy="slow", volume="v1"):
    """A volume whose backups took ten minutes, and now took an hour."""
    return [task(policy, volume, hours=7 + 24 * ago, minutes=10 if ago else 60) for ago in range(8)]


def judge(tasks, **options):
    """The verdict on tasks, by their age unless policies tell more."""
    return latest_run(tasks, now=NOW, **({} if "policies" in options else {"max_age": 25}), **options)


def page(tasks, **options):
    """The page on a verdict and its tasks."""
    return report_html(judge(tasks, **options), tasks, now=NOW)


def markdown(tasks, **options):
    """The Markdown on a verdict and its tasks."""
    return report_markdown(judge(tasks, **options), tasks, now=NOW)


def text(html):
    """What is to be read in a page."""
    return re.sub("<[^>]*>", "", html)
