# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demonstration shows what it claims, and leaves nothing running."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tools.documentation import blocks_of
from tools.playbooks import ROOT

TESTS = Path(__file__).resolve().parents[1]


@pytest.fixture
def demo():
    # With a session of its own, what it leaves behind does not outlive the test.
    process = subprocess.Popen(
        [sys.executable, "-m", "demo"],
        env=os.environ
        | {
            "PYTHONPATH": str(TESTS),
            "PYTHONUNBUFFERED": "1",
            "ANSIBLE_COLLECTIONS_PATH": str(TESTS.parent / ".venv" / "collections"),
            "PATH": f"{Path(sys.prefix) / 'bin'}{os.pathsep}{os.environ['PATH']}",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        # What a shell runs in the background ignores interrupts, and so does all that it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    yield process
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def test_it_shows_what_is_good_and_what_is_not(demo):
    # It returns when nobody can write any more, so the simulated cloud is gone too.
    output, _nothing = demo.communicate(timeout=120)
    assert demo.returncode == 0, output
    assert "The latest run of 1 policy is good: 3 of 3 volumes have a good backup" in output
    assert "The latest run of 1 policy is NOT GOOD: 1 of 2 volumes in 1 of 1 policy have no good backup" in output
    # Without any option: a firing that never came, a volume that dropped out, and what was left out.
    assert "The latest run of 4 policies is NOT GOOD: 3 of 9 volumes in 3 of 4 policies" in output
    assert "the run that was due at" in output
    assert "volume lists (volume-lists)" in output
    assert "1 policy is left out (switched off): retired" in output
    for told in ("volume-uploads", "EXECUTE_FAIL", "VBS.0064", "The volume is in an error state."):
        assert told in output
    assert output.count("as it should: yes") == 3
    # And the README shows what it shows.
    shown = [block.text for block in blocks_of(ROOT / "README.md") if block.language == "text"]
    assert len(shown) == 3
    lines = {without_times(line) for line in output.splitlines()}
    assert [line for line in "".join(shown).splitlines() if line != "..." and without_times(line) not in lines] == []


def without_times(line):
    # How far the wait is when it tells depends on the machine.
    line = re.sub(r"\d of 2 jobs settled \(.*\) after \d+", "jobs settled after", line)
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "a time", line).rstrip()


def test_it_ends_whole_when_it_is_interrupted(demo):
    for line in demo.stdout:
        if "Wait for the jobs" in line:
            break
    os.killpg(demo.pid, signal.SIGINT)
    output, _nothing = demo.communicate(timeout=60)
    assert demo.returncode == 130, output
