# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The blocks of code that the documentation shows: its pages, the examples of plugins and roles."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from markdown_it import MarkdownIt

from tools.playbooks import ROOT


@dataclass(frozen=True)
class Block:
    """A block of code, and the page and line that it begins at."""

    page: str
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def yaml_blocks() -> list[Block]:
    """All blocks of YAML that the collection shows to its users."""
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("roles/*/*.md")]
    blocks = [block for page in sorted(pages) for block in blocks_of(page)]
    blocks += [block for path in sorted(ROOT.glob("plugins/*/*.py")) for block in _examples_of_plugin(path)]
    blocks += [
        block for path in sorted(ROOT.glob("roles/*/meta/argument_specs.yml")) for block in _examples_of_role(path)
    ]
    return [block for block in blocks if block.language in ("yaml", "yml")]


def blocks_of(page: Path) -> list[Block]:
    """All blocks of a page that name their language."""
    tokens = MarkdownIt().parse(page.read_text(encoding="utf-8"))
    return [
        Block(_name(page), token.map[0] + 1, token.info, token.content)
        for token in tokens
        if token.type == "fence" and token.info and token.map
    ]


def _examples_of_plugin(path: Path) -> Iterator[Block]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "EXAMPLES":
            line = node.lineno
            # Of an inventory plugin, each document is a file of its own.
            for text in re.split(r"^---\n", ast.literal_eval(node.value), flags=re.MULTILINE):
                yield Block(_name(path), line, "yaml", text)
                line += text.count("\n") + 1


def _examples_of_role(path: Path) -> list[Block]:
    text = path.read_text(encoding="utf-8")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip().startswith("examples:")]
    examples = [entry["examples"] for entry in yaml.safe_load(text)["argument_specs"].values() if "examples" in entry]
    return [Block(_name(path), line, "yaml", example) for line, example in zip(lines, examples, strict=True)]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))
