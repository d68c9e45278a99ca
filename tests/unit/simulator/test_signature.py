# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the simulator verifies signatures: the vendor's signer signs here, not the collection's."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import quote, urlsplit

import pytest
import requests
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer.signer import Signer
from hypothesis import given
from hypothesis import strategies as st

from simulator import scenario
from simulator.checks import InputError
from simulator.clock import UTC
from simulator.message import Request
from simulator.signature import AccessKey, Refused, verify

PROJECT = "project-1"
TASKS = f"/v2/{PROJECT}/backuppolicy/policy-1/backuptasks"
JOB = f"/v1/{PROJECT}/jobs/job-1"
START = datetime(2026, 1, 1, 2, tzinfo=UTC)
SCENARIO = {
    "start": START.isoformat(),
    "speed": 0,
    "project_id": PROJECT,
    "tokens": {"good": {}},
    "access_keys": {
        "KEY": {"secret_key": "secret"},
        "TEMPORARY": {"secret_key": "secret", "security_token": "token"},
        "FOREIGN": {"secret_key": "secret", "project_id": "project-2"},
    },
    "policies": {"policy-1": {"generate": {"tasks": 25}}},
    "jobs": {"job-1": {"job_id": "job-1", "status": "SUCCESS"}, "ä b/c+%": {"job_id": "ä b/c+%"}},
}


@pytest.fixture
def simulator(simulator):
    simulator.load(SCENARIO)
    return simulator


class Leaving(Signer):
    """The vendor's signer, but one header is left out of what is signed."""

    left_out = ""

    def _process_signed_headers(self, request):
        return [name for name in super()._process_signed_headers(request) if name != self.left_out]


def signed(url, query=(), *, ak="KEY", sk="secret", off=0, headers=None, left_out=""):
    """The request, as the vendor's signer makes it."""
    date = (START + timedelta(seconds=off)).strftime("%Y%m%dT%H%M%SZ")
    headers = {"X-Sdk-Date": date, "X-Project-Id": PROJECT, **(headers or {})}
    parts = urlsplit(url)
    request = SdkRequest("GET", parts.scheme, parts.netloc, parts.path, None, list(query), headers)
    signer = Leaving(BasicCredentials(ak, sk, PROJECT))
    signer.left_out = left_out
    return signer.sign(request)


def get(*args, **kwargs):
    request = signed(*args, **kwargs)
    return send(request)


def send(request):
    return requests.get(request.url, headers=request.header_params, timeout=30)


def assert_refused(answer, said):
    assert answer.status_code == 401
    assert set(answer.json()) == {"error_code", "error_msg"}
    assert answer.json()["error_code"] == "APIG.0301"
    assert answer.json()["error_msg"].startswith("Incorrect IAM authentication information: ")
    assert said in answer.json()["error_msg"]


