# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers of the service: those that it is made to give, and the errors that they are."""

from __future__ import annotations

import json

import pytest
import requests

from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError
from ansible_collections.otc.vbs.plugins.module_utils._http import answer as answer_module

POLICY = "fbe69dd4-9a1f-4c2a-8a4f-3a9e6e2c8f10"


def page(service, *tasks, times=None, query=None, **fields):
    document = {"tasks": list(tasks), "count": len(tasks), **fields}
    service.simulator.fault(kind="answer", status=200, json=document, times=times, query=query or {})


def distrusted(service, query=None):
    with pytest.raises(ApiError, match="cannot be trusted: ") as caught:
        service.vbs().tasks(POLICY, query or {})
    assert caught.value.status == 200
    return caught.value


def task(job_id, **fields):
    return {"job_id": job_id, "status": "EXECUTE_SUCCESS", **fields}


def read(status=403, reason="Forbidden", headers=None, content=b"", document=None):
    """The error that an answer is."""
    response = requests.Response()
    response.status_code = status
    response.reason = reason
    response.headers.update(headers or {})
    response.encoding = requests.utils.get_encoding_from_headers(response.headers)
    body = content if document is None else json.dumps(document).encode()
    with pytest.raises(ApiError) as caught:
        answer_module.read(response, body, "GET", "http://vbs", "status")
    return caught.value
