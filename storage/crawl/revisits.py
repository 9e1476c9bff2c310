"""When an address is visited next, after a visit; or never again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from http import HTTPStatus

from sqlalchemy.orm import Session

from newsspider.items import Change, IndexPage, Page, Reason, Rejected, Stored, Unmodified
from newsspider.sources import revisits
from storage.crawl.frontier import ARTICLE, FEED, READ_ONCE
from storage.crawl.pages import GONE
from storage.models import FrontierRow, PageRow, PageState, Queue

PASSING = frozenset(
    {
        Reason.FETCH_FAILED,
        Reason.PRIVATE_ADDRESS,
        Reason.ROBOTS,
        Reason.BLOCKED,
        Reason.EXTRACTION_TIMEOUT,
        Reason.EXTRACTION_FAILED,
    }
)
"""Reasons that say nothing of the page itself: it is tried again."""

RETRIED_STATUS = frozenset({401, 403, 408, 429, 451})
"""Besides 5xx: walls that are up today need not be tomorrow."""

FOR_NOW = frozenset({Reason.EMPTY, Reason.CONSENT_WALL, Reason.PAYWALL_STUB, Reason.SOFT_404})
"""Reasons for which a page that came is visited once more, a day later."""


def schedule_revisit(
    session: Session,
    row: PageRow,
    page: Page,
    outcome: Stored | Rejected | IndexPage | Unmodified,
    *,
    news: int = 0,
    steps: Sequence[int] = revisits.ARTICLE_STEPS,
) -> None:
    """Note the visit in the frontier, with when the next one is; nothing for a page of no source.

    ``news`` is how many new articles a list named; ``steps`` are the waits of articles.
    """
    held = session.get(FrontierRow, row.id, populate_existing=True)
    if held is None:
        return
    if held.lease_id is None or held.lease_id != row.run_id:
        _seen_elsewhere(held, page, outcome, steps)
        return
    held.lease_id, held.lost = None, 0
    if page.status == HTTPStatus.OK and page.failure is None:
        held.digest = body_digest(page.body)
    if isinstance(outcome, Stored):
        changed = outcome.change is not Change.UNCHANGED
        _after_article(held, page, steps, changed=changed, of=outcome)
    elif isinstance(outcome, Unmodified) and held.kind == ARTICLE:
        _after_article(held, page, steps, changed=False)
    elif isinstance(outcome, IndexPage | Unmodified):
        _after_list(held, row, page, news)
    elif _passes(held, page, outcome):
        _after_failure(held, row, page, outcome)
    elif outcome.reason in FOR_NOW and held.wait == 0:
        _wait(held, page, Queue.REVISIT, revisits.DAY)
    else:
        held.queue, held.failures = Queue.DONE, 0
    session.flush()


def body_digest(body: bytes) -> str:
    """The SHA-256 of an answer's bytes, hexadecimal."""
    return hashlib.sha256(body).hexdigest()


def _seen_elsewhere(held: FrontierRow, page: Page, outcome: object, steps: Sequence[int]) -> None:
    """A run of no source, or of another one, gave the article: it is new no more."""
    if isinstance(outcome, Stored) and held.queue == Queue.NEW and held.lease_id is None:
        _after_article(held, page, steps, changed=False, of=outcome)


def _passes(held: FrontierRow, page: Page, outcome: Rejected) -> bool:
    """Whether the next visit may have another outcome; an index page is never given up."""
    if held.kind not in (ARTICLE, *READ_ONCE):
        return True
    if page.status is not None and page.status in GONE:
        return False
    if page.status is not None and (page.status >= 500 or page.status in RETRIED_STATUS):
        return True
    return outcome.reason in PASSING


def _after_article(
    held: FrontierRow,
    page: Page,
    steps: Sequence[int],
    *,
    changed: bool,
    of: Stored | None = None,
) -> None:
    published = of.article.published_at if of is not None else None
    if published is not None:
        held.fresh_at = min(published.instant, page.fetched_at)
    age = page.fetched_at - held.fresh_at
    wait = revisits.after_article(age, held.wait, changed=changed and held.wait > 0, steps=steps)
    held.kind, held.failures = ARTICLE, 0
    held.unchanged = 0 if changed else held.unchanged + 1
    _wait(held, page, Queue.REVISIT, wait)


def _after_list(held: FrontierRow, row: PageRow, page: Page, news: int) -> None:
    is_main = held.depth == 0 or held.kind == FEED
    longest = revisits.LONGEST if is_main else revisits.ARCHIVE_LONGEST
    wait = revisits.after_list(held.wait, news, held.unchanged, longest=longest)
    held.failures, held.unchanged = 0, 0 if news else held.unchanged + 1
    row.state = PageState.INDEX_PAGE
    _wait(held, page, Queue.INDEX_PAGE, None if held.kind in READ_ONCE else wait)


def _after_failure(held: FrontierRow, row: PageRow, page: Page, outcome: Rejected) -> None:
    held.failures += 1
    # Where no server answered, or all of the site is closed, the page is not to blame.
    is_of_page = page.status is not None and outcome.reason is not Reason.ROBOTS
    if page.status == HTTPStatus.OK:
        # It came and was not read: "not modified" would be no answer to the next try.
        held.digest = row.etag = row.last_modified = None
    gives_up = held.failures >= revisits.MOST_FAILURES and is_of_page
    if held.kind in (ARTICLE, *READ_ONCE) and gives_up:
        held.queue = Queue.DONE
        return
    wait = revisits.after_failure(held.failures)
    held.due_at = page.fetched_at + timedelta(seconds=wait)


def _wait(held: FrontierRow, page: Page, queue: Queue, wait: int | None) -> None:
    held.queue = Queue.DONE if wait is None else queue
    if wait is not None:
        held.wait, held.due_at = wait, page.fetched_at + timedelta(seconds=wait)
