# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a task logs in with a cloud and variables, and what of that is shown, through ansible-playbook."""

from __future__ import annotations

import json

import pytest
import yaml

from tools.playbooks import PASSWORD, PROJECT, USER

WRONG = "a-wrong-secret-that-must-not-be-shown-either"
PEM = f"-----BEGIN PRIVATE KEY-----\n{WRONG}\n-----END PRIVATE KEY-----\n"


def cloud(playbooks, **config):
    auth = {"auth_url": playbooks.simulator.auth_url, "username": USER["name"], "password": PASSWORD}
    auth.update(domain_name="OTC-EU", project_id=PROJECT)
    return {"auth": {**auth, **config.pop("auth", {})}, "vbs_endpoint_override": playbooks.simulator.url, **config}


def assert_hidden(run):
    assert [secret for secret in (PASSWORD, WRONG) if secret in run.output + run.log] == []
    assert "Traceback" not in run.output


@pytest.mark.parametrize("arguments", [(), ("--check",)])
def test_a_cloud_as_a_dictionary_logs_in_and_shows_no_secret(playbooks, arguments):
    playbooks.load(jobs={"j1": {"job_id": "j1", "status": "SUCCESS"}})
    task = {"otc.vbs.vbs_job_info": {"job_id": "j1", "cloud": cloud(playbooks, region_name="eu-de")}}
    debug = {"ansible.builtin.debug": {"var": "result"}}
    run = playbooks.run([{**task, "register": "result"}, debug], "-vvvv", *arguments)
    assert run.status == 0, run.output
    assert '"status": "SUCCESS"' in run.output
    assert_hidden(run)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"cloud": {"auth": {"password": WRONG}}, "retries": -1}, "Invalid value for retries: -1"),
        ({"cloud": {"auth": {"password": WRONG}}, "retries": "many"}, "unable to convert"),
        ({"cloud": {"auth": {"password": WRONG}}, "retrys": 1}, "Unsupported parameters"),
        ({"cloud": {"auth": {"pass-code": WRONG, "mfa": WRONG}}}, "Missing value for auth"),
        ({"cloud": {"auth": WRONG}}, "auth must be a mapping"),
        ({"cloud": {"auth": [WRONG]}}, "auth must be a mapping"),
        ({"cloud": {"password": WRONG, "client_secret": {"deep": [WRONG]}}}, "Missing value for auth"),
        ({"cloud": {"clouds": {"one": {"auth": {"password": WRONG}}}}}, "Invalid value for cloud: (not shown)"),
        ({"cloud": [{"one": WRONG}]}, "Invalid value for cloud: (not shown)"),
        ({"cloud": f"clouds:\n  one:\n    auth:\n      password: {WRONG}\n"}, "Invalid value for cloud: (not shown)"),
        ({"cloud": f"{{'auth': {{'password': '{WRONG}'}}}}"}, "Invalid value for cloud: (not shown)"),
        ({"client_key": PEM, "client_cert": "playbook.json"}, "Invalid value for client_key: (not shown)"),
        ({"client_cert": PEM}, "Invalid value for client_cert: (not shown)"),
        ({"ca_cert": PEM, "retries": "many"}, "unable to convert"),
        ({"endpoint": f"https://me:{WRONG}@vbs.example"}, "Invalid value for endpoint: (not shown)"),
        ({"region_name": PEM, "cloud": "one"}, "Invalid value for cloud: 'one'"),
    ],
)
def test_what_is_given_the_wrong_way_is_not_shown(playbooks, options, said):
    login = {} if "cloud" in options else {"auth": {"token": WRONG}, "project_id": PROJECT}
    login = {"endpoint": playbooks.simulator.url, **login} if login else login
    run = playbooks.run([{"otc.vbs.vbs_job_info": {"job_id": "j1", **login, **options}}], "-vvvv")
    assert run.status == 2
    assert said in run.output
    assert_hidden(run)
    assert playbooks.simulator.requests() == []


