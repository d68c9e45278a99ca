# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signed requests: judged by the vendor's own signer, and sent to the simulator, which verifies them."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import quote, urlsplit

import pytest
import requests
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.sdk_request import SdkRequest
from hypothesis import example, given
from hypothesis import strategies as st

from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import conceal, hidden
from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, PassingError, Unauthorized
from ansible_collections.otc.vbs.plugins.module_utils._http.client import CONNECTIONS
from ansible_collections.otc.vbs.plugins.module_utils._login.signature import DATE_FORMAT, SignedLogin
from ansible_collections.otc.vbs.plugins.module_utils._waiter.concurrent import ask_all

PROJECT = "4229d7a45436489f8c3dc2b1d35d4987"
POLICY = "4efb2d4a-a5d4-4a5c-8b0e-9c1d3f7e6a12"
JOB = "4010b39b5281d3590152874bfa3b1604"
ACCESS_KEY = "UDSIAMSTUBTEST000254"
SECRET_KEY = "a-secret-key-that-must-never-be-shown"
SECURITY_TOKEN = "a-security-token-that-must-never-be-shown"
START = datetime(2026, 1, 1, 2, tzinfo=UTC)
ODD_IDS = [
    "a b",
    "a+b",
    "a%2Fb",
    "a/b",
    "a//b/",
    "ä€😀",
    "a~b",
    "a?b#c",
    "%",
    "a;b,c",
    "x=1&y=2",
    "a'b\"c(d)*!",
    "a.b..",
    "\t",
]


# --- the vendor's signer as the judge ---

keys = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters=","), min_size=1)
dates = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))
# Requests takes these two out of a path, with what stands before '..'.
segments = st.text(min_size=1).filter(lambda text: text not in (".", ".."))
pairs = st.lists(st.tuples(st.text(), st.text()) | st.tuples(st.sampled_from(["a", "A", "a~", "é"]), st.text()))
# A header is one line, and what the vendor takes from its ends the wire would, too.
header_values = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1).filter(str.strip)


def vendor_request(method, url, query, access_key, secret_key, project_id, date, token=None, body=None):
    """The request as the vendor's SDK signs it at that time, with the headers that matter to the gateway."""
    headers = {"X-Sdk-Date": date.strftime(DATE_FORMAT), "X-Project-Id": project_id}
    if body is not None:
        headers["Content-Type"] = "application/json"
    credentials = BasicCredentials(access_key, secret_key, project_id)
    credentials.security_token = token
    parts = urlsplit(url)
    request = SdkRequest(method, parts.scheme, parts.netloc, parts.path, None, list(query), headers, body)
    return credentials.sign_request(request)


def our_request(method, url, query, access_key, secret_key, project_id, date, token=None, body=None):
    login = SignedLogin(access_key, secret_key, project_id, token, now=lambda: date)
    return signed(requests.Request(method, url, params=query, json=body), login)


def signed(request, login):
    prepared = request.prepare()
    login.apply(prepared)
    return prepared


def assert_same(method, url, query, *key, token=None, body=None):
    ours = our_request(method, url, query, *key, token=token, body=body)
    theirs = vendor_request(method, url, query, *key, token=token, body=ours.body)
    assert {name: ours.headers[name] for name in theirs.header_params} == theirs.header_params
    assert ours.path_url == theirs.uri


@given(st.lists(segments, min_size=1), pairs, header_values, keys, st.text(min_size=1), dates)
@example(ODD_IDS, [("a", name) for name in ODD_IDS], PROJECT, ACCESS_KEY, SECRET_KEY, START)
@example(["/"], [("", ""), ("", "x"), ("x/y", "")], PROJECT, ACCESS_KEY, SECRET_KEY, START)
@example(["%41", "%2E%2e"], [("+", " "), ("~", "é"), ("é", "~")], PROJECT, ACCESS_KEY, SECRET_KEY, START)
def test_a_get_is_signed_as_the_vendor_does(path, query, project_id, access_key, secret_key, date):
    url = "/".join(["https://vbs.example:8443", "v2", *(quote(part, safe="") for part in path)])
    assert_same("GET", url, query, access_key, secret_key, project_id, date)


@given(header_values)
def test_a_temporary_key_is_used_as_the_vendor_does(token):
    assert_same("GET", "https://vbs.example/v1/p/jobs/j", [], ACCESS_KEY, SECRET_KEY, PROJECT, START, token=token)


@given(st.dictionaries(st.text(), st.text()) | st.none())
def test_a_body_is_signed_as_the_vendor_does(body):
    assert_same("POST", "https://iam.example/v3/auth", [], ACCESS_KEY, SECRET_KEY, PROJECT, START, body=body)


