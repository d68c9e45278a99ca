# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The variables of the role: what is not given, what is meant, and what is wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml
from ansible.errors import AnsibleFilterError
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.otc.vbs.plugins.filter.policy_run_check_options import FilterModule
from ansible_collections.otc.vbs.plugins.module_utils._errors import VbsError
from ansible_collections.otc.vbs.plugins.modules import (
    vbs_backup_info,
    vbs_job_info,
    vbs_policy_info,
    vbs_policy_tasks_info,
)
from ansible_collections.otc.vbs.plugins.plugin_utils._role.options import OPTIONS, PREFIX, read_role_options

ROLE = Path(__file__).resolve().parents[5] / "roles" / "policy_run_check"
NOTHING = [None, "", " ", "\n", ",,", " , \n", [], [""], ["", " "], [None], [",", None], "omitted", ["omitted", ""]]
DEFAULTS = {
    "policy_id": ["p1"],
    "policy_name": [],
    "wait": True,
    "wait_timeout": 3600.0,
    "wait_interval": 10.0,
    "fail": True,
    "report_html": None,
    **dict.fromkeys(("report_markdown", "report_prometheus", "report_junit", "report_checkmk")),
    **dict.fromkeys(("report_title", "report_subtitle", "report_check", "report_checkmk_host")),
    "rules": {
        "max_age": None,
        "grace": 2.0,
        "resource_ids": [],
        "run_window": None,
        "accept": ["EXECUTE_SUCCESS"],
        "restore_points": "if_readable",
    },
}


def read(**options):
    return read_role_options({f"{PREFIX}{name}": value for name, value in {"policy_id": "p1", **options}.items()})


def read_one(name, value):
    """What becomes of one option, which stands among the rules or beside them."""
    options = read(**{name: value})
    return {**options.pop("rules"), **options}[name]


def document(name):
    return yaml.safe_load((ROLE / name).read_text(encoding="utf-8"))


def tasks(found):
    for one in found:
        yield one
        yield from tasks(one.get("block", []))


def test_they_are_those_that_are_documented():
    documented = document("meta/argument_specs.yml")["argument_specs"]["main"]["options"]
    assert list(documented) == [f"{PREFIX}{name}" for name in OPTIONS]
    used = {f"{PREFIX}{name}": default for name, (_reader, default) in OPTIONS.items()}
    assert document("defaults/main.yml").items() <= used.items()


@pytest.mark.parametrize("module", [vbs_policy_info, vbs_policy_tasks_info, vbs_job_info, vbs_backup_info])
def test_the_role_sets_every_option_that_module_defaults_might_set(module):
    name = f"otc.vbs.{module.__name__.rpartition('.')[2]}"
    files = [document(f"tasks/{path.name}") for path in (ROLE / "tasks").iterdir()]
    calls = [task[name] for found in files for task in tasks(found) if name in task]
    assert calls
    for call in calls:
        assert call.keys() == module.OPTIONS.keys()


def test_no_variable_of_a_play_can_take_the_place_of_one_of_the_role():
    files = [document(f"tasks/{path.name}") for path in (ROLE / "tasks").iterdir()]
    own = []
    for task in (task for found in files for task in tasks(found)):
        own += [*task.get("vars", ()), *task.get("ansible.builtin.set_fact", ()), task.get("register")]
        own.append(task.get("loop_control", {}).get("loop_var") if "loop" in task else None)
        assert ("loop" in task) == ("loop_var" in task.get("loop_control", {}))
    assert {name for name in own if name and not name.startswith(f"__{PREFIX}")} == {
        f"{PREFIX}result",
        f"{PREFIX}verdict",
    }


@pytest.mark.parametrize("nothing", NOTHING, ids=repr)
@pytest.mark.parametrize("name", [name for name in OPTIONS if name != "policy_id"])
def test_nothing_is_not_given(name, nothing):
    variables = {"policy_run_check_policy_id": "p1", f"{PREFIX}{name}": nothing}
    assert read_role_options(variables, "omitted") == DEFAULTS


