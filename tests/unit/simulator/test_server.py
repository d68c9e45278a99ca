# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator as a process: what is on the wire, and how it stops."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest
import requests

from simulator.process import DIRECTORY, Simulator, SimulatorError

PROJECT = "project-1"
TASKS = f"/v2/{PROJECT}/backuppolicy/policy-1/backuptasks"
POLICIES = f"/v2/{PROJECT}/backuppolicy"
JOB = f"/v1/{PROJECT}/jobs/job-1"
JOB_DOCUMENT = {"job_id": "job-1", "status": "SUCCESS", "fail_reason": None}
DOMAIN = {"id": "domain-1", "name": "OTC"}
STOP_SECONDS = 20
SCENARIO = {
    "start": "2026-01-01T02:00:00",
    "speed": 0,
    "project_id": PROJECT,
    "tokens": {
        "good": {},
        "old": {"expires_in": 0},
        "short": {"expires_in": 60},
        "foreign": {"project_id": "project-2"},
    },
    "users": [
        {
            "id": "user-1",
            "name": "ann",
            "password": "secret",
            "domain": DOMAIN,
            "projects": [{"id": PROJECT, "name": "eu-de"}],
        }
    ],
    "policies": {"policy-1": {"generate": {"tasks": 25}}},
    "jobs": {"job-1": JOB_DOCUMENT, "../x": {"job_id": "../x"}},
}


@pytest.fixture
def simulator(simulator):
    simulator.load(SCENARIO)
    return simulator


@pytest.fixture
def session():
    with requests.Session() as session:
        session.trust_env = False
        session.headers["X-Auth-Token"] = "good"
        yield session


def wire(simulator, request: str) -> bytes:
    """All that comes back for the bytes of a request."""
    url = urlsplit(simulator.url)
    with socket.create_connection((url.hostname, url.port), timeout=STOP_SECONDS) as connection:
        connection.sendall(request.encode())
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
        return received


def raw_get(simulator, target: str):
    """A GET whose target no client library has tidied up."""
    url = urlsplit(simulator.url)
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=STOP_SECONDS)
    try:
        connection.putrequest("GET", target)
        connection.putheader("X-Auth-Token", "good")
        connection.endheaders()
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


def password_body(user=None, scope=None) -> dict:
    user = {"name": "ann", "domain": {"name": "OTC"}, "password": "secret"} if user is None else user
    auth = {"identity": {"methods": ["password"], "password": {"user": user}}}
    if scope is not None:
        auth["scope"] = scope
    return {"auth": auth}


