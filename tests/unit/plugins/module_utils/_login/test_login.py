# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for every login, whichever method made it."""

from __future__ import annotations

import pytest
import requests

from ansible_collections.otc.vbs.plugins.module_utils._login.methods import METHODS

PROJECT = "4229d7a45436489f8c3dc2b1d35d4987"
VALUES = {
    "token": "a-token",
    "user_id": "u1",
    "password": "a-password",
    "application_credential_id": "c",
    "application_credential_secret": "a-secret",
    "access_key": "ak",
    "secret_key": "a-secret-key",
    "project_id": PROJECT,
}


@pytest.fixture(params=METHODS, ids=lambda method: method.name)
def login(request, service):
    """One made by each method, with a Keystone that gives a token to whoever asks."""
    service.simulator.fault(
        path="tokens", kind="answer", status=201, json={"token": {}}, headers={"X-Subject-Token": "t"}, times=None
    )
    return request.param.login(service.client(), {**VALUES, "auth_url": service.simulator.auth_url})


def test_nothing_is_sent_before_it_is_needed(service, login):
    assert service.asked() == []


def test_each_request_gets_credentials_and_stays_what_it_is(service, login):
    plain = requests.Request("GET", "https://vbs.example/v1/p/jobs/j", params={"limit": "5"}).prepare()
    for _turn in range(2):
        request = plain.copy()
        login.apply(request)
        added = {*request.headers} - {*plain.headers}
        assert added & {"X-Auth-Token", "Authorization"}
        assert (request.method, request.url) == (plain.method, plain.url)


def test_what_was_refused_is_replaced_or_stays_refused(service, login):
    request = requests.Request("GET", "https://vbs.example/v1/p/jobs/j").prepare()
    first = login.apply(request)
    if login.renew(first):
        assert login.apply(request) != first
    else:
        assert login.apply(request) == first
