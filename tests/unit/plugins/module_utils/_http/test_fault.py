# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an error answer says, in each of the shapes that the services have."""

from __future__ import annotations

import pytest

from ansible_collections.otc.vbs.plugins.module_utils._censor.secrets import hide
from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError
from ansible_collections.otc.vbs.plugins.module_utils._http.fault import plain_text

JOB = "4010b39b5281d3590152874bfa3b1604"


def answer(simulator, status, body=None, times=1, headers=None, text=None):
    content = {"body": text} if text is not None else {"json": body}
    simulator.fault(kind="answer", status=status, headers=headers or {}, times=times, **content)


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        ({"error": {"message": "No such job.", "code": "VBS.0404"}}, "VBS.0404", "No such job."),
        ({"error_code": "APIG.0301", "error_msg": "Bad signature"}, "APIG.0301", "Bad signature"),
        ({"badRequest": {"message": "Wrong.", "code": 400}}, "400", "Wrong."),
        ({"itemNotFound": {"message": "Gone.", "code": 404}}, "404", "Gone."),
        ({"error": {"code": 401, "title": "Unauthorized", "message": "Log in."}}, "401", "Log in."),
        ({"error": {"code": 401, "title": "Unauthorized"}}, "401", "Unauthorized"),
        ({"code": "X.1", "message": "Flat."}, "X.1", "Flat."),
        ({"message": "no Route matched with those values"}, None, "no Route matched with those values"),
        ({"error": "plain"}, None, "plain"),
        ({"error": {"message": "No."}}, None, "No."),
        ({"error_msg": "No."}, None, "No."),
        ({"error_code": "APIG.1"}, "APIG.1", None),
        ({"error": "plain", "status": "SUCCESS"}, None, "plain"),
        ({"error_code": "APIG.1", "error_msg": "No.", "status": "SUCCESS"}, "APIG.1", "No."),
        ({"error": {"code": "VBS.1", "message": "No."}, "status": "SUCCESS"}, "VBS.1", "No."),
    ],
)
@pytest.mark.parametrize("status", [200, 400, 403, 404, 409, 501])
def test_each_shape_of_error_under_any_status(service, job, body, code, message, status):
    answer(service.simulator, status, body, headers={"X-Request-Id": "req-1"})
    with pytest.raises(ApiError) as caught:
        job()
    url = f"{service.simulator.url}/v1/4229d7a45436489f8c3dc2b1d35d4987/jobs/{JOB}"
    assert caught.value.as_dict() == {
        "status": status,
        "code": code,
        "message": message,
        "request_id": "req-1",
        "method": "GET",
        "url": url,
    }
    for part in ("GET", url, f"HTTP {status}", message or "", code or "", "req-1"):
        assert part in str(caught.value)


TOKEN = "gAAAAAB-a-token-that-must-never-be-shown"


def test_a_secret_that_a_page_breaks_is_not_shown():
    hide(TOKEN)
    assert TOKEN[-10:] not in plain_text(f"<p>{TOKEN[:20]}<wbr>{TOKEN[20:]}</p>")
