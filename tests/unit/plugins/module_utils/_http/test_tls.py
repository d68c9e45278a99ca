# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Encrypted connections: whom the client trusts, and how it shows who it is."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, PassingError
from tools.tls import Authority, tls_in_front_of

JOB = "4010b39b5281d3590152874bfa3b1604"


@pytest.fixture
def fetch(service):
    """Call it with what a server needs and options of the client, for the job from there."""
    service.load(jobs={JOB: {"job_id": JOB, "status": "SUCCESS"}})

    def fetch_job(context, **options):
        with tls_in_front_of(urlsplit(service.simulator.url).port, context) as port:
            return service.vbs(service.client(**options), endpoint=f"https://127.0.0.1:{port}").job(JOB)["status"]

    return fetch_job


def test_a_private_authority_that_is_trusted(fetch, authority):
    assert fetch(authority.server("127.0.0.1"), verify=authority.certificate) == "SUCCESS"


def test_the_environments_authorities_count_where_none_is_set(fetch, authority, monkeypatch, tmp_path):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", authority.certificate)
    assert fetch(authority.server("127.0.0.1")) == "SUCCESS"
    another = tmp_path / "another"
    another.mkdir()
    with pytest.raises(ApiError):
        fetch(authority.server("127.0.0.1"), verify=Authority(another).certificate)


@pytest.mark.parametrize("names", [("127.0.0.1",), ("elsewhere.example",)])
def test_certificates_need_not_be_verified(fetch, authority, names):
    assert fetch(authority.server(*names), verify=False) == "SUCCESS"


@pytest.mark.parametrize("names", [("127.0.0.1",), ("elsewhere.example",)])
def test_a_certificate_that_is_not_trusted_does_not_pass(fetch, authority, names):
    verify = True if names == ("127.0.0.1",) else authority.certificate
    with pytest.raises(ApiError, match="certificate") as caught:
        fetch(authority.server(*names), verify=verify)
    assert not isinstance(caught.value, PassingError)


def test_a_client_certificate(fetch, authority):
    certificate, key, both = authority.client()
    context = authority.server("127.0.0.1", client_certificates=True)
    assert fetch(context, verify=authority.certificate, cert=(certificate, key)) == "SUCCESS"
    assert fetch(context, verify=authority.certificate, cert=both) == "SUCCESS"
    with pytest.raises(ApiError):
        fetch(context, verify=authority.certificate)


def test_a_handshake_that_breaks_off_may_be_a_restart(service):
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as pool:

        def break_off():
            connection, _address = server.accept()
            with connection:
                connection.recv(10000)

        pool.submit(break_off)
        with pytest.raises(PassingError, match="EOF"):
            service.vbs(endpoint=f"https://127.0.0.1:{server.getsockname()[1]}").job(JOB)