@pytest.mark.parametrize("nothing", NOTHING, ids=repr)
def test_no_policy_means_all_of_them(nothing):
    variables = {"policy_run_check_policy_id": nothing, "policy_run_check_policy_name": nothing}
    assert read_role_options(variables, "omitted") == {**DEFAULTS, "policy_id": [], "policy_name": ["*"]}
    assert read_role_options({}) == {**DEFAULTS, "policy_id": [], "policy_name": ["*"]}
    variables["policy_run_check_policy_name"] = "nightly"
    assert read_role_options(variables, "omitted") == {**DEFAULTS, "policy_id": [], "policy_name": ["nightly"]}


@pytest.mark.parametrize(
    "given", ["a,b", "a\nb", "a\r\n\r\n b \n", ["a", "b"], ["a\nb", "", None], "a, b,a", ("a", "b")]
)
@pytest.mark.parametrize("name", ["policy_id", "policy_name", "resource_ids"])
def test_lists_are_given_in_many_ways(name, given):
    assert read_one(name, given) == ["a", "b"]


def test_no_grace_at_all_can_be_given():
    assert read_one("grace", "0") == 0


@pytest.mark.parametrize("given", ["required", " required\n"])
def test_whether_restore_points_count(given):
    assert read_one("restore_points", given) == "required"


@pytest.mark.parametrize("given", ["EXECUTE_SUCCESS,SKIP", "EXECUTE_SUCCESS\nSKIP\n", ["EXECUTE_SUCCESS", "", "SKIP"]])
def test_statuses_are_a_list_too(given):
    assert read_one("accept", given) == ["EXECUTE_SUCCESS", "SKIP"]


@pytest.mark.parametrize("given", [7.5, "7.5", " 7.5\n"])
@pytest.mark.parametrize("name", ["max_age", "grace", "run_window", "wait_timeout", "wait_interval"])
def test_numbers_may_be_text(name, given):
    assert read_one(name, given) == 7.5


@pytest.mark.parametrize(
    ("given", "meant"), [(False, False), ("no", False), ("False", False), (0, False), ("YES", True), (1.0, True)]
)
@pytest.mark.parametrize("name", ["wait", "fail"])
def test_truth_values_may_be_text(name, given, meant):
    assert read(**{name: given})[name] is meant


@pytest.mark.parametrize(
    ("timeout", "interval", "used"), [(5, None, 5), (0, None, 10), (0, 30, 30), (60, "", 10), (60, 60, 60)]
)
def test_the_interval_fits_the_timeout(timeout, interval, used):
    assert read(wait_timeout=timeout, wait_interval=interval)["wait_interval"] == used


