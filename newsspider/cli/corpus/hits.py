"""Found articles as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsspider.cli.kit.terminal import Cell, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType
    from rich.table import Table

    from storage.search.facets import Facet
    from storage.search.search import Hit
    from storage.search.snippets import Marker, Snippet

HIT = "bold yellow"


def hits_table(hits: Sequence[Hit], width: int, marker: Marker | None) -> Table:
    """One row an article; the title takes what room the narrow columns leave.

    With a marker the hits are marked, and a line of the text shows why it was found.
    """
    found = table("id", "date", "site", "section", "title")
    number, day, site, section, title = found.columns
    number.justify = "right"
    for column in (number, day, site, section):
        column.no_wrap = True
    site.max_width, section.max_width = width // 6, width // 7
    title.overflow = "fold"
    for hit in hits:
        article = hit.article
        published = article.published_at
        found.add_row(
            str(hit.id),
            Cell(published.day.isoformat() if published else None),
            Cell(article.site, "cyan"),
            Cell(article.section),
            _title(hit, marker),
        )
    return found


def _title(hit: Hit, marker: Marker | None) -> RenderableType:
    from rich.console import Group

    article = hit.article
    if marker is None or not article.title:
        return Cell(article.title, "bold")
    title = Cell(_styled(marker.marked(article.title, article.language)), "bold")
    snippet = marker.snippet(article)
    return Group(title, Cell(_styled(snippet), "dim")) if snippet else title


def _styled(snippet: Snippet) -> tuple[tuple[str, str], ...]:
    return tuple((piece.text, f"{HIT} not dim" if piece.is_hit else "") for piece in snippet)


def facet_tables(facets: Sequence[Facet]) -> Iterator[Table]:
    """A table of counts for each facet that has any."""
    for facet in facets:
        if facet.counts:
            made = table(facet.name, "articles")
            made.columns[0].no_wrap, made.columns[0].max_width = True, 30
            made.columns[1].justify = "right"
            for name, number in facet.counts:
                made.add_row(Cell(name), f"{number:,}")
            yield made
