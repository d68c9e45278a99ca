# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a policy is due, also against a calendar that goes from hour to hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ansible_collections.otc.vbs.plugins.module_utils._errors import VbsError
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.schedule import ScheduleError, read_schedule

# 2026-01-04 is a Sunday.
DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
HOUR = timedelta(hours=1)


def policy(time_zone=None, **scheduled):
    """As the list of policies has it."""
    fields = {"status": "ON", "start_time": "01:00", "rentention_num": 7, **scheduled}
    return {"backup_policy_id": "p1", "time_zone": time_zone, "scheduled_policy": fields}


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def due_from(start, end, **fields):
    """The moments at which the policy is due, from one to another, as one next moment after the other."""
    schedule = read_schedule(policy(**fields))
    moments = [at(start) - timedelta(microseconds=1)]
    while moments[-1] <= at(end):
        moments.append(schedule.due(moments[-1])[1])
        # Else there would be no end.
        assert moments[-1] > moments[-2]
    return [f"{moment:%Y-%m-%dT%H:%M}" for moment in moments[1:-1]]


def test_a_week_begins_in_the_time_zone_of_the_policy():
    fields = {"start_time": "22:00,00:00,02:00", "week_frequency": ["SUN"], "time_zone": "UTC+02:00"}
    found = due_from("2026-01-01", "2026-01-10T23:00", **fields)
    assert found == ["2026-01-03T22:00", "2026-01-04T00:00", "2026-01-04T02:00", "2026-01-10T22:00"]


@pytest.mark.parametrize(
    ("time_zone", "start_time", "moment"),
    [
        (None, "23:00", "2026-01-04T23:00"),
        ("UTC+01:00", "23:00", "2026-01-03T23:00"),
        ("UTC-01:00", "00:00", "2026-01-05T00:00"),
        ("UTC-03:30", "03:00", "2026-01-05T03:00"),
        ("UTC-03:30", "04:00", "2026-01-04T04:00"),
        ("UTC+05:45", "18:00", "2026-01-04T18:00"),
        ("UTC+05:45", "19:00", "2026-01-03T19:00"),
        ("UTC+14:00", "10:00", "2026-01-03T10:00"),
        ("UTC-12:00", "11:00", "2026-01-05T11:00"),
    ],
)
def test_an_hour_of_sunday_in_any_time_zone(time_zone, start_time, moment):
    week = ("2026-01-02T00:00", "2026-01-08T23:00")
    assert due_from(*week, start_time=start_time, week_frequency=["SUN"], time_zone=time_zone) == [moment]


@pytest.mark.parametrize(("day", "name"), list(enumerate(DAYS, start=4)))
def test_each_day_of_the_week(day, name):
    assert due_from("2026-01-04", "2026-01-10T23:00", week_frequency=[name]) == [f"2026-01-{day:02}T01:00"]


@pytest.mark.parametrize(
    ("frequency", "start", "end", "days"),
    [
        (1, "2026-02-27", "2026-03-02", ["02-27", "02-28", "03-01", "03-02"]),
        (2, "2026-01-29", "2026-02-03", ["01-29", "01-31", "02-01", "02-03"]),
        (3, "2026-01-02", "2026-01-10", ["01-04", "01-07", "01-10"]),
        (3, "2026-04-25", "2026-05-04", ["04-25", "04-28", "05-01", "05-04"]),
        (14, "2026-01-01", "2026-02-01", ["01-01", "01-15", "01-29", "02-01"]),
        (14, "2026-02-01", "2026-03-01", ["02-01", "02-15", "03-01"]),
        (14, "2028-02-01", "2028-03-01", ["02-01", "02-15", "02-29", "03-01"]),
        (28, "2026-02-01", "2026-03-01", ["02-01", "03-01"]),
        (28, "2028-02-01", "2028-03-01", ["02-01", "02-29", "03-01"]),
        (30, "2026-02-01", "2026-05-01", ["02-01", "03-01", "03-31", "04-01", "05-01"]),
        (30, "2026-12-01", "2027-01-01", ["12-01", "12-31", "01-01"]),
    ],
)
def test_every_n_days_begins_anew_with_each_month(frequency, start, end, days):
    found = due_from(start, f"{end}T23:00", frequency=frequency)
    assert [moment[5:10] for moment in found] == days


