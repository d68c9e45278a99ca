# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as one HTML page that needs nothing else: no script, no font, no picture."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from itertools import accumulate
from typing import Any

from ansible_collections.otc.vbs.plugins.module_utils._time import minute
from ansible_collections.otc.vbs.plugins.plugin_utils._report.cards import (
    card,
    good_line,
    problem_line,
    title_of,
)
from ansible_collections.otc.vbs.plugins.plugin_utils._report.history import DAYS, SLOW_FACTOR
from ansible_collections.otc.vbs.plugins.plugin_utils._report.inputs import read_title
from ansible_collections.otc.vbs.plugins.plugin_utils._report.markup import Html, element, join
from ansible_collections.otc.vbs.plugins.plugin_utils._report.parts import (
    LIMIT,
    mark,
    of_host,
    ok_or_bad,
    said,
    unordered,
)
from ansible_collections.otc.vbs.plugins.plugin_utils._report.report import Policy, Report, read_report
from ansible_collections.otc.vbs.plugins.plugin_utils._report.status import Status
from ansible_collections.otc.vbs.plugins.plugin_utils._report.style import STYLE
from ansible_collections.otc.vbs.plugins.plugin_utils._report.text import percent, plural, visible

# So many volumes are shown with all their days, those of the worst policies first. A page of more is slow to open.
SHOWN_VOLUMES = 150
# So many problems, or notes, are listed at the top.
LISTED = 100

# Nothing but this very style sheet is allowed to the page, should anything get past the escaping.
POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{hash}'"


def report_html(
    verdicts: Any, tasks: Any = None, *, title: Any = "Backup report", subtitle: Any = None, now: datetime | None = None
) -> str:
    """The page that the filter report_html documents, as of `now`; raises InvalidInput."""
    heading = read_title("title", title)
    above = None if subtitle is None else read_title("subtitle", subtitle)
    report = read_report(verdicts, tasks, now)
    style_hash = b64encode(sha256(STYLE.encode()).digest()).decode()
    head = element(
        "head",
        Html('<meta charset="utf-8">'),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{POLICY.format(hash=style_hash)}">'),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Html('<meta name="color-scheme" content="light dark">'),
        element("title", visible(heading, LIMIT)),
        # A style sheet is no place for escapes: they are not undone there.
        element("style", Html(STYLE)),
    )
    body = element("body", _header(report, heading, above), element("main", *_main(report)), _footer())
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en')}\n"


def _header(report: Report, heading: str, subtitle: str | None) -> Html:
    return element(
        "header",
        element("h1", said(heading)),
        element("p", said(subtitle), class_="subtitle") if subtitle else None,
        element("p", mark(report.ok), " ", report.msg, class_=f"verdict {ok_or_bad(report.ok)}"),
        element("p", f"As of {minute(report.made)}. All times and days are UTC.", class_="made"),
    )


def _main(report: Report) -> Iterable[Html | None]:
    rooms = _rooms(report.policies)
    yield _list("What is wrong", list(_problems(report)), "problems")
    yield _list("What has to be known", [of_host(host, said(note)) for host, note in report.notes], "notes")
    yield _counts(report)
    if any(policy.has_history and room for policy, room in zip(report.policies, rooms)):
        yield _legend()
    for number, (policy, room) in enumerate(zip(report.policies, rooms)):
        if policy.stands_out:
            yield card(policy, _anchor(number), report.made, room)
    good = [(policy, room) for policy, room in zip(report.policies, rooms) if not policy.stands_out]
    if good:
        yield element("h2", "1 good policy" if len(good) == 1 else f"{len(good)} good policies", class_="part")
        yield from (good_line(policy, report.made, room) for policy, room in good)


def _anchor(number: int) -> str:
    return f"policy-{number + 1}"


def _rooms(policies: Sequence[Policy]) -> list[int]:
    """How many volumes of each policy there is room for, with their days."""
    before = accumulate((len(policy.volumes) for policy in policies), initial=0)
    return [min(len(policy.volumes), max(SHOWN_VOLUMES - taken, 0)) for policy, taken in zip(policies, before)]


def _problems(report: Report) -> Iterable[Html]:
    yield from (of_host(host, said(problem)) for host, problem in report.problems)
    for number, policy in enumerate(report.policies):
        link = element("a", title_of(policy), href=f"#{_anchor(number)}")
        yield from (join(link, ": ", problem_line(problem)) for problem in policy.problems)


def _list(heading: str, items: Sequence[str], style: str) -> Html | None:
    if not items:
        return None
    more = len(items) - LISTED
    listed = [*items[:LISTED], f"… and {more} more"] if more > 0 else items
    return element("section", element("h2", heading), unordered(listed, style), class_="told")


def _counts(report: Report) -> Html:
    policies = report.policies
    good_policies = sum(policy.ok for policy in policies)
    total, good = sum(policy.volumes_total for policy in policies), sum(policy.volumes_good for policy in policies)
    past = (sum(policy.good for policy in policies), sum(policy.ended for policy in policies))
    counts = [
        ("Policies good", f"{good_policies} of {len(policies)}", good_policies < len(policies)),
        ("Volumes good", f"{good} of {total}", good < total),
        (f"Backups good in {DAYS} days", percent(*past), False),
        ("Slower than usual", plural(sum(policy.slow for policy in policies), "volume"), False),
    ]
    boxes = (
        element("div", element("dt", name), element("dd", value), class_="alert" if alert else None)
        for name, value, alert in counts
    )
    return element("dl", *boxes, class_="counts")


def _legend() -> Html | None:
    signs = (join(element("i", class_=status.style), f" {status.label}") for status in Status)
    return unordered(signs, "legend")


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
