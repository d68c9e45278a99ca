# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ansible-doc shows is all that was written."""

from __future__ import annotations

import ast
import re

import pytest
import yaml

from ansible_collections.otc.vbs.plugins.module_utils._commands import (
    vbs_job_info,
    vbs_policy_tasks_info,
)
from tools.playbooks import ROOT, Playbooks

SOURCES = sorted([*ROOT.glob("plugins/*/*.py"), *ROOT.glob("roles/*/meta/argument_specs.yml")])


@pytest.mark.parametrize(
    ("module", "default"),
    [("vbs_job_info", vbs_job_info.DEFAULT_UNTIL), ("vbs_policy_tasks_info", vbs_policy_tasks_info.DEFAULT_UNTIL)],
)
def test_the_default_condition_is_shown_whole(simulator, tmp_path, module, default):
    run = Playbooks(simulator, tmp_path).execute(["ansible-doc", f"otc.vbs.{module}"], {"COLUMNS": "100"})
    assert run.status == 0, run.output
    assert f"If not set, `{default}'." in " ".join(run.output.split())


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_text_is_cut_at_a_parenthesis(path):
    # Markup ends at the first closing parenthesis, or, where it knows backslashes, at the first without one before it.
    semantic, plain = r"\b(?:O|V|E|RV)\(((?:[^\\)]|\\.)*)\)", r"\b[CBIMPULR]\(([^)]*)\)"
    marked = [one for text in texts(path) for pattern in (semantic, plain) for one in re.findall(pattern, text)]
    assert [one for one in marked if one.count("(") != one.count(")")] == []


def texts(path):
    """All texts of the documentation that is in a file."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".yml":
        yield from strings(yaml.safe_load(source))
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("DOCUMENTATION", "RETURN"):
            yield from strings(yaml.safe_load(ast.literal_eval(node.value)))


def strings(content):
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from strings(value)
    elif isinstance(content, list):
        for value in content:
            yield from strings(value)
