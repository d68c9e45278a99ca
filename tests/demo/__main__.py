# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the collection is for, shown on a simulated cloud: a backup run that is good, and what is not.

Run by 'make demo'. Exits with 0 if all came out as they should. The simulated cloud ends with it, however it ends.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

from simulator.process import Simulator
from simulator.scenario import read_file

# What ansible-playbook exits with when a task failed, and for nothing else.
FAILED_HOST = 2
SCENARIO = Path(__file__).with_name("scenario.yml")


def main() -> int:
    """Check some policies, then all; returns the exit status."""
    scenario = read_file(str(SCENARIO))
    with Simulator(scenario) as simulator:
        environment = {
            "OS_VBS_ENDPOINT_OVERRIDE": simulator.url,
            "OS_BLOCK_STORAGE_ENDPOINT_OVERRIDE": f"{simulator.url}/volume",
            "OS_PROJECT_ID": scenario["project_id"],
            "OS_TOKEN": next(iter(scenario["tokens"])),
        }
        good = check(
            "A policy that fired five minutes ago. Its backups still run, and end well while the role waits.",
            environment,
            "nightly-databases",
        )
        bad = check(
            "A policy that ran two hours ago. One of its backups failed: the role has to fail, and to say why.",
            environment,
            "nightly-websites",
        )
        rest = check(
            "All policies, with no option set. One was due and has not fired, and in one a volume is missing: the role"
            "\nhas to notice both by itself.",
            environment,
        )
    print(f"\n{'=' * 100}")
    results = {
        "nightly-databases": (good, 0),
        "nightly-websites": (bad, FAILED_HOST),
        "all policies": (rest, FAILED_HOST),
    }
    for title, (status, right) in results.items():
        print(f"{title + ':':18} the role {outcome(status)}, as it should: {'yes' if status == right else 'NO'}")
    return int(any(status != right for status, right in results.values()))


def check(title: str, environment: dict[str, str], name: str | None = None) -> int:
    """Run the collection's playbook on a policy, or on all, as a user would; returns the exit status."""
    command = ["ansible-playbook", "-i", "localhost,", "otc.vbs.policy_run_check"]
    if name:
        command += ["-e", f"policy_run_check_policy_name={name}", "-e", "policy_run_check_wait_interval=1"]
    print(f"\n{'=' * 100}\n{title}\n\n$ {shlex.join(command)}", flush=True)
    # A cloud or a proxy of the user's own must not get in between.
    own = {name: value for name, value in os.environ.items() if not name.startswith("OS_")}
    own |= {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1", "ANSIBLE_CALLBACK_RESULT_FORMAT": "yaml"}
    return subprocess.run(command, env=own | environment, check=False).returncode


def outcome(status: int) -> str:
    return "passed" if status == 0 else "failed"


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
