# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever names, sentences and verdicts hold, each output can be read, and none takes what is bad for good."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.checkmk import report_checkmk
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.junit import report_junit
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.passive import passive_check
from ansible_collections.otc.vbs.plugins.plugin_utils._outputs.prometheus import report_prometheus
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.verdict import latest_run
from tools.documents import NOW, backup, policy, task
from tools.outputs import cases, metrics, performance, services
from tools.spoilt import spoilt

HOSTILE = [
    *("", " ", "\n", "a\nb", "a\r\n# TYPE x counter", "\x00\x1b[31m\x7f\x85\u2028\ufffe\ud800", "a\u202eb", "'", '"'),
    *(
        '"} 1\n',
        "\\",
        '\\"',
        "\\n",
        "a|b=1;2;3",
        "<script>",
        "]]>",
        "<![CDATA[",
        "&amp;&#0;",
        "<<<<host>>>>",
        "<<<local>>>",
    ),
    *(
        '0 "x" - OK',
        "{{ 1/0 }}",
        "{}",
        "{0}",
        "%s",
        "x" * 10000,
        "x" * 9999 + "y",
        "\u5907\u4efd",
        "\u05d2\u05d9\u05d1\u05d5\u05d9",
    ),
    *("nightly (2)", "check", "run", "NaN", "policies_not_good"),
]
names = st.sampled_from(HOSTILE) | st.text(st.characters(codec=None), max_size=8)
tasks = st.builds(
    lambda volume, status, reason, own_id: {
        **task("v", status=status),
        "resource_id": volume,
        "job_id": own_id,
        **dict.fromkeys(("message", "vbs_job_id", "backup_name"), reason),
    },
    names,
    st.sampled_from(["EXECUTE_SUCCESS", "EXECUTE_FAIL", "SKIP", "RUNNING"]) | names,
    names,
    names,
)
TEMPLATES = ("{{", "{%", "{#")


def check_all(verdicts, history, check="vbs", **options):
    """Read all outputs as monitoring systems do; returns the metrics and the cases."""
    texts = {
        "prometheus": report_prometheus(verdicts, history, check=check, project_id=check, now=NOW),
        "junit": report_junit(verdicts, check=check, now=NOW),
        "checkmk": report_checkmk(verdicts, history, check=check, now=NOW),
    }
    for text in texts.values():
        text.encode()
        assert not any(opening in text for opening in TEMPLATES)
    services(texts["checkmk"])
    return metrics(texts["prometheus"]), cases(texts["junit"]), services(texts["checkmk"])


@settings(max_examples=150)
@given(st.lists(tasks, max_size=4), st.lists(names, min_size=2, max_size=2), names, names, st.lists(names, max_size=2))
@example([], ["", ""], "p", "\ud800", [])
def test_hostile_names_do_no_harm(history, policy_ids, name, check, demanded):
    policies = [{**policy(), "backup_policy_id": one, "backup_policy_name": name} for one in policy_ids]
    history = [{**one, "policy_id": policy_ids[0]} for one in history]
    volumes = [{"id": one["resource_id"], "name": name, "policy_id": policy_ids[0]} for one in history]
    volumes += [{"id": name, "name": check, "policy_id": policy_ids[1]}]
    options = {"volumes": volumes, "resource_ids": [one for one in demanded if one.strip()]}
    verdict = latest_run(history, policies=policies, backups=[backup(one) for one in history[:1]], now=NOW, **options)
    check = check if check.strip() else "vbs"
    verdicts = {name: None, check: verdict, f"{check} (2)": verdict}
    found, report, local = check_all(verdicts, history)
    assert {value for (family, *_labels), value in found.items() if family == "vbs_policy_good"} == {
        float(run["ok"]) for run in verdict["runs"]
    }
    # The check and the run of each policy have a case each, beside the volumes.
    assert len(report) >= len(verdicts) + 2 * len(verdict["runs"])
    assert len(local) == len(verdicts) + 2 * len(verdict["runs"])
    result = passive_check(verdict)
    performance(result)
    assert (result["exit_status"] == 0) is verdict["ok"]
    assert not any(opening in str(result["plugin_output"]) for opening in TEMPLATES)


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_a_hostile_name_of_a_policy_hides_nothing(name):
    own = {**policy(), "backup_policy_name": name}
    verdict = latest_run([task(status="EXECUTE_FAIL")], policies=[own], now=NOW)
    found, report, local = check_all(verdict, [])
    assert [value for (family, *_labels), value in found.items() if family == "vbs_policy_good"] == [0]
    assert [case.result for case in report.values()] == ["good", "good", "failure"]
    assert [service.state for service in local.values()] == [2, 2]
    assert performance(passive_check(verdict))["policies_not_good"][0] == 1
    assert all(len(label) < 220 for labels in found for label in labels)


scalars = st.none() | st.booleans() | st.integers() | st.floats() | names
VERDICT = latest_run(
    [task("v1"), task("v2", status="EXECUTE_FAIL"), task("v3", status="RUNNING")],
    policies=[policy(4)],
    resource_ids=["v9"],
    volumes=[{"id": "v4", "name": "web", "policy_id": "p1"}],
    now=NOW,
)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*VERDICT, *VERDICT["runs"][0], *task()]), inner, max_size=5)
    ),
    max_leaves=12,
)


@settings(max_examples=300)
@given(anything | spoilt(VERDICT, anything), anything)
@example({**VERDICT, "runs": [{**VERDICT["runs"][0], "started_at": "0001-01-01T00:00:00Z"}]}, [])
@example({**VERDICT, "runs": [{**VERDICT["runs"][0], "due_at": "9999-12-31T23:59:59Z"}]}, [])
def test_anything_is_told_or_refused(verdict, history):
    try:
        found, report, local = check_all(verdict, history)
        performance(passive_check(verdict))
    except InvalidInput as error:
        assert str(error).startswith(("Invalid value for _input: ", "Invalid value for tasks: "))  # noqa: PT017
    else:
        # It was bad before it was spoilt, or tells nothing.
        assert not all(value for (family, *_labels), value in found.items() if family == "vbs_check_good")
        assert {case.result for case in report.values()} != {"good"}
        assert {service.state for service in local.values()} != {0}
