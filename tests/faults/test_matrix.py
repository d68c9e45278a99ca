# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No fault brings a traceback, a false success, or a run longer than the deadline and one api_timeout."""

from __future__ import annotations

import os
from operator import attrgetter

import pytest

from faults import clouds, table
from faults.fleet import Fleet
from faults.kinds import API_TIMEOUT, REQUEST_ID, SLOW
from faults.matrix import (
    CELLS,
    FAILS,
    FIRST,
    FURTHER,
    GIVES_UP,
    GOOD,
    JOBS,
    LARGE_PAGE_STATUS,
    MID_WAIT,
    OUTCOMES,
    RENEWAL,
    ROLE,
    TIMES_OUT,
    WORKS,
    Cell,
    sample,
)
from faults.runs import retries, run_cells, wait_timeout

CHOSEN = CELLS if os.environ.get("FAULT_MATRIX") == "all" else sample()
# What a busy machine may take on top.
SLACK = 1.0


@pytest.fixture(scope="session")
def results(request, tmp_path_factory):
    """What came of all the cells that tests were chosen for, and what reached the place that redirects point at."""
    chosen = [item.callspec.params.get("cell") for item in request.session.items if hasattr(item, "callspec")]
    cells = [cell for cell in chosen if isinstance(cell, Cell)]
    directory = tmp_path_factory.mktemp("faults")
    with Fleet(directory) as fleet:
        found = run_cells(cells, fleet, directory / "all")
        # On a busy machine, a wait may be over before the fault, or end late. Such a cell has shown
        # nothing. Few are left then, and do not make each other late.
        again = [cell for cell in cells if not is_met(found[cell]) or is_late(found[cell])]
        found.update(run_cells(again, fleet, directory / "again"))
        return found, fleet.elsewhere.arrivals


@pytest.mark.parametrize("cell", CHOSEN, ids=lambda cell: cell.name)
def test_cell(results, cell):
    result = results[0][cell]
    check_that_the_fault_was_met(result)
    assert result.failed == (cell.outcome not in GOOD), result.returned
    if result.failed:
        check_failure(result)
    else:
        check_success(result)
    check_bounds(result)


def test_nothing_was_sent_to_where_redirects_point(results):
    assert results[1] == []


def test_no_run_shows_a_traceback_or_a_crash(results):
    outputs = {result.output for result in results[0].values()}
    assert outputs
    for output in outputs:
        assert "Traceback" not in output
        assert "MODULE FAILURE" not in output


def test_the_documented_table_is_what_is_tested():
    assert table.PAGE.read_text(encoding="utf-8") == table.page(), (
        "run: PYTHONPATH=tests .venv/bin/python -m faults.table"
    )


def test_every_outcome_in_the_table_is_explained_and_there():
    assert {cell.outcome for cell in CELLS} == set(OUTCOMES)


@pytest.mark.parametrize(
    "names",
    [
        ("fault_name", "position"),
        ("fault_name", "lasting"),
        ("fault_name", "target"),
        ("target", "position", "in_process"),
        ("fault_name", "in_process"),
        ("target", "position", "lasting", "outcome"),
    ],
)
def test_the_sample_holds_every_combination_of(names):
    values = attrgetter(*names)
    assert {values(cell) for cell in sample()} == {values(cell) for cell in CELLS}


def is_met(result):
    try:
        check_that_the_fault_was_met(result)
    except (AssertionError, IndexError):
        return False
    return True


def is_late(result):
    most = wait_timeout(result.cell) + API_TIMEOUT + SLACK
    return any(wait.get("elapsed", 0) > most for wait in result.waits)


def check_that_the_fault_was_met(result):
    """A cell whose fault was never met would show nothing."""
    cell = result.cell
    if cell.fault.astray:
        # Connections that go astray reach no journal: the error tells which request it was.
        assert result.lookups > clouds.place(cell).connections
        if result.failed:
            assert request_of(result) in result.returned["msg"]
    else:
        met = [entry for entry in result.requests if entry["fault"]]
        assert len(met) == 1 if not cell.lasting else met
        assert is_login(met[0]) == (cell.position == RENEWAL)
    if cell.waits:
        check_what_came_before(result)


def check_what_came_before(result):
    """The fault of a wait comes after good polls of it."""
    cell = result.cell
    connections = clouds.place(cell).connections
    before, after = result.requests[:connections], result.requests[connections:]
    if not cell.fault.astray:
        assert after[0]["fault"]
    logins = [index for index, entry in enumerate(before) if is_login(entry)]
    # The role has found the policies, their tasks and the backups before.
    assert len(logins) == 1 + 3 * (cell.target == ROLE)
    since_login = [entry["status"] for entry in before[logins[-1] + 1 :]]
    good = since_login[:-1] if cell.position == RENEWAL else since_login
    assert set(good) == {200}
    assert (since_login[-1] == 401) == (cell.position == RENEWAL)


