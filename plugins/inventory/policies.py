# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes an inventory of plugin_utils/_inventory."""

from __future__ import annotations

DOCUMENTATION = r"""
name: policies
short_description: VBS backup policies as hosts
version_added: 1.0.0
author:
  - The otc.vbs contributors (@otc-vbs)
description:
  - Adds each backup policy of the Volume Backup Service (VBS) as a host, so that the role
    P(otc.vbs.policy_run_check#role) can run for each policy, and AWX can slice the work.
  - The name of the inventory file must be C(vbs.yml) or C(vbs.yaml), or end with C(.vbs.yml) or C(.vbs.yaml).
  - The host has the name of its policy, with C(_) in place of all characters but letters, digits, C(_), C(.)
    and C(-). C(_) and the policy's ID follow where several policies have the name, where a group has it, also one of
    O(groups) and O(keyed_groups), or a group or host of an inventory that Ansible has read before, and where it has a
    meaning to Ansible, such as C(localhost).
  - The variables C(backup_policy_id), C(backup_policy_name), C(policy_resource_count), C(scheduled_policy) and
    C(time_zone) are the service's fields, as in RV(otc.vbs.vbs_policy_info#module:policies).
    C(policy_run_check_policy_id) is for the role. C(vbs_cloud), C(vbs_region_name), C(vbs_endpoint) and
    C(vbs_project_id) say where the policy is, for use in the options of the modules. They are null if not known.
    Secrets never become variables, not even those that the service repeats.
  - The group C(disabled) holds the policies whose schedule is C(OFF), C(enabled) all others, and C(empty) those
    that have 0 volumes. It is an error if O(groups) or O(keyed_groups) would put others into them.
  - If any project cannot be read, or O(groups), O(keyed_groups) or O(compose) fail for any policy, there are no hosts
    at all, because a partial inventory would leave backups unchecked. Ansible itself then only warns and continues,
    unless E(ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED) is set to V(true).
  - Without O(strict), an expression that fails for a policy is passed over, so the policy is not in the group.
extends_documentation_fragment:
  - constructed
  - inventory_cache
  - otc.vbs.connection
options:
  plugin:
    description:
      - The name of this plugin.
    type: str
    required: true
    choices: [otc.vbs.policies]
  projects:
    description:
      - The projects to read. Each is a dictionary of connection options, such as O(project_id), O(cloud), O(auth) or
        O(region_name). They take precedence over the plugin's options of the same names. The suboptions of O(auth) do
        so one by one.
      - If not set, the one project that the plugin's own options lead to is read.
      - One project of each login is read first, then all others concurrently, so that a wrong password is sent once.
      - As many are read at the same time as the lowest O(connections) of all projects says.
    type: list
    elements: dict
notes:
  - Only the policies are cached, never a secret. Each login and each project has a cache entry of its own. An entry
    that is damaged or was changed by hand is not used.
  - Secrets can be encrypted with C(ansible-vault encrypt_string). The file is not a template.
  - If a secret is in the file, set E(ANSIBLE_INVENTORY_ENABLED) to V(otc.vbs.policies). Other plugins show lines of a
    file that they cannot read.
seealso:
  - module: otc.vbs.vbs_policy_info
"""

EXAMPLES = r"""
# The file my.vbs.yml: the project of a cloud in clouds.yaml.
plugin: otc.vbs.policies
cloud: production

---
# Several projects with one login, from the environment or an AWX credential.
plugin: otc.vbs.policies
projects:
  - project_id: 4229d7a45436489f8c3dc2b1d35d4987
  - project_id: 8d1f2f0f5c1b4b1e9a53b4ab37ae0a6c
    region_name: eu-nl

---
# Several clouds, groups of the plugin's user, and a cache.
plugin: otc.vbs.policies
projects:
  - cloud: production
  - cloud: staging
strict: true
groups:
  weekly: scheduled_policy.week_frequency is defined
keyed_groups:
  - key: vbs_project_id
    prefix: project
compose:
  policy_run_check_grace: "6 if scheduled_policy.week_frequency is defined else 2"
cache: true
cache_plugin: ansible.builtin.jsonfile
cache_connection: /tmp/vbs-policies
cache_timeout: 3600
"""