class TestService:
    def test_tasks(self, simulator, session):
        answer = session.get(simulator.url + TASKS, params={"limit": "2", "sort_dir": "asc", "sort_key": "created_at"})
        assert answer.status_code == 200
        assert answer.json()["count"] == 25
        assert [task["created_at"] for task in answer.json()["tasks"]] == [
            "2025-12-31T02:00:00.000",
            "2025-12-31T03:00:00.000",
        ]

    def test_job(self, simulator, session):
        assert session.get(simulator.url + JOB).json() == JOB_DOCUMENT

    @pytest.mark.parametrize(
        "query",
        [
            "limit=0",
            "limit=-1",
            "limit=x",
            "limit=",
            "limit=1&limit=2",
            "limit=" + "9" * 19,
            "limit=%D9%A3",
            "offset=-1",
            "offset=1.5",
            "sort_dir=up",
            "sort_key=status",
            "status=success",
            "status=",
            "marker=nope",
            "marker=",
            "job_id=",
            "colour=red",
        ],
    )
    def test_wrong_parameters(self, simulator, session, query):
        answer = session.get(f"{simulator.url}{TASKS}?{query}")
        assert answer.status_code == 400
        assert answer.json()["error"]["code"].startswith("VBS.")
        assert answer.json()["error"]["message"]

    @pytest.mark.parametrize("path", [POLICIES, JOB])
    def test_only_the_tasks_take_parameters(self, simulator, session, path):
        assert session.get(simulator.url + path, params={"limit": 1}).status_code == 400

    def test_policies(self, simulator, session):
        schedule = {"status": "OFF", "week_frequency": ["SUN"]}
        named = {"name": "weekly", "scheduled_policy": schedule, "policy_resource_count": 3}
        simulator.merge({"policies": {"policy-2": named}})
        first, second = session.get(simulator.url + POLICIES).json()["backup_policies"]
        assert [first["backup_policy_id"], second["backup_policy_id"]] == ["policy-1", "policy-2"]
        assert [first["backup_policy_name"], second["backup_policy_name"]] == ["policy-1", "weekly"]
        # The generated tasks are all about one volume.
        assert [first["policy_resource_count"], second["policy_resource_count"]] == [1, 3]
        assert first["scheduled_policy"]["status"] == "ON"
        # It fires by the days of the week, or at an interval of days.
        interval = first["scheduled_policy"].pop("frequency")
        assert (interval, second["scheduled_policy"]) == (1, first["scheduled_policy"] | schedule)

    @pytest.mark.parametrize(
        ("token", "status"), [(None, 401), ("unknown", 401), ("old", 401), ("foreign", 403), ("good", 200)]
    )
    @pytest.mark.parametrize("path", [POLICIES, TASKS, JOB])
    def test_tokens(self, simulator, session, path, token, status):
        session.headers["X-Auth-Token"] = token
        assert session.get(simulator.url + path).status_code == status

    def test_another_project_does_not_see_this_ones_objects(self, simulator, session):
        session.headers["X-Auth-Token"] = "foreign"
        for path in (POLICIES, TASKS, JOB):
            assert session.get(simulator.url + path.replace(PROJECT, "project-2")).status_code == 404

    def test_tokens_expire_in_virtual_time(self, simulator, session):
        session.headers["X-Auth-Token"] = "short"
        assert session.get(simulator.url + JOB).status_code == 200
        simulator.advance(60)
        assert session.get(simulator.url + JOB).status_code == 401

    @pytest.mark.parametrize(
        "path", [TASKS.replace("policy-1", "nope"), JOB.replace("job-1", "nope"), TASKS + "/", "/", "/v2", "/v1/jobs"]
    )
    def test_unknown_things(self, simulator, session, path):
        answer = session.get(simulator.url + path)
        assert answer.status_code == 404
        assert answer.json()["error"]["code"].startswith("VBS.")

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "HEAD", "OPTIONS"])
    @pytest.mark.parametrize("path", [POLICIES, TASKS, JOB])
    def test_other_methods(self, simulator, session, method, path):
        answer = session.request(method, simulator.url + path)
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")

    def test_each_answer_has_its_own_request_id(self, simulator, session):
        paths = (JOB, JOB, "/nope", "/v3/nope")
        ids = [session.get(simulator.url + path).headers["X-Request-Id"] for path in paths]
        assert len(set(ids)) == len(paths)
        assert [entry["request_id"] for entry in simulator.requests()] == ids

    def test_ids_are_decoded_only_within_their_segment(self, simulator):
        assert raw_get(simulator, f"/v1/{PROJECT}/jobs/..%2Fx") == (200, {"job_id": "../x"})
        assert raw_get(simulator, f"/v1/{PROJECT}/jobs/a%2F..%2Fjob-1")[0] == 404
        assert raw_get(simulator, f"/v1/{PROJECT}/jobs/nope/../job-1")[0] == 404
        assert raw_get(simulator, f"/v2/{PROJECT}/backuppolicy/../../v1/{PROJECT}/jobs/job-1")[0] == 404
        assert simulator.requests()[0]["path"] == f"/v1/{PROJECT}/jobs/..%2Fx"

    def test_time_ticks_after_each_answer(self, simulator, session):
        simulator.merge(
            {
                "tick": 60,
                "jobs": {
                    "job-1": {
                        "status": "INIT",
                        "script": [{"at": 60, "set": {"status": "RUNNING"}}, {"at": 120, "set": {"status": "SUCCESS"}}],
                    }
                },
            }
        )
        polls = [session.get(simulator.url + JOB).json()["status"] for _poll in range(3)]
        assert polls == ["INIT", "RUNNING", "SUCCESS"]
        assert [entry["at"] for entry in simulator.requests()] == [0, 60, 120]


