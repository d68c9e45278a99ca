# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The modules log in with what AWX's own code makes of a credential: of the built-in type, and of the kit's types."""

from __future__ import annotations

import pytest
import yaml
from awx_plugins.credentials.plugins import openstack
from awx_plugins.interfaces._temporary_private_api import ManagedCredentialType
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jsonschema import Draft4Validator

from tools.awx import Awx
from tools.playbooks import PASSWORD, PROJECT, ROOT, TOKEN
from tools.tls import Authority, tls_in_front_of

KIT = ROOT / "docs" / "awx"
TYPES = sorted(KIT.glob("credential-type-*.yml"))
DOMAIN = "OTC-EU-DE-00000000001000000000"
SECRET_KEY = "a-secret-key-that-must-never-be-shown"
SECURITY_TOKEN = "a-security-token-that-must-never-be-shown"
LIST = [
    {
        "hosts": "localhost",
        "connection": "local",
        "gather_facts": False,
        "tasks": [
            {
                "otc.vbs.vbs_policy_info": {"endpoint": "{{ endpoint | default(omit) }}", "retries": 0},
                "register": "found",
            },
            {"ansible.builtin.debug": {"var": "found.policies"}},
        ],
    }
]

# What AWX accepts of a credential type: its rules, in JSON Schema; see
# https://docs.ansible.com/projects/awx/en/24.6.1/userguide/credential_types.html
NAME = "^[a-zA-Z_][a-zA-Z0-9_]*$"
FIELD = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "pattern": NAME, "not": {"enum": ["tower"]}},
        "label": {"type": "string"},
        "type": {"enum": ["string", "boolean"]},
        "format": {"enum": ["ssh_private_key", "url"]},
        "help_text": {"type": "string"},
        "secret": {"type": "boolean"},
        "multiline": {"type": "boolean"},
        "choices": {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True},
        "ask_at_runtime": {"type": "boolean"},
        "default": {"type": ["string", "boolean"]},
    },
    "required": ["id", "label"],
    "additionalProperties": False,
}
INPUTS = {
    "type": "object",
    "properties": {
        "fields": {"type": "array", "items": FIELD},
        "required": {"type": "array", "items": {"type": "string"}},
    },
    "additionalProperties": False,
}
TEXTS = {"type": "object", "additionalProperties": False}
INJECTORS = {
    "type": "object",
    "properties": {
        # AWX refuses to set what may change Ansible itself.
        "env": {**TEXTS, "patternProperties": {r"^(?!ANSIBLE_)[a-zA-Z_][a-zA-Z0-9_]*$": {"type": "string"}}},
        "file": {**TEXTS, "patternProperties": {r"^template(\.[a-zA-Z_][a-zA-Z0-9_]*)?$": {"type": "string"}}},
        "extra_vars": {"type": "object"},
    },
    "additionalProperties": False,
}


@pytest.fixture
def listing(collection, tmp_path):
    """Runs a job that lists the policies, with a credential."""
    project = tmp_path / "list"
    project.mkdir()
    (project / "list.yml").write_text(yaml.safe_dump(LIST), encoding="utf-8")
    awx = Awx(project, collection.path, tmp_path)
    return lambda *credential, **variables: awx.run("list.yml", credential, variables)


@pytest.fixture(scope="module")
def real(simulator, keystone):
    """The inputs of a credential for a real Keystone, whose catalog leads to the simulator for region eu-de alone."""
    domain, projects = keystone.domain(DOMAIN), keystone.domain("Projects")
    own, other = keystone.project("eu-de", domain), keystone.project("eu-de", projects)
    keystone.user("backup-checker", PASSWORD, domain, [own, other])
    keystone.service(
        {
            "eu-nl": {"public": "http://127.0.0.1:9/v2/$(project_id)s"},
            "eu-de": {"public": f"{simulator.url}/v2/$(project_id)s"},
        }
    )
    inputs = {"host": keystone.auth_url, "username": "backup-checker", "password": PASSWORD, "project": "eu-de"}
    yield {**inputs, "region": "eu-de"}, {DOMAIN: own, "Projects": other}
    keystone.clear()


