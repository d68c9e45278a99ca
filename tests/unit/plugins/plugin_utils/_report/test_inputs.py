# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the filters take, and what they say of anything else."""

from __future__ import annotations

import pytest
from reports.made import judge, task
from reports.sample import NOW

from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput
from ansible_collections.otc.vbs.plugins.plugin_utils._report.html import report_html
from ansible_collections.otc.vbs.plugins.plugin_utils._report.inputs import read_verdicts
from ansible_collections.otc.vbs.plugins.plugin_utils._report.markdown import report_markdown

WRITERS = (report_html, report_markdown)
EXPECTED = (
    "It must be a verdict, as the filter otc.vbs.latest_run returns it, a list of verdicts, or a dictionary of them "
    "by host: "
)
TASKS = [task("p1"), task("p2")]
VERDICT = judge([task("p1")])
RUN = VERDICT["runs"][0]


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (7, "this is not a dictionary."),
        ({"runs": []}, "this has no ok."),
        ({"ok": True}, "this has no msg."),
        ({**VERDICT, "ok": 1}, "ok is not true or false."),
        ({**VERDICT, "msg": None}, "msg is not text."),
        ({**VERDICT, "runs": {}}, "runs is not a list."),
        ({**VERDICT, "runs": [7]}, "runs[0] is not a dictionary."),
        ({**VERDICT, "problems": ["x", 7]}, "problems[1] is not text."),
        ({**VERDICT, "runs": [{**RUN, "volumes_good": True}]}, "runs[0].volumes_good is not a number."),
        ({**VERDICT, "runs": [{**RUN, "volumes_good": 10**10}]}, "runs[0].volumes_good is not a number."),
        ({**VERDICT, "runs": [{**RUN, "tasks": [{}]}]}, "runs[0].tasks[0] has no resource_id."),
        ([VERDICT, 7], "[1] is not a dictionary."),
        ({"web": VERDICT, "db": {"ok": True}}, "['db'] has no msg."),
        ({"web\u202e": {"ok": True}}, "['web\\u202e'] has no msg."),
    ],
)
@pytest.mark.parametrize("write", WRITERS)
def test_what_a_verdict_lacks_is_named(write, verdict, said):
    with pytest.raises(InvalidInput) as caught:
        write(verdict, [])
    assert str(caught.value).startswith("Invalid value for _input: ")
    assert str(caught.value).endswith(EXPECTED + said)


@pytest.mark.parametrize("tasks", ["tasks", {"a": []}, [1], [[], 1]])
@pytest.mark.parametrize("write", WRITERS)
def test_what_is_no_history_is_refused(write, tasks):
    with pytest.raises(InvalidInput) as caught:
        write(VERDICT, tasks)
    assert str(caught.value) == (
        f"Invalid value for tasks: {tasks!r}. It must be a list of dictionaries, as the modules return it."
    )


@pytest.mark.parametrize("tasks", [[[]], [[], [], []]])
def test_each_verdict_of_a_list_needs_its_tasks(tasks):
    with pytest.raises(InvalidInput, match=r"^Invalid value for tasks: .* It must have a list for each of the 2 verd"):
        read_verdicts([VERDICT, VERDICT], tasks)


@pytest.mark.parametrize("option", ["title", "subtitle"])
@pytest.mark.parametrize(
    ("value", "shown"),
    [("x" * 10_000, "'xxxxx"), ("x" * 201, "'xxxxx"), (7, "7"), (["x"], "['x']"), ("", "''"), (" \n", "' \\n'")],
    ids=["10,000 characters", "201 characters", "number", "list", "empty", "blank"],
)
@pytest.mark.parametrize("write", WRITERS)
def test_a_title_that_is_none_is_refused(write, option, value, shown):
    with pytest.raises(InvalidInput) as caught:
        write(VERDICT, [], **{option: value})
    message = str(caught.value)
    assert message.startswith(f"Invalid value for {option}: {shown}")
    assert message.endswith(". It must be a text of 1 to 200 characters.")
    assert len(message) < 1000


def test_a_title_of_the_greatest_length_is_taken():
    assert "x" * 200 in report_html(VERDICT, [], title="x" * 200, now=NOW)


def histories(verdicts, tasks):
    return [(given.host, given.histories and sorted(given.histories)) for given in read_verdicts(verdicts, tasks)]


@pytest.mark.parametrize(
    ("verdicts", "tasks", "read"),
    [
        (VERDICT, TASKS, [(None, ["p1", "p2"])]),
        (VERDICT, None, [(None, None)]),
        ([VERDICT, None], TASKS, [(None, ["p1", "p2"])] * 2),
        ([VERDICT, VERDICT], [TASKS[:1], None], [(None, ["p1"]), (None, None)]),
        ({"a": VERDICT, "b": VERDICT}, {"a": TASKS[:1], "b": TASKS[1:]}, [("a", ["p1"]), ("b", ["p2"])]),
        ({"a": VERDICT, "b": VERDICT}, {"b": TASKS}, [("a", None), ("b", ["p1", "p2"])]),
        ({"a": VERDICT}, TASKS, [("a", ["p1", "p2"])]),
        ([], None, []),
        ({}, None, []),
    ],
)
def test_verdicts_and_their_tasks(verdicts, tasks, read):
    assert histories(verdicts, tasks) == read