def test_days_of_a_month_may_be_those_of_utc_or_of_the_time_zone():
    """01:00 of the 1st, local time, is 23:00 of the day before in UTC: nothing tells which of them it is."""
    schedule = read_schedule(policy("UTC+02:00", start_time="23:00", frequency=14))
    # In UTC, it is due on the 1st, the 15th and the 29th at 23:00, and else a day before each.
    assert schedule.due(at("2026-01-14T22:59")) == (at("2025-12-31T23:00"), at("2026-01-15T23:00"))
    assert schedule.due(at("2026-01-14T23:00")) == (at("2026-01-01T23:00"), at("2026-01-28T23:00"))
    assert schedule.due(at("2026-01-15T23:00")) == (at("2026-01-14T23:00"), at("2026-01-29T23:00"))
    # This is the last day of a month, or the first one of the next.
    assert schedule.due(at("2026-01-31T23:00")) == (at("2026-01-29T23:00"), at("2026-02-14T23:00"))


def test_a_moment_counts_from_its_very_beginning():
    schedule = read_schedule(policy(start_time="01:00,13:00", frequency=1))
    assert schedule.due(at("2026-01-02T12:59:59.999999")) == (at("2026-01-02T01:00"), at("2026-01-02T13:00"))
    assert schedule.due(at("2026-01-02T13:00")) == (at("2026-01-02T13:00"), at("2026-01-03T01:00"))


def test_the_clock_may_be_of_any_time_zone_and_the_answer_is_of_utc():
    schedule = read_schedule(policy("UTC+02:00", week_frequency=["SUN"]))
    now = at("2026-01-04T12:00")
    elsewhere = schedule.due(now.astimezone(timezone(timedelta(hours=-11))))
    assert elsewhere == schedule.due(now) == (at("2026-01-04T01:00"), at("2026-01-11T01:00"))
    assert [moment.tzinfo for moment in elsewhere] == [UTC, UTC]


def test_the_frequency_wins_over_days_of_the_week():
    fields = {"start": "2026-01-05T00:00", "end": "2026-01-08T23:00", "frequency": 3}
    assert due_from(**fields, week_frequency=["SUN"]) == due_from(**fields) == ["2026-01-07T01:00"]
    # It is not even read, as a service that sends both may well send an empty one.
    assert due_from(**fields, week_frequency=[]) == ["2026-01-07T01:00"]


def test_without_a_frequency_the_days_of_the_week_count():
    found = due_from("2026-01-01", "2026-01-07T23:00", frequency=None, week_frequency=["SUN", "WED", "SUN"])
    assert found == ["2026-01-04T01:00", "2026-01-07T01:00"]


@pytest.mark.parametrize(("beside", "within"), [("UTC+01:00", None), (None, "UTC+01:00"), ("UTC+01:00",) * 2])
def test_a_time_zone_may_stand_beside_the_schedule_or_in_it(beside, within):
    document = policy(beside, start_time="23:00", week_frequency=["SUN"])
    document["scheduled_policy"]["time_zone"] = within
    assert read_schedule(document).due(at("2026-01-04T12:00"))[0] == at("2026-01-03T23:00")


def test_a_service_may_send_no_more_than_the_schedule_needs():
    document = {"scheduled_policy": {"status": "ON", "start_time": "01:00", "frequency": 1}}
    assert read_schedule(document) == read_schedule(policy("UTC+00:00", frequency=1, week_frequency=None))


def test_a_policy_that_is_off_has_no_schedule_whatever_else_it_holds():
    assert read_schedule(policy(status="OFF", frequency=1)) is None
    assert read_schedule(policy("?", status="OFF", start_time="?")) is None


@pytest.mark.parametrize("start_time", ["01:00,13:00", " 01:00 , 13:00 ", "13:00,01:00", "01:00,13:00,01:00"])
def test_blanks_order_and_repeated_hours_do_not_matter(start_time):
    found = due_from("2026-01-02", "2026-01-03T12:00", start_time=start_time, frequency=1)
    assert found == ["2026-01-02T01:00", "2026-01-02T13:00", "2026-01-03T01:00"]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("daily at 01:00 (UTC)", {"frequency": 1}),
        ("daily at 01:00 (UTC)", {"frequency": 1, "time_zone": "UTC-00:00"}),
        (
            "every 3 days from the 1st of each month at 01:00 and 13:00 (UTC)",
            {"frequency": 3, "start_time": "13:00,01:00"},
        ),
        ("MON, WED, THU, FRI, SAT, SUN at 01:00 (UTC)", {"week_frequency": ["SAT", "SUN", "MON", "FRI", "THU", "WED"]}),
        ("SUN at 20:30 (UTC-04:30)", {"week_frequency": ["SUN"], "time_zone": "UTC-04:30"}),
        (
            "SUN at 00:00, 02:00 and 04:00 (UTC+02:00)",
            {"week_frequency": ["SUN"], "time_zone": "UTC+02:00", "start_time": "22:00,00:00,02:00"},
        ),
    ],
)
def test_in_words(text, fields):
    assert read_schedule(policy(**fields)).text == text


