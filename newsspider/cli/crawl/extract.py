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
    SourcesFile,
    TableOrJson,
    render_setting,
    sources_setting,
)
from newsspider.errors import INTERRUPTED

if TYPE_CHECKING:
    from newsspider.extraction.explanation import Explanation
    from newsspider.items import Article, Rejected
    from newsspider.processing.visit import Visit


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
    url: Annotated[
        str | None, typer.Option("--url", help="Where the saved page or text is from.")
    ] = None,
    form: Annotated[
        TableOrJson, typer.Option("--format", help="How to print.")
    ] = TableOrJson.TABLE,
    database: Database = DEFAULT_DATABASE,
    sources: SourcesFile = None,
    browser: Browser = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch private and local addresses too.")
    ] = False,
) -> None:
    """Print the record of one page without storing it, or with --explain why it is so."""
    settings = {
        "DATABASE_URL": _known(database),
        "SOURCES": sources_setting(sources),
        "RENDER": render_setting(browser=browser),
        "ALLOW_PRIVATE": allow_private,
    }
    _tell(page, _visit(page, url, settings), form, explain=explain)


def _tell(page: str, visit: Visit, form: TableOrJson, *, explain: bool) -> None:
    """Print what became of the page; exits with 1 where it is no article."""
    from newsspider.cli.kit.terminal import note
    from newsspider.extraction import judge
    from newsspider.extraction.explanation import Explanation
    from newsspider.items import Rejected
    from newsspider.text.hosts import readable

    outcome: object = visit.outcome
    if isinstance(outcome, Explanation):
        verdict = judge(outcome, visit.page)
        if explain:
            _print_explanation(outcome, verdict, form)
            return
        outcome = verdict
    if isinstance(outcome, Rejected):
        name = "standard input" if page == "-" else readable(page)
        note(f"{name}: {outcome.reason.value}: {outcome.evidence}")
        raise typer.Exit(1)
    _print(outcome, form)  # type: ignore[arg-type] # what is no rejection is an article


def _known(database: str) -> str:
    """The database, for what it knows of the site; ``""`` where there is none yet."""
    from newsspider.cli.kit.database import reading
    from storage.db.engine import is_missing

    if is_missing(database):
        return ""
    with reading(database):
        return database


def _visit(name: str, url: str | None, settings: dict[str, object]) -> Visit:
    """The page on the road of every page, up to where it would be judged and stored."""
    from newsspider.cli.crawl.inputs import page_of_input
    from newsspider.cli.kit.logs import log_to_stderr
    from newsspider.crawling.run import run
    from newsspider.errors import UsageError
    from newsspider.services.addresses import is_address, web_address
    from newsspider.spiders.page import PageSpider

    if is_address(name) and url:
        raise UsageError("--url is the address of a saved page: give a file with it.")
    arguments: dict[str, object] = (
        {"urls": [web_address(name)]} if is_address(name) else {"pages": [page_of_input(name, url)]}
    )
    road = {"pipelines.extract.ExplainPipeline": 100}
    alone = {"ARCHIVE": "", "EXTRACT_WORKERS": 1, "ITEM_PIPELINES": road}
    visits: list[Visit] = []
    with log_to_stderr(logging.ERROR):
        report = run(PageSpider, arguments, {**settings, **alone}, on_visit=visits.append)
    if report.interrupted or not visits:
        what = "interrupted" if report.interrupted else "the page was lost to an error"
        typer.echo(f"newsspider: {what}: run the same again.", err=True)
        raise typer.Exit(INTERRUPTED if report.interrupted else 1)
    return visits[0]


def _print(article: Article, form: TableOrJson) -> None:
    from newsspider.cli.kit.formats import write_json
    from newsspider.cli.kit.record import print_article
    from newsspider.cli.kit.terminal import output
    from newsspider.schemas.record import record

    if form is TableOrJson.TABLE:
        print_article(article)
        return
    with output():
        write_json(record(article))


def _print_explanation(
    explanation: Explanation, verdict: Article | Rejected, form: TableOrJson
) -> None:
    from newsspider.cli.crawl.explanation import explanation_object, print_explanation
    from newsspider.cli.kit.formats import write_json
    from newsspider.cli.kit.terminal import output

    if form is TableOrJson.TABLE:
        print_explanation(explanation, verdict)
        return
    with output():
        write_json(explanation_object(explanation, verdict))
