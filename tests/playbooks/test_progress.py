# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a waiting module tells while it waits, however its task is run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.playbooks import MODULE_PYTHON, another_python

TIMED_OUT = '"msg": "Timed out after '
RUNNING = {"job_id": "job-1", "status": "RUNNING"}
LINE = re.compile(
    r"^WAITING: \[localhost\]: (.+): 0 of 1 jobs settled \(1 RUNNING\) after (\d+) of (\d+) seconds$", re.M
)


def wait(name, timeout=2, **keywords):
    module = {"job_id": "job-1", "wait": True, "wait_timeout": timeout, "wait_interval": 1}
    return {"name": name, "otc.vbs.vbs_job_info": module, "ignore_errors": True, **keywords}


@pytest.fixture
def run(playbooks, one_way):
    def run(*tasks, arguments=(), variables=None):
        playbooks.load(jobs={"job-1": RUNNING})
        return playbooks.run(list(tasks), *arguments, variables=variables, environment=playbooks.token_login()).output

    return run


def told(output):
    """The lines, as (task, elapsed, timeout)."""
    return [(name, int(elapsed), int(timeout)) for name, elapsed, timeout in LINE.findall(output)]


def test_a_long_wait_tells_again_and_again(run):
    output = run(wait("Wait long", timeout=8))
    lines = told(output)
    assert [(name, timeout) for name, _elapsed, timeout in lines] == [("Wait long", 8)] * 2
    assert lines[0][1] == 0
    assert lines[1][1] >= 5
    assert re.search(r"Timed out after [89]\.\d seconds and (8|9|10) polls\. Job job-1: status is RUNNING", output)


@pytest.mark.parametrize("arguments", [(), ("--check",)], ids=["run", "check mode"])
def test_it_tells_in_loops_and_on_behalf_of_other_hosts(run, arguments):
    output = run(
        wait("Each", loop=["x", "y"]),
        wait("Elsewhere", delegate_to="elsewhere", vars={"ansible_connection": "local"}),
        arguments=arguments,
    )
    assert [name for name, _elapsed, _timeout in told(output)] == ["Each", "Each", "Elsewhere"]
    assert output.count(TIMED_OUT) == 3


def test_it_tells_nothing_that_is_not_asked_for(run, tmp_path):
    # An asynchronous task cannot have an interpreter in a path with a space.
    python = Path(MODULE_PYTHON)
    (tmp_path / "python").symlink_to(python.parents[1])
    output = run(
        wait("Asynchronous", **{"async": 60, "poll": 1}),
        wait("Secret", no_log=True),
        {"name": "No wait", "otc.vbs.vbs_job_info": {"job_id": "job-1"}},
        variables={"ansible_python_interpreter": str(tmp_path / "python" / "bin" / python.name)},
    )
    assert "WAITING" not in output
    # The asynchronous task waited all the same.
    assert output.count(TIMED_OUT) == 1


def test_a_module_is_silent(run, tmp_path):
    output = run(wait("Wait"), variables={"ansible_python_interpreter": another_python(tmp_path)})
    assert "WAITING" not in output
    assert TIMED_OUT in output


def test_the_results_are_as_if_nothing_had_been_told(run):
    output = run(wait("Wait"), arguments=("-vvvv",))
    assert told(output)
    assert '"say"' not in output


def test_the_standard_output_is_left_to_the_results(playbooks, run):
    assert told(run(wait("Wait")))
    again = playbooks.execute(
        ["sh", "-c", "exec ansible-playbook -i localhost, playbook.json 2>/dev/null"], playbooks.token_login()
    )
    assert TIMED_OUT in again.output
    assert "WAITING" not in again.output
