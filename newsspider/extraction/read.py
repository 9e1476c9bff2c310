"""From a page to its record: every step in order, each on the same tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from newsspider.dates import DateReader
from newsspider.extraction.authors.candidates import AuthorCandidates, author_candidates
from newsspider.extraction.authors.model import find_authors
from newsspider.extraction.body.features import ArticleHead, Facts
from newsspider.extraction.body.lines import Line
from newsspider.extraction.body.model import Body, BodyReading, Cut, find_body, weighed_lines
from newsspider.extraction.body.plaintext import flat_lines, read_flat
from newsspider.extraction.date.order import page_order
from newsspider.extraction.date.published import find_modified, find_published
from newsspider.extraction.explanation import Explanation
from newsspider.extraction.fields.details import find_summary, find_tags, find_url
from newsspider.extraction.fields.image import find_image
from newsspider.extraction.fields.language import declared_tag, direction, find_language, primary
from newsspider.extraction.fields.overrides import (
    find_overrides,
    remove_named,
    stated,
    stated_language,
)
from newsspider.extraction.fields.sections import find_sections
from newsspider.extraction.fields.sitename import find_site
from newsspider.extraction.gate.judge import judge, refuse
from newsspider.extraction.gate.signals import find_signals, with_record
from newsspider.extraction.gate.types import Reading, Signals
from newsspider.extraction.page.blocks import visible_blocks
from newsspider.extraction.page.document import parse
from newsspider.extraction.page.evidence import Decision, Evidence, witnesses_of
from newsspider.extraction.page.header import Header, find_header
from newsspider.extraction.page.input import Content, own_address, page_of
from newsspider.extraction.page.jsonld import linked_data, strings
from newsspider.extraction.page.metadata import meta_tags, microdata
from newsspider.extraction.page.texts import bare, ends_sentence
from newsspider.extraction.title.model import find_title
from newsspider.items import Article, Page, Provenance, Rejected, SiteProfile

T = TypeVar("T")

NOTHING = SiteProfile()
FLAT = 0.7
"""The confidence of a field that only the lines of a flat page give."""

WARMING = b"<html lang=en><h1>Warm</h1><p>3 May 2024</p><p>" + b"A sentence of some words. " * 40


def extract(
    content: Content,
    profile: SiteProfile = NOTHING,
    *,
    url: str = "",
    content_type: str = "",
    fetched_at: datetime | None = None,
) -> Article | Rejected:
    """The record of a news page, or why it is no article. Never raises on any page.

    ``content`` is a ``Page``, or bytes, a text or an lxml tree (left as it is) of which the other
    arguments say where it is from, what the server called it, and when it was fetched (aware): no
    date is later. Without ``fetched_at`` that is now; without ``url``, the address that the page
    declares. Raises ``TypeError`` for other content, ``ValueError`` for a bad override.
    """
    page = page_of(content, url, content_type=content_type, fetched_at=fetched_at)
    return refuse(page) or judge(read(page, profile), page)


def read(page: Page, profile: SiteProfile = NOTHING) -> Reading:
    """The record as far as the page gives it, and the signals of what kind of page it is."""
    explained = explain(page, profile, cuts=False)
    return Reading(article=explained.article, signals=explained.signals)


def explain(page: Page, profile: SiteProfile = NOTHING, *, cuts: bool = True) -> Explanation:
    """The reading as of ``read``, with every witness of every field and every line that was cut."""
    evidence = gather(page, profile)
    signals = find_signals(evidence)
    language = _language(evidence)
    reader = _reader(evidence, language)
    overrides = find_overrides(evidence, reader)
    lines = flat_lines(evidence.blocks, evidence.document.plain)
    if lines is None:
        title = _believed(overrides.get("title"), find_title(evidence))
        header = find_header(evidence.blocks, _text(title), reader)
    else:
        flat = read_flat(lines, profile.sections, reader)
        title = _believed(overrides.get("title"), _from_lines(flat.title) or find_title(evidence))
        header = Header(labels=flat.labels, date=flat.date, byline=flat.byline)
    fields = _fields(evidence, title, header, reader)
    fields = {name: _believed(overrides.get(name), fields[name]) for name in fields}
    if lines is None:
        head = _article_head(evidence, _text(title), _text(fields["summary"]), header)
        authors = fields["authors"]
        head = replace(head, authors=tuple(authors.value) if authors else ())
        body, reading = _body(evidence, head)
    else:
        body, reading = _from_lines(flat.body), None
    body = _believed(overrides.get("body"), body)
    decisions = {**fields, "body": body, "language": language}
    cut = reading.cuts() if cuts and reading else ()
    return _explanation(evidence, signals, decisions, cut)


def _language(evidence: Evidence) -> Decision[str] | None:
    tag = stated_language(evidence)
    return _believed(stated(primary(tag)) if tag else None, find_language(evidence))


def _believed(override: Decision[T] | None, decision: Decision[T] | None) -> Decision[T] | None:
    """The override where there is one, with what else was heard."""
    if override is None or decision is None or decision.value is override.value:
        return decision or override
    return replace(override, witnesses=(*override.witnesses, *witnesses_of(decision)))


def _reader(evidence: Evidence, language: Decision[str] | None) -> DateReader:
    profile = evidence.profile
    reader = DateReader(
        now=evidence.now,
        language=stated_language(evidence) or _with_region(language, declared_tag(evidence)),
        order=profile.date_order,
        timezone=profile.timezone,
    )
    return reader if reader.order else replace(reader, order=page_order(evidence, reader))


def _text(decision: Decision[str] | None) -> str | None:
    return decision.value if decision else None


def _with_region(language: Decision[str] | None, declared: str | None) -> str | None:
    """The declared tag where it is of the page's language: its region tells dd/mm from mm/dd."""
    if declared and (language is None or declared.lower().startswith(language.value)):
        return declared
    return language.value if language else None


