# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the openstack command makes of files and variables, to compare with."""

from __future__ import annotations

import contextlib
import importlib
import json
import logging
import os
import warnings

import pytest
import yaml
from openstack.config import loader
from openstackclient.shell import OpenStackShell
from osc_lib.cli.client_config import OSC_Config

from ansible_collections.otc.vbs.plugins.module_utils._settings.clouds import choose_cloud, cloud_settings
from ansible_collections.otc.vbs.plugins.module_utils._settings.files import read_files
from ansible_collections.otc.vbs.plugins.module_utils._settings.normalize import AUTH, ENDPOINTS, MOVED, TYPES
from ansible_collections.otc.vbs.plugins.module_utils._settings.variables import read_variables

SECRET = "secret-not-to-be-shown"
USER = {"auth_url": "https://iam.example/v3", "username": "alice", "password": SECRET}
OPENRC = {
    "OS_AUTH_URL": "https://iam.example/v3",
    "OS_USERNAME": "alice",
    "OS_PASSWORD": SECRET,
    "OS_PROJECT_NAME": "p",
    "OS_USER_DOMAIN_NAME": "d",
    "OS_PROJECT_DOMAIN_NAME": "e",
}
HOME = "home/.config/openstack/"
# The command sets these where nobody else does; find_cloud() leaves them to its caller.
DEFAULTS = {"auth_type": "password", "interface": "public", "verify": True, "insecure": False}


@contextlib.contextmanager
def world(root, files, environ):
    """A working directory and a home with these files, and nothing but these variables that anybody looks at.

    files: paths below root (the working directory is 'work') to texts, or to what is written as YAML or JSON.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("OS_", "XDG_", "SNAP_", "STATSD_")):
                patch.delenv(name)
        patch.setenv("HOME", str(root / "home"))
        (root / "work").mkdir(parents=True, exist_ok=True)
        patch.chdir(root / "work")
        for name, value in environ.items():
            patch.setenv(name, value.replace("ROOT", str(root)))
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not isinstance(content, str):
                content = json.dumps(content) if name.endswith("json") else yaml.safe_dump(content, sort_keys=False)
            path.write_text(content)
        yield


def find_cloud(name, region_name, environ):
    """What the collection makes of it. The region is asked for as with an option of the command."""
    variables = read_variables(environ)
    if region_name:
        variables = variables._replace(region_name=region_name)
    return cloud_settings(choose_cloud(read_files(environ), variables, name), project=False)


def judge(name, region_name):
    """What the command makes of it, by the way that it goes itself, but with no plugin made of it."""
    importlib.reload(loader)  # it looks for its folders once, when it is imported

    class Config(OSC_Config):
        def _get_auth_loader(self, config):
            plugin = super()._get_auth_loader(config)
            options = plugin.get_options()
            for option in options:
                # What is missing is told once the login method is known.
                option.required = False
            plugin.get_options = lambda: options
            self.options = {option.dest for option in options}
            plugin.load_from_options = lambda **_options: None
            return plugin

    logging.getLogger("openstack").setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shell = OpenStackShell()
        given = [*(["--os-cloud", name] if name else []), *(["--os-region-name", region_name] if region_name else [])]
        shell.options = shell.parser.parse_args(given)
        shell._final_defaults()
        defaults = {"interface": "public", "auth_type": shell._auth_type}
        config = Config(override_defaults=defaults)
        return config.get_one(cloud=shell.options.cloud, argparse=shell.options).config, config.options


def check_agreement(found, judged, options):
    """All that the command has is found, and nothing else."""
    assert set(found) <= {"auth", *TYPES}
    for key in TYPES:
        expected = judged.get(key)
        if key in ("cacert", "cert", "key") and expected:
            expected = os.path.expanduser(expected)
        default = DEFAULTS.get(key)
        alike = next((names for names in ENDPOINTS if key in names), ())
        if any(os.environ.get(f"OS_{name.upper()}") for name in alike):
            # These variables count for this collection, whatever the cloud.
            expected = os.environ.get(f"OS_{key.upper()}", "")
            expected = expected and expected.format(region_name=judged["region_name"])
        assert found.get(key, default) == (default if expected in (None, "") else expected), key
    auth = dict(found.get("auth", {}))
    if auth.get("project_id"):
        # The name does not count for Keystone then.
        auth.setdefault("project_name", judged["auth"].get("project_name", ""))
    for key in (*AUTH, *MOVED):
        if key in options or key in MOVED:
            assert auth.get(key, "") == judged["auth"].get(key, ""), key
        elif key in auth:
            # No option of this plugin: the loader leaves it where it is, under any of its names.
            names = (key, *AUTH[key])
            assert auth[key] in [place.get(name) for place in (judged, judged["auth"]) for name in names], key
        else:
            assert not judged.get(key), key


def cloud(**config):
    return {"clouds": {"one": config}}


def two(**config):
    return {"clouds": {"one": {"auth": USER}, "two": config}}