def test_the_time_zone_of_the_machine_does_not_matter(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        request = signed(requests.Request("GET", "https://vbs.example"), SignedLogin(ACCESS_KEY, SECRET_KEY, PROJECT))
        date = datetime.strptime(request.headers["X-Sdk-Date"], DATE_FORMAT).replace(tzinfo=UTC)
    time.tzset()
    assert abs(datetime.now(UTC) - date) < timedelta(hours=1)


@pytest.mark.parametrize(
    "url", ["https://vbs.example", "https://vbs.example/", "https://[::1]:8443/v1/", "http://a/%7Eb"]
)
def test_corners_of_the_url(url):
    prepared = requests.Request("GET", url).prepare().url
    assert_same("GET", prepared, [], ACCESS_KEY, SECRET_KEY, PROJECT, START)


def test_the_date_is_utc_whatever_the_zone():
    elsewhere = START.astimezone(timezone(timedelta(hours=-7)))
    request = our_request("GET", "https://vbs.example/", [], ACCESS_KEY, SECRET_KEY, PROJECT, elsewhere)
    assert request.headers["X-Sdk-Date"] == "20260101T020000Z"


def test_the_date_is_now():
    request = signed(requests.Request("GET", "https://vbs.example/"), SignedLogin(ACCESS_KEY, SECRET_KEY, PROJECT))
    signed_at = datetime.strptime(request.headers["X-Sdk-Date"], DATE_FORMAT).replace(tzinfo=UTC)
    assert abs(datetime.now(UTC) - signed_at) < timedelta(minutes=1)


def test_a_password_in_a_url_is_not_sent_as_the_host():
    request = our_request("GET", "https://me:pass@vbs.example/", [], ACCESS_KEY, SECRET_KEY, PROJECT, START)
    assert request.headers["Host"] == "vbs.example"


# --- through HTTP ---


class Owner:
    """The owner of the simulator's access key, with the same clock."""

    def __init__(self, service):
        self._service = service
        self.load()

    def load(self, access_key=None, **scenario):
        keys = {ACCESS_KEY: {"secret_key": SECRET_KEY, **(access_key or {})}}
        jobs = {JOB: {"job_id": JOB, "status": "SUCCESS"}}
        self._service.load(**{"start": START.isoformat(), "access_keys": keys, "tokens": {}, "jobs": jobs, **scenario})
        self._loaded_at = self._service.clock.now

    def login(self, secret_key=SECRET_KEY, access_key=ACCESS_KEY, token=None, off=0):
        def now():
            return START + timedelta(seconds=self._service.clock.now - self._loaded_at + off)

        return SignedLogin(access_key, secret_key, PROJECT, token, now)

    def vbs(self, *, retries=0, endpoint=None, **key):
        return self._service.vbs(self._service.client(retries=retries), endpoint=endpoint, auth=self.login(**key))


@pytest.fixture
def owner(service):
    return Owner(service)


def test_a_job(service, owner):
    assert owner.vbs().job(JOB)["status"] == "SUCCESS"
    (request,) = service.asked()
    headers = request["headers"]
    assert headers["host"] == urlsplit(service.simulator.url).netloc
    assert (headers["x-project-id"], headers["x-sdk-date"]) == (PROJECT, "20260101T020000Z")
    assert "SignedHeaders=host;x-project-id;x-sdk-date," in headers["authorization"]
    assert not {"x-auth-token", "x-security-token"} & set(headers)


@pytest.mark.parametrize("marker", ["inclusive", "exclusive"])
def test_all_pages_of_2000_tasks(service, owner, marker):
    policy = {"generate": {"tasks": 2000, "spacing": 600}}
    owner.load(policies={POLICY: policy}, service={"max_limit": 300, "marker": marker})
    tasks = owner.vbs().tasks(POLICY, {"sort_dir": "asc", "status": "EXECUTE_SUCCESS"})
    assert len({task["job_id"] for task in tasks}) == len(tasks) == 2000
    assert any("marker" in request["query"] and "limit" in request["query"] for request in service.asked())


def test_odd_ids_in_paths(service, owner):
    owner.load(jobs={name: {"job_id": name, "status": "SUCCESS"} for name in ODD_IDS})
    answers = ask_all(ODD_IDS, owner.vbs().job, CONNECTIONS)
    assert answers == {name: {"job_id": name, "status": "SUCCESS"} for name in ODD_IDS}


def test_odd_ids_as_markers(service, owner):
    tasks = [{"job_id": name, "created_at": f"2026-01-01T00:00:{at:02}"} for at, name in enumerate(ODD_IDS)]
    owner.load(policies={"a b/c": {"tasks": tasks}}, service={"max_limit": 1})
    found = owner.vbs().tasks("a b/c", {"sort_dir": "asc"})
    assert [task["job_id"] for task in found] == ODD_IDS
    assert {request["query"].get("marker") for request in service.asked()} >= set(ODD_IDS[:-1])


def test_an_endpoint_with_two_slashes(service, owner):
    # Versions of requests differ in what they send then; what is signed must be just that.
    url = service.simulator.url + "//v1/" + PROJECT + "/jobs/" + JOB
    login = owner.login()
    assert service.client().send("GET", url, login=login, key="status").document["status"] == "SUCCESS"


@pytest.mark.parametrize("off", [-900, -899, 0, 899, 900])
def test_a_clock_just_within_15_minutes(service, owner, off):
    assert owner.vbs(off=off).job(JOB)["status"] == "SUCCESS"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"off": -901}, "15 minutes off"),
        ({"off": 901}, "15 minutes off"),
        ({"secret_key": SECRET_KEY + "x"}, "verify aksk signature fail"),
        ({"access_key": "NOBODYS"}, "NOBODYS does not exist"),
        ({"token": SECURITY_TOKEN}, "X-Security-Token"),
    ],
)
def test_a_refused_signature_says_why_and_is_not_sent_again(service, owner, wrong, said):
    with pytest.raises(Unauthorized, match=said) as caught:
        owner.vbs(retries=3, **wrong).job(JOB)
    assert (caught.value.status, caught.value.code) == (401, "APIG.0301")
    assert len(service.asked()) == 1
    assert_no_secret(caught.value)


