"""What ``export`` writes: the format by the file's ending, and the file whole or not at all."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TextIO, cast

from newsspider.errors import UsageError
from newsspider.schemas.arrow import Extra

if TYPE_CHECKING:
    from storage.export import ExportedArticle

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
    form: ExportFormat
    extras: frozenset[Extra] = frozenset()

    @classmethod
    def of(cls, path: Path, form: ExportFormat | None, extras: Iterable[Extra]) -> Self:
        """The form as it is named, else by the file's ending; raises ``UsageError``."""
        chosen = form or _by_ending(path)
        if chosen is ExportFormat.PARQUET and path == STANDARD_OUTPUT:
            raise UsageError("Parquet is written to a file: name one with --output.")
        return cls(path=path, form=chosen, extras=frozenset(extras))

    def write(self, exported: Iterable[ExportedArticle]) -> None:
        """Write all of it; raises ``OutputError`` where it cannot be written."""
        if self.form is ExportFormat.PARQUET:
            self._write_parquet(exported)
            return
        with _text(self.path) as file:
            self._write_text(exported, file)

    def _write_text(self, exported: Iterable[ExportedArticle], file: TextIO | None) -> None:
        from newsspider.cli.kit import formats

        objects = (self._object(row) for row in exported)
        if self.form is ExportFormat.JSONL:
            formats.write_jsonl(objects, file)
            return
        columns = [*formats.ARTICLE_COLUMNS, "first_stored_at", "changed_at"]
        formats.write_csv(objects, columns + sorted(self.extras), file)

    def _write_parquet(self, exported: Iterable[ExportedArticle]) -> None:
        from newsspider.schemas import arrow
        from storage.db.atomic_file import write_whole

        arrow.library()  # Where it is missing, nothing is begun.
        with write_whole(self.path) as part:
            arrow.write_parquet(part, exported, extras=self.extras)

    def _object(self, row: ExportedArticle) -> dict[str, Any]:
        from newsspider.cli.kit.formats import article_object
        from storage.export import revision_record

        fields = article_object(row.id, row.article)
        if Extra.PROVENANCE not in self.extras:
            del fields["provenance"]
        fields["first_stored_at"] = row.first_stored_at.isoformat()
        fields["changed_at"] = row.changed_at.isoformat()
        if Extra.REVISIONS in self.extras:
            fields["revisions"] = [revision_record(revision) for revision in row.earlier]
        return fields


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
def _text(path: Path) -> Iterator[TextIO | None]:
    from newsspider.cli.kit.terminal import output
    from storage.db.atomic_file import write_whole

    if path == STANDARD_OUTPUT:
        with output():
            yield None
        return
    with write_whole(path) as part, _writable(part, zipped=path.name.endswith(".gz")) as file:
        yield file


def _writable(part: Path, *, zipped: bool) -> TextIO:
    if zipped:
        return cast("TextIO", gzip.open(part, "wt", encoding="utf-8", newline=""))
    return part.open("w", encoding="utf-8", newline="")