import os
import re
from collections.abc import Mapping
from typing import Any

from ansible.errors import AnsibleError, AnsibleParserError
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.errors import UnsupportedError
from ansible.plugins.inventory import BaseInventoryPlugin, Cacheable, Constructable
from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import conceal
from ansible_collections.otc.vbs.plugins.module_utils._connect import CONNECTION_OPTIONS
from ansible_collections.otc.vbs.plugins.module_utils._errors import VbsError
from ansible_collections.otc.vbs.plugins.module_utils._libraries import is_missing
from ansible_collections.otc.vbs.plugins.module_utils._settings.settings import resolve
from ansible_collections.otc.vbs.plugins.plugin_utils._inventory.draft import Draft
from ansible_collections.otc.vbs.plugins.plugin_utils._inventory.hosts import (
    GROUPS,
    Found,
    Project,
    censor,
    fingerprint,
    groups_of,
    hosts_of,
    label,
    overlay,
    pack,
    read_projects,
    unpack,
)

# Of all files that this process reads, each perhaps by several of Ansible's plugins.
REFUSALS: dict[str, str] = {}


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):  # type: ignore[misc]
    """The plugin; see DOCUMENTATION."""

    NAME = "otc.vbs.policies"

    def verify_file(self, path: str) -> bool:
        """Whether the file is for this plugin, by its name."""
        return super().verify_file(path) and bool(re.fullmatch(r"(.*\.)?vbs\.ya?ml", os.path.basename(path)))

    def parse(self, inventory: Any, loader: Any, path: str, cache: bool = True) -> None:
        """Adds the hosts of a file: all of them, or none."""
        super().parse(inventory, loader, path, cache)
        try:
            projects = self._projects(self._config(path))
            draft = self._draft(self._found(projects, path, cache))
        except Exception as error:
            # Ansible would show the lines of the file around a value that it does not like.
            raise AnsibleParserError(_told(error, path)) from None
        finally:
            self.inventory = inventory
        draft.add_to(inventory)

    def set_options(self, task_keys: Any = None, var_options: Any = None, direct: Any = None) -> None:
        """Keeps from Ansible what may hold secrets, as it would show a value of a wrong type."""
        own = {*CONNECTION_OPTIONS, "projects"}
        others = {name: value for name, value in (direct or {}).items() if name not in own}
        super().set_options(task_keys=task_keys, var_options=var_options, direct=others)

    def _config(self, path: str) -> Any:
        try:
            return self._read_config_data(path)
        except AttributeError:
            # Ansible takes it for a dictionary before it looks.
            raise VbsError("The file must be a dictionary with options.") from None

    def _projects(self, config: Mapping[str, Any]) -> list[Project]:
        unknown = sorted(map(str, set(config) - set(self.get_options())))
        if unknown:
            raise VbsError(f"There is no option {unknown[0]}. Use ansible-doc -t inventory {self.NAME} to see all.")
        if is_missing("requests"):
            raise VbsError("The Python library requests is missing where Ansible runs. Install it there.")
        common = {name: config[name] for name in CONNECTION_OPTIONS if name in config}
        own = config.get("projects")
        if own is None:
            return [_project("", common)]
        if not isinstance(own, list) or not own or not all(isinstance(project, Mapping) for project in own):
            raise VbsError("projects must be a list of dictionaries, with at least one.")
        return [_project(label(index, options), overlay(common, options)) for index, options in enumerate(own)]

    def _found(self, projects: list[Project], path: str, cache: bool) -> list[Found]:
        if not self.get_option("cache"):
            return self._read(projects)
        key = f"{self.get_cache_key(path)}_{fingerprint(projects)}"
        found = self._cached(key) if cache else None
        if found is None:
            found = self._read(projects)
            self._cache[key] = pack(found)
        return found

    def _cached(self, key: str) -> Any:
        try:
            found = unpack(self._cache[key]) if key in self._cache else None
        except Exception:
            # Not even Ansible expects all that a file may hold. What cannot be read is as good as nothing.
            return None
        return censor(found)

    def _read(self, projects: list[Project]) -> list[Found]:
        return read_projects(projects, lambda text: self.display.warning(conceal(text)), REFUSALS)

    def _draft(self, found: list[Found]) -> Draft:
        """All that becomes of the policies; raises for what cannot be, before anything of it is in the inventory."""
        real = self.inventory
        # Groups that no policy is in today have their names all the same.
        own = {self._sanitize_group_name(str(group)) for group in self.get_option("groups") or ()}
        taken = {*GROUPS, *own, *real.groups, *real.hosts}
        while True:
            hosts = hosts_of(found, taken)
            self.inventory = draft = Draft(real)
            failure = None
            try:
                self._fill(draft, hosts)
            except Exception as error:
                failure = error
            clashing = draft.groups.keys() & hosts
            if not clashing:
                break
            # Only now it is known that there are groups of these names. One of them may be why it failed.
            taken |= clashing
        if failure:
            raise failure
        return draft

    def _fill(self, draft: Draft, hosts: Mapping[str, dict[str, Any]]) -> None:
        for group in GROUPS:
            draft.add_group(group)
        members: dict[str, set[str]] = {group: set() for group in GROUPS}
        for name, variables in hosts.items():
            draft.add_host(name)
            for group in groups_of(variables):
                draft.add_child(group, name)
                members[group].add(name)
            self._construct(name, wrap_var(variables))
        for group, wanted in members.items():
            strangers = {host.name for host in draft.groups[group].get_hosts()} - wanted
            if strangers:
                # As such it might go unchecked.
                raise VbsError(
                    f"groups or keyed_groups would put {min(strangers)} into the group {group}, which is this plugin's "
                    "own. Have them make groups of other names."
                )

    def _construct(self, name: str, variables: Mapping[str, Any]) -> None:
        for key, value in variables.items():
            self.inventory.set_variable(name, key, value)
        strict = self.get_option("strict")
        self._set_composite_vars(self.get_option("compose"), variables, name, strict)
        self._add_host_to_composed_groups(self.get_option("groups"), variables, name, strict)
        self._add_host_to_keyed_groups(self.get_option("keyed_groups"), variables, name, strict)


