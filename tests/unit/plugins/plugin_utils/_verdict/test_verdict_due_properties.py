# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The verdict by schedule, volumes and backups against a second opinion, with a calendar that goes hour by hour."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run
from tools.documents import NOW, backup, policy, task, volume

DAYS = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]
HOUR = timedelta(hours=1)
SKEW = timedelta(minutes=5)
EVERY_HOUR = tuple(range(24))
VOLUMES = ["v1", "v2", "v3"]
# Mostly the first.
STATUSES = ["EXECUTE_SUCCESS"] * 12 + ["EXECUTE_TIMEOUT", "EXECUTE_TIMEOUT", "EXECUTE_FAIL", "RUNNING", "NEW_ONE"]


@cache
def calendar(hours, minutes_east, frequency, weekdays, own_days):
    """The moments at which a policy is due, from hour to hour; own_days: its days are not those of UTC."""
    zone = timezone(timedelta(minutes=minutes_east))
    moments = []
    moment = NOW.replace(minute=0) - timedelta(days=110)
    while moment < NOW + timedelta(days=3):
        moment += HOUR
        local = moment.astimezone(zone)
        if frequency:
            on = ((local if own_days else moment).day - 1) % frequency == 0
        else:
            on = DAYS[local.weekday()] in weekdays
        if on and moment.hour in hours:
            moments.append(moment)
    return moments


class Schedule:
    """When a policy is due, for the document of it and for the second opinion."""

    def __init__(self, hours, minutes_east, frequency, weekdays):
        # A policy that is due by weekdays goes by its own days, and of one that counts days nobody knows.
        self.readings = [
            calendar(tuple(hours), minutes_east, frequency, tuple(weekdays), own_days)
            for own_days in ({True, False} if frequency else {True})
        ]
        sign = "-" if minutes_east < 0 else "+"
        self.fields = {
            "start_time": ",".join(f"{hour:02}:00" for hour in hours),
            "time_zone": f"UTC{sign}{abs(minutes_east) // 60:02}:{abs(minutes_east) % 60:02}",
            **({"frequency": frequency} if frequency else {"frequency": None, "week_frequency": list(weekdays)}),
        }

    def __repr__(self):
        return repr(self.fields)

    def last(self, now):
        """The last moment since which the policy must have been due, whatever its days are."""
        return min(max(moment for moment in moments if moment <= now) for moments in self.readings)


schedules = st.one_of(
    # Nightly, several times a day, and hourly.
    st.builds(
        Schedule,
        st.sampled_from([(1,), (7,), (8,), (6, 8), (20,), EVERY_HOUR]),
        st.sampled_from([0, 60, 345, -300]),
        st.just(1),
        st.just(()),
    ),
    # Weekly.
    st.builds(
        Schedule,
        st.sampled_from([(1,), (8,), (0, 23)]),
        st.sampled_from([0, 540, -600]),
        st.none(),
        st.lists(st.sampled_from(DAYS), min_size=1, max_size=2, unique=True),
    ),
    # Every few days, at hours at which it is another day in the zone of the policy.
    st.builds(
        Schedule,
        st.sampled_from([(1,), (8,), (1, 20)]),
        st.sampled_from([0, 540, -600]),
        st.integers(2, 30),
        st.just(()),
    ),
)


@st.composite
def cases(draw):
    """A policy, the tasks of its last runs, its volumes, its backups, the time, and options."""
    schedule = draw(schedules)
    now = NOW + draw(st.sampled_from([timedelta(), timedelta(minutes=3), timedelta(minutes=59), 3 * HOUR]))
    own = draw(st.lists(st.sampled_from(VOLUMES), min_size=1, unique=True))
    tasks = []
    begun = schedule.last(now)
    for _night in range(draw(st.sampled_from([2, 2, 2, 1, 3]))):
        # Most runs begin on time; some are late, early, or missed.
        late = draw(st.sampled_from([0, 0, 0, 0, 1, 61, 119, 300, -5, -6, None]))
        if late is not None:
            lost = draw(st.sampled_from([*[None] * 4, *own]))
            for name in own:
                at = begun + timedelta(minutes=late + draw(st.sampled_from([0, 0, 0, 1, 59, 61])))
                if name != lost and at <= now + draw(st.sampled_from([SKEW, 2 * SKEW])):
                    tasks.append(a_task(name, at, draw(st.sampled_from(STATUSES)), len(tasks)))
        begun = schedule.last(begun - timedelta(seconds=1))
    if draw(st.integers(0, 9)) == 0:
        tasks.append(a_task("v4", now - draw(st.integers(0, 3000)) * timedelta(minutes=1), STATUSES[0], len(tasks)))
    options = {
        "volumes": draw(st.sampled_from([[], [volume(name) for name in own], a_few_volumes(own)])),
        "backups": draw(st.none() | backups_of(tasks)),
        "grace": draw(st.sampled_from([2, 2, 0, 1, 30])),
        "max_age": draw(st.sampled_from([None, None, None, 7, 200])),
    }
    count = draw(st.sampled_from([*[len(own)] * 8, len(own) + 1, len(own) - 1, None, True]))
    status = draw(st.sampled_from(["ON"] * 9 + ["OFF"]))
    return schedule, policy(count, status=status, **schedule.fields), tasks, now, options