def gather(page: Page, profile: SiteProfile) -> Evidence:
    """The page parsed once, with all that it says of itself."""
    document = parse(page)
    if not document.url:
        document = replace(document, url=own_address(document))
    remove_named(document.tree, profile.overrides)
    return Evidence(
        document=document,
        linked=linked_data(document.tree, document.url),
        meta=meta_tags(document.tree),
        micro=microdata(document.tree),
        blocks=visible_blocks(document.tree),
        profile=profile,
        hints=page.hints,
        now=page.fetched_at,
    )


def warm() -> None:
    """Load what the first page of a process would otherwise wait for."""
    extract(Page(url="https://example.org/", body=WARMING, fetched_at=datetime.now(UTC)))


def _fields(
    evidence: Evidence, title: Decision[str] | None, header: Header, reader: DateReader
) -> dict[str, Decision[Any] | None]:
    published = find_published(evidence, header, reader)
    headline = title.value if title else None
    return {
        "url": find_url(evidence),
        "title": title,
        "published_at": published,
        "modified_at": find_modified(evidence, published, header, reader),
        "sections": find_sections(evidence, header, headline),
        "authors": find_authors(evidence, header, reader),
        "summary": find_summary(evidence, headline),
        "tags": find_tags(evidence),
        "image": find_image(evidence, headline),
        "site": find_site(evidence),
    }


def _from_lines(value: T | None) -> Decision[T] | None:
    return Decision(value, Provenance(source="lines", confidence=FLAT)) if value else None


def _body(evidence: Evidence, head: ArticleHead) -> tuple[Decision[Body] | None, BodyReading]:
    """The body and what it left out; the tree is changed on the way, so this step comes last."""
    reading = find_body(evidence.document, evidence.blocks, head)
    source = "trafilatura" if reading.heard else "weights"
    provenance = Provenance(source=source, confidence=reading.confidence)
    return (Decision(reading.body, provenance) if reading.body else None), reading


def _article_head(
    evidence: Evidence, title: str | None, summary: str | None, header: Header
) -> ArticleHead:
    """The fields that the line model is told of the article."""
    lines = [*header.labels]
    above, below = header.title_at or 0, header.text_at
    lines += [block.text for block in evidence.blocks[above:below]]
    lines += [b.text for b in evidence.blocks[:above] if not ends_sentence(b.text)]
    linked = " ".join(strings((evidence.linked.article or {}).get("articleBody")))
    return ArticleHead(
        title=bare(title or ""),
        summary=bare(summary or ""),
        linked_body=bare(linked),
        header=frozenset(map(bare, lines)),
    )


def author_names(page: Page, profile: SiteProfile = NOTHING) -> AuthorCandidates:
    """Each name that the page offers with what speaks for and against it: to measure weights."""
    evidence = gather(page, profile)
    reader = _reader(evidence, find_language(evidence))
    header = find_header(evidence.blocks, _text(find_title(evidence)), reader)
    return author_candidates(evidence, header, reader)


def body_lines(page: Page, profile: SiteProfile = NOTHING) -> Iterator[tuple[Line, Facts]]:
    """Each line of the page with the facts that speak for and against it: to measure weights."""
    evidence = gather(page, profile)
    title = find_title(evidence)
    reader = _reader(evidence, find_language(evidence))
    header = find_header(evidence.blocks, _text(title), reader)
    summary = find_summary(evidence, _text(title))
    head = _article_head(evidence, _text(title), _text(summary), header)
    return weighed_lines(evidence.document, evidence.blocks, head)


def _explanation(
    evidence: Evidence,
    signals: Signals,
    fields: Mapping[str, Decision[Any] | None],
    cuts: tuple[Cut, ...],
) -> Explanation:
    body, language = fields["body"], fields["language"]
    written = direction(language.value if language else None, evidence)
    decided = {
        "direction": Decision(written, _as(language, "html")) if written else None,
        **fields,
    }
    values: dict[str, Any] = {
        name: decision.value for name, decision in decided.items() if decision
    }
    decisions = {
        name: replace(decision, witnesses=witnesses_of(decision))
        for name, decision in decided.items()
        if decision is not None and decision.value
    }
    article = Article(
        **values,
        paywalled=signals.is_closed,
        provenance={name: decision.provenance for name, decision in decisions.items()},
    )
    return Explanation(
        article=article,
        signals=with_record(signals, body.value if body else (), fields["published_at"]),
        decisions=decisions,
        cuts=cuts,
    )


def _as(decision: Decision[Any] | None, source: str) -> Provenance:
    """The provenance of a field that follows from another; ``source`` where that one is missing."""
    return decision.provenance if decision else Provenance(source=source, confidence=FLAT)