class TestKeystone:
    @pytest.mark.parametrize(
        "user",
        [
            {"id": "user-1", "password": "secret"},
            {"name": "ann", "domain": {"name": "OTC"}, "password": "secret"},
            {"name": "ann", "domain": {"id": "domain-1"}, "password": "secret"},
        ],
    )
    @pytest.mark.parametrize(
        "project",
        [
            {"id": PROJECT},
            {"name": "eu-de", "domain": {"name": "OTC"}},
            {"name": "eu-de", "domain": {"id": "domain-1"}},
        ],
    )
    def test_a_token_that_the_service_takes(self, simulator, session, user, project):
        answer = session.post(simulator.auth_url + "/auth/tokens", json=password_body(user, {"project": project}))
        assert answer.status_code == 201
        token = answer.json()["token"]
        assert token["user"]["domain"] == DOMAIN
        assert token["project"] == {"id": PROJECT, "name": "eu-de", "domain": DOMAIN}
        assert token["issued_at"] == "2026-01-01T02:00:00.000000Z"
        assert token["expires_at"] == "2026-01-02T02:00:00.000000Z"
        (entry,) = token["catalog"]
        (endpoint,) = entry["endpoints"]
        assert (entry["type"], endpoint["interface"], endpoint["region"], endpoint["region_id"], endpoint["url"]) == (
            "vbs",
            "public",
            "eu-de",
            "eu-de",
            f"{simulator.url}/v2/{PROJECT}",
        )
        session.headers["X-Auth-Token"] = answer.headers["X-Subject-Token"]
        assert session.get(simulator.url + JOB).status_code == 200

    def test_a_token_without_scope_opens_no_project(self, simulator, session):
        answer = session.post(simulator.auth_url + "/auth/tokens", json=password_body())
        assert (answer.status_code, "catalog" in answer.json()["token"]) == (201, False)
        session.headers["X-Auth-Token"] = answer.headers["X-Subject-Token"]
        assert session.get(simulator.url + JOB).status_code == 403

    @pytest.mark.parametrize(
        "body",
        [
            password_body({"id": "user-1", "password": "wrong"}),
            password_body({"id": "nobody", "password": "secret"}),
            password_body({"name": "ann", "domain": {"name": "other"}, "password": "secret"}),
            password_body(scope={"project": {"id": "project-2"}}),
            {"auth": {"identity": {"methods": ["totp"]}}},
        ],
    )
    def test_wrong_credentials(self, simulator, session, body):
        answer = session.post(simulator.auth_url + "/auth/tokens", json=body)
        assert answer.status_code == 401
        assert answer.json() == {
            "error": {
                "code": 401,
                "title": "Unauthorized",
                "message": "The request you have made requires authentication.",
            }
        }

    @pytest.mark.parametrize(
        "body",
        [
            [],
            {},
            {"auth": {}},
            {"auth": {"identity": {"methods": "password"}}},
            password_body({}),
            password_body({"name": "ann", "password": "secret"}),
            password_body({"id": 1, "password": "secret"}),
            password_body(scope={}),
            password_body(scope={"project": {"name": "eu-de"}}),
        ],
    )
    def test_malformed_bodies(self, simulator, session, body):
        answer = session.post(simulator.auth_url + "/auth/tokens", json=body)
        assert answer.status_code == 400
        assert (answer.json()["error"]["code"], answer.json()["error"]["title"]) == (400, "Bad Request")

    def test_only_json(self, simulator, session):
        url = simulator.auth_url + "/auth/tokens"
        assert session.post(url, data=json.dumps(password_body())).status_code == 400
        assert session.post(url, data="{", headers={"Content-Type": "application/json"}).status_code == 400

    def test_other_methods_and_paths(self, simulator, session):
        assert session.get(simulator.auth_url + "/auth/tokens").status_code == 405
        assert session.get(simulator.auth_url + "/users").json()["error"]["code"] == 404


