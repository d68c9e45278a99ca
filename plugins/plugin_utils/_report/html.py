# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as one HTML page that needs nothing else: no script, no font, no picture."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil
from typing import Any

from ansible_collections.otc.vbs.plugins.module_utils._time import minute
from ansible_collections.otc.vbs.plugins.plugin_utils._report.history import (
    DAYS,
    GOOD,
    KINDS,
    RUNNING,
    SLOW_FACTOR,
    UNKNOWN,
    Day,
    History,
)
from ansible_collections.otc.vbs.plugins.plugin_utils._report.markup import Html, element, join
from ansible_collections.otc.vbs.plugins.plugin_utils._report.report import Policy, Report, Volume, read_report
from ansible_collections.otc.vbs.plugins.plugin_utils._report.style import LEVELS, STYLE
from ansible_collections.otc.vbs.plugins.plugin_utils._report.text import day, percent, plural, visible, words

# Longer texts from outside are cut.
LIMIT = 300
# So many policies are shown open. Of more, only those that deserve a look.
OPEN_POLICIES = 10
# So many backups that were not good are listed for a policy.
LISTED_BACKUPS = 50

# Nothing but this very style sheet is allowed to the page, should anything get past the escaping.
POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{hash}'"


def report_html(verdict: Any, tasks: Any, *, title: str = "Backup report", now: datetime | None = None) -> str:
    """The page that the filter report_html documents, as of `now`; raises InvalidInput."""
    report = read_report(verdict, tasks, now)
    style_hash = b64encode(sha256(STYLE.encode()).digest()).decode()
    head = element(
        "head",
        Html('<meta charset="utf-8">'),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{POLICY.format(hash=style_hash)}">'),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Html('<meta name="color-scheme" content="light dark">'),
        element("title", visible(title, LIMIT)),
        # A style sheet is no place for escapes: they are not undone there.
        element("style", Html(STYLE)),
    )
    few = len(report.policies) <= OPEN_POLICIES
    body = element(
        "body",
        _header(report, title),
        element("main", *(_policy(policy, report.made, few) for policy in report.policies)),
        _footer(),
    )
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en')}\n"


def _header(report: Report, heading: str) -> Html:
    lists = (
        ("Expected volumes that are in no latest run", report.missing, "problems"),
        ("What is wrong beside the policies", report.problems, "problems"),
        ("What has to be known", report.notes, "notes"),
    )
    told = (
        join(element("h2", title), element("ul", *(element("li", _said(one)) for one in said), class_=kind))
        for title, said, kind in lists
        if said
    )
    return element(
        "header",
        element("h1", _said(heading)),
        element("p", _mark(report.ok), " ", report.msg, class_=f"verdict {_class(report.ok)}"),
        element("p", f"As of {minute(report.made)}. All times and days are UTC.", class_="made"),
        _counts(report),
        *told,
        _legend(),
    )


def _counts(report: Report) -> Html:
    volumes = [volume for policy in report.policies for volume in policy.volumes]
    ran = [volume for volume in volumes if volume.task]
    ended, good = sum(policy.ended for policy in report.policies), sum(policy.good for policy in report.policies)
    policies_good = sum(policy.ok for policy in report.policies)
    slow = sum(volume.slow for volume in volumes)
    counts = [
        ("Policies good", f"{policies_good} of {len(report.policies)}", policies_good < len(report.policies)),
        ("Volumes good", f"{sum(volume.ok for volume in ran)} of {len(ran)}", not all(volume.ok for volume in ran)),
        (f"Backups good in {DAYS} days", percent(good, ended), False),
        ("Slower than usual", plural(slow, "volume"), False),
    ]
    boxes = (
        element("div", element("dt", name), element("dd", value), class_="alert" if alert else None)
        for name, value, alert in counts
    )
    return element("dl", *boxes, class_="counts")


def _legend() -> Html:
    return element("ul", *(element("li", element("i", class_=kind[0]), f" {kind}") for kind in KINDS), class_="legend")


def _badge(kind: str, text: str) -> Html:
    # The class is the kind's first letter: there are many cells.
    return element("span", element("i"), " ", text, class_=f"badge {kind[0]}")


def _policy(policy: Policy, now: datetime, few: bool) -> Html:
    slow = sum(volume.slow for volume in policy.volumes)
    bad = sum(not volume.ok for volume in policy.volumes)
    volumes = plural(len(policy.volumes), "volume")
    facts = [
        f"{bad} of {volumes} not good" if bad else volumes,
        f"{percent(policy.good, policy.ended)} of backups good in {DAYS} days" if policy.ended else None,
        f"latest run {words(3600 * max(policy.age, 0))} ago" if policy.age is not None else None,
        f"{slow} slower than usual" if slow else None,
    ]
    name = policy.policy_id if policy.name is None else policy.name
    summary = element(
        "summary",
        element("h2", _mark(policy.ok), " ", _said(name or "Tasks without a policy")),
        None if policy.name is None else element("p", _said(policy.policy_id), class_="id"),
        element("p", " · ".join(fact for fact in facts if fact), class_="facts"),
    )
    problems = None
    if policy.problems:
        problems = element("ul", *(element("li", _said(problem)) for problem in policy.problems), class_="problems")
    return element(
        "details",
        summary,
        problems,
        _table(policy, now) if policy.volumes else None,
        _failures(policy),
        class_=f"policy {_class(policy.ok)}",
        open=few or not policy.ok or bool(slow),
    )