HOURS = "It must be full hours, such as 01:00,13:00."
NUMBER = "It must be a number of days from 1 to 30."
NAMES = "It must be a list of some of MON, TUE, WED, THU, FRI, SAT, SUN."
ZONE = "It must be from UTC-12:00 to UTC+14:00, such as UTC+02:00."
ODD_HOURS = [
    *("", " ", ",", "01:00,", ",01:00", "01:00,,13:00", "01:00;13:00", "01:00 13:00", "0 1:00", "01:00\n", "01:00\t"),
    *("24:00", "25:00", "1:00", "01", "0100", "01:30", "01:00,13:01", "01:00:00", "-1:00", "01:00Z", "noon"),
    *("\u0660\u0661:00", None, 1, 100, True, ["01:00"], {"01:00": 1}, b"01:00"),
]
ODD_NUMBERS = [0, -1, 31, 1.0, 1.5, True, False, "1", "", [1], {}]
ODD_NAMES: list[object] = [[], "SUN", "", "SUN,MON", 1, True, {"SUN": 1}, ("SUN",)]
ODD_DAYS: list[object] = ["sun", "Sunday", "SUN ", "", None, 0, True, ["SUN"], {}]
ODD_NAMES += [[odd] for odd in ODD_DAYS] + [["SUN", "MOND"]]
ODD_ZONES = [
    *("", "UTC", "Z", "+02:00", "02:00", "GMT+02:00", "utc+02:00", "UTC+2:00", "UTC+02", "UTC+0200", "UTC 02:00"),
    *("UTC+02:00 ", " UTC+02:00", "UTC+02:00\n", "UTC+02:60", "UTC+02:99", "UTC+02:00:00", "UTC+\u0660\u0662:00"),
    *("UTC\u221202:00", "UTC+14:01", "UTC+15:00", "UTC-12:01", "UTC-13:00", "UTC+24:00", "UTC+99:00", "Europe/Berlin"),
    *(0, 2, True, False, 2.0, [], ["UTC+02:00"], {}),
]
ODD_STATUSES = ["", "on", "off", "ON ", "ENABLED", True, False, 1, 0, ["ON"], {}]


def name_of(value):
    # pytest would escape a backslash anew each time that it runs in the same process, as 'make mutants' has it do.
    return repr(value).replace("\\", "(backslash)")


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        *(("start_time", value, HOURS) for value in ODD_HOURS),
        *(("frequency", value, NUMBER) for value in ODD_NUMBERS),
        *(("week_frequency", value, NAMES) for value in ODD_NAMES),
        *(("time_zone", value, ZONE) for value in ODD_ZONES),
        *(("status", value, "It must be ON or OFF.") for value in [None, *ODD_STATUSES]),
    ],
    ids=name_of,
)
def test_an_odd_value_is_told_with_its_field_and_what_would_be_right(field, value, expected):
    document = policy(frequency=None if field == "week_frequency" else 1)
    document["scheduled_policy"][field] = value
    said = "has no value" if value is None else f"is {value!r}"
    assert error_of(document) == f"The schedule cannot be read: scheduled_policy.{field} {said}. {expected}"


@pytest.mark.parametrize("value", ODD_ZONES, ids=name_of)
def test_an_odd_time_zone_beside_the_schedule(value):
    document = policy(value, frequency=1)
    document["scheduled_policy"]["time_zone"] = "UTC+02:00"
    assert error_of(document) == f"The schedule cannot be read: time_zone is {value!r}. {ZONE}"


@pytest.mark.parametrize("value", [None, "", "ON", True, 1, [], [{"status": "ON"}]], ids=name_of)
def test_a_policy_without_a_schedule_that_can_be_read(value):
    said = "has no value" if value is None else f"is {value!r}"
    expected = f"The schedule cannot be read: scheduled_policy {said}. It must be a dictionary."
    assert error_of({"scheduled_policy": value}) == expected
    assert "scheduled_policy has no value" in error_of({})


def test_two_time_zones_that_differ():
    document = policy("UTC+00:00", frequency=1)
    document["scheduled_policy"]["time_zone"] = "UTC+01:00"
    assert error_of(document) == (
        "The schedule cannot be read: scheduled_policy.time_zone is 'UTC+01:00'. "
        "It must be that beside scheduled_policy, UTC+00:00."
    )


def test_days_that_are_not_told():
    assert error_of(policy()) == (
        "The schedule cannot be read: scheduled_policy.frequency has no value. "
        "It, or week_frequency, must tell the days."
    )


def test_a_value_in_a_message_is_short_and_can_be_seen():
    message = error_of(policy(frequency=1, start_time="\x1b[2J\u202e" + 1000 * "x"))
    assert message.isprintable()
    assert r"start_time is '\x1b[2J\u202exxx" in message
    assert len(message) < 500