class TestAccepts:
    @pytest.mark.parametrize(
        ("path", "query"),
        [
            (JOB, []),
            (f"/v1/{PROJECT}/jobs/" + quote("ä b/c+%", safe=""), []),
            (TASKS, []),
            (TASKS, [("sort_dir", "asc"), ("limit", "2"), ("sort_key", "created_at"), ("offset", "1")]),
        ],
    )
    def test_what_the_vendor_signs(self, simulator, path, query):
        assert get(simulator.url + path, query).status_code == 200

    def test_odd_queries_get_as_far_as_the_service(self, simulator):
        answer = get(simulator.url + TASKS, [("marker", "ä b/c+%&=~"), ("job_id", "")])
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "VBS.0400")

    @pytest.mark.parametrize("off", [-900, 900])
    def test_a_clock_within_15_minutes(self, simulator, off):
        assert get(simulator.url + JOB, off=off).status_code == 200

    def test_the_clock_is_the_virtual_one(self, simulator):
        simulator.advance(5000)
        assert_refused(get(simulator.url + JOB), "15 minutes off")
        assert get(simulator.url + JOB, off=5000).status_code == 200

    def test_a_temporary_key_with_its_token(self, simulator):
        headers = {"X-Security-Token": "token"}
        assert get(simulator.url + JOB, ak="TEMPORARY", headers=headers).status_code == 200

    def test_headers_that_say_nothing_to_the_gateway(self, simulator):
        request = signed(simulator.url + JOB, headers={"X-Own": "ä  b", "User-Agent": "me"})
        request.header_params["Via"] = "a proxy"
        assert send(request).status_code == 200

    def test_tokens_work_beside_keys(self, simulator):
        assert requests.get(simulator.url + JOB, headers={"X-Auth-Token": "good"}, timeout=30).status_code == 200

    @given(st.lists(st.text(min_size=1)), st.lists(st.tuples(st.text(), st.text())), st.text(min_size=1))
    def test_any_path_query_and_secret(self, path, query, sk):
        url = "/".join(["https://vbs.example", *(quote(part, safe="") for part in path)]) if path else "https://a/"
        request = as_received(signed(url, query, sk=sk))
        key = AccessKey(sk, PROJECT)
        assert verify({"KEY": key}, request, START) == key
        for wrong in ({"target": request.target + "x"}, {"method": "PUT"}, {"body": b"x"}):
            with pytest.raises(Refused, match="signature"):
                verify({"KEY": key}, Request(**{**vars(request), **wrong}), START)

    def test_the_example_of_the_description(self):
        """Huawei Cloud's "API Request Signing Guide", chapters on constructing and signing a request."""
        signature = "7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe"
        headers = {
            "content-type": "application/json",
            "host": "service.region.example.com",
            "x-sdk-date": "20191115T033655Z",
            "authorization": "SDK-HMAC-SHA256 Access=QTWAOYTTINDUT2QVKYUC, "
            f"SignedHeaders=content-type;host;x-sdk-date, Signature={signature}",
        }
        target = "/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs?limit=2&marker=13551d6b-755d-4757-b956-536f674975c0"
        keys = {"QTWAOYTTINDUT2QVKYUC": AccessKey("MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc", "p")}
        assert verify(keys, Request("GET", target, headers), datetime(2019, 11, 15, 3, 40, tzinfo=UTC))


