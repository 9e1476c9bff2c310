"""``newsspider search``: ask the corpus."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from newsspider.cli.app import app
from newsspider.cli.kit.filters import (
    Author,
    Language,
    Section,
    Since,
    Site,
    Until,
    Words,
    query_of,
)
from newsspider.cli.kit.options import DEFAULT_DATABASE, Database, Format
from newsspider.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.search.facets import Facet
    from storage.search.search import Hit
    from storage.search.snippets import Marker


# A word may begin with a hyphen: it is one that must not be there.
@app.command(context_settings={"ignore_unknown_options": True})
def search(
    words: Words = None,
    since: Since = None,
    until: Until = None,
    section: Section = None,
    site: Site = None,
    language: Language = None,
    author: Author = None,
    order: Annotated[
        Literal["relevance", "time"] | None,
        typer.Option(help="What comes first. [default: relevance where there are words]"),
    ] = None,
    after: Annotated[
        str | None, typer.Option(help="Go on behind this place, which the page before names.")
    ] = None,
    unique: Annotated[
        bool,
        typer.Option("--unique", help="Of the copies that fit show only the first publisher's."),
    ] = False,
    facets: Annotated[
        bool, typer.Option("--facets", help="Count by site, section, language, author and day.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, max=2**31 - 1, help="Show so many at most.")] = 20,
    form: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Find articles: all words, "phrases", OR, -not, prefix*, brackets; title: section: site:
    author: lang: tag: since: until:.
    """
    from newsspider.cli.kit.database import reading
    from storage.search.facets import count_facets as count
    from storage.search.search import CompiledQuery, Order
    from storage.search.search import search as find
    from storage.search.snippets import Marker

    _refuse_options(words or ())
    query = query_of(words, since, until, section, site, language, author, limit)
    query = replace(query, order=Order(order) if order else None, after=after, unique=unique)
    with reading(database) as session:
        if facets:
            _print_facets(count(session, query), form)
            return
        asked = CompiledQuery(session, query)
        hits = find(session, replace(query, limit=limit + 1))
        marker = Marker(asked.parts, asked.languages) if asked.texts else None
    _print(hits[:limit], form, marker, more=len(hits) > limit)


def _refuse_options(words: Sequence[str]) -> None:
    for word in words:
        if word.startswith("--") and word != "--":
            raise UsageError(f"There is no option {word}: see newsspider search --help.")


def _print_facets(counted: Sequence[Facet], form: Format) -> None:
    from rich.columns import Columns

    from newsspider.cli.corpus.hits import facet_tables
    from newsspider.cli.kit import formats
    from newsspider.cli.kit.terminal import note, output

    if form not in (Format.TABLE, Format.JSON):
        raise UsageError("--facets are printed as a table or as json.")
    tables = list(facet_tables(counted))
    with output() as console:
        if form is Format.JSON:
            formats.write_json({facet.name: dict(facet.counts) for facet in counted})
        elif tables:
            console.print(Columns(tables, padding=(1, 4)))
    if form is Format.TABLE and not tables:
        note("Nothing found.")


def _print(hits: Sequence[Hit], form: Format, marker: Marker | None, *, more: bool) -> None:
    from newsspider.cli.corpus.hits import hits_table
    from newsspider.cli.kit import formats
    from newsspider.cli.kit.terminal import note, output

    objects = (formats.article_object(hit.id, hit.article) for hit in hits)
    with output() as console:
        if form is Format.JSON:
            formats.write_json(list(objects))
        elif form is Format.JSONL:
            formats.write_jsonl(objects)
        elif form is Format.CSV:
            formats.write_csv(objects, formats.ARTICLE_COLUMNS)
        elif hits:
            console.print(hits_table(hits, console.width, marker))
    if form is Format.TABLE and not hits:
        note("Nothing found.")
    if more:
        note(f"There are more: --after {hits[-1].cursor} goes on, --limit shows more at once.")
