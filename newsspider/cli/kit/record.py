"""One stored article, for people: every field, and which evidence gave it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from rich.padding import Padding

from newsspider.cli.kit.formats import show
from newsspider.cli.kit.terminal import (
    Cell,
    folded,
    number,
    reads_from_the_right,
    short,
    table,
)
from newsspider.items import Kind
from newsspider.schemas.record import record_schema
from newsspider.text.hosts import readable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console
    from rich.table import Table

    from newsspider.items import Article, Paragraph, Provenance

_LOOKS = {
    Kind.PARAGRAPH: ("", "", 0),
    Kind.HEADING: ("", "bold", 0),
    Kind.QUOTE: ("", "italic", 4),
    Kind.LIST_ITEM: ("• ", "", 2),
}


def show_record(form: StrEnum, article: Article, article_id: int | None = None) -> None:
    """Print an article, which need not be stored, in the format."""
    show(
        form,
        lambda: record_schema(article),
        lambda console: print_fields(console, article, article_id),
    )


def print_fields(console: Console, article: Article, article_id: int | None = None) -> None:
    """Print the article's fields with their evidence, then its text."""
    console.print(_fields(article, article_id))
    for paragraph in article.body:
        console.print()
        print_paragraph(console, paragraph)


def _fields(article: Article, article_id: int | None) -> Table:
    fields = table(short("field"), folded("value"), short("evidence"), number("sure"))
    if article_id is not None:
        fields.add_row("id", str(article_id))
    for name, value in _values(article):
        style = "bold" if name == "title" else ""
        evidence = _evidence(article.provenance.get(name))
        fields.add_row(name, Cell(value, style), *evidence)
    return fields


def _values(article: Article) -> Iterator[tuple[str, str | None]]:
    published, modified = article.published_at, article.modified_at
    yield "url", readable(article.url)
    yield "title", article.title
    yield "published_at", published.isoformat() if published else None
    yield "modified_at", modified.isoformat() if modified else None
    yield "sections", " › ".join(article.sections)
    yield "authors", ", ".join(article.authors)
    yield "summary", article.summary
    yield "language", article.language
    yield "direction", article.direction
    yield "tags", ", ".join(article.tags)
    yield "image", article.image
    yield "site", article.site
    yield "paywalled", "yes" if article.paywalled else "no"
    yield "body", f"paragraphs: {len(article.body):,}, characters: {len(article.text):,}"


def _evidence(provenance: Provenance | None) -> tuple[str, str]:
    return (provenance.source, f"{provenance.confidence:.0%}") if provenance else ("", "")


def print_paragraph(console: Console, paragraph: Paragraph) -> None:
    """Print one paragraph as what it is, indented from the side on which its lines begin."""
    sign, style, indent = _LOOKS[paragraph.kind]
    left, right = (0, indent) if reads_from_the_right(paragraph.text) else (indent, 0)
    console.print(Padding(Cell(sign + paragraph.text, style), (0, right, 0, left)))
