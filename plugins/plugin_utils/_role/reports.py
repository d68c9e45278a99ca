# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The reports that the role policy_run_check writes: which are asked for, and what is in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Callable, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._errors import VbsError
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.checkmk import report_checkmk
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.junit import report_junit
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.prometheus import report_prometheus
from ansible_collections.otc.vbs.plugins.plugin_utils._report.html import report_html
from ansible_collections.otc.vbs.plugins.plugin_utils._report.markdown import report_markdown
from ansible_collections.otc.vbs.plugins.plugin_utils._role.files import write_file
from ansible_collections.otc.vbs.plugins.plugin_utils._role.options import read_option

Document = Mapping[str, Any]


class Format(NamedTuple):
    """make: makes the report, of a verdict, its tasks and arguments. options: those of the role, by these arguments."""

    make: Callable[..., str]
    options: Mapping[str, str]


class Written(NamedTuple):
    """What came of writing a report; changed: whether another one was there; msg: why it could not be written."""

    path: str
    changed: bool
    failed: bool
    msg: str


FORMATS = {
    "html": Format(report_html, {"title": "report_title", "subtitle": "report_subtitle"}),
    "markdown": Format(report_markdown, {"title": "report_title", "subtitle": "report_subtitle"}),
    "prometheus": Format(report_prometheus, {"check": "report_check"}),
    "junit": Format(lambda verdict, _tasks, **arguments: report_junit(verdict, **arguments), {"check": "report_check"}),
    "checkmk": Format(report_checkmk, {"check": "report_check", "host": "report_checkmk_host"}),
}


def read_reports(variables: Document, omitted: Any, check: str) -> list[dict[str, Any]]:
    """What the filter policy_run_check_reports documents."""
    reports = []
    for name, form in FORMATS.items():
        path = _read(f"report_{name}", variables, omitted)
        if path is not None:
            given = {argument: _read(option, variables, omitted) for argument, option in form.options.items()}
            if "check" in given:
                given["check"] = given["check"] or check
            arguments = {argument: value for argument, value in given.items() if value is not None}
            reports.append({"format": name, "path": path, "arguments": arguments})
    return reports


def write_report(report: Document, verdict: Document, tasks: Sequence[Document]) -> Written:
    """Makes a report and writes it, or says why not."""
    path = str(report["path"])
    try:
        text = FORMATS[report["format"]].make(verdict, tasks, **(report.get("arguments") or {}))
        return Written(path, changed=write_file(path, text), failed=False, msg="")
    except FileNotFoundError:
        return Written(path, changed=False, failed=True, msg="Its directory does not exist")
    except OSError as error:
        return Written(path, changed=False, failed=True, msg=error.strerror or str(error))
    except (VbsError, TypeError) as error:
        return Written(path, changed=False, failed=True, msg=str(error))


def _read(name: str, variables: Document, omitted: Any) -> Any:
    try:
        return read_option(name, variables, omitted)
    except VbsError:
        return None