def a_task(name, at, status, number):
    made = task(name, f"{at:%Y-%m-%dT%H:%M:%S}", status, job_id=f"task-{number}", backup_name=f"backup-{number}")
    return {**made, "created_at": f"{at:%Y-%m-%dT%H:%M:%S}"}


def a_few_volumes(own):
    """The last one says nothing, and v4, which may be in a run, says that it is another policy's."""
    return [*(volume(name) for name in own[:-1]), volume(own[-1], policy_id=None), volume("v4", policy_id="p2")]


@st.composite
def backups_of(draw, tasks):
    backups = []
    for one in tasks:
        status = draw(st.sampled_from(["available"] * 12 + ["error", None, "another's"]))
        if status == "another's":
            backups.append(backup(one, volume_id="v9"))
        elif status:
            backups.append(backup(one, status=status))
    return backups


def is_good(schedule, document, tasks, now, options):
    """Whether the run that was due has begun, holds all volumes, and has made a backup of each."""
    count, status = document["policy_resource_count"], document["scheduled_policy"]["status"]
    max_age = options["max_age"]
    if count is None or count is True or count < 1 or not tasks or (status == "OFF" and max_age is None):
        return False
    times = [datetime.fromisoformat(one["created_at"]).replace(tzinfo=now.tzinfo) for one in tasks]
    newest = max(times)
    if newest > now + SKEW:
        return False
    if max_age is not None:
        if newest < now - max_age * HOUR:
            return False
    else:
        due = schedule.last(now)
        if newest < due - SKEW and now < due + options["grace"] * HOUR:
            due = schedule.last(due - timedelta(seconds=1))
        if newest < due - SKEW:
            return False
    start = newest - HOUR + timedelta(seconds=1) if status == "OFF" else schedule.last(newest + SKEW) - SKEW
    run = [one for time, one in zip(times, tasks, strict=True) if time >= start]
    if not all(has_backup(one, options["backups"]) for one in run):
        return False
    backed_up = {one["resource_id"] for one in run}
    owner = {one["id"]: one["policy_id"] for one in options["volumes"]}
    own = {name for name in {*owner, *backed_up} if owner.get(name) == "p1"}
    silent = {name for name in backed_up if owner.get(name) is None}
    return own <= backed_up and len(own | silent) >= count


def has_backup(one, backups):
    if backups is None:
        return one["status"] == "EXECUTE_SUCCESS"
    statuses = [
        found["status"]
        for found in backups
        if (found["name"], found["volume_id"]) == (one["backup_name"], one["resource_id"])
    ]
    return one["status"] in ("EXECUTE_SUCCESS", "EXECUTE_TIMEOUT") and statuses == ["available"]


@settings(max_examples=500)
@given(cases())
def test_a_verdict_is_good_exactly_if_the_run_that_was_due_is(case):
    schedule, document, tasks, now, options = case
    verdict = latest_run(tasks, policies=[document], now=now, **options)
    assert verdict["ok"] is is_good(*case)
    assert verdict["ok"] is not bool(verdict["problems"])
    (run,) = verdict["runs"]
    assert 0 <= run["volumes_good"] <= run["volumes_total"]
    assert not verdict["ok"] or run["volumes_good"] == run["volumes_total"] > 0
    assert (
        document["scheduled_policy"]["status"] == "OFF" or run["due_at"] == f"{schedule.last(now):%Y-%m-%dT%H:%M:%SZ}"
    )
