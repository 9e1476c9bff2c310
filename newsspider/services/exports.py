"""Articles of a query in a file for other tools, which is there whole or not at all."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Self, TextIO, cast

from newsspider.errors import UsageError
from newsspider.schemas import arrow
from newsspider.schemas.arrow import Extra
from newsspider.schemas.corpus import ExportedSchema
from newsspider.schemas.jsonable import columns
from newsspider.schemas.writing import write_csv, write_jsonl

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.export import ExportedArticle
    from storage.search.search import Query

STANDARD_OUTPUT = Path("-")


class ExportFormat(StrEnum):
    """How articles are exported."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where an export goes, and in which form."""

    path: Path
    """``STANDARD_OUTPUT``, or a file, which is gzipped where its name ends in ``.gz``."""

    form: ExportFormat
    extras: frozenset[Extra] = frozenset()

    @classmethod
    def of(cls, path: Path, form: ExportFormat | None, extras: Iterable[Extra]) -> Self:
        """The form as it is named, else by the file's ending; raises ``UsageError``."""
        chosen = form or _by_ending(path)
        if chosen is ExportFormat.PARQUET and path == STANDARD_OUTPUT:
            raise UsageError("Parquet is written to a file: name one with --output.")
        return cls(path=path, form=chosen, extras=frozenset(extras))


def count_exports(session: Session, query: Query) -> int:
    """How many articles an export of the query writes."""
    from storage.search.search import count_matches

    return min(count_matches(session, query), query.limit or sys.maxsize)


def export_articles(
    session: Session,
    query: Query,
    target: Target,
    *,
    on_progress: Callable[[int], None] = lambda more: None,
) -> int:
    """Write all that the query finds, newest first; how many articles that are.

    ``on_progress`` is called with how many more are written. Raises ``OutputError`` where the
    target cannot be written, and leaves what was there before as it is.
    """
    from storage.export import export_articles as find

    written = 0

    def counted() -> Iterator[ExportedArticle]:
        nonlocal written
        for article in find(session, query, earlier=Extra.REVISIONS in target.extras):
            yield article
            written += 1
            on_progress(1)

    _write(target, counted())
    return written


def _write(target: Target, exported: Iterable[ExportedArticle]) -> None:
    if target.form is ExportFormat.PARQUET:
        _write_parquet(target, exported)
        return
    schemas = (ExportedSchema.of(article, target.extras) for article in exported)
    with _text(target.path) as file:
        if target.form is ExportFormat.JSONL:
            write_jsonl(schemas, file)
        else:
            write_csv(schemas, columns(ExportedSchema) + sorted(target.extras), file)


def _write_parquet(target: Target, exported: Iterable[ExportedArticle]) -> None:
    from storage.db.atomic_file import write_whole

    arrow.library()  # Where it is missing, nothing is begun.
    with write_whole(target.path) as part:
        arrow.write_parquet(part, exported, extras=target.extras)


def _by_ending(path: Path) -> ExportFormat:
    if path == STANDARD_OUTPUT:
        return ExportFormat.JSONL
    ending = path.name.removesuffix(".gz").rpartition(".")[2].lower()
    gzipped = path.name.endswith(".gz")
    if ending not in set(ExportFormat) or (gzipped and ending == ExportFormat.PARQUET):
        raise UsageError(
            f"The ending of {path} names no format: end it with .jsonl, .jsonl.gz, .csv, .csv.gz"
            " or .parquet, or give --format."
        )
    return ExportFormat(ending)


@contextmanager
def _text(path: Path) -> Iterator[TextIO]:
    from storage.db.atomic_file import write_whole

    if path == STANDARD_OUTPUT:
        yield sys.stdout
        return
    with write_whole(path) as part, _writable(part, zipped=path.name.endswith(".gz")) as file:
        yield file


def _writable(part: Path, *, zipped: bool) -> TextIO:
    if zipped:
        return cast("TextIO", gzip.open(part, "wt", encoding="utf-8", newline=""))
    return part.open("w", encoding="utf-8", newline="")
