"""Found articles as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsspider.cli.terminal import Cell, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from storage.search import Hit


def hits_table(hits: Sequence[Hit], width: int) -> Table:
    """One row an article; the title takes what room the narrow columns leave."""
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
            Cell(article.title, "bold"),
        )
    return found
