"""The engines: newsspider and its rivals, each called as its own documentation says."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from kit.corpora import Sample

NOW = datetime(2026, 11, 1, tzinfo=UTC)
BREAK = "\u2029"
BLOCKS = ("p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "blockquote", "pre")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The outcome of one engine on one page."""

    body: str = ""
    title: str | None = None
    day: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """One way to read a page, and the package that it comes from."""

    read: Callable[[Sample], Answer]
    package: str
    fields: frozenset[str] = frozenset(("title", "date", "authors"))
    """The fields it gives besides the body; it is not scored on the others."""

    @property
    def version(self) -> str | None:
        """``None`` where the package is not installed."""
        try:
            return importlib.metadata.version(self.package)
        except importlib.metadata.PackageNotFoundError:
            return None


def newsspider(sample: Sample) -> Answer:
    """The full record, before the quality gate: every page of the corpora counts."""
    from newsspider.extraction.read import read
    from newsspider.items import Page

    article = read(Page(url=sample.url, body=sample.html, fetched_at=NOW)).article
    return Answer(
        body=article.text,
        title=article.title,
        day=article.published_at.day.isoformat() if article.published_at else None,
        authors=article.authors,
    )


def trafilatura(sample: Sample) -> Answer:
    """trafilatura with metadata, its defaults."""
    return _trafilatura(sample, precise=False)


def trafilatura_precise(sample: Sample) -> Answer:
    """trafilatura with metadata, told to favour precision."""
    return _trafilatura(sample, precise=True)


def _trafilatura(sample: Sample, *, precise: bool) -> Answer:
    from trafilatura import bare_extraction

    extracted: Any = bare_extraction(  # a document, though declared as maybe a dictionary
        sample.html,
        url=sample.url,
        with_metadata=True,
        include_comments=False,
        favor_precision=precise,
    )
    if extracted is None:
        return Answer()
    authors = tuple(name.strip() for name in (extracted.author or "").split(";") if name.strip())
    return Answer(
        body=extracted.text or "", title=extracted.title, day=extracted.date, authors=authors
    )


def readability(sample: Sample) -> Answer:
    """readability-lxml: the HTML it keeps, a line a block; it knows a title and nothing else.

    It gets the text as trafilatura decodes it: its own guess at encodings is poor.
    """
    from lxml.html import fromstring
    from readability import Document
    from trafilatura.utils import decode_file

    document = Document(decode_file(sample.html), url=sample.url)
    kept = fromstring(document.summary())
    for element in kept.iter(*BLOCKS):
        element.text = BREAK + (element.text or "")
        element.tail = BREAK + (element.tail or "")
    lines = (" ".join(line.split()) for line in kept.text_content().split(BREAK))
    return Answer(body="\n".join(filter(None, lines)), title=document.short_title())


def newspaper(sample: Sample) -> Answer:
    """newspaper4k on the page's bytes as trafilatura decodes them; nothing is fetched."""
    from newspaper import Article
    from trafilatura.utils import decode_file

    article = Article(sample.url, fetch_images=False)
    article.download(input_html=decode_file(sample.html), ignore_read_more=True)
    article.parse()
    day = article.publish_date
    return Answer(
        body=article.text or "",
        title=article.title,
        day=day.date().isoformat() if day else None,
        authors=tuple(article.authors),
    )


def resiliparse(sample: Sample) -> Answer:
    """resiliparse's main content, and the page's ``<title>``."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import detect_encoding
    from resiliparse.parse.html import HTMLTree

    encoding = detect_encoding(sample.html, from_html_meta=True) or "utf-8"
    tree = HTMLTree.parse_from_bytes(sample.html, encoding)
    body = extract_plain_text(tree, main_content=True, alt_texts=False, list_bullets=False)
    return Answer(body=body, title=tree.title)


TITLE = frozenset(("title",))
ENGINES: dict[str, Engine] = {
    "newsspider": Engine(read=newsspider, package="newsspider"),
    "trafilatura": Engine(read=trafilatura, package="trafilatura"),
    "trafilatura precision": Engine(read=trafilatura_precise, package="trafilatura"),
    "readability-lxml": Engine(read=readability, package="readability-lxml", fields=TITLE),
    "newspaper4k": Engine(read=newspaper, package="newspaper4k"),
    "resiliparse": Engine(read=resiliparse, package="resiliparse", fields=TITLE),
}


def installed(names: Iterable[str]) -> tuple[dict[str, Engine], list[str]]:
    """The engines of these names that can run, and the names of those that cannot."""
    asked = {name: ENGINES[name] for name in names}
    there = {name: engine for name, engine in asked.items() if engine.version}
    return there, [name for name in asked if name not in there]