@pytest.mark.parametrize("token", [None, SECURITY_TOKEN + "x"])
def test_a_temporary_key_needs_its_token(service, owner, token):
    owner.load({"security_token": SECURITY_TOKEN})
    with pytest.raises(Unauthorized, match="X-Security-Token") as caught:
        owner.vbs(token=token).job(JOB)
    assert_no_secret(caught.value)
    assert owner.vbs(token=SECURITY_TOKEN).job(JOB)["status"] == "SUCCESS"
    assert service.asked()[-1]["headers"]["x-security-token"] == SECURITY_TOKEN


def test_another_project(service, owner):
    owner.load({"project_id": "another"})
    with pytest.raises(ApiError, match="not for the project") as caught:
        owner.vbs().job(JOB)
    assert caught.value.status == 403


def test_each_try_is_signed_at_its_own_time(service, owner):
    for status in (503, 429):
        headers = {"Retry-After": "50"}
        service.simulator.fault(path="/jobs/", kind="answer", status=status, json={}, headers=headers)
    assert owner.vbs(retries=2).job(JOB)["status"] == "SUCCESS"
    sent = [request["headers"] for request in service.asked()]
    dates = ["20260101T020000Z", "20260101T020050Z", "20260101T020140Z"]
    assert [headers["x-sdk-date"] for headers in sent] == dates
    assert len({headers["authorization"] for headers in sent}) == 3


def test_a_long_wait_outlives_the_15_minutes(service, owner):
    vbs = owner.vbs()
    for _hour in range(3):
        assert vbs.job(JOB)["status"] == "SUCCESS"
        service.clock.sleep(3600)


def test_many_at_once_share_one_key(service, owner):
    ids = [f"job-{number}" for number in range(100)]
    owner.load(jobs={name: {"job_id": name, "status": "SUCCESS"} for name in ids})
    assert {answer["status"] for answer in ask_all(ids, owner.vbs().job, CONNECTIONS).values()} == {"SUCCESS"}


def test_a_401_that_stays_is_asked_once(service, owner):
    service.simulator.fault(path="/jobs/", kind="answer", status=401, json={}, times=None)
    with pytest.raises(Unauthorized):
        owner.vbs(retries=3).job(JOB)
    assert len(service.asked()) == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "reset"},
        {"kind": "answer", "status": 500, "body": f"you sent {SECURITY_TOKEN}, and I know {SECRET_KEY}"},
        {"kind": "answer", "status": 400, "json": {"error": {"code": SECRET_KEY, "message": SECURITY_TOKEN}}},
        {"kind": "answer", "status": 302, "headers": {"Location": f"https://x.example/{SECURITY_TOKEN}"}},
    ],
)
def test_no_secret_in_an_error(service, owner, fault):
    service.simulator.fault(times=None, **fault)
    with pytest.raises(ApiError) as caught:
        owner.vbs(token=SECURITY_TOKEN).job(JOB)
    assert_no_secret(caught.value)


def test_a_header_that_cannot_be_sent_is_not_shown(service, owner):
    with pytest.raises(ApiError) as caught:
        owner.vbs(token=SECURITY_TOKEN + "\n" + SECURITY_TOKEN).job(JOB)
    assert_no_secret(caught.value)


def test_no_answer_at_all(service, owner):
    with pytest.raises(PassingError) as caught:
        owner.vbs(token=SECURITY_TOKEN, endpoint="http://127.0.0.1:9").job(JOB)
    assert_no_secret(caught.value)


def test_the_secrets_are_known(service):
    SignedLogin("a", "one\nsecret", "p", "two\nsecrets")
    assert {"one\nsecret", "two\nsecrets"} <= hidden()
    assert conceal("plain") == "plain"
    SignedLogin("a", "one\nsecret", "p", "")
    assert "" not in hidden()


def assert_no_secret(error):
    shown = f"{error} {error!r} {json.dumps(error.as_dict())}"
    for secret in (SECRET_KEY, SECURITY_TOKEN):
        assert secret not in shown