def check_failure(result):
    cell, returned = result.cell, result.returned
    assert cell.outcome in (FAILS, GIVES_UP, TIMES_OUT)
    message = returned["msg"]
    assert message.startswith("Timed out after ") == (cell.outcome == TIMES_OUT), message
    request = request_of(result)
    for said in (request, *cell.fault.says):
        assert said in message, message
    if SLOW in cell.fault.says:
        seconds = float(message.partition(SLOW)[2].split()[0])
        assert 0 < seconds <= API_TIMEOUT
        assert seconds == API_TIMEOUT or cell.outcome == TIMES_OUT
    error = returned["error"]
    assert f"{error['method']} {error['url']}".startswith(request)
    assert error["status"] == (cell.fault.status or error["status"])
    if REQUEST_ID in cell.fault.says:
        assert error["request_id"] == REQUEST_ID
    # What it returns beside is what the service said, and never looks like a success.
    check_documents(result, final=False)
    if cell.target == ROLE:
        assert result.verdict["ok"] is False


def check_success(result):
    check_documents(result, final=True)
    if result.cell.target == ROLE:
        tasks = clouds.task_ids(result.cell)
        assert result.verdict["ok"] is True
        assert f"is good: {len(tasks)} of {len(tasks)} volumes" in result.verdict["msg"]


def check_documents(result, final):
    """final: all must be there, and finished."""
    cell = result.cell
    if cell.target == ROLE:
        found = [(task["job_id"], task["status"]) for run in result.verdict["runs"] for task in run["tasks"]]
        ids, ends = clouds.task_ids(cell), "EXECUTE_SUCCESS"
        if not final:
            assert not found
            return
    elif cell.target == JOBS:
        found = [(job["job_id"], job["status"]) for job in result.returned["jobs"]]
        ids, ends = clouds.job_ids(cell), "SUCCESS"
    else:
        found = [(task["job_id"], task["status"]) for task in result.returned["tasks"]]
        ids, ends = clouds.task_ids(cell), "EXECUTE_SUCCESS"
        assert result.returned["count"] == len(found)
    expected = [(one, ends) for one in ids]
    if final:
        assert found == expected
    elif cell.waits:
        # What the good polls saw.
        assert found == [(one, "RUNNING") for one in ids]
    else:
        assert set(found) < set(expected)


def check_bounds(result):
    """The time of waits, the number of requests, and the pause that the service asked for."""
    cell = result.cell
    assert not is_late(result), result.waits
    polls = sum(wait.get("polls", 0) for wait in result.waits) or 1
    # A list is read anew once, a login is renewed once; the role logs in with each call, and asks the jobs in the end.
    pages = 4 if not cell.waits else 2
    rounds = (polls + 4) if cell.target == ROLE else polls
    most = rounds * (1 + retries(cell)) * 2 * (len(clouds.job_ids(cell)) if cell.target == JOBS else pages) * 2
    assert len(result.requests) <= most
    if cell.outcome == GIVES_UP and not cell.fault.astray:
        wrong = [entry for entry in result.requests if entry["fault"]]
        # Where the tries do not suffice for pages of all sizes, the smallest gets one more.
        assert len(wrong) - 1 - retries(cell) in ((0, 1) if cell.reads_a_list and cell.position == FIRST else (0,))
    if cell.outcome == FAILS and cell.fault.status != 401 and cell.target != ROLE and not cell.fault.astray:
        wrong = [entry for entry in result.requests if entry["fault"]]
        # A list that broke off is read once more, and one whose page was too large in two smaller sizes.
        broken_off = cell.position == FURTHER and cell.reads_a_list
        too_large = cell.fault.status == LARGE_PAGE_STATUS and cell.reads_a_list
        assert len(wrong) <= 1 + broken_off + 2 * too_large
    if cell.outcome == WORKS and cell.position != RENEWAL:
        assert all(entry["status"] in (200, 201) for entry in result.requests)
    if cell.fault.pause and not cell.lasting:
        check_pause(result)


def check_pause(result):
    """Whether the request was sent again after the pause that the service asked for, and not before."""
    came = list(zip(result.station.arrivals, result.requests, strict=True))
    (met,) = [index for index, (_arrival, entry) in enumerate(came) if entry["fault"]]
    arrival, wrong = came[met]
    # Other jobs are asked for meanwhile.
    again = next(later for later, entry in came[met + 1 :] if entry["path"] == wrong["path"])
    assert again - arrival >= result.cell.fault.pause


def is_login(entry):
    return entry["path"].startswith("/v3/auth/")


def request_of(result):
    """The request that failed, as far as it is known."""
    cell = result.cell
    # Where the fault lasts for every connection, the login of the role's next call meets it first.
    astray_at_login = cell.fault.astray and cell.target == ROLE and cell.position == MID_WAIT
    if cell.position == RENEWAL or astray_at_login:
        return f"POST {result.root}/v3/auth/tokens"
    if cell.target == JOBS:
        jobs = "/jobs/job-" if cell.fault.astray else f"/jobs/{clouds.job_ids(cell)[-2:][0]}"
        return f"GET {result.root}/v1/{clouds.PROJECT}{jobs}"
    return f"GET {result.root}/v2/{clouds.PROJECT}/backuppolicy/{clouds.POLICY}/backuptasks"
