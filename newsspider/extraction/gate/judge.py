"""The quality gate: is it an article, and if not, why not."""

from __future__ import annotations

import re
from http import HTTPStatus

from newsspider.extraction.gate.kinds import other_kind
from newsspider.extraction.gate.types import Reading, Signals
from newsspider.extraction.page.texts import ends_sentence, words
from newsspider.items import Article, Page, Reason, Rejected
from newsspider.text.limits import MAX_ATTRIBUTES, MAX_BYTES, is_binary, most_attributes

READABLE = re.compile(
    r"^(text/(html|plain|xml)|application/(xhtml\+xml|xml))\s*(;|$)", re.IGNORECASE
)

SHORT_CHARACTERS = 250
"""A text below this is a notice, a teaser or a caption rather than an article."""

STUB_CHARACTERS = 600
WHOLE_CHARACTERS = 400
"""Short news in full is as long as this where it is closed to some."""

NOTICE_CHARACTERS = 1_500
LONG_NOTICE = 400
"""A block's notice longer than this contains the visitor's address or a number."""

BESIDE_CHARACTERS = 120
"""A wall leaves less text than this outside its box."""

BARE_CHARACTERS = 200
"""A page of scripts that shows less than this has its text made by them."""

INDEX_HEADLINES, INDEX_LINK_SHARE = 8, 0.5
RUN_CHARACTERS = 400
"""A list interrupts its text more often than this."""

OWN_WORDS, OWN_CHARACTERS = 5, 80
"""A headline that is no label, and text of its own under it."""


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
    objection = _objection(reading.article, reading.signals)
    if objection is None:
        return reading.article
    return Rejected(url=page.url, reason=objection[0], evidence=objection[1])


def _objection(article: Article, signals: Signals) -> tuple[Reason, str] | None:
    return (
        _notice(article, signals)
        or _login(signals)
        or _paywall(article, signals)
        or _media(signals)
        or _consent(signals)
        or _index(article, signals)
        or other_kind(article, signals)
        or _empty(article, signals)
    )


def _notice(article: Article, signals: Signals) -> tuple[Reason, str] | None:
    if signals.body_characters >= NOTICE_CHARACTERS or _is_told(signals):
        return None
    short = signals.prose_characters < SHORT_CHARACTERS
    missing = signals.missing_marks or (signals.lost_marks if short else ())
    if missing and not _is_short_news(article, signals):
        return Reason.SOFT_404, f"the page says “{missing[0]}”"
    brief = signals.body_characters < LONG_NOTICE or bool(signals.trace_marks)
    if signals.block_marks and brief and not _is_short_news(article, signals):
        return Reason.BLOCKED, f"the page says “{signals.block_marks[0]}”"
    unnamed = not signals.declared_article and not signals.shows_date
    if signals.shows_captcha and unnamed and signals.body_characters < SHORT_CHARACTERS:
        return Reason.BLOCKED, "a captcha, and no link to another page of the site"
    return None


def _is_told(signals: Signals) -> bool:
    """Whether it shows what a notice lacks: prose, and a date or a declaration of its own."""
    dated = signals.shows_date or signals.declared_article
    return dated and signals.prose_characters >= SHORT_CHARACTERS


def _is_short_news(article: Article, signals: Signals) -> bool:
    """Whether a date and a headline that says more than a notice speak for a text that is short."""
    title = article.title or ""
    marks = (*signals.missing_marks, *signals.block_marks)
    telling = words(title) >= OWN_WORDS and 2 * max(map(len, marks), default=0) < len(title)
    dated = signals.shows_date and not signals.trace_marks
    return (
        dated and (signals.declared_article or telling) and signals.own_characters >= OWN_CHARACTERS
    )


def _consent(signals: Signals) -> tuple[Reason, str] | None:
    listed = signals.headline_links >= INDEX_HEADLINES
    if listed or len(signals.consent_marks) < 2 or signals.body_characters >= NOTICE_CHARACTERS:
        return None
    if signals.text_beside_consent is None:
        wall = signals.is_bare and len(signals.consent_marks) >= 3 and not signals.declared_article
    else:
        wall = signals.text_beside_consent < BESIDE_CHARACTERS
    wall = wall and not (signals.shows_date and signals.own_characters >= OWN_CHARACTERS)
    evidence = f"the page asks for consent and says “{signals.consent_marks[0]}”"
    return (Reason.CONSENT_WALL, evidence) if wall else None


