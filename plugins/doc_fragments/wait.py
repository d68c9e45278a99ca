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
      - Whether to poll until the condition O(until) is met for all IDs.
      - During the wait, C(ansible-playbook) writes progress lines to the standard error. A wait on another machine,
        with another Python, with C(become) to another user, with C(async) or with C(no_log) is silent.
      - A transient error of the service does not end the wait, and the condition is never evaluated on outdated data.
      - Ansible's own C(until) and C(retries) keywords can be used instead, with O(wait=false).
    type: bool
    default: false
  wait_timeout:
    description:
      - The maximum time to wait for all IDs together, in seconds.
      - The service is polled at least once, and one last time when the time is up. With V(0), it is polled just once.
      - A request that is in progress when the time is up may take up to another O(api_timeout).
    type: float
    default: 3600
  wait_interval:
    description:
      - The time from the start of one poll to the start of the next, in seconds. Must be greater than V(0), and not
        greater than O(wait_timeout) unless that is V(0).
      - If a poll takes longer than this, the next one starts at the next whole multiple of the interval.
      - A longer pause that the service requests with C(Retry-After) is respected.
      - If not set, 10 seconds, or O(wait_timeout) if that is shorter.
    type: float
requirements:
  - jmespath (with O(wait) or O(until))
"""
