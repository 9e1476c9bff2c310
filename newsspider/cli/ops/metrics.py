"""``newsspider metrics``: the runs as numbers for Prometheus."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from newsspider.cli.app import app
from newsspider.cli.kit.options import DEFAULT_DATABASE, Database


@app.command()
def metrics(
    file: Annotated[
        Path | None,
        typer.Option("--output", help="Write them into this file, at once, instead."),
    ] = None,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Print what each source gave, and its open alarms, as Prometheus reads it."""
    from newsspider.cli.kit.database import reading
    from newsspider.cli.kit.terminal import output
    from newsspider.errors import OutputError
    from newsspider.monitoring.prometheus import exposition, write
    from storage.monitoring.metrics import read_figures

    with reading(database) as session:
        figures = read_figures(session)
    if file is None:
        with output():
            typer.echo(exposition(figures).decode(), nl=False)
        return
    try:
        write(figures, file)
    except OSError as problem:
        raise OutputError(f"{file} cannot be written: {problem.strerror}.") from problem