@pytest.mark.parametrize(
    "environment",
    [
        {"OS_CLIENT_CONFIG_FILE": f"clouds:\n  one:\n    auth:\n      password: {WRONG}\n"},
        {"OS_CLIENT_SECURE_FILE": f"clouds: {{one: {{auth: {{password: {WRONG}}}}}}}"},
        {"OS_CERT": "playbook.json", "OS_KEY": PEM, "OS_TOKEN": "a-token", "OS_PROJECT_ID": PROJECT},
        {"OS_CLOUD": f"password: {WRONG}"},
    ],
)
def test_the_content_of_a_file_in_a_variable_is_not_shown(playbooks, tmp_path, environment):
    # Where the module runs, not where Ansible does: a task's own 'environment' would be shown by Ansible itself.
    options = {"job_id": "j1", "endpoint": playbooks.simulator.url}
    if "OS_CERT" in environment:
        environment = {**environment, "OS_CERT": str(tmp_path / "playbook.json")}
    run = playbooks.run([{"otc.vbs.vbs_job_info": options}], "-vvvv", environment=environment)
    assert run.status == 2
    assert ": (not shown). " in run.output
    assert_hidden(run)
    assert playbooks.simulator.requests() == []


def test_a_cloud_as_a_dictionary_in_an_inventory_is_no_variable_of_a_host(playbooks, tmp_path):
    playbooks.load(policies={"p1": {"name": "nightly", "tasks": []}})
    config = {"plugin": "otc.vbs.policies", "projects": [{"cloud": cloud(playbooks)}]}
    (tmp_path / "my.vbs.yml").write_text(json.dumps(config), encoding="utf-8")
    run = playbooks.execute(["ansible-inventory", "-i", "my.vbs.yml", "--list", "-vvvv"])
    assert run.status == 0, run.output
    assert '"vbs_cloud": null' in run.output
    assert PROJECT in run.output
    assert_hidden(run)


def test_a_project_named_in_the_environment_counts_beside_a_cloud_of_the_file(playbooks, keystone, tmp_path):
    domain = keystone.domain("OTC-EU")
    main, sub = keystone.project("eu-de", domain), keystone.project("eu-de_sub", domain)
    keystone.user("checker", PASSWORD, domain, [main, sub])
    keystone.service({"eu-de": {"public": f"{playbooks.simulator.url}/v2/$(project_id)s"}})
    auth = {"auth_url": keystone.auth_url, "username": "checker", "password": PASSWORD, "project_name": "eu-de"}
    auth["user_domain_name"] = auth["project_domain_name"] = "OTC-EU"
    (tmp_path / "log").touch()
    try:
        for names, environment, project in (
            ("eu-de", {}, main),
            ("eu-de_sub", {"OS_PROJECT_NAME": "eu-de_sub"}, sub),
            ("eu-de_sub", {"OS_PROJECT_ID": sub}, sub),
        ):
            (tmp_path / "clouds.yaml").write_text(yaml.safe_dump({"clouds": {"otc": {"auth": auth}}}))
            environment = {"OS_CLOUD": "otc", "HOME": str(tmp_path), **environment}
            judged = playbooks.execute(["openstack", "token", "issue", "-f", "value", "-c", "project_id"], environment)
            assert judged.output.split()[-1] == project, names
            playbooks.simulator.load(
                {
                    "speed": 0,
                    "project_id": project,
                    "keystone": {"auth_url": keystone.auth_url},
                    "jobs": {"j1": {"job_id": "j1", "status": "SUCCESS"}},
                }
            )
            run = playbooks.run([{"otc.vbs.vbs_job_info": {"job_id": "j1"}}], environment=environment)
            assert run.status == 0, run.output
            assert playbooks.simulator.requests()[-1]["path"] == f"/v1/{project}/jobs/j1"
    finally:
        keystone.clear()
