# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the filters that write reports are given, checked: verdicts, their tasks, and titles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Optional

from ansible_collections.otc.vbs.plugins.module_utils._api.documents import text_of
from ansible_collections.otc.vbs.plugins.module_utils._errors import InvalidInput
from ansible_collections.otc.vbs.plugins.module_utils._text import shorten
from ansible_collections.otc.vbs.plugins.plugin_utils._verdict.shape import read_tasks, unlike_verdict

Document = Mapping[str, Any]
# The tasks of each policy, by its ID; None where there is no history.
Histories = Optional[Mapping[str, Sequence[Document]]]

TITLE_LIMIT = 200


class Given(NamedTuple):
    """A verdict, None where there is none, with the name of its host where several are told apart, and its tasks."""

    host: str | None
    verdict: Document | None
    histories: Histories


def read_title(option: str, value: Any) -> str:
    """A title, or whatever is written above a report; raises InvalidInput."""
    if not isinstance(value, str) or not value.strip() or len(value) > TITLE_LIMIT:
        raise InvalidInput(option, value, f"It must be a text of 1 to {TITLE_LIMIT} characters.")
    return value


def read_verdicts(verdicts: Any, tasks: Any) -> list[Given]:
    """A verdict, a list of them, or one for each host, with the tasks of all or of each; raises InvalidInput."""
    if isinstance(verdicts, (list, tuple)):
        places: dict[Any, str] = {index: f"[{index}]" for index in range(len(verdicts))}
        found = dict(enumerate(verdicts))
    elif _is_by_host(verdicts):
        places = {host: f"[{shorten(repr(host))}]" for host in verdicts}
        found = dict(verdicts)
    else:
        _check(verdicts, "")
        return [Given(None, verdicts, _histories(tasks))]
    # What a host has that could not be judged, by either way to leave it out in a template.
    found = {key: None if verdict == {} else verdict for key, verdict in found.items()}
    for key, verdict in found.items():
        if verdict is not None:
            _check(verdict, places[key])
    host_of = (lambda key: None) if isinstance(verdicts, (list, tuple)) else text_of
    by_key = _histories_by_key(tasks, found)
    return [Given(host_of(key), verdict, by_key[key]) for key, verdict in found.items()]


def _is_by_host(verdicts: Any) -> bool:
    """A verdict holds more than dictionaries."""
    return isinstance(verdicts, Mapping) and all(one is None or isinstance(one, Mapping) for one in verdicts.values())


def _check(verdict: Any, place: str) -> None:
    if lack := unlike_verdict(verdict, place):
        expected = (
            "It must be a verdict, as the filter otc.vbs.latest_run returns it, a list of verdicts, or a dictionary"
        )
        raise InvalidInput("_input", verdict, f"{expected} of them by host: {lack}.")


def _histories_by_key(tasks: Any, found: Mapping[Any, Any]) -> Mapping[Any, Histories]:
    """The tasks for each of several verdicts: of one list they share, or of a list for each."""
    if isinstance(tasks, Mapping):
        return {key: _histories(tasks.get(key)) for key in found}
    if (
        isinstance(tasks, (list, tuple))
        and tasks
        and all(one is None or isinstance(one, (list, tuple)) for one in tasks)
    ):
        if set(found) != set(range(len(tasks))):
            raise InvalidInput("tasks", tasks, f"It must have a list for each of the {len(found)} verdicts.")
        return {key: _histories(tasks[key]) for key in found}
    return dict.fromkeys(found, _histories(tasks))


def _histories(tasks: Any) -> Histories:
    return None if tasks is None else read_tasks(tasks)