class TestControl:
    def test_health(self, simulator):
        health = simulator.health()
        assert (health["elapsed"], health["tasks"], health["jobs"], health["tokens"]) == (0, 25, 2, 4)

    def test_load_replaces_everything(self, simulator, session):
        session.get(simulator.url + JOB)
        simulator.fault(kind="reset")
        simulator.advance(5)
        simulator.load({"project_id": "other", "speed": 0})
        health = simulator.health()
        assert {name: value for name, value in health.items() if name != "version"} == dict.fromkeys(
            ("elapsed", "policies", "tasks", "jobs", "backups", "users", "tokens", "access_keys", "faults", "requests"),
            0,
        )

    def test_a_wrong_scenario_names_its_place_and_changes_nothing(self, simulator):
        with pytest.raises(SimulatorError, match=r"scenario\.jobs\.j: must be a mapping"):
            simulator.load({"project_id": "p", "jobs": {"j": 1}})
        assert simulator.health()["jobs"] == 2

    def test_long_scenarios(self, simulator):
        simulator.merge({"jobs": {f"j{index}": {"text": "x" * 1000} for index in range(3000)}})
        assert simulator.health()["jobs"] == 3002

    def test_requests_are_noted_and_forgotten(self, simulator, session):
        session.get(simulator.url + TASKS, params={"limit": 3, "marker": ""})
        session.post(simulator.auth_url + "/auth/tokens", json={"auth": 1})
        first, second = simulator.requests()
        assert (first["method"], first["path"], first["query"], first["status"]) == (
            "GET",
            TASKS,
            {"limit": "3", "marker": ""},
            400,
        )
        assert first["headers"]["x-auth-token"] == "good"
        assert "body" not in first
        assert (second["status"], second["body"]) == (400, {"auth": 1})
        simulator.clear_requests()
        assert simulator.requests() == []

    def test_revoke(self, simulator, session):
        assert simulator.revoke("good") == 1
        assert session.get(simulator.url + JOB).status_code == 401
        assert simulator.revoke() == 3
        with pytest.raises(SimulatorError, match="no such token"):
            simulator.revoke("good")

    def test_wrong_requests(self, simulator, session):
        control = simulator.url + "/_simulator"
        assert session.get(control + "/nope").status_code == 404
        assert session.get(control + "/advance").status_code == 405
        assert session.post(control + "/advance", data="{").status_code == 400
        assert session.post(control + "/advance", json={"seconds": -1}).status_code == 400

    @pytest.mark.parametrize(
        ("fault", "message"),
        [
            ({}, r"fault\.kind"),
            ({"kind": ["reset"]}, r"fault\.kind"),
            ({"kind": "reset", "status": 500}, "unknown key 'status'"),
            ({"kind": "reset", "path": "("}, r"fault\.path: .* no regular expression"),
            ({"kind": "reset", "times": -1}, r"fault\.times"),
            ({"kind": "delay"}, r"fault\.seconds"),
            ({"kind": "redirect"}, r"fault\.location"),
            ({"kind": "answer", "status": 99}, r"fault\.status"),
            ({"kind": "answer", "json": 1, "body": ""}, "json and body exclude each other"),
            ({"kind": "answer", "body_base64": "?"}, "is not base64"),
        ],
    )
    def test_wrong_faults(self, simulator, fault, message):
        with pytest.raises(SimulatorError, match=message):
            simulator.fault(**fault)


