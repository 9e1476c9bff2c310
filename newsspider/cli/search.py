"""``newsspider search``: ask the corpus."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from newsspider.cli.app import app
from newsspider.cli.options import DEFAULT_DATABASE, Database, Format
from newsspider.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.search import Hit, Query


@app.command()
def search(
    words: Annotated[
        list[str] | None, typer.Argument(help="Words that must all be in the article; none: all.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="First day, as 2024-10-23.")] = None,
    until: Annotated[str | None, typer.Option(help="Last day, as 2024-10-23.")] = None,
    section: Annotated[str | None, typer.Option(help="One of the article's sections.")] = None,
    site: Annotated[str | None, typer.Option(help="The site's host or name.")] = None,
    language: Annotated[str | None, typer.Option(help="Language code: ar, en, fa.")] = None,
    author: Annotated[str | None, typer.Option(help="A part of an author's name.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Show so many at most.")] = 20,
    form: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Find articles by words, date, section, site, language or author, newest first."""
    from newsspider.cli.corpus import reading
    from storage.search import Query
    from storage.search import search as find

    query = Query(
        words=" ".join(words or ()),
        since=_day("--since", since),
        until=_day("--until", until),
        section=section,
        site=site,
        language=language,
        author=author,
        limit=limit + 1,  # One more, to know whether there are more.
    )
    _check(query)
    with reading(database) as session:
        hits = find(session, query)
    _print(hits[:limit], form, more=len(hits) > limit)


def _day(option: str, text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError:
        raise UsageError(f"{option} {text} is not a day: write it like 2024-10-23.") from None


def _check(query: Query) -> None:
    if query.since and query.until and query.since > query.until:
        raise UsageError(f"--since {query.since} is later than --until {query.until}.")


def _print(hits: Sequence[Hit], form: Format, *, more: bool) -> None:
    from newsspider.cli import formats
    from newsspider.cli.hits import hits_table
    from newsspider.cli.terminal import note, output

    objects = (formats.article_object(hit.id, hit.article) for hit in hits)
    with output() as console:
        if form is Format.JSON:
            formats.write_json(list(objects))
        elif form is Format.JSONL:
            formats.write_jsonl(objects)
        elif form is Format.CSV:
            formats.write_csv(objects, formats.ARTICLE_COLUMNS)
        elif hits:
            console.print(hits_table(hits, console.width))
    if form is Format.TABLE and not hits:
        note("Nothing found.")
    if more:
        note(f"These are the newest {len(hits)}; there are more: see --limit.")
