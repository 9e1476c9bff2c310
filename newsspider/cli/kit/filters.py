"""The options that narrow a command to some of the articles: the same for all that ask."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from newsspider.cli.kit.groups import Command, grouped, options_of
from newsspider.errors import UsageError

if TYPE_CHECKING:
    from storage.search.search import Query

Words = Annotated[
    list[str] | None, typer.Argument(help="Words that must all be in the article; none: all.")
]
Since = Annotated[str | None, typer.Option(help="First day, as 2024-10-23.")]
Until = Annotated[str | None, typer.Option(help="Last day, as 2024-10-23.")]
Section = Annotated[str | None, typer.Option(help="One of the article's sections.")]
Site = Annotated[str | None, typer.Option(help="The site's host or name.")]
Language = Annotated[str | None, typer.Option(help="Language code: ar, en, fa.")]
Author = Annotated[str | None, typer.Option(help="A part of an author's name.")]


def query_of(
    words: Words = None,
    since: Since = None,
    until: Until = None,
    section: Section = None,
    site: Site = None,
    language: Language = None,
    author: Author = None,
    *,
    help_of: str = "",
) -> Query:
    """The question that these options ask; raises ``UsageError``.

    ``help_of`` is the command whose help lists the options that there are.
    """
    from storage.search.search import Query

    for word in words or ():
        if word.startswith("--") and word != "--":
            raise UsageError(f"There is no option {word}: see {f'{help_of} --help'.strip()}.")
    query = Query(
        words=" ".join(words or ()),
        since=day_of("--since", since),
        until=day_of("--until", until),
        section=section,
        site=site,
        language=language,
        author=author,
    )
    if query.since and query.until and query.since > query.until:
        raise UsageError(f"--since {query.since} is later than --until {query.until}.")
    return query


def with_filters(help_of: str = "") -> Callable[[Command], Command]:
    """A decorator that puts these options in the place of the command's parameter ``query``."""
    return grouped("query", partial(query_of, help_of=help_of), options_of(query_of))


def day_of(option: str, text: str | None) -> date | None:
    """The day that the option names, ``None`` without it; raises ``UsageError``."""
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError:
        raise UsageError(f"{option} {text} is not a day: write it like 2024-10-23.") from None