def _login(signals: Signals) -> tuple[Reason, str] | None:
    text = signals.prose_characters >= SHORT_CHARACTERS or signals.declared_article
    if text or not signals.login_marks or signals.paywall_marks:
        return None
    return Reason.LOGIN_WALL, f"the page asks for a password and says “{signals.login_marks[0]}”"


def _paywall(article: Article, signals: Signals) -> tuple[Reason, str] | None:
    if not signals.is_closed or signals.body_characters >= STUB_CHARACTERS:
        return None
    if _is_short_and_whole(article, signals):
        return None
    evidence = (
        f"says “{signals.paywall_marks[0]}”" if signals.paywall_marks else "declares itself closed"
    )
    return (
        Reason.PAYWALL_STUB,
        f"the page {evidence}; {signals.body_characters} characters are open",
    )


def _is_short_and_whole(article: Article, signals: Signals) -> bool:
    """Whether a page that calls itself closed shows no gate, and a text that comes to its end."""
    ends = bool(article.body) and ends_sentence(article.body[-1].text)
    told = signals.shows_date and signals.prose_characters >= WHOLE_CHARACTERS
    return told and ends and not signals.paywall_marks


def _media(signals: Signals) -> tuple[Reason, str] | None:
    size = signals.body_characters
    if size >= SHORT_CHARACTERS or signals.declared_article or signals.declared_index:
        return None
    if signals.declared_media:
        return Reason.MEDIA_PAGE, f"declared a video or a gallery, {size} characters of text"
    if signals.media_marks:
        evidence = f"the title says “{signals.media_marks[0]}”"
        return Reason.MEDIA_PAGE, f"{evidence}, {size} characters of text"
    return None


def _index(article: Article, signals: Signals) -> tuple[Reason, str] | None:
    headlines = f"{signals.headline_links} headlines as links"
    few = signals.headline_links < INDEX_HEADLINES / 2
    if few or signals.loading_marks or _has_own_text(article, signals):
        return None
    if signals.declared_index:
        return Reason.INDEX_PAGE, f"declared a collection, {headlines}"
    whole = (
        2 * signals.body_characters > signals.page_characters
        and signals.text_run >= SHORT_CHARACTERS
    )
    if signals.declared_article or signals.headline_links < INDEX_HEADLINES or whole:
        return None
    if signals.link_share >= INDEX_LINK_SHARE or not signals.prose_characters:
        return Reason.INDEX_PAGE, f"{headlines}, {signals.prose_characters} characters of prose"
    return None


def _has_own_text(article: Article, signals: Signals) -> bool:
    """Whether text follows the page's own headline, or goes on for long without a link."""
    if signals.is_home:
        return False
    headline = words(article.title or "") >= OWN_WORDS
    return (headline and signals.own_characters >= OWN_CHARACTERS) or (
        min(signals.text_run, signals.body_characters) >= RUN_CHARACTERS
    )


def _empty(article: Article, signals: Signals) -> tuple[Reason, str] | None:
    size = signals.body_characters
    if size >= SHORT_CHARACTERS or (size >= SHORT_CHARACTERS / 3 and signals.declared_article):
        return None
    dated = article.published_at or "headline date" in signals.kind_facts
    if size >= SHORT_CHARACTERS / 5 and article.title and dated:
        return None
    if size >= SHORT_CHARACTERS / 2 and not signals.is_bare and _has_own_text(article, signals):
        return None
    if signals.loading_marks:
        return Reason.EMPTY, f"the page says “{signals.loading_marks[0]}”"
    if signals.headline_links >= INDEX_HEADLINES and not signals.declared_article:
        evidence = f"{signals.headline_links} headlines as links, {size} characters of text"
        return Reason.INDEX_PAGE, evidence
    if signals.has_scripts and signals.page_characters < BARE_CHARACTERS:
        return Reason.EMPTY, f"{size} characters of text; its scripts may show more in --browser"
    return Reason.EMPTY, f"{size} characters of text"


def _status(code: int) -> str:
    try:
        return f"{code} {HTTPStatus(code).phrase}"
    except ValueError:
        return str(code)