class TestFaults:
    def test_answer(self, simulator, session):
        simulator.fault(kind="answer", status=503, json=["x"], headers={"Retry-After": "7"})
        answer = session.get(simulator.url + JOB)
        assert (answer.status_code, answer.json(), answer.headers["Retry-After"]) == (503, ["x"], "7")
        assert answer.headers["Content-Type"] == "application/json"
        assert "X-Request-Id" in answer.headers
        assert session.get(simulator.url + JOB).status_code == 200

    def test_answer_of_a_proxy(self, simulator, session):
        simulator.fault(kind="answer", body="<html>", headers={"content-type": "text/html", "x-request-id": None})
        answer = session.get(simulator.url + JOB)
        assert (answer.status_code, answer.text, answer.headers["Content-Type"]) == (500, "<html>", "text/html")
        assert "X-Request-Id" not in answer.headers

    def test_answer_in_bytes(self, simulator, session):
        simulator.fault(kind="answer", status=200, body_base64="/wA=")
        assert session.get(simulator.url + JOB).content == b"\xff\x00"

    def test_matching_skipping_and_counting(self, simulator, session):
        simulator.fault(kind="answer", status=500, path="jobs/job-1$", method="get", skip=1, times=2)
        simulator.fault(
            kind="answer", status=502, path="backuptasks", query={"limit": "^3$", "marker": None}, times=None
        )
        assert [session.get(simulator.url + JOB).status_code for _request in range(4)] == [200, 500, 500, 200]
        tasks = simulator.url + TASKS
        queries = ({}, {"limit": 3}, {"limit": 33}, {"limit": 3, "marker": "m"}, {"limit": 3})
        assert [session.get(tasks, params=query).status_code for query in queries] == [200, 502, 200, 400, 502]
        assert [entry["fault"] for entry in simulator.requests()][:2] == [None, "answer"]
        simulator.clear_faults()
        assert session.get(tasks, params={"limit": 3}).status_code == 200

    def test_reset(self, simulator):
        simulator.fault(kind="reset")
        with pytest.raises(ConnectionResetError):
            wire(simulator, f"GET {JOB} HTTP/1.1\r\nHost: x\r\n\r\n")
        assert simulator.requests()[0]["status"] is None

    def test_reset_after_headers(self, simulator, session):
        simulator.fault(kind="reset_after_headers")
        with session.get(simulator.url + JOB, stream=True) as answer:
            assert answer.status_code == 200
            with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError), match="reset"):
                assert answer.content

    def test_truncate(self, simulator, session):
        simulator.fault(kind="truncate")
        whole = json.dumps(JOB_DOCUMENT)
        answer = session.get(simulator.url + JOB)
        assert answer.text == whole[: len(whole) // 2]
        assert answer.headers["Content-Length"] == str(len(whole) // 2)

    def test_short_body(self, simulator):
        simulator.fault(kind="short_body")
        whole = json.dumps(JOB_DOCUMENT).encode()
        received = wire(simulator, f"GET {JOB} HTTP/1.1\r\nHost: x\r\nX-Auth-Token: good\r\n\r\n")
        headers, _empty, body = received.partition(b"\r\n\r\n")
        assert b"Content-Length: %d" % len(whole) in headers
        assert body == whole[: len(whole) // 2]

    def test_delay_and_trickle(self, simulator, session):
        whole = json.dumps(JOB_DOCUMENT)
        for fault, least in (
            ({"kind": "delay", "seconds": 0.2}, 0.2),
            ({"kind": "trickle", "seconds": 0.005}, 0.005 * len(whole)),
        ):
            simulator.fault(**fault)
            before = time.monotonic()
            assert session.get(simulator.url + JOB).text == whole
            assert time.monotonic() - before >= least

    def test_latency(self, simulator, session):
        simulator.merge({"service": {"latency": 0.2}})
        before = time.monotonic()
        session.get(simulator.url + JOB)
        assert time.monotonic() - before >= 0.2

    def test_gzip(self, simulator, session):
        simulator.fault(kind="gzip")
        with session.get(simulator.url + JOB, stream=True) as answer:
            assert answer.headers["Content-Encoding"] == "gzip"
            assert json.loads(gzip.decompress(answer.raw.read(decode_content=False))) == JOB_DOCUMENT

    def test_endless(self, simulator, session):
        simulator.fault(kind="endless", body="{", again="ab", headers={"Content-Type": "application/json"})
        with session.get(simulator.url + JOB, stream=True) as answer:
            assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
            received = answer.raw.read(10**6 + 1)
        assert received == b"{" + b"ab" * (10**6 // 2)

    def test_redirect(self, simulator, session):
        simulator.fault(kind="redirect", location="http://elsewhere.invalid/", status=307)
        answer = session.get(simulator.url + JOB, allow_redirects=False)
        assert (answer.status_code, answer.headers["Location"]) == (307, "http://elsewhere.invalid/")


class TestProcess:
    def start(self, *arguments, **options):
        return subprocess.Popen([sys.executable, DIRECTORY, *arguments], stdout=subprocess.PIPE, text=True, **options)

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_stops_on_a_signal(self, number):
        with self.start(stdin=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            assert json.loads(process.stdout.readline())["url"].startswith("http://127.0.0.1:")
            process.send_signal(number)
            output, complaints = process.communicate(timeout=STOP_SECONDS)
        assert (process.returncode, output, complaints) == (0, "", "")

    def test_stops_at_the_end_of_stdin_even_while_it_answers(self):
        with self.start("--stop-with-stdin", stdin=subprocess.PIPE) as process:
            url = urlsplit(json.loads(process.stdout.readline())["url"])
            fault = {"kind": "delay", "seconds": 3600}
            requests.post(f"{url.geturl()}/_simulator/faults", json=fault, timeout=STOP_SECONDS)
            with socket.create_connection((url.hostname, url.port), timeout=STOP_SECONDS) as connection:
                connection.sendall(f"GET {JOB} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
                process.stdin.close()
                assert process.wait(STOP_SECONDS) == 0

    def test_starts_with_a_scenario(self, tmp_path):
        file = tmp_path / "scenario.json"
        file.write_text(json.dumps(SCENARIO))
        with self.start("--scenario", str(file), "--stop-with-stdin", stdin=subprocess.PIPE) as process:
            url = json.loads(process.stdout.readline())["url"]
            session = requests.Session()
            session.trust_env = False
            assert session.get(url + "/_simulator").json()["tasks"] == 25
            session.close()
            process.communicate(timeout=STOP_SECONDS)

    def test_a_wrong_scenario_is_named(self, tmp_path):
        file = tmp_path / "scenario.json"
        file.write_text('{"project_id": "p", "jobs": []}')
        done = subprocess.run(
            [sys.executable, DIRECTORY, "--scenario", str(file)],
            check=False,
            capture_output=True,
            text=True,
            timeout=STOP_SECONDS,
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "simulator: scenario.jobs: must be a mapping, not []\n"

    def test_a_python_that_cannot_run_it(self):
        with pytest.raises(SimulatorError, match="did not start"):
            Simulator(python="false").start()

    def test_quiet_under_faults(self):
        with self.start("--stop-with-stdin", stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            url = urlsplit(json.loads(process.stdout.readline())["url"])
            for kind in ("reset", "reset_after_headers", "short_body"):
                requests.post(f"{url.geturl()}/_simulator/faults", json={"kind": kind}, timeout=STOP_SECONDS)
                connection = http.client.HTTPConnection(url.hostname, url.port, timeout=STOP_SECONDS)
                connection.request("GET", JOB)
                with pytest.raises((ConnectionError, http.client.HTTPException)):
                    connection.getresponse().read()
                connection.close()
            _output, complaints = process.communicate(timeout=STOP_SECONDS)
        assert complaints == ""

    def test_needs_only_the_standard_library_to_be_driven(self):
        program = 'import simulator.process, sys; sys.exit("aiohttp" in sys.modules)'
        environment = {**os.environ, "PYTHONPATH": os.path.dirname(DIRECTORY)}
        subprocess.run([sys.executable, "-c", program], check=True, env=environment, timeout=STOP_SECONDS)
