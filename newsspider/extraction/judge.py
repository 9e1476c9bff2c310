"""The quality gate: is it an article, and if not, why not."""

from __future__ import annotations

import re
from http import HTTPStatus

from newsspider.extraction.reading import Reading, Signals
from newsspider.items import Article, Page, Reason, Rejected
from newsspider.limits import MAX_ATTRIBUTES, MAX_BYTES, is_binary, most_attributes

READABLE = re.compile(
    r"^(text/(html|plain|xml)|application/(xhtml\+xml|xml))\s*(;|$)", re.IGNORECASE
)

SHORT_CHARACTERS = 250
"""A text below this is a notice, a teaser or a caption rather than an article."""

STUB_CHARACTERS = 600
NOTICE_CHARACTERS = 1_500
ADDRESSED = frozenset(("feed", "url", "htmldate"))
"""Witnesses of a date that say nothing of what the page shows: a wall has the article's address."""

CERTAIN_DATE = 0.95
"""Surer than these are together: the page itself agrees."""

INDEX_HEADLINES, INDEX_LINK_SHARE = 8, 0.5


def refuse(page: Page) -> Rejected | None:
    """Why the page is not worth reading, ``None`` where it is: costs next to nothing."""
    if page.failure:
        return Rejected(url=page.url, reason=page.failure.reason, evidence=page.failure.evidence)
    if page.status is not None and not 200 <= page.status < 300:
        return Rejected(url=page.url, reason=Reason.HTTP_STATUS, evidence=_status(page.status))
    kind = page.headers.get("content-type", "")
    if kind and not READABLE.match(kind):
        return Rejected(url=page.url, reason=Reason.NOT_HTML, evidence=f"content type {kind}")
    if len(page.body) > MAX_BYTES:
        evidence = f"{len(page.body)} bytes, the limit is {MAX_BYTES}"
        return Rejected(url=page.url, reason=Reason.TOO_LARGE, evidence=evidence)
    attributes = most_attributes(page.body)
    if attributes > MAX_ATTRIBUTES:
        evidence = f"one tag with {attributes} attributes, the limit is {MAX_ATTRIBUTES}"
        return Rejected(url=page.url, reason=Reason.TOO_LARGE, evidence=evidence)
    if is_binary(page.body):
        return Rejected(url=page.url, reason=Reason.NOT_HTML, evidence="binary data, no text")
    if not page.body.strip():
        return Rejected(url=page.url, reason=Reason.EMPTY, evidence="no content")
    return None


def judge(reading: Reading, page: Page) -> Article | Rejected:
    """The article, or why the page is none, with the evidence."""
    found = _objection(reading.article, reading.signals)
    if found is None:
        return reading.article
    return Rejected(url=page.url, reason=found[0], evidence=found[1])


def _objection(article: Article, signals: Signals) -> tuple[Reason, str] | None:
    return (
        _notice(article, signals)
        or _paywall(article, signals)
        or _index(signals)
        or _empty(article, signals)
    )


def _notice(article: Article, signals: Signals) -> tuple[Reason, str] | None:
    if signals.body_characters >= NOTICE_CHARACTERS or _is_told(article, signals):
        return None
    if signals.missing_marks:
        return Reason.SOFT_404, f"the heading says “{signals.missing_marks[0]}”"
    if signals.block_marks and signals.page_characters < 3_000:
        return Reason.BLOCKED, f"the page says “{signals.block_marks[0]}”"
    if len(signals.consent_marks) >= 2 and not signals.declared_article:
        return Reason.CONSENT_WALL, f"the page says “{signals.consent_marks[0]}”"
    return None


def _is_told(article: Article, signals: Signals) -> bool:
    """Whether it shows what a notice lacks: prose, and a date or a declaration of its own."""
    date = article.provenance.get("published_at")
    dated = date is not None and (date.source not in ADDRESSED or date.confidence > CERTAIN_DATE)
    return signals.prose_characters >= SHORT_CHARACTERS and (dated or signals.declared_article)


def _paywall(article: Article, signals: Signals) -> tuple[Reason, str] | None:
    closed = signals.declared_free is False or bool(signals.paywall_marks)
    if not closed or signals.declared_free is True or signals.body_characters >= STUB_CHARACTERS:
        return None
    said = (
        f"says “{signals.paywall_marks[0]}”" if signals.paywall_marks else "declares itself closed"
    )
    return Reason.PAYWALL_STUB, f"the page {said}; {signals.body_characters} characters are open"


def _index(signals: Signals) -> tuple[Reason, str] | None:
    if signals.declared_article or signals.headline_links < INDEX_HEADLINES / 2:
        return None
    headlines = f"{signals.headline_links} headlines as links"
    if signals.declared_index:
        return Reason.INDEX_PAGE, f"declared a collection, {headlines}"
    if (
        signals.headline_links < INDEX_HEADLINES
        or 2 * signals.body_characters > signals.page_characters
    ):
        return None
    if signals.link_share >= INDEX_LINK_SHARE or not signals.prose_characters:
        return Reason.INDEX_PAGE, f"{headlines}, {signals.prose_characters} characters of prose"
    return None


def _empty(article: Article, signals: Signals) -> tuple[Reason, str] | None:
    size = signals.body_characters
    if size >= SHORT_CHARACTERS or (size >= SHORT_CHARACTERS / 3 and signals.declared_article):
        return None
    if size >= SHORT_CHARACTERS / 5 and article.title and article.published_at:
        return None
    if signals.headline_links >= INDEX_HEADLINES:
        return (
            Reason.INDEX_PAGE,
            f"{signals.headline_links} headlines as links, {size} characters of text",
        )
    return Reason.EMPTY, f"{size} characters of text"


def _status(code: int) -> str:
    try:
        return f"{code} {HTTPStatus(code).phrase}"
    except ValueError:
        return str(code)