def error_of(document):
    with pytest.raises(ScheduleError) as caught:
        read_schedule(document)
    assert isinstance(caught.value, VbsError)
    return str(caught.value)


moments = st.datetimes(datetime(2023, 12, 1), datetime(2029, 2, 1), timezones=st.just(UTC))
# Where days, months and years turn, and on the very moment at which a policy may be due.
turns = st.builds(
    lambda year, month, hours, micro: (
        datetime(year, month, 1, tzinfo=UTC) + hours * HOUR + timedelta(microseconds=micro)
    ),
    *(st.integers(2023, 2029), st.integers(1, 12), st.integers(-30, 30), st.integers(-1, 1)),
)
zones = st.none() | st.builds("UTC{}{:02}:{:02}".format, st.sampled_from("+-"), st.integers(0, 11), st.integers(0, 59))
zones |= st.sampled_from(["UTC+14:00", "UTC+13:45", "UTC-12:00", "UTC+05:30"])
start_times = st.lists(st.integers(0, 23), min_size=1, max_size=6)
start_times = start_times.map(lambda hours: ",".join(f"{hour:02}:00" for hour in hours))
weekly = st.fixed_dictionaries(
    {"time_zone": zones, "start_time": start_times, "week_frequency": st.lists(st.sampled_from(DAYS), min_size=1)}
)
every_n_days = st.fixed_dictionaries(
    {"time_zone": zones, "start_time": start_times, "frequency": st.integers(1, 30) | st.just(1)}
)


def shift_of(fields):
    """What a clock in the time zone of the policy is ahead of one in UTC."""
    if fields["time_zone"] is None:
        return timedelta(0)
    hours, minutes = fields["time_zone"][4:].split(":")
    shift = timedelta(hours=int(hours), minutes=int(minutes))
    return shift if "+" in fields["time_zone"] else -shift


def calendar(fields, shift, now):
    """The last moment and the next one by a calendar whose days begin when that clock says so: it tries each hour."""

    def is_due(moment):
        if f"{moment:%H:00}" not in fields["start_time"].split(","):
            return False
        on_that_clock = moment + shift
        if "frequency" in fields:
            return on_that_clock.day in range(1, 32, fields["frequency"])
        return f"{on_that_clock:%a}".upper() in fields["week_frequency"]

    last = now.replace(minute=0, second=0, microsecond=0)
    following = last + HOUR
    while not is_due(last):
        last -= HOUR
    while not is_due(following):
        following += HOUR
    return last, following


@settings(max_examples=300)
@given(fields=weekly, now=moments | turns)
def test_weekly_as_a_calendar_has_it(fields, now):
    schedule = read_schedule(policy(**fields))
    last, following = schedule.due(now)
    assert (last, following) == calendar(fields, shift_of(fields), now)
    assert last <= now < following
    assert schedule.due(last) == (last, following)


@settings(max_examples=300)
@given(fields=every_n_days, now=moments | turns)
def test_every_n_days_as_both_calendars_have_it(fields, now):
    last, following = read_schedule(policy(**fields)).due(now)
    readings = [calendar(fields, shift, now) for shift in (timedelta(0), shift_of(fields))]
    assert last == min(reading[0] for reading in readings)
    assert following == max(reading[1] for reading in readings)
    assert last <= now < following


@given(fields=every_n_days, now=moments | turns, daily=st.booleans())
def test_one_moment_follows_the_other_where_both_calendars_agree(fields, now, daily):
    fields |= {"frequency": 1} if daily else {"time_zone": None}
    schedule = read_schedule(policy(**fields))
    last, following = schedule.due(now)
    assert schedule.due(last) == schedule.due(following - timedelta(microseconds=1)) == (last, following)
    assert schedule.due(following)[0] == following
    assert schedule.due(last - timedelta(microseconds=1))[1] == last


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["ON", "01:00", "UTC+02:00"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
odd_fields = st.dictionaries(st.sampled_from(["start_time", "frequency", "week_frequency", "time_zone"]), values)


@given(scheduled=odd_fields, time_zone=values)
@example(scheduled={"frequency": 1}, time_zone="UTC+02:00")
def test_anything_is_a_schedule_or_refused_with_a_sentence(scheduled, time_zone):
    document = policy(time_zone)
    document["scheduled_policy"] |= scheduled
    try:
        schedule = read_schedule(document)
    except ScheduleError as error:
        assert str(error).isprintable()  # noqa: PT017
    else:
        last, following = schedule.due(at("2026-01-04T12:00"))
        assert last < following
        assert schedule.text
