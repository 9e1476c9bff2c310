"""``newsspider extract``: the record of one page, and why it is so; nothing is stored."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Annotated, Any, cast

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
    from newsspider.processing.reading import Job, PageReader
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
    from newsspider.errors import UsageError
    from newsspider.services.addresses import is_address

    if is_address(page) and url:
        raise UsageError("--url is the address of a saved page: give a file with it.")
    settings = {
        "DATABASE_URL": _known(database),
        "SOURCES": sources_setting(sources),
        "RENDER": render_setting(browser=browser),
        "ALLOW_PRIVATE": allow_private,
    }
    visit = _fetched(page, settings) if is_address(page) else _saved(page, url, settings, explain)
    _tell(page, visit, form, explain=explain)


def _tell(page: str, visit: Visit, form: TableOrJson, *, explain: bool) -> None:
    """Print what became of the page; exits with 1 where it is no article."""
    from newsspider.items import Article, Rejected
    from newsspider.text.hosts import readable

    outcome = visit.outcome
    if not isinstance(outcome, Article | Rejected):
        from newsspider.extraction import judge

        explanation = cast("Explanation", outcome)
        outcome = judge(explanation, visit.page)
        if explain:
            _print_explanation(explanation, outcome, form)
            return
    if isinstance(outcome, Rejected):
        from newsspider.cli.kit.terminal import note

        name = "standard input" if page == "-" else readable(page)
        note(f"{name}: {outcome.reason.value}: {outcome.evidence}")
        raise typer.Exit(1)
    _print(outcome, form)


def _known(database: str) -> str:
    """The database, for what it knows of the site; ``""`` where there is none yet."""
    from pathlib import Path

    path = database.removeprefix("sqlite:///")
    if path != database and re.fullmatch(r"[\w./-]+", path) and not Path(path).exists():
        return ""  # told without loading what opens databases
    from newsspider.cli.kit.database import reading
    from storage.db.engine import is_missing

    if is_missing(database):
        return ""
    with reading(database):
        return database


def _fetched(address: str, settings: dict[str, object]) -> Visit:
    """The page at the address, read as a crawl would read it."""
    from newsspider.cli.kit.logs import log_to_stderr
    from newsspider.crawling.run import run
    from newsspider.services.addresses import web_address
    from newsspider.spiders.page import PageSpider

    road = {"pipelines.extract.ExplainPipeline": 100}
    alone = {"ARCHIVE": "", "EXTRACT_WORKERS": 1, "ITEM_PIPELINES": road}
    visits: list[Visit] = []
    with log_to_stderr(logging.ERROR):
        report = run(
            PageSpider,
            {"urls": [web_address(address)]},
            {**settings, **alone},
            on_visit=visits.append,
        )
    if report.interrupted:
        raise _interrupted()
    if not visits:
        typer.echo("newsspider: the page was lost to an error: run the same again.", err=True)
        raise typer.Exit(1)
    return visits[0]


def _saved(name: str, url: str | None, settings: dict[str, object], explain: bool) -> Visit:
    """The page in the file or on standard input, read without a network."""
    from newsspider.cli.kit.logs import log_to_stderr
    from newsspider.processing.fork import interruptible
    from newsspider.processing.visit import Visit
    from newsspider.services.inputs import page_of_input

    page = page_of_input(name, url)
    reader = _reader(settings, explain=explain)
    try:
        with log_to_stderr(logging.ERROR), interruptible():
            reader.start()
            return Visit(page=page, outcome=reader.read_now(page))
    except KeyboardInterrupt:
        raise _interrupted() from None
    finally:
        reader.close()


def _reader(settings: dict[str, object], *, explain: bool) -> PageReader[Any]:
    from newsspider import settings as project
    from newsspider.items import SiteProfile
    from newsspider.processing.fork import readers_for
    from newsspider.processing.reading import PageReader, read_and_judge, refuse_or_explain

    job: Job[Any] = refuse_or_explain if explain else read_and_judge
    readers = readers_for(1, vars(project))
    if not settings["DATABASE_URL"] and not settings["SOURCES"]:
        return PageReader(readers, lambda host: SiteProfile(), job)
    from pathlib import Path

    from newsspider.processing.profiles import StoredProfiles
    from newsspider.sources import Sources, read_sources

    file = str(settings["SOURCES"])
    sources = read_sources(Path(file)) if file else Sources()
    profiles = StoredProfiles(str(settings["DATABASE_URL"]), sources)
    return PageReader(readers, profiles, job, close=profiles.close)


def _interrupted() -> typer.Exit:
    typer.echo("newsspider: interrupted: run the same again.", err=True)
    return typer.Exit(INTERRUPTED)


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
    from newsspider.cli.crawl.explanation import print_explanation
    from newsspider.cli.kit.formats import write_json
    from newsspider.cli.kit.terminal import output
    from newsspider.schemas.explanation import ExplanationSchema

    if form is TableOrJson.TABLE:
        print_explanation(explanation, verdict)
        return
    with output():
        write_json(ExplanationSchema.of(explanation, verdict))
