# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Promises of the collection as a whole."""

from __future__ import annotations

import ast
import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest
import yaml

from ansible_collections.otc.vbs.plugins.doc_fragments.connection import ModuleDocFragment as ConnectionDocs
from ansible_collections.otc.vbs.plugins.doc_fragments.wait import ModuleDocFragment as WaitDocs
from ansible_collections.otc.vbs.plugins.module_utils._connect import CONNECTION_OPTIONS
from ansible_collections.otc.vbs.plugins.module_utils._module import WAIT_OPTIONS
from ansible_collections.otc.vbs.plugins.plugin_utils._action.action import WaitingAction
from ansible_collections.otc.vbs.plugins.plugin_utils._inventory.hosts import FIELDS, GROUPS
from tools import matrix

ROOT = Path(__file__).parents[3]
MODULES = sorted(path.stem for path in (ROOT / "plugins/modules").glob("vbs_*.py"))
ROLE = ROOT / "roles/policy_run_check"


def load(path):
    return yaml.safe_load((ROOT / path).read_text())


def test_the_action_group_holds_every_module():
    assert load("meta/runtime.yml")["action_groups"] == {"vbs": MODULES}


@pytest.mark.parametrize(
    ("documentation", "spec"),
    [(ConnectionDocs.DOCUMENTATION, CONNECTION_OPTIONS), (WaitDocs.DOCUMENTATION, {**WAIT_OPTIONS, "until": None})],
)
def test_the_fragments_document_the_options_beside_them(documentation, spec):
    documented = yaml.safe_load(documentation)["options"]
    # Each module documents `until` itself, as its default differs.
    assert set(documented) == {name for name, option in spec.items() if option is not None}
    for name, option in documented.items():
        assert option["type"] == spec[name]["type"]
        assert option.get("default") == spec[name].get("default")
        assert set(option.get("suboptions", ())) == set(spec[name].get("options", ()))


@pytest.mark.parametrize("name", MODULES)
def test_each_module_has_an_action_plugin_that_does_the_same(name):
    action = import_module(f"ansible_collections.otc.vbs.plugins.action.{name}").ActionModule
    module = import_module(f"ansible_collections.otc.vbs.plugins.modules.{name}")
    assert action.options is module.OPTIONS
    # What the module runs.
    assert f"run(OPTIONS, {action.logic.__name__})" in inspect.getsource(module.main)
    assert issubclass(action, WaitingAction) == ("wait" in module.OPTIONS)


def test_no_plugin_imports_relatively_which_mitogen_cannot_follow():
    trees = {path: ast.parse(path.read_text()) for path in (ROOT / "plugins").rglob("*.py")}
    relative = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []


def test_the_inventory_documents_its_groups_and_variables():
    documentation = (ROOT / "plugins/inventory/policies.py").read_text().partition("EXAMPLES")[0]
    assert [name for name in (*FIELDS, *GROUPS) if f"C({name})" not in documentation] == []


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_spec_call_exit(module):
    tree = ast.parse((ROOT / f"plugins/modules/{module}.py").read_text())
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert [function.name for function in functions] == ["main"]
    assert len(functions[0].body) == 1


def test_the_defaults_of_the_role_are_those_documented():
    documented = load(ROLE / "meta/argument_specs.yml")["argument_specs"]["main"]["options"]
    defaults = {name: option["default"] for name, option in documented.items() if "default" in option}
    assert load(ROLE / "defaults/main.yml") == defaults
    assert all(name.startswith("policy_run_check_") for name in documented)


def test_each_line_of_what_is_not_good_has_its_test():
    told = re.findall(r"^\| .* \| .* \| (.*) \|$", (ROLE / "README.md").read_text(), re.MULTILINE)
    header, _line, *tests = told
    assert header == "Test"
    assert len(tests) > 10
    for named in tests:
        file, name = re.fullmatch(r"`(test_\w+\.py)::(test_\w+)`", named).groups()
        assert [path for path in (ROOT / "tests").rglob(file) if f"\ndef {name}(" in path.read_text()]


@pytest.mark.parametrize("directory", ["module_utils", "plugin_utils"])
def test_no_shared_code_is_public(directory):
    assert all(path.name.startswith("_") for path in (ROOT / "plugins" / directory).iterdir())


@pytest.mark.parametrize("directory", ["module_utils", "plugin_utils"])
def test_each_file_of_shared_code_has_its_tests_at_the_same_place(directory):
    folder = ROOT / "plugins" / directory
    files = [path.relative_to(folder) for path in folder.rglob("*.py") if path.name != "__init__.py"]
    wanted = [file.with_name(f"test_{file.name.removeprefix('_')}") for file in files]
    tests = ROOT / "tests/unit/plugins" / directory
    assert len(wanted) > 30
    assert [str(test) for test in wanted if not (tests / test).is_file()] == []


def test_no_plugin_prints():
    for path in (ROOT / "plugins").rglob("*.py"):
        calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
        assert not [call for call in calls if getattr(call.func, "id", "") == "print"]


def test_the_readme_names_the_versions_that_are_tested():
    tested = {}
    for cell in matrix.cells():
        controllers, targets = tested.setdefault(cell.core, ([], []))
        controllers.append(cell.python)
        targets.append(cell.target)
    rows = [
        f"| {core} | {versions(controllers)} | {versions(targets)} |" for core, (controllers, targets) in tested.items()
    ]
    readme = (ROOT / "README.md").read_text()
    assert "\n".join(rows) in readme


def versions(found):
    return ", ".join(sorted(set(found), key=lambda version: int(version.split(".")[1])))


def test_no_sanity_test_is_ignored():
    assert not list((ROOT / "tests/sanity").glob("ignore*"))


def test_no_return_value_hides_a_method_of_dict():
    for module in MODULES:
        tree = ast.parse((ROOT / f"plugins/modules/{module}.py").read_text())
        texts = {
            node.targets[0].id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        }
        assert not set(yaml.safe_load(texts["RETURN"])) & set(dir(dict))
