# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a list of tasks, or of other things, over as many pages as it takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import islice
from typing import Any, Callable, NamedTuple

from ansible_collections.otc.vbs.plugins.module_utils._api.documents import UNFINISHED_TASKS
from ansible_collections.otc.vbs.plugins.module_utils._errors import ApiError, PassingError, TooLarge
from ansible_collections.otc.vbs.plugins.module_utils._text import shorten

# The API documents no largest page, and OpenStack's services give no larger one by default. A service that caps it
# lower is read in smaller pages. One that refuses a page, as gateways do with long answers, is asked for the next
# smaller one; the smallest is what the API documents as the default, so that no service can find it too large.
PAGE_SIZE = 1000
PAGE_SIZES = (PAGE_SIZE, 200, 20)
# A page that did not come, for a reason that may pass, this often for its size: it must be the size.
STRIKES = 2
# What is answered whatever the size of the page: to a wrong login or address, or to too many requests.
NOT_OF_SIZE = frozenset({401, 403, 404, 405, 407, 409, 410, 429, 501})
# What a service may answer to a marker that it no longer knows.
UNKNOWN_MARKER_STATUSES = (400, 404)
# A list that is longer than this does not end. The service keeps tasks for 30 days: these are some 140 an hour.
MOST_ITEMS = 100_000
# With these, a service may count what they leave out.
FILTERS = frozenset({"job_id", "name", "status", "volume_id"})
# Twice what so many take in the smallest pages.
MOST_PAGES = 10_000

Item = dict[str, Any]
Task = Item


class Listed(NamedTuple):
    """What a list is of.

    noun: what a message calls one. id_name: the field by which it is told.
    lasting: whether it keeps a status that it has once.
    """

    noun: str
    id_name: str
    lasting: Callable[[Any], bool]


TASKS = Listed("task", "job_id", lambda status: status not in UNFINISHED_TASKS)


class Page(NamedTuple):
    """One answer: items, and the service's count of them, of all or of those on the page; None if it has none."""

    items: list[Item]
    counted: int | None


class PagingError(Exception):
    """The pages do not add up to a list that can be trusted; the text says why.

    passing: the list has changed while it was read, and reading it anew may help.
    """

    def __init__(self, reason: str, passing: bool = False) -> None:
        super().__init__(reason)
        self.passing = passing


class _MarkerFails(Exception):
    """The marker does not lead on from the page that it names the last item of."""


Ask = Callable[[Mapping[str, Any]], Page]
Retry = Callable[[Callable[[], Page]], Page]


def read_all(
    ask: Ask, query: Mapping[str, Any], retry: Retry = lambda call: call(), listed: Listed = TASKS
) -> list[Item]:
    """All items that the query finds, in the service's order, each once.

    ask: gives one page, or raises ApiError. query: the filters; its `limit` holds for the whole.
    retry: calls again what raised an error that may pass. listed: what the list is of.

    A short page does not mean the end, as the service may cap the page size, and
    neither does `count`, which some services take for the length of the page: the end
    is the page that brings nothing new. Pages are chained by marker, as an offset would
    shift when items come or go between two pages; by offset where the service ignores
    the marker.
    """
    pages = _Pages(ask, retry, listed)
    try:
        return _read(pages, query)
    except PagingError as error:
        if not error.passing:
            raise
    return _read(pages, query)


class _Pages:
    """Asks for pages, and for smaller ones where larger ones do not come.

    listed: what they are of. readings: how often the list was begun. number: how many pages were asked for.
    """

    def __init__(self, ask: Ask, retry: Retry, listed: Listed) -> None:
        self.listed = listed
        self.readings = 0
        self.number = 0
        self._ask = ask
        self._retry = retry
        self._largest = PAGE_SIZE
        self._strikes: Counter[int] = Counter()

    def ask(self, query: Mapping[str, Any], wanted: int, chained: bool) -> Page:
        """The page of that many items, or of fewer; chained: it is not the first."""
        self.number += 1
        if self.number > MOST_PAGES:
            raise PagingError(f"the list does not end after {MOST_PAGES} pages")
        size = min(wanted, self._largest)
        sizes = [size, *_smaller(size)]
        asked = 0

        def once() -> Page:
            """One try; where a page is refused for good, also for each smaller one."""
            nonlocal asked
            while True:
                asked = sizes[0]
                try:
                    return self._ask({**query, "limit": asked})
                except ApiError as error:
                    if len(sizes) == 1 or not _may_be_too_large(error, chained):
                        raise
                    passing = isinstance(error, PassingError)
                    self._strikes[asked] += 1 if passing else STRIKES
                    del sizes[0]
                    if self._strikes[asked] >= STRIKES:
                        self._largest = min(self._largest, sizes[0])
                    if passing:
                        # The next try is for the smaller page.
                        raise

        try:
            return self._retry(once)
        except PassingError as error:
            answered = error.status is not None and _may_be_too_large(error, chained)
            if chained or not answered or asked == sizes[-1]:
                raise
        # There were too few tries for all sizes.
        del sizes[:-1]
        page = once()
        self._largest = sizes[0]
        return page

    def lower(self) -> None:
        """No more pages of the size there were."""
        self._largest = next(_smaller(self._largest), self._largest)


def _smaller(size: int) -> Any:
    return (smaller for smaller in PAGE_SIZES if smaller < size)