class TestRefuses:
    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"ak": "NOBODY"}, "NOBODY does not exist"),
            ({"sk": "wrong"}, "verify aksk signature fail"),
            ({"off": 901}, "15 minutes off"),
            ({"off": -901}, "15 minutes off"),
            ({"left_out": "host"}, "host is not signed"),
            ({"left_out": "x-sdk-date"}, "x-sdk-date is not signed"),
            ({"left_out": "x-project-id"}, "x-project-id is not signed"),
            ({"ak": "TEMPORARY"}, "X-Security-Token"),
            ({"ak": "TEMPORARY", "headers": {"X-Security-Token": "wrong"}}, "X-Security-Token"),
            ({"headers": {"X-Security-Token": "none was due"}}, "X-Security-Token"),
            (
                {"ak": "TEMPORARY", "headers": {"X-Security-Token": "token"}, "left_out": "x-security-token"},
                "x-security-token is not signed",
            ),
            ({"headers": {"X-Domain-Id": "d"}, "left_out": "x-domain-id"}, "x-domain-id is not signed"),
        ],
    )
    def test_wrong_signatures(self, simulator, wrong, said):
        assert_refused(get(simulator.url + JOB, **wrong), said)

    @pytest.mark.parametrize(
        ("header", "value", "said"),
        [
            ("X-Sdk-Date", "20260101T020001Z", "verify aksk"),
            ("X-Sdk-Date", "2026-01-01T02:00:00Z", "must look like"),
            ("X-Sdk-Date", "20261301T020000Z", "must look like"),
            ("X-Sdk-Date", "2026011T020000Z", "must look like"),
            ("X-Sdk-Date", None, "x-sdk-date is missing"),
            ("Host", "other.example", "verify aksk"),
            ("X-Project-Id", "project-2", "verify aksk"),
            ("X-Security-Token", "token", "x-security-token is not signed"),
        ],
    )
    def test_what_was_changed_after_signing(self, simulator, header, value, said):
        request = signed(simulator.url + JOB)
        request.header_params[header] = value
        assert_refused(send(request), said)

    @pytest.mark.parametrize("change", ["?limit=2", "?limit=1&offset=0"])
    def test_a_changed_query(self, simulator, change):
        request = signed(simulator.url + TASKS, [("limit", "1")])
        request.uri = TASKS + change
        assert_refused(send(request), "verify aksk")

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            (" Access=", " Credential=", "malformed"),
            (" Access=KEY, ", " Access=, ", "malformed"),
            (", Signature=", ", Signature=0", "malformed"),
            (", SignedHeaders=", ", Headers=", "malformed"),
            ("host;", "Host;", "lower-case"),
            ("host;x-project-id", "x-project-id;host", "alphabetical"),
            ("host;", "host;host;", "each once"),
            ("host;", "accept-charset;host;", "accept-charset is missing"),
        ],
    )
    def test_other_authorization_headers(self, simulator, old, new, said):
        request = signed(simulator.url + JOB)
        authorization = request.header_params["Authorization"]
        assert old in authorization
        request.header_params["Authorization"] = authorization.replace(old, new)
        assert_refused(send(request), said)

    def test_an_algorithm_alone(self, simulator):
        headers = {"Authorization": "SDK-HMAC-SHA256", "X-Auth-Token": "good"}
        assert_refused(requests.get(simulator.url + JOB, headers=headers, timeout=30), "malformed")

    def test_another_algorithm_is_no_login(self, simulator):
        answer = requests.get(simulator.url + JOB, headers={"Authorization": "Basic eDp5"}, timeout=30)
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "VBS.0401")

    def test_a_request_without_host(self):
        # The HTTP server refuses it even before.
        request = as_received(signed("https://vbs.example" + JOB))
        del request.headers["host"]
        with pytest.raises(Refused, match="host is missing"):
            verify({"KEY": AccessKey("secret", PROJECT)}, request, START)

    @pytest.mark.parametrize("header", [PROJECT, "project-2"])
    def test_another_project(self, simulator, header):
        answer = get(simulator.url + JOB, ak="FOREIGN", headers={"X-Project-Id": header})
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "VBS.0403")

    def test_another_project_in_the_header_alone(self, simulator):
        assert get(simulator.url + JOB, headers={"X-Project-Id": "project-2"}).status_code == 403


class TestScenario:
    def test_keys_are_counted_and_merged(self, simulator):
        assert simulator.health()["access_keys"] == 3
        simulator.merge({"access_keys": {"KEY": {"secret_key": "new"}, "MORE": {"secret_key": "s"}}})
        assert simulator.health()["access_keys"] == 4
        assert_refused(get(simulator.url + JOB), "verify aksk")
        assert get(simulator.url + JOB, sk="new").status_code == 200

    @pytest.mark.parametrize(
        ("keys", "place"),
        [
            ({"K": {}}, r"scenario.access_keys.K.secret_key: must be a non-empty string"),
            ({"K": {"secret_key": ""}}, r"K.secret_key: must be a non-empty string"),
            ({"K": {"secret_key": "s", "project_id": 1}}, r"K.project_id: must be a non-empty string"),
            ({"K": {"secret_key": "s", "security_token": ""}}, r"K.security_token: must be a non-empty string"),
            ({"K": {"secret": "s"}}, r"scenario.access_keys.K: unknown key 'secret'"),
            ({"K K": {"secret_key": "s"}}, r"scenario.access_keys.K K: an access key must"),
            ([], r"scenario.access_keys: must be a mapping"),
        ],
    )
    def test_errors_name_their_place(self, keys, place):
        with pytest.raises(InputError, match=place):
            scenario.load({"project_id": PROJECT, "access_keys": keys})


def as_received(request):
    """A signed request as the simulator sees it."""
    headers = {name.lower(): value for name, value in request.header_params.items()}
    return Request("GET", request.uri, headers)