def test_a_relative_path_is_relative_to_where_ansible_was_started(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/somebody")
    monkeypatch.setenv("DIRECTORY", "reports")
    assert read(report_html="a/b.html ")["report_html"] == str(tmp_path / "a" / "b.html")
    assert read(report_markdown="$DIRECTORY/b.md")["report_markdown"] == str(tmp_path / "reports" / "b.md")
    assert read(report_html="~/b.html")["report_html"] == "/home/somebody/b.html"
    assert read(report_html="/srv/../b.html")["report_html"] == "/b.html"
    assert read(report_html="reports/")["report_html"] == str(tmp_path / "reports") + os.sep


NUMBER = "It must be a number above 0, and at most 1000000."
HOURS = "It must be a number of hours from 0 to 1000000."
SECONDS = "It must be a number of seconds above 0, and at most 31536000."


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("max_age", "soon", f"'soon'. {NUMBER}"),
        ("max_age", True, f"True. {NUMBER}"),
        ("max_age", "nan", f"'nan'. {NUMBER}"),
        ("run_window", 0, f"0. {NUMBER}"),
        ("grace", -1, f"-1. {HOURS}"),
        ("grace", "a while", f"'a while'. {HOURS}"),
        ("restore_points", "always", "'always'. It must be one of if_readable, required, ignored."),
        ("restore_points", True, "True. It must be one of if_readable, required, ignored."),
        ("run_window", [30], f"[30]. {NUMBER}"),
        ("wait_timeout", -1, "-1. It must be a number of seconds from 0 to 31536000."),
        ("wait_timeout", False, "False. It must be a number of seconds from 0 to 31536000."),
        ("wait_interval", 0, f"0. {SECONDS}"),
        ("wait_interval", "often", f"'often'. {SECONDS}"),
        ("wait_interval", 4000, "4000.0. It must not be more than policy_run_check_wait_timeout, which is 3600."),
        ("wait", "perhaps", "'perhaps'. It must be true or false."),
        ("fail", {}, "{}. It must be true or false."),
        (
            "accept",
            "SUCCESS",
            "['SUCCESS']. It must hold some of EXECUTE_SUCCESS, EXECUTE_FAIL, EXECUTE_TIMEOUT, SKIP.",
        ),
        ("policy_id", "a/b", "'a/b'. An ID consists of letters, digits, '-' and '_', as"),
        ("policy_name", {"a": 1}, "{'a': 1}. It must be a list of strings."),
        ("resource_ids", [7.5], "7.5. It must be a list of strings."),
        ("report_html", ["a.html"], "['a.html']. It must be the path of a file."),
        ("report_title", "t" * 201, f"'{'t' * 201}'. It must be a text of 1 to 200 characters."),
        ("report_check", 7, "7. It must be a text of 1 to 200 characters."),
        ("report_prometheus", "/tmp/vbs.txt", "'/tmp/vbs.txt'. Its name must end with .prom."),
        (
            "report_checkmk",
            "/tmp/1/vbs",
            "'/tmp/1/vbs'. Its name must begin with the age in seconds at which Checkmk's",
        ),
        ("report_checkmk", "/tmp/0_vbs", "'/tmp/0_vbs'. Its name must begin with the age"),
        ("report_checkmk_host", "a b", "'a b'. It must be the name of a host in Checkmk: letters, digits,"),
    ],
)
def test_a_wrong_value_is_named(name, value, said):
    with pytest.raises(VbsError) as caught:
        read(**{name: value})
    assert str(caught.value).startswith(f"Invalid value for {PREFIX}{name}: {said}")


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("resource_id", "resource_ids"),
        ("policy_ids", "policy_id"),
        ("maxage", "max_age"),
        ("Max_Age", "max_age"),
        ("html", "report_html"),
        ("accepted", "accept"),
    ],
)
@pytest.mark.parametrize("value", ["v9", "", None])
def test_an_unknown_variable_is_an_error_that_names_the_nearest(name, nearest, value):
    with pytest.raises(VbsError) as caught:
        read(**{name: value})
    assert str(caught.value) == f"The role has no variable {PREFIX}{name}. The nearest is {PREFIX}{nearest}."


def test_no_report_overwrites_another():
    with pytest.raises(VbsError) as caught:
        read(report_html="/tmp/a", report_junit="/tmp/b/../a")
    said = "'/tmp/a'. It must be another file than that of policy_run_check_report_html."
    assert str(caught.value) == f"Invalid value for policy_run_check_report_junit: {said}"


def test_no_host_overwrites_the_report_of_another():
    def read_at(host, path):
        variables = {"policy_run_check_policy_id": "4f1c", "policy_run_check_report_html": path}
        return read_role_options(variables, None, host)["report_html"]

    assert read_at(None, "/tmp/a.html") == "/tmp/a.html"
    assert read_at("p1", "/tmp/p1/a.html") == "/tmp/p1/a.html"
    assert read_at("p1", "/tmp/4f1c.html") == "/tmp/4f1c.html"
    with pytest.raises(VbsError, match=r"'/tmp/a\.html'\. The play has several hosts.* which is p1, or the ID"):
        read_at("p1", "/tmp/a.html")


def test_all_unknown_variables_are_named():
    with pytest.raises(VbsError, match=r"no variable policy_run_check_a\. .* no variable policy_run_check_b\. "):
        read(b=1, a=2)


@given(
    st.dictionaries(
        st.sampled_from(list(OPTIONS)),
        st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=4),
    )
)
def test_anything_is_read_or_refused(options):
    try:
        found = read(**options)
    except VbsError as error:
        assert "policy_run_check_" in str(error)  # noqa: PT017
    else:
        assert {**found.pop("rules"), **found}.keys() == OPTIONS.keys()


def test_it_is_an_error_of_the_filter():
    with pytest.raises(AnsibleFilterError, match=r"^otc.vbs.policy_run_check_options: The role has no variable "):
        FilterModule().filters()["policy_run_check_options"]({"policy_run_check_x": 1})
