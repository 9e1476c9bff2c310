"""``newsspider demo``: serve a small news world, crawl it twice, and ask the corpus."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsspider.cli.app import app

if TYPE_CHECKING:
    from newsspider.demo import World
    from newsspider.items import Article

DEMO_DATABASE = "sqlite:///newsspider-demo.db"
DEMO_ARCHIVE = "newsspider-demo-archive"


@app.command()
def demo(
    port: Annotated[
        int, typer.Option(min=1, max=65000, help="Port of the first outlet; the others follow.")
    ] = 8801,
    database: Annotated[
        str, typer.Option("--database", help="Database URL, as SQLAlchemy writes it.")
    ] = DEMO_DATABASE,
    serve: Annotated[
        bool, typer.Option("--serve", help="Only serve the world, until Ctrl-C.")
    ] = False,
) -> None:
    """Crawl a small news world that is served here, and show what can be asked of it."""
    from newsspider.demo import World

    with World(port) as world:
        if serve:
            _serve(world)
        else:
            _crawl(world, database)
            _suggest(world, database)


def _serve(world: World) -> None:
    for outlet in world.outlets:
        typer.echo(f"{outlet.home}  {outlet.name} ({outlet.language}), crawl {outlet.start}")
    try:
        typer.echo("Ctrl-C ends it.")
        threading.Event().wait()
    except KeyboardInterrupt:
        typer.echo("The demo world is closed.")


def _crawl(world: World, database: str) -> None:
    articles = len(world.truth())
    typer.echo(f"{len(world.outlets)} outlets with {articles} articles are served on this machine.")
    # A server that is made to be crawled needs no pause between two requests.
    job = ["crawl", *world.start_urls, "--allow-private", "--delay", "0", "--database", database]
    if "NEWSSPIDER_ARCHIVE" not in os.environ:
        job += ["--archive", DEMO_ARCHIVE]
    if _knows_correction(world, database):
        # An outlet does not take a correction back: going on from it keeps the history true.
        world.correct()
        typer.echo(
            "They have been crawled before: nothing new is to be expected."
            f" To start afresh, remove the database {database}."
        )
        _run(job)
    else:
        _run(job)
        typer.echo("\nNow one outlet corrects an article, and the same crawl runs again.")
        world.correct()
        _run(job)
    _run(["stats", "--database", database])


def _run(arguments: list[str]) -> None:
    from newsspider.crawling.process import this_python

    typer.echo(f"\n$ {_line(arguments)}")
    sys.stdout.flush()
    with subprocess.Popen(this_python(*arguments)) as process:  # noqa: S603
        try:
            status = process.wait()
        except KeyboardInterrupt:
            # The command was interrupted too and keeps what it has: let it finish.
            status = process.wait()
    if status:
        raise typer.Exit(status)


def _knows_correction(world: World, database: str) -> bool:
    from newsspider.crawling.process import this_python

    corrected = world.correction()
    asked = ["show", corrected.url, "--format", "json", "--database", database]
    done = subprocess.run(  # noqa: S603
        this_python(*asked), check=False, capture_output=True, encoding="utf-8"
    )
    if done.returncode or corrected.modified_at is None:
        return False
    stored = json.loads(done.stdout)
    return bool(stored["modified_at"] == corrected.modified_at.isoformat())


def _suggest(world: World, database: str) -> None:
    correction: Article = world.correction()
    typer.echo("\nTry next:")
    for arguments in (
        ["search", "الزعفران", "--database", database],
        ["show", correction.url, "--database", database],
        ["rejected", "--database", database],
        ["chrome", world.outlets[-1].name, "--database", database],
    ):
        typer.echo(f"  {_line(arguments)}")


def _line(arguments: list[str]) -> str:
    return f"{_command()} {shlex.join(arguments)}"


def _command() -> str:
    called = sys.argv[0]
    if called.endswith("__main__.py"):
        return shlex.join([sys.executable, "-m", "newsspider"])
    name = Path(called).name
    return name if shutil.which(name) == called else shlex.quote(called)
