# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a policy is due, as its schedule has it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta, timezone
from typing import Any, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._errors import VbsError
from ansible_collections.otc.vbs.plugins.module_utils._text import shorten

# As date.weekday() counts them.
WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
HOUR = re.compile(r" *([01][0-9]|2[0-3]):00 *")
ZONE = re.compile(r"UTC([+-])([0-9]{2}):([0-5][0-9])")
# The zones that there are in the world.
WESTMOST, EASTMOST = timedelta(hours=-12), timedelta(hours=14)

# So many days around a moment hold a day of every schedule, on either side: none has more between two of its own.
REACH = 31


class ScheduleError(VbsError):
    """A field of a policy from which nobody can tell when the policy is due."""

    def __init__(self, field: str, value: Any, expected: str) -> None:
        said = "has no value" if value is None else f"is {shorten(repr(value))}"
        super().__init__(f"The schedule cannot be read: {field} {said}. {expected}")


class Schedule(NamedTuple):
    """The full hours, in UTC, at which a policy is due, and on which days.

    offset: the policy's own time zone.
    frequency: due on the days 1, 1 + frequency, 1 + 2 * frequency and so on of each month; None where weekdays count.
    weekdays: due on these, in the policy's own time zone; empty where the frequency counts.
    """

    hours: tuple[int, ...]
    offset: timedelta
    frequency: int | None
    weekdays: frozenset[str]

    def due(self, now: datetime) -> tuple[datetime, datetime]:
        """The last moment, not after now, and the next one, at which the policy is due, both in UTC.

        Nothing tells whether the days of a month are those of UTC or of the policy's own time zone. So the last moment
        is the older one of both, and the next the later one: whichever holds, the policy has been due since the last
        one, and will have been by the next.
        """
        lasts, followings = zip(*self._readings(now))
        return min(lasts), max(followings)

    def perhaps_due(self, now: datetime) -> datetime:
        """The last moment at which the policy may have been due: where both readings differ, not that of due()."""
        return max(last for last, _following in self._readings(now))

    def _readings(self, now: datetime) -> list[tuple[datetime, datetime]]:
        zones = [timezone(self.offset), *([timezone.utc] if self.frequency else [])]
        return [self._due(now, zone) for zone in zones]

    @property
    def text(self) -> str:
        """The schedule in words, with times of the policy's own time zone."""
        zone = timezone(self.offset)
        if self.frequency:
            days = "daily" if self.frequency == 1 else f"every {self.frequency} days from the 1st of each month"
        else:
            days = ", ".join(day for day in WEEKDAYS if day in self.weekdays)
        *others, latest = (f"{at:%H:%M}" for at in self._times(zone))
        times = f"{', '.join(others)} and {latest}" if others else latest
        return f"{days} at {times} ({zone})"

    def _due(self, now: datetime, zone: timezone) -> tuple[datetime, datetime]:
        """As due(), where the days are those of a time zone."""
        today, times = now.astimezone(zone).date(), self._times(zone)
        # Outwards from today, as what is due is mostly near.
        before = (moment for moment in self._moments(today, times, -1, zone) if moment <= now)
        after = (moment for moment in self._moments(today, times, 1, zone) if moment > now)
        return next(before), next(after)

    def _moments(self, today: date, times: Sequence[time], step: int, zone: timezone) -> Iterator[datetime]:
        """Those of today and of the days before (step -1) or after it (1), in this direction."""
        for distance in range(REACH + 1):
            day = today + timedelta(days=step * distance)
            if self._is_on(day):
                yield from (datetime.combine(day, at, zone).astimezone(timezone.utc) for at in times[::step])

    def _is_on(self, day: date) -> bool:
        return (day.day - 1) % self.frequency == 0 if self.frequency else WEEKDAYS[day.weekday()] in self.weekdays

    def _times(self, zone: timezone) -> list[time]:
        """The hours as times of day in a time zone."""
        return sorted(datetime(2000, 1, 1, hour, tzinfo=timezone.utc).astimezone(zone).time() for hour in self.hours)


def read_schedule(policy: Mapping[str, Any]) -> Schedule | None:
    """The schedule of a policy, as the list of policies has it; None where it is off, ScheduleError where it is odd."""
    scheduled = policy.get("scheduled_policy")
    if not isinstance(scheduled, Mapping):
        raise ScheduleError("scheduled_policy", scheduled, "It must be a dictionary.")
    status = scheduled.get("status")
    if status == "OFF":
        return None
    if status != "ON":
        raise ScheduleError("scheduled_policy.status", status, "It must be ON or OFF.")
    frequency = _read_frequency(scheduled)
    return Schedule(
        hours=_read_hours(scheduled),
        offset=_read_offset(policy, scheduled),
        frequency=frequency,
        # The service too prefers the frequency where a policy has both.
        weekdays=frozenset() if frequency else _read_weekdays(scheduled),
    )


def _read_hours(scheduled: Mapping[str, Any]) -> tuple[int, ...]:
    value = scheduled.get("start_time")
    hours = set()
    for part in value.split(",") if isinstance(value, str) else [""]:
        hour = HOUR.fullmatch(part)
        if not hour:
            raise ScheduleError("scheduled_policy.start_time", value, "It must be full hours, such as 01:00,13:00.")
        hours.add(int(hour[1]))
    return tuple(sorted(hours))


def _read_offset(policy: Mapping[str, Any], scheduled: Mapping[str, Any]) -> timedelta:
    """That of the time zone, which stands beside the schedule or in it."""
    offset = _read_zone("time_zone", policy.get("time_zone"))
    own_zone = scheduled.get("time_zone")
    own_offset = _read_zone("scheduled_policy.time_zone", own_zone)
    if None not in (offset, own_offset) and offset != own_offset:
        expected = f"It must be that beside scheduled_policy, {policy['time_zone']}."
        raise ScheduleError("scheduled_policy.time_zone", own_zone, expected)
    return offset or own_offset or timedelta()


def _read_zone(field: str, value: Any) -> timedelta | None:
    if value is None:
        return None
    zone = ZONE.fullmatch(value) if isinstance(value, str) else None
    if zone:
        offset = timedelta(hours=int(f"{zone[1]}{zone[2]}"), minutes=int(f"{zone[1]}{zone[3]}"))
        if WESTMOST <= offset <= EASTMOST:
            return offset
    raise ScheduleError(field, value, "It must be from UTC-12:00 to UTC+14:00, such as UTC+02:00.")


def _read_frequency(scheduled: Mapping[str, Any]) -> int | None:
    value = scheduled.get("frequency")
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 30:
        raise ScheduleError("scheduled_policy.frequency", value, "It must be a number of days from 1 to 30.")
    return value


def _read_weekdays(scheduled: Mapping[str, Any]) -> frozenset[str]:
    value = scheduled.get("week_frequency")
    if value is None:
        raise ScheduleError("scheduled_policy.frequency", None, "It, or week_frequency, must tell the days.")
    if not isinstance(value, list) or not value or not all(day in WEEKDAYS for day in value):
        expected = f"It must be a list of some of {', '.join(WEEKDAYS)}."
        raise ScheduleError("scheduled_policy.week_frequency", value, expected)
    return frozenset(value)
