"""``newsspider import``: articles of an export into the corpus."""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from newsspider.cli.app import app
from newsspider.cli.options import DEFAULT_DATABASE, Database

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Engine

    from newsspider.items import Change
    from storage.imports import Imported

    Batch = Sequence[tuple[int, Imported]]
    """Records with the numbers of their lines."""

logger = logging.getLogger(__name__)

INTERRUPTED = 130

BATCH_RECORDS = 100
BATCH_CHARACTERS = 1_000_000
"""Of text: a transaction ends with whichever comes first, so that others do not wait for long."""


@app.command("import")
def import_(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="JSON Lines, also gzipped; - is standard input.")
    ],
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Store the articles of an export in JSON Lines; to do it again changes nothing."""
    from newsspider.cli.terminal import note

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
        self.changes: Counter[Change] = Counter()
        self.refused = 0

    def run(self, file: str, database: str) -> None:
        """Store all of the file; raises ``NewsspiderError`` where it ends before."""
        from datetime import UTC, datetime

        from newsspider.cli.bars import bar
        from newsspider.cli.corpus import ready
        from newsspider.cli.exported import records

        found = records(file, datetime.now(UTC), self._refuse)
        first = next(found, None)  # A file that is not there makes no database.
        if first is None:
            return
        with ready(database, must_exist=False) as engine, bar("Importing", None) as advance:
            for batch in _batches(first, found):
                self._store(engine, batch)
                logger.info("Stored up to line %d.", batch[-1][0])
                advance(len(batch))

    def summary(self) -> str:
        """What is stored, in one sentence."""
        from newsspider.items import Change

        stored = ", ".join(f"{self.changes[change]:,} {change.value}" for change in Change)
        return f"Articles: {stored}. Lines refused: {self.refused:,}."

    def _refuse(self, number: int, why: str) -> None:
        self.refused += 1
        logger.warning("Line %d is refused: %s.", number, why.rstrip("."))

    def _store(self, engine: Engine, batch: Batch) -> None:
        from sqlalchemy.exc import DBAPIError

        from storage.imports import save
        from storage.retries import Patience, is_of_what_is_stored

        records = [record for _, record in batch]
        try:
            changes = Patience().transact(engine, lambda session: save(session, records))
        except DBAPIError as error:
            if not is_of_what_is_stored(error):
                raise
            if len(batch) == 1:
                self._refuse(batch[0][0], f"the database refuses it ({error.orig})")
            else:
                for one in batch:
                    self._store(engine, [one])
        else:
            self.changes.update(changes)


def _batches(
    first: tuple[int, Imported], others: Iterable[tuple[int, Imported]]
) -> Iterator[Batch]:
    from itertools import chain

    batch, characters = [], 0
    for number, record in chain([first], others):
        batch.append((number, record))
        characters += sum(len(block.text) for block in record.article.body)
        if len(batch) >= BATCH_RECORDS or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch
