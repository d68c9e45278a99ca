# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports on anything that JSON can hold: written, or refused with what is wrong about it."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st
from reports.sample import NOW

from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput
from ansible_collections.otc.vbs.plugins.plugin_utils._report.html import report_html
from ansible_collections.otc.vbs.plugins.plugin_utils._report.markdown import report_markdown
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run
from tools.spoilt import spoilt

WRITERS = (report_html, report_markdown)
TASKS = [
    {
        "policy_id": "p1",
        "resource_id": f"v{number}",
        "job_id": f"t{number}",
        "status": status,
        "created_at": "2026-01-29T23:00:00Z",
        "finished_at": "2026-01-29T23:10:00Z",
        "backup_name": "b",
    }
    for number, status in enumerate(["EXECUTE_SUCCESS", "EXECUTE_FAIL", "RUNNING"])
]
VERDICT = latest_run(TASKS, policy_ids=["p2"], resource_ids=["v9"], now=NOW)

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=8)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*VERDICT, *VERDICT["runs"][1], *TASKS[0]]), inner, max_size=5)
    ),
    max_leaves=12,
)


@settings(max_examples=300)
@given(
    verdict=anything
    | spoilt(VERDICT, anything)
    | st.lists(spoilt(VERDICT, anything), max_size=2)
    | spoilt({"web": VERDICT, "db": None}, anything),
    tasks=anything | spoilt(TASKS, anything) | st.just(TASKS) | st.just({"web": TASKS}),
    title=scalars,
)
@example(verdict={"runs": []}, tasks=[], title="t")
@example(verdict={**VERDICT, "runs": ""}, tasks=[], title="t")
@example(verdict={**VERDICT, "runs": [{**VERDICT["runs"][0], "volumes_total": 10**400}]}, tasks=[], title="t")
@example(verdict={**VERDICT, "msg": "\ud800"}, tasks=TASKS, title="\ud800")
def test_anything_is_written_or_refused(verdict, tasks, title):
    for write in WRITERS:
        try:
            text = write(verdict, tasks, title=title, subtitle="s", now=NOW)
        except InvalidInput as error:
            named = tuple(f"Invalid value for {option}: " for option in ("_input", "tasks", "title"))
            assert str(error).startswith(named)  # noqa: PT017
        else:
            # It can be stored, and is no template.
            text.encode()
            assert not any(opening in text for opening in ("{{", "{%", "{#"))


def test_no_text_in_a_report_is_a_template():
    hostile = "{{ lookup('pipe', 'id') }}{%"
    tasks = [
        {**task, "resource_id": hostile, "backup_name": hostile, "message": hostile, "vbs_job_id": hostile}
        for task in TASKS
    ]
    verdict = latest_run(tasks, now=NOW, policies=[{"backup_policy_id": "p1", "backup_policy_name": hostile}])
    for write in WRITERS:
        text = write({hostile: verdict}, tasks, title=hostile, subtitle=hostile, now=NOW)
        assert "lookup" in text
        assert "{{" not in text
        assert "{%" not in text