def _may_be_too_large(error: ApiError, chained: bool) -> bool:
    """Whether a smaller page may come where this error did."""
    if isinstance(error, TooLarge):
        return True
    if isinstance(error, PassingError):
        return error.status not in NOT_OF_SIZE and error.retry_after is None
    if error.status is None or (chained and error.status in UNKNOWN_MARKER_STATUSES):
        return False
    return error.status >= 400 and error.status not in NOT_OF_SIZE


def _read(pages: _Pages, query: Mapping[str, Any]) -> list[Item]:
    pages.readings += 1
    try:
        return list(_walk(pages, query, by_offset=False).values())
    except _MarkerFails:
        items = _walk(pages, query, by_offset=True)
    # When an item goes, those behind it move up, and one may get past the offset. The item that went was read
    # before, and would be missing from a second reading.
    again = _walk(pages, query, by_offset=True)
    if again.keys() != items.keys():
        raise PagingError("the list changed while it was read by offset", passing=True)
    _add(items, again, pages.listed)
    return list(items.values())


def _walk(pages: _Pages, query: Mapping[str, Any], by_offset: bool) -> dict[str, Item]:
    """The items by their IDs."""
    limit = query.get("limit")
    filters = {name: value for name, value in query.items() if name not in ("limit", "marker", "offset")}
    start = {name: query[name] for name in ("marker", "offset") if name in query}
    position = start
    items: dict[str, Item] = {}
    noun = pages.listed.noun
    longest_page = 0
    promised = 0
    while limit is None or len(items) < limit:
        # One more than is missing, for a service that begins the page with the marker's own item.
        wanted = PAGE_SIZE if limit is None else limit - len(items) + bool(items)
        answer = _ask(pages, {**filters, **position}, wanted, chained=position is not start)
        page = _by_id(answer, pages.listed)
        if position is start:
            promised = answer.counted or 0
        longest_page = max(longest_page, len(page))
        seen = len(items)
        # What comes after the marker did not come before.
        if not by_offset and seen and not page.keys() & items.keys() <= {position["marker"]}:
            raise _MarkerFails
        _add(items, page, pages.listed)
        if len(items) == seen:
            if page and by_offset:
                raise PagingError(
                    f"the page at {position} holds {len(page)} {noun}s, all of which came before: "
                    "the service ignores paging, so the rest of the list cannot be read",
                    # An item also comes again when another one comes before it.
                    passing=pages.readings == 1,
                )
            if page and longest_page == 1:
                # Either the list has one item, or pages of one item never get past the marker's own.
                raise _MarkerFails
            break
        if len(items) > MOST_ITEMS:
            raise PagingError(f"the list does not end after {MOST_ITEMS} {noun}s")
        if by_offset:
            position = {**start, "offset": start.get("offset", 0) + len(items)}
        else:
            position = {"marker": next(reversed(items))}
    else:
        return dict(islice(items.items(), limit))
    # More than are on the first page is a count of all, and what was there when the reading began has been read,
    # unless it went meanwhile. With filters or a start, a service may count what these leave out.
    if promised > len(items) and not start and not filters.keys() & FILTERS:
        raise PagingError(f"the service counts {promised} {noun}s and sends {len(items)} of them", passing=True)
    return items


def _ask(pages: _Pages, query: Mapping[str, Any], wanted: int, chained: bool) -> Page:
    try:
        return pages.ask(query, wanted, chained)
    except ApiError as error:
        if not chained or error.status not in UNKNOWN_MARKER_STATUSES:
            raise
        if error.status not in NOT_OF_SIZE:
            # The marker may be lost, or the page too large.
            pages.lower()
        raise PagingError(f"the list broke off: {error}", passing=True) from error


def _by_id(answer: Page, listed: Listed) -> dict[str, Item]:
    """The items on a page, by their IDs."""
    ids = [_id_of(item, listed) for item in answer.items]
    page = dict(zip(ids, answer.items))
    if len(page) < len(ids):
        # Which of them holds is not known, nor what else such a list gets wrong.
        ((twice, _times),) = Counter(ids).most_common(1)
        raise PagingError(f"a page holds the {listed.noun} {shorten(twice)} more than once")
    if answer.counted is not None and answer.counted < len(page):
        raise PagingError(f"the service counts {answer.counted} {listed.noun}s and sends {len(page)}", passing=True)
    return page


def _add(items: dict[str, Item], page: Mapping[str, Item], listed: Listed) -> None:
    """Adds what is new, and takes the newer of what was there; raises for what cannot both have been true."""
    for item_id in page.keys() & items.keys():
        before, now = items[item_id].get("status"), page[item_id].get("status")
        if before != now and listed.lasting(before):
            said = f"the {listed.noun} {shorten(item_id)} first says {shorten(repr(before))}"
            raise PagingError(f"{said} and then {shorten(repr(now))}", passing=True)
    items.update(page)


def _id_of(item: Any, listed: Listed) -> str:
    item_id = item.get(listed.id_name) if isinstance(item, dict) else None
    if not isinstance(item_id, str) or not item_id:
        article = "an" if listed.id_name.startswith(("a", "e", "i", "o", "u")) else "a"
        said = f"the list holds a {listed.noun} without {article} {listed.id_name} to tell it by"
        raise PagingError(f"{said}: {shorten(repr(item))}")
    return item_id
