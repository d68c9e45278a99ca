# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the filters have in common."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ansible.errors import AnsibleFilterError

from ansible_collections.otc.vbs.plugins.module_utils._errors import VbsError


@contextmanager
def named(name: str) -> Iterator[None]:
    """Has Ansible show what is wrong with an option of this filter."""
    try:
        yield
    except VbsError as error:
        raise AnsibleFilterError(f"otc.vbs.{name}: {error}") from error