def _table(policy: Policy, now: datetime) -> Html:
    first = now - timedelta(days=DAYS - 1)
    days = element("span", *(element("span", text) for text in (day(first), f"{DAYS} days", day(now))), class_="ends")
    names = ("Volume", "Latest run", "Last good", days, "Good", "Time taken")
    return element(
        "table",
        element("thead", element("tr", *(element("th", name, scope="col") for name in names))),
        element("tbody", *(_row(volume, f"{day(first)} to {day(now)}") for volume in policy.volumes)),
        class_="volumes",
    )


def _row(volume: Volume, span: str) -> Html:
    past = volume.history
    last_good = "never seen" if past.last_good is None else f"{words(past.last_good)} ago"
    return element(
        "tr",
        element("th", _said(volume.resource_id), scope="row"),
        element("td", *_latest(volume), data_label="Latest run"),
        element("td", last_good, data_label="Last good"),
        element("td", _days(past), data_label=span, class_="past"),
        element(
            "td",
            element("strong", percent(past.good, past.ended)),
            element("small", f"{past.good} of {past.ended}"),
            data_label="Good",
        ),
        element("td", *_speed(volume), data_label="Time taken"),
        class_=" ".join(name for name, wanted in (("bad", not volume.ok), ("slow", volume.slow)) if wanted) or None,
    )


def _latest(volume: Volume) -> list[Html | None]:
    task = volume.task
    if task is None:
        return [_badge(volume.kind, "not in it")]
    # A status that the API does not document is told as it is, and so is one that the job disagrees with.
    known = volume.kind != UNKNOWN
    return [
        _badge(volume.kind, volume.kind if known else _said(task["status"])),
        element("small", _said(task["backup_name"])) if task["backup_name"] else None,
        None if volume.ok else element("p", _said(task["reason"]), class_="reason"),
    ]


def _days(past: History) -> Html:
    longest = max((one.seconds for one in past.days if one.seconds is not None), default=0)
    counts = {kind: sum(one.kind == kind for one in past.days) for kind in KINDS}
    told = ", ".join(f"{kind}: {plural(count, 'day')}" for kind, count in counts.items() if count)
    return element("div", *(_cell(one, longest) for one in past.days), class_="days", role="img", aria_label=told)


def _cell(one: Day, longest: float) -> Html:
    kinds = ", ".join(kind if number == 1 else f"{number} {kind}" for kind, number in one.kinds.items()) or one.kind
    took = level = ""
    if one.seconds is not None:
        took = f", {words(one.seconds)}"
        level = f" h{ceil(LEVELS * one.seconds / longest) if longest else 0}"
    return element("i", class_=f"{one.kind[0]}{level}", title=f"{day(one.date)}: {kinds}{took}")


def _speed(volume: Volume) -> list[Html | None]:
    speed = volume.history.speed
    if speed is None:
        return [Html("-")]
    usual = None if speed.usual is None else f"usually {words(speed.usual)}"
    return [
        element("strong", words(speed.latest)),
        element("small", usual) if usual else None,
        element("span", "slower", class_="badge t") if volume.slow else None,
    ]


def _failures(policy: Policy) -> Html | None:
    """The backups that were not good, with all that is known of them, the newest first."""
    found = [
        (volume, backup)
        for volume in policy.volumes
        for backup in volume.history.backups
        if backup.kind not in (GOOD, RUNNING)
    ]
    if not found:
        return None
    found.sort(key=lambda pair: pair[1].created, reverse=True)
    rows = (
        element(
            "tr",
            element("th", minute(backup.created).removesuffix(" UTC"), scope="row"),
            element("td", _said(volume.resource_id), data_label="Volume"),
            element("td", _badge(backup.kind, backup.kind), data_label="Outcome"),
            element("td", _said(backup.name), data_label="Backup"),
            element("td", _said(backup.failure or backup.status), data_label="The service says"),
        )
        for volume, backup in found[:LISTED_BACKUPS]
    )
    names = ("Created", "Volume", "Outcome", "Backup", "The service says")
    more = len(found) - LISTED_BACKUPS
    return element(
        "details",
        element("summary", f"{plural(len(found), 'backup')} not good in {DAYS} days"),
        element(
            "table",
            element("thead", element("tr", *(element("th", name, scope="col") for name in names))),
            element("tbody", *rows),
        ),
        element("p", f"… and {more} more") if more > 0 else None,
        class_="failures",
    )


def _footer() -> Html:
    return element(
        "footer",
        element(
            "p",
            "Each day has the colour and the sign of the worst of its backups. The bar above it is how long its "
            "longest good backup took, compared with the other days of the volume. Slower than usual is "
            f"{SLOW_FACTOR:g} times the median of the good backups before.",
        ),
        element("p", f"Good is the share of the backups that ended. The service remembers {DAYS} days."),
    )


def _said(value: Any) -> Html:
    """What was said outside, with a direction of writing of its own."""
    return element("bdi", visible(value, LIMIT))


def _mark(ok: bool) -> Html:
    return element("span", "✓" if ok else "✕", class_="mark", aria_hidden="true")


def _class(ok: bool) -> str:
    return "ok" if ok else "bad"
