# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A month of backups as it may have been, for reports to be looked at: the verdict and the history."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run

NOW = datetime(2026, 1, 30, 7, 40, tzinfo=UTC)
HOSTILE = (
    "<script>document.title='hacked'</script><img src=x onerror=\"document.title='hacked'\">",
    "x" * 300,
    "\u05d2\u05d9\u05d1\u05d5\u05d9 \u05dc\u05d9\u05dc\u05d9 \u202e \u05e9\u05dc \u05d4\u05e9\u05e8\u05ea",
    "{{ 1/0 }} | `tick` [a](http://203.0.113.1/) @all #1",
)


def month(policy: str, volume: str, *, hour: int = 1, minutes: float = 12, growth: float = 0, **odd: Any):
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
                "policy_id": id_of(policy),
                "job_id": f"{volume}-{hour}-{ago}",
                "vbs_job_id": f"job-{volume}-{hour}-{ago}",
                "resource_id": volume,
                "resource_type": "volume",
                "status": status,
                "backup_name": f"autobk_{ago:02}{hour:x}{abs(sum(map(ord, volume))) % 4096:03x}",
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


def sample(*, hostile: bool = True) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The verdict and the tasks of a few policies: good, failing, getting slower, never run, overdue, and hostile."""
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
    queue = [
        task for volume in (30, 31) for hour in (1, 7) for task in month("queue", uuid(volume), hour=hour, minutes=2)
    ]
    # The run of seven in the morning has not begun.
    missed = f"{NOW:%Y-%m-%d}T07"
    tasks = [
        *databases,
        *websites,
        *archive,
        *(odd if hostile else []),
        *(task for task in queue if not task["created_at"].startswith(missed)),
    ]
    jobs = [
        {
            "job_id": f"job-{uuid(10)}-3-0",
            "status": "FAIL",
            "error_code": "VBS.0064",
            "fail_reason": "The volume is in an error state.",
        }
    ]
    policies = [
        policy("nightly-databases", 4),
        policy("nightly-websites", 5, time="03:00"),
        policy("weekly-archive", 3, time="05:00", week_frequency=["WED"]),
        policy("monthly-audit", 2),
        *([policy("odd-names", len(HOSTILE))] if hostile else []),
        policy("queue", 2, time="01:00,07:00"),
    ]
    names = {1: "db-1", 2: "db-2", 3: "db-3", 4: "db-4", 10: "web-1", 11: "web-2", 12: "web-3", 13: "web-4"}
    names |= {
        14: "web-5",
        20: "archive-1",
        21: "archive-2",
        22: "archive-3",
        30: "queue-1",
        31: HOSTILE[0] if hostile else "queue-2",
    }
    owners = {number: id_of("nightly-websites") for number in range(10, 15)}
    volumes = [{"id": uuid(number), "name": name, "policy_id": owners.get(number)} for number, name in names.items()]
    verdict = latest_run(
        tasks,
        policies=policies,
        volumes=volumes,
        jobs=jobs,
        # One backup has gone since.
        backups=[backup_of(task) for task in tasks if task["resource_id"] != uuid(13)],
        resource_ids=[uuid(1), uuid(99)],
        grace=0,
        now=NOW,
    )
    return verdict, tasks


def id_of(name: str) -> str:
    """The ID of a policy."""
    return str(uuid5(NAMESPACE_DNS, name))


def policy(name: str, size: int, time: str = "01:00", **schedule: Any) -> dict[str, Any]:
    """A policy of so many volumes, daily unless its schedule says otherwise."""
    days = schedule or {"frequency": 1}
    return {
        "backup_policy_id": id_of(name),
        "backup_policy_name": name,
        "policy_resource_count": size,
        "scheduled_policy": {"status": "ON", "start_time": time, **days},
    }


def backup_of(task: dict[str, Any]) -> dict[str, Any]:
    """The backup that a task has made."""
    return {
        "id": f"backup-{task['job_id']}",
        "name": task["backup_name"],
        "volume_id": task["resource_id"],
        "status": "available",
        "created_at": task["created_at"],
    }


def hosts() -> tuple[dict[str, Any], dict[str, Any]]:
    """The verdicts and the tasks of several hosts, one of which could not be judged, and one is not told of."""
    verdict, tasks = sample()
    good, its_tasks = fleet(2, 2)
    unjudged = {**latest_run([], now=NOW), "msg": "The latest run could not be judged"}
    unjudged["problems"] = unjudged["general_problems"] = [unjudged["msg"]]
    return (
        {"eu-de": verdict, "eu-nl": good, "eu-ch2": unjudged, HOSTILE[0]: None},
        {"eu-de": tasks, "eu-nl": its_tasks},
    )


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
    known = [policy(f"policy-{number}", volumes) for number in range(policies)]
    return latest_run(tasks, policies=known, now=NOW), tasks