@pytest.mark.parametrize(
    ("inputs", "project_domain"),
    [
        ({"domain": DOMAIN}, DOMAIN),
        ({"domain": DOMAIN, "project_domain_name": "Projects", "verify_ssl": False}, "Projects"),
    ],
)
def test_the_built_in_credential_logs_in_at_a_real_keystone(listing, simulator, keystone, real, inputs, project_domain):
    common, projects = real
    simulator.load(
        {
            "project_id": projects[project_domain],
            "keystone": {"auth_url": keystone.auth_url},
            "policies": {"nightly": {"tasks": []}},
        }
    )
    job = listing(openstack, {**common, **inputs})
    assert job.status == "successful", job.output
    assert "nightly" in job.output


@pytest.mark.parametrize(("verify", "status"), [(True, "failed"), (False, "successful")])
def test_the_built_in_credential_says_whether_certificates_are_verified(
    listing, cloud, simulator, tmp_path, verify, status
):
    cloud.load_policies("nightly")
    server = Authority(tmp_path).server("127.0.0.1")
    with tls_in_front_of(int(simulator.url.rsplit(":", 1)[1]), server) as port:
        credential = cloud.openstack(host=f"https://127.0.0.1:{port}/v3", verify_ssl=verify)
        # The catalog knows nothing of the TLS in front.
        job = listing(*credential, endpoint=simulator.url)
    assert job.status == status, job.output
    assert ("certificate" in job.output) is verify


@pytest.mark.parametrize("path", TYPES, ids=lambda path: path.stem)
def test_awx_accepts_the_credential_types_of_the_kit(path):
    kind = yaml.safe_load(path.read_text(encoding="utf-8"))
    Draft4Validator(INPUTS).validate(kind["inputs"])
    Draft4Validator(INJECTORS).validate(kind["injectors"])
    fields = [field["id"] for field in kind["inputs"]["fields"]]
    assert len(fields) == len(set(fields))
    assert set(kind["inputs"]["required"]) <= set(fields)
    # Each injector may only use what is a field.
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
    for template in kind["injectors"]["env"].values():
        assert "EXAMPLE" in environment.from_string(template).render(dict.fromkeys(fields, "EXAMPLE"))


def test_the_credential_types_of_the_kit_tell_awx_what_is_secret():
    secret = {
        field["id"]
        for path in TYPES
        for field in yaml.safe_load(path.read_text(encoding="utf-8"))["inputs"]["fields"]
        if field.get("secret")
    }
    assert secret == {"secret_key", "security_token", "token"}


@pytest.mark.parametrize(
    ("name", "inputs"),
    [
        ("token", {"token": TOKEN}),
        ("access-key", {"access_key": "AKLASTING", "secret_key": SECRET_KEY}),
        ("access-key", {"access_key": "AKPASSING", "secret_key": SECRET_KEY, "security_token": SECURITY_TOKEN}),
    ],
)
def test_a_credential_of_the_kits_types_logs_in_and_shows_no_secret(listing, cloud, simulator, name, inputs):
    cloud.load(
        tokens={TOKEN: {}},
        access_keys={
            "AKLASTING": {"secret_key": SECRET_KEY},
            "AKPASSING": {"secret_key": SECRET_KEY, "security_token": SECURITY_TOKEN},
        },
        policies={"nightly": {"tasks": []}},
    )
    kind = yaml.safe_load((KIT / f"credential-type-{name}.yml").read_text(encoding="utf-8"))
    credential_type = ManagedCredentialType(namespace="vbs", name=name, kind="cloud", **kind)
    job = listing(credential_type, {**inputs, "project_id": PROJECT, "endpoint": simulator.url})
    assert job.status == "successful", job.output
    assert "nightly" in job.output
    # The runner notes the environment that it was given in the file command; all other files are what the job wrote.
    written = [path for path in (job.directory / "artifacts").rglob("*") if path.is_file() and path.name != "command"]
    secrets = [value.encode() for value in (TOKEN, SECRET_KEY, SECURITY_TOKEN)]
    assert [path for path in written if any(secret in path.read_bytes() for secret in secrets)] == []
