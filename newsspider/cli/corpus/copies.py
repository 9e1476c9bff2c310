"""The copies of a stored article, for people and programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsspider.cli.kit.terminal import Cell, output, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from storage.duplicates.near_duplicates import Duplicate

SHOWN = 5
"""Copies that are listed unless all are asked for."""


def print_copies(members: Sequence[Duplicate], article_id: int, *, every: bool) -> None:
    """Say how many copies the article has and who published first, and list them."""
    if not members:
        return
    others = [member for member in members if member.id != article_id]
    listed = others if every else others[:SHOWN]
    with output() as console:
        console.print()
        console.print(Cell(_sentence(members[0], article_id, len(others)), "bold"))
        console.print(_listed(listed))
        if len(listed) < len(others):
            console.print(f"{len(others) - len(listed)} more: see --copies.", style="dim")


def copy_objects(members: Sequence[Duplicate]) -> list[dict[str, Any]]:
    """The article and its copies as JSON has them, the first publisher first."""
    return [
        {
            "id": member.id,
            "url": member.url,
            "site": member.site,
            "title": member.title,
            "published_at": member.published_at.isoformat() if member.published_at else None,
            "likeness": round(member.likeness, 2),
        }
        for member in members
    ]


def _sentence(first: Duplicate, article_id: int, count: int) -> str:
    published = f" on {first.published_at.day.isoformat()}" if first.published_at else ""
    who = "it was first" if first.id == article_id else f"{first.site} was first (id {first.id})"
    return f"Copies: {count}. Of these and this one {who}{published}."


def _listed(members: Sequence[Duplicate]) -> Table:
    made = table("id", "date", "site", "alike", "title")
    for at in (0, 3):
        made.columns[at].justify = "right"
    for column in made.columns[:4]:
        column.no_wrap = True
    made.columns[4].overflow = "fold"
    for member in members:
        made.add_row(
            str(member.id),
            Cell(member.published_at.day.isoformat() if member.published_at else None),
            Cell(member.site, "cyan"),
            f"{member.likeness:.0%}",
            Cell(member.title),
        )
    return made