def _told(error: Exception, path: str) -> str:
    """What is said of an error: no secret, and of a file that is no YAML only where."""
    cause: Any = error
    while cause and not hasattr(cause, "problem_mark"):
        cause = cause.__cause__ or cause.__context__
    if cause and cause.problem_mark:
        return f"{path} is not YAML: look at line {cause.problem_mark.line + 1}."
    known = isinstance(error, (AnsibleError, VbsError))
    return conceal(str(error) if known else f"{type(error).__name__}: {error}")


def _project(name: str, options: Mapping[str, Any]) -> Project:
    """The project that checked options describe; a message begins with its name."""
    try:
        auth = options.get("auth") or {}
        if not isinstance(auth, Mapping):
            raise VbsError("auth must be a dictionary.")
        # What ansible-vault has encrypted is decrypted when it becomes a string.
        texts = {name: None if value is None else str(value) for name, value in auth.items()}
        cloud = _plain(options.get("cloud"))
        checked = ArgumentSpecValidator(CONNECTION_OPTIONS).validate({**options, "auth": texts, "cloud": cloud})
        params = checked.validated_parameters
        for error in checked.errors.errors:
            raise VbsError(f"There is no option {error}" if isinstance(error, UnsupportedError) else str(error))
        known = cloud.get("cloud") if isinstance(cloud, Mapping) else cloud
        return Project(name, known if isinstance(known, str) else None, resolve(params, os.environ))
    except VbsError as error:
        raise VbsError(f"{name}: {error}" if name else str(error)) from None


def _plain(value: Any) -> Any:
    """The value with what ansible-vault has encrypted as strings, at any depth."""
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)
