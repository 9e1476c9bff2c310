"""``newsspider extract``: the record of one page, and why it is so; nothing is stored."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Annotated

import typer

from newsspider.cli.app import app
from newsspider.cli.kit.options import (
    DEFAULT_DATABASE,
    Browser,
    Database,
    FetchPrivate,
    PageUrl,
    SourcesFile,
    TableOrJson,
    TableOrJsonOption,
    overrides,
)

if TYPE_CHECKING:
    from newsspider.extraction.explanation import Explanation
    from newsspider.items import Article, Rejected


@app.command()
def extract(
    page: Annotated[
        str,
        typer.Argument(
            metavar="FILE|URL|-",
            help="A saved page, a text, a web address, or - for standard input.",
        ),
    ],
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Show all that was heard for each field, and what was cut."),
    ] = False,
    url: PageUrl = None,
    form: TableOrJsonOption = TableOrJson.TABLE,
    database: Database = DEFAULT_DATABASE,
    sources: SourcesFile = None,
    browser: Browser = False,
    allow_private: FetchPrivate = False,
) -> None:
    """Print the record of one page without storing it, or with --explain why it is so."""
    from newsspider.cli.kit.database import upgrading
    from newsspider.cli.kit.logs import log_to_stderr
    from newsspider.cli.kit.terminal import interrupted
    from newsspider.services.extract import extract_page, known_database

    settings = overrides(
        known_database(database, upgrading), sources, allow_private=allow_private, browser=browser
    )
    try:
        with log_to_stderr(logging.ERROR):
            extracted = extract_page(page, url, settings, explain=explain)
    except KeyboardInterrupt:
        raise interrupted("run the same again.") from None
    if extracted.explanation is not None:
        _print_explanation(extracted.explanation, extracted.verdict, form)
    else:
        _print(page, extracted.verdict, form)


def _print(page: str, verdict: Article | Rejected, form: TableOrJson) -> None:
    """Print the record; exits with 1 where there is none."""
    from newsspider.cli.kit.record import show_record
    from newsspider.cli.kit.terminal import note
    from newsspider.items import Rejected
    from newsspider.text.hosts import readable

    if isinstance(verdict, Rejected):
        name = "standard input" if page == "-" else readable(page)
        note(f"{name}: {verdict.reason.value}: {verdict.evidence}")
        raise typer.Exit(1)
    show_record(form, verdict)


def _print_explanation(
    explanation: Explanation, verdict: Article | Rejected, form: TableOrJson
) -> None:
    from newsspider.cli.crawl.explanation import draw_explanation
    from newsspider.cli.kit.formats import show
    from newsspider.schemas.explanation import ExplanationSchema

    show(
        form,
        lambda: ExplanationSchema.of(explanation, verdict),
        lambda console: draw_explanation(console, explanation, verdict),
    )
