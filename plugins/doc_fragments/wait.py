# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of waiting; the options are those of module_utils/_module.py."""

from __future__ import annotations


class ModuleDocFragment:
    """Fragment otc.vbs.wait."""

    DOCUMENTATION = r"""
options:
  wait:
    description:
      - Whether to ask again until the condition O(until) is met for all IDs.
      - While it waits, lines on the standard error of C(ansible-playbook) tell how it goes, unless the task is
        asynchronous or has C(no_log).
      - An error of the service that may pass does not end the wait, and an old answer is never taken for a new one.
      - Ansible's own C(until) and C(retries) on the task work as well, with O(wait=false).
    type: bool
    default: false
  wait_timeout:
    description:
      - How long to wait at most, in seconds, for all IDs together.
      - The service is asked at least once, and a last time when the time is up. With V(0), it is asked just once.
      - A request that is under way when the time is up gets one more O(api_timeout).
    type: float
    default: 3600
  wait_interval:
    description:
      - The time from the start of one poll to that of the next, in seconds. Must be more than V(0), and not more than
        O(wait_timeout) unless that is V(0).
      - After a poll that takes longer than this, the next one starts when the interval ends that is then under way.
      - A service that asks for a longer pause with C(Retry-After) gets it.
      - If not set, 10 seconds, or O(wait_timeout) where that is shorter.
    type: float
requirements:
  - jmespath (with O(wait) or O(until))
"""
