# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A month of backups as it may have been, for reports to be looked at: the verdict and the history."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run

NOW = datetime(2026, 1, 30, 7, 40, tzinfo=UTC)
HOSTILE = (
    "<script>document.title='hacked'</script><img src=x onerror=\"document.title='hacked'\">",
    "x" * 300,
    "\u05d2\u05d9\u05d1\u05d5\u05d9 \u05dc\u05d9\u05dc\u05d9 \u202e \u05e9\u05dc \u05d4\u05e9\u05e8\u05ea",
    "{{ 1/0 }} | `tick` [a](http://203.0.113.1/) @all #1",
)


def month(policy_id: str, volume: str, *, hour: int = 1, minutes: float = 12, growth: float = 0, **odd: Any):
    """A task a night; each takes the minutes given, plus `growth` more of them each day. odd: day_AGO=STATUS."""
    tasks = []
    for ago in range(29, -1, -1):
        status = odd.get(f"day_{ago}", "EXECUTE_SUCCESS")
        if status is None:
            continue
        created = NOW.replace(hour=hour, minute=0, second=4) - timedelta(days=ago)
        took = timedelta(minutes=minutes * (1 + 0.06 * ((ago * 7) % 5)) + growth * (29 - ago) ** 2 / 29)
        failed = {"code": "VBS.0064", "message": "The volume is in an error state."}
        tasks.append(
            {
                "policy_id": policy_id,
                "job_id": f"{volume}-{ago}",
                "vbs_job_id": f"job-{volume}-{ago}",
                "resource_id": volume,
                "resource_type": "volume",
                "status": status,
                "backup_name": f"autobk_{ago:02}{abs(sum(map(ord, volume))) % 4096:03x}",
                "created_at": f"{created:%Y-%m-%dT%H:%M:%S}.467",
                **(
                    {}
                    if status in ("RUNNING", "WAITING")
                    else {"finished_at": f"{created + took:%Y-%m-%dT%H:%M:%S}.121"}
                ),
                **(failed if status == "EXECUTE_FAIL" else {}),
            }
        )
    return tasks


def sample() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The verdict and the tasks of a few policies: good, failing, getting slower, never run, and hostile."""
    uuid = "f47a4ab5-11f5-4509-97f5-80ce0dd74e{:02x}".format
    databases = [
        *month("nightly-databases", uuid(1), minutes=21, growth=1.6),
        *month("nightly-databases", uuid(2), minutes=34, day_6="EXECUTE_TIMEOUT", day_17="SKIP"),
        *month("nightly-databases", uuid(3), minutes=48),
        *month("nightly-databases", uuid(4), **_without(range(12, 30))),
    ]
    websites = [
        *month("nightly-websites", uuid(10), hour=3, day_0="EXECUTE_FAIL", day_1="EXECUTE_FAIL", day_2="EXECUTE_FAIL"),
        *month("nightly-websites", uuid(11), hour=3, minutes=5, day_0="RUNNING"),
        *month("nightly-websites", uuid(12), hour=3, minutes=7, day_3="SKIP", day_9="NEW_STATUS"),
        *month("nightly-websites", uuid(13), hour=3, minutes=7),
    ]
    archive = [
        task
        for volume in range(20, 23)
        for task in month(
            "weekly-archive", uuid(volume), hour=5, minutes=150, **_without(ago for ago in range(30) if ago % 7 != 2)
        )
    ]
    odd = [
        {**task, "backup_name": name, "code": name, "message": name, "resource_id": name}
        for number, name in enumerate(HOSTILE)
        for task in month("odd-names", f"odd-{number}", minutes=3, day_0="EXECUTE_FAIL" if number % 2 else "SKIP")
    ]
    tasks = [*databases, *websites, *archive, *odd]
    jobs = [
        {
            "job_id": f"job-{uuid(10)}-0",
            "status": "FAIL",
            "error_code": "VBS.0064",
            "fail_reason": "The volume is in an error state.",
        }
    ]
    policies = [
        "nightly-databases",
        "nightly-websites",
        "weekly-archive",
        "0c4e2d58-6f0b-4f9e-9d1a-5b8f3a7c2e41",
        "odd-names",
    ]
    verdict = latest_run(tasks, policy_ids=policies, jobs=jobs, max_age=170, resource_ids=[uuid(1), uuid(99)], now=NOW)
    return verdict, tasks


def _without(days: Iterable[int]) -> dict[str, Any]:
    return {f"day_{ago}": None for ago in days}


def fleet(policies: int, volumes: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The verdict and the tasks of many policies."""
    tasks = [
        task
        for policy in range(policies)
        for volume in range(volumes)
        for task in month(
            f"policy-{policy}",
            f"volume-{policy}-{volume}",
            day_0="EXECUTE_FAIL" if policy % 50 == 7 and not volume else "EXECUTE_SUCCESS",
        )
    ]
    return latest_run(tasks, max_age=25, now=NOW), tasks
