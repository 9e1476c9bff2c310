"""``newsspider import``: articles of an export into the corpus."""

from __future__ import annotations

import logging
from collections import Counter
from contextlib import closing
from itertools import chain
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from newsspider.cli.app import app
from newsspider.cli.kit.options import DEFAULT_DATABASE, Database
from newsspider.errors import INTERRUPTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Engine

    from newsspider.cli.corpus.exported import Batch
    from newsspider.items import Change
    from storage.imports import PreparedImport

logger = logging.getLogger(__name__)

MOST_BYTES = 20_000_000
"""Of the lines that one transaction stores: they stand in memory."""


@app.command("import")
def import_(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="JSON Lines, also gzipped; - is standard input.")
    ],
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Store the articles of an export in JSON Lines; to do it again changes nothing."""
    from newsspider.cli.kit.terminal import note

    loading = Loading()
    try:
        loading.run(file, database)
    except KeyboardInterrupt:
        note("newsspider: interrupted: run the same again for the rest.")
        raise typer.Exit(INTERRUPTED) from None
    finally:
        note(loading.summary())
    if loading.refused:
        raise typer.Exit(1)


class Loading:
    """Stores an export batch by batch, and counts only what is committed."""

    def __init__(self) -> None:
        from storage.corpus.writing import TransactionSize

        self.changes: Counter[Change] = Counter()
        self.refused = 0
        self.portion = TransactionSize()

    def run(self, file: str, database: str) -> None:
        """Store all of the file; raises ``NewsspiderError`` where it ends before."""
        from datetime import UTC, datetime

        from newsspider.cli.corpus.exported import batches, parts
        from newsspider.cli.kit.bars import bar
        from newsspider.cli.kit.database import ready
        from storage.db.engine import backend

        with (
            bar("Importing", None) as advance,
            closing(batches(file, datetime.now(UTC), backend(database))) as found,
        ):
            first = self._first(found)  # A file without records makes no database.
            if first is None:
                return
            with ready(database, must_exist=False) as engine:
                for portion in parts(chain([first], found), self._is_portion):
                    for batch in portion:
                        self._refuse(batch)
                    if records := [record for batch in portion for record in batch.ready]:
                        self._take(engine, records)
                    advance(len(records))

    def summary(self) -> str:
        """What is stored, in one sentence."""
        from newsspider.items import Change

        stored = ", ".join(f"{self.changes[change]:,} {change.value}" for change in Change)
        return f"Articles: {stored}. Lines refused: {self.refused:,}."

    def _first(self, found: Iterator[Batch]) -> Batch | None:
        for batch in found:
            if batch.ready:
                return batch
            self._refuse(batch)
        return None

    def _is_portion(self, batches: Sequence[Batch]) -> bool:
        """Whether they are as much as one transaction takes now."""
        count = sum(len(batch.ready) for batch in batches)
        return count >= self.portion.size or sum(batch.size for batch in batches) >= MOST_BYTES

    def _take(self, engine: Engine, records: Sequence[tuple[int, PreparedImport]]) -> None:
        start = monotonic()
        self._store(engine, records)
        self.portion.took(len(records), monotonic() - start)
        logger.info("Stored up to line %d.", records[-1][0])

    def _refuse(self, batch: Batch) -> None:
        for number, why in batch.refused:
            self._say(number, why)

    def _say(self, number: int, why: str) -> None:
        self.refused += 1
        logger.warning("Line %d is refused: %s.", number, why.rstrip("."))

    def _store(self, engine: Engine, given: Sequence[tuple[int, PreparedImport]]) -> None:
        from sqlalchemy.exc import DBAPIError

        from storage.db.retries import Patience, is_of_what_is_stored
        from storage.imports import store_records

        records = [record for _, record in given]
        try:
            changes = Patience().transact(engine, lambda session: store_records(session, records))
        except DBAPIError as error:
            if not is_of_what_is_stored(error):
                raise
            if len(given) == 1:
                self._say(given[0][0], f"the database refuses it ({error.orig})")
            else:
                for one in given:
                    self._store(engine, [one])
        else:
            self.changes.update(changes)
