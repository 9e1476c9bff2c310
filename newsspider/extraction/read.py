"""From a page to its record: every step in order, each on the same tree."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypeVar

from newsspider.extraction.authors import find_authors
from newsspider.extraction.blocks import visible_blocks
from newsspider.extraction.body import Body, find_body
from newsspider.extraction.dates import Reader
from newsspider.extraction.details import find_image, find_summary, find_tags, find_url
from newsspider.extraction.document import parse
from newsspider.extraction.evidence import Decision, Evidence
from newsspider.extraction.flat import flat_lines, read_flat
from newsspider.extraction.header import Header, find_header
from newsspider.extraction.jsonld import linked_data
from newsspider.extraction.judge import judge, refuse
from newsspider.extraction.language import declared_tag, direction, find_language
from newsspider.extraction.metadata import meta_tags, microdata
from newsspider.extraction.overrides import find_overrides, remove_named
from newsspider.extraction.published import find_modified, find_published
from newsspider.extraction.reading import Reading, Signals
from newsspider.extraction.sections import find_sections
from newsspider.extraction.signals import find_signals, with_body
from newsspider.extraction.sitename import find_site
from newsspider.extraction.texts import bare, ends_sentence
from newsspider.extraction.title import find_title
from newsspider.items import Article, Page, Provenance, Rejected, SiteProfile

T = TypeVar("T")

NOTHING = SiteProfile()
FLAT = 0.7
"""How sure a field is that only the lines of a flat page give."""

WARMING = b"<html lang=en><h1>Warm</h1><p>3 May 2024</p><p>" + b"A sentence of some words. " * 40


def extract(page: Page, profile: SiteProfile = NOTHING) -> Article | Rejected:
    """The record of a news page, or why it is no article. Pure, never raises on any input."""
    return refuse(page) or judge(read(page, profile), page)


def read(page: Page, profile: SiteProfile = NOTHING) -> Reading:
    """The record as far as the page gives it, and the signals of what kind of page it is."""
    evidence = gather(page, profile)
    signals = find_signals(evidence)
    language = find_language(evidence)
    reader = Reader(
        now=page.fetched_at,
        language=_with_region(language, declared_tag(evidence)),
        order=profile.date_order,
        timezone=profile.timezone,
    )
    lines = flat_lines(evidence.blocks, evidence.document.plain)
    if lines is None:
        title = find_title(evidence)
        header = find_header(evidence.blocks, title.value if title else None, reader)
    else:
        flat = read_flat(lines, profile.sections, reader)
        title = _from_lines(flat.title) or find_title(evidence)
        header = Header(labels=flat.labels, date=flat.date, byline=flat.byline)
    fields = _fields(evidence, title, header, reader)
    overrides = find_overrides(evidence, reader)
    body = _from_lines(flat.body) if lines is not None else _body(evidence, title, header)
    found = {**fields, "body": body, "language": language, **overrides}
    return _reading(evidence, signals, found)


def _with_region(language: Decision[str] | None, declared: str | None) -> str | None:
    """The declared tag where it is of the page's language: its region tells dd/mm from mm/dd."""
    if declared and (language is None or declared.lower().startswith(language.value)):
        return declared
    return language.value if language else None


def gather(page: Page, profile: SiteProfile) -> Evidence:
    """The page parsed once, with all that it says of itself."""
    document = parse(page)
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
    evidence: Evidence, title: Decision[str] | None, header: Header, reader: Reader
) -> dict[str, Decision[Any] | None]:
    published = find_published(evidence, header, reader)
    headline = title.value if title else None
    return {
        "url": find_url(evidence),
        "title": title,
        "published_at": published,
        "modified_at": find_modified(evidence, published, reader),
        "sections": find_sections(evidence, header, headline),
        "authors": find_authors(evidence, header, reader),
        "summary": find_summary(evidence, headline),
        "tags": find_tags(evidence),
        "image": find_image(evidence),
        "site": find_site(evidence),
    }


def _from_lines(value: T | None) -> Decision[T] | None:
    return Decision(value, Provenance(source="lines", confidence=FLAT)) if value else None


def _body(evidence: Evidence, title: Decision[str] | None, header: Header) -> Decision[Body] | None:
    """The body; the tree is cut on the way, so this step comes last."""
    known = [title.value if title else "", *header.labels]
    above, below = header.title_at or 0, header.text_at
    known += [block.text for block in evidence.blocks[above:below]]
    known += [b.text for b in evidence.blocks[:above] if not ends_sentence(b.text)]
    body = find_body(evidence.document, evidence.blocks, frozenset(map(bare, known)))
    return Decision(body, Provenance(source="trafilatura", confidence=0.9)) if body else None


def _reading(
    evidence: Evidence, signals: Signals, fields: dict[str, Decision[Any] | None]
) -> Reading:
    body, language = fields["body"], fields["language"]
    written = direction(language.value if language else None, evidence)
    found = {
        "direction": Decision(written, _as(language, "html")) if written else None,
        **fields,
    }
    given = {name: decision for name, decision in found.items() if decision is not None}
    values: dict[str, Any] = {name: decision.value for name, decision in given.items()}
    article = Article(
        **values,
        paywalled=signals.declared_free is False,
        provenance={name: decision.provenance for name, decision in given.items()},
    )
    return Reading(article=article, signals=with_body(signals, body.value if body else ()))


def _as(decision: Decision[Any] | None, source: str) -> Provenance:
    """The provenance of a field that follows from another; ``source`` where that one is missing."""
    return decision.provenance if decision else Provenance(source=source, confidence=FLAT)
