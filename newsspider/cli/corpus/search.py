"""``newsspider search``: ask the corpus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console, Group, RenderableType

from newsspider.cli.app import app
from newsspider.cli.kit.database import reading
from newsspider.cli.kit.filters import with_filters
from newsspider.cli.kit.formats import show, show_list
from newsspider.cli.kit.options import DEFAULT_DATABASE, Database, Format, FormatOption, Limit
from newsspider.cli.kit.terminal import Cell, counts_table, folded, note, number, short, table
from newsspider.errors import UsageError
from newsspider.schemas.corpus import FacetsSchema, HitSchema

if TYPE_CHECKING:
    from rich.table import Table
    from sqlalchemy.orm import Session

    from storage.search.search import Hit, Query
    from storage.search.snippets import Marker, Snippet

HIT = "bold yellow"


# A word may begin with a hyphen: it is one that must not be there.
@app.command(context_settings={"ignore_unknown_options": True})
@with_filters("newsspider search")
def search(
    query: Query,
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
    limit: Limit = 20,
    form: FormatOption = Format.TABLE,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Find articles: all words, "phrases", OR, -not, prefix*, brackets; title: section: site:
    author: lang: tag: since: until:.
    """
    from storage.search.search import Order

    chosen = Order(order) if order else None
    query = replace(query, limit=limit, order=chosen, after=after, unique=unique)
    with reading(database) as session:
        if facets:
            _print_facets(session, query, form)
        else:
            _print_hits(session, query, form, limit)


def _print_hits(session: Session, query: Query, form: Format, limit: int) -> None:
    from storage.search.search import CompiledQuery
    from storage.search.search import search as find
    from storage.search.snippets import Marker

    compiled = CompiledQuery(session, query)
    hits = find(session, replace(query, limit=limit + 1))
    marker = Marker(compiled.parts, compiled.languages) if compiled.texts else None
    show_list(
        form,
        hits,
        HitSchema,
        partial(_hits_table, marker=marker),
        limit=limit,
        empty="Nothing found.",
        more=lambda shown: (
            f"There are more: --after {shown[-1].cursor} goes on, --limit shows more at once."
        ),
    )


def _hits_table(console: Console, hits: Sequence[Hit], *, marker: Marker | None) -> Table:
    """One row an article; the title takes what room the narrow columns leave.

    With a marker the hits are marked, and a line of the text shows why it was found.
    """
    site, section = short("site", console.width // 6), short("section", console.width // 7)
    made = table(number("id"), short("date"), site, section, folded("title"))
    for hit in hits:
        article = hit.article
        published = article.published_at
        made.add_row(
            str(hit.id),
            Cell(published.day.isoformat() if published else None),
            Cell(article.site, "cyan"),
            Cell(article.section),
            _title(hit, marker),
        )
    return made


def _title(hit: Hit, marker: Marker | None) -> RenderableType:
    article = hit.article
    if marker is None or not article.title:
        return Cell(article.title, "bold")
    title = Cell(_styled(marker.marked(article.title, article.language)), "bold")
    snippet = marker.snippet(article)
    return Group(title, Cell(_styled(snippet), "dim")) if snippet else title


def _styled(snippet: Snippet) -> tuple[tuple[str, str], ...]:
    return tuple((piece.text, f"{HIT} not dim" if piece.is_hit else "") for piece in snippet)


def _print_facets(session: Session, query: Query, form: Format) -> None:
    from rich.columns import Columns

    from storage.search.facets import count_facets

    counted = count_facets(session, query)
    if form not in (Format.TABLE, Format.JSON):
        raise UsageError("--facets are printed as a table or as json.")
    tables = [
        counts_table(facet.name, "articles", facet.counts) for facet in counted if facet.counts
    ]
    if form is Format.TABLE and not tables:
        note("Nothing found.")
        return
    show(form, lambda: FacetsSchema.of(counted), lambda _: Columns(tables, padding=(1, 4)))
