# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The condition of a wait: a JMESPath expression that must yield true or false."""

from __future__ import annotations

import json
from typing import Any

from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput, VbsError
from ansible_collections.otc.vbs.plugins.module_utils._text import shorten

try:
    import jmespath
    from jmespath.functions import Functions
except ImportError:  # reported by _module.py
    pass


class Condition:
    """Compiled from the expression; raises InvalidInput where that cannot be right."""

    def __init__(self, expression: str) -> None:
        self.expression = expression
        try:
            self._compiled = jmespath.compile(expression)
        # Not all that the library raises is of a kind of its own, here and below.
        except Exception as error:
            right = f"It must be a JMESPath expression: {shorten(str(error))}"
            raise InvalidInput("until", expression, right) from error
        self._check_functions(self._compiled.parsed)

    def __call__(self, document: Any) -> bool:
        """Whether the document meets the condition."""
        try:
            value = self._compiled.search(document)
        except Exception as error:
            raise VbsError(self._explain(f"cannot be evaluated ({shorten(str(error))})", document)) from error
        if not isinstance(value, bool):
            # A JMESPath value may be an expression, which JSON does not know.
            shown = shorten(json.dumps(value, default=repr))
            raise VbsError(self._explain(f"yields {shown}, not true or false", document))
        return value

    def _explain(self, trouble: str, document: Any) -> str:
        return f"until {self.expression!r} {trouble} on {shorten(json.dumps(document))}"

    def _check_functions(self, node: Any) -> None:
        # JMESPath itself finds a wrong call only when it comes to evaluate it.
        if node["type"] == "function_expression":
            known = Functions.FUNCTION_TABLE.get(node["value"])
            if known is None:
                names = ", ".join(sorted(Functions.FUNCTION_TABLE))
                raise InvalidInput(
                    "until", self.expression, f"JMESPath has no function {node['value']}(). It has: {names}"
                )
            wanted, given = len(known["signature"]), len(node["children"])
            variadic = any(argument.get("variadic") for argument in known["signature"])
            if given < wanted or (given > wanted and not variadic):
                raise InvalidInput(
                    "until", self.expression, f"JMESPath's {node['value']}() takes {wanted} arguments, not {given}"
                )
        for child in node["children"]:
            if isinstance(child, dict):  # a slice's children are its numbers
                self._check_functions(child)
