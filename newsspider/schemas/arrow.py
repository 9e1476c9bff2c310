"""Articles as an Arrow table: typed columns for Parquet, pandas, DuckDB and the like.

pyarrow comes with the extra ``export`` and is loaded when it is first needed.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from newsspider.diffs import content
from newsspider.errors import NewsspiderError
from newsspider.timestamps import Timestamp

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow

    from storage.corpus.revisions import Revision
    from storage.export import ExportedArticle

BATCH_ROWS = 500
BATCH_CHARACTERS = 4_000_000
"""Of text: a batch ends with whichever comes first, so that a few huge articles fill no memory."""

ROW_GROUP_BYTES = 8 * 2**20
"""A row group of Parquet is many batches: readers like them large, and Arrow holds them small."""


class Extra(StrEnum):
    """The data that an export may hold beside the record."""

    PROVENANCE = "provenance"
    """Which evidence gave each field, and how sure it is."""

    REVISIONS = "revisions"
    """Its earlier versions."""


def library() -> Any:
    """The module pyarrow; raises ``NewsspiderError`` where it is not installed."""
    try:
        import pyarrow
    except ImportError:
        raise NewsspiderError(
            "Parquet and Arrow need pyarrow: install it with pip install 'newsspider[export]'."
        ) from None
    return pyarrow


def schema(extras: Collection[Extra] = ()) -> pyarrow.Schema:
    """The columns and their types, the same for all articles."""
    pa = library()
    moment, texts = pa.timestamp("us", tz="UTC"), pa.list_(pa.string())
    block = pa.struct([("kind", pa.string()), ("text", pa.string())])
    columns = [
        ("id", pa.int64()),
        ("url", pa.string()),
        ("title", pa.string()),
        ("published_at", moment),
        ("published_day", pa.date32()),
        ("published_precision", pa.string()),
        ("published_offset", pa.int32()),
        ("modified_at", moment),
        ("modified_precision", pa.string()),
        ("modified_offset", pa.int32()),
        ("section", pa.string()),
        ("sections", texts),
        ("authors", texts),
        ("body", pa.list_(block)),
        ("text", pa.string()),
        ("summary", pa.string()),
        ("language", pa.string()),
        ("direction", pa.string()),
        ("tags", texts),
        ("image", pa.string()),
        ("site", pa.string()),
        ("paywalled", pa.bool_()),
        ("first_stored_at", moment),
        ("changed_at", moment),
    ]
    evidence = [("field", pa.string()), ("source", pa.string()), ("confidence", pa.float64())]
    version = [("number", pa.int32()), ("seen_at", moment), ("changed", texts)]
    # Earlier versions are for those who know what they look for: as JSON they stay one column.
    more = {
        Extra.PROVENANCE: pa.list_(pa.struct(evidence)),
        Extra.REVISIONS: pa.list_(pa.struct([*version, ("record", pa.string())])),
    }
    return pa.schema(columns + [(extra.value, more[extra]) for extra in Extra if extra in extras])


def batches(
    exported: Iterable[ExportedArticle], *, extras: Collection[Extra] = ()
) -> Iterator[pyarrow.RecordBatch]:
    """The articles in batches of bounded size."""
    pa, columns = library(), schema(extras)
    for rows in _bounded(exported):
        yield pa.RecordBatch.from_pylist([_row(row) for row in rows], schema=columns)


def write_parquet(
    path: Path, exported: Iterable[ExportedArticle], *, extras: Collection[Extra] = ()
) -> None:
    """Write the articles as Parquet, compressed with zstd, in row groups of bounded size."""
    pa, columns = library(), schema(extras)
    from pyarrow.parquet import ParquetWriter

    with ParquetWriter(path, columns, compression="zstd") as writer:
        waiting: list[pyarrow.RecordBatch] = []
        for batch in batches(exported, extras=extras):
            waiting.append(batch)
            if sum(part.nbytes for part in waiting) >= ROW_GROUP_BYTES:
                writer.write_table(pa.Table.from_batches(waiting))
                waiting.clear()
        if waiting:
            writer.write_table(pa.Table.from_batches(waiting))


def _bounded(exported: Iterable[ExportedArticle]) -> Iterator[Sequence[ExportedArticle]]:
    rows: list[ExportedArticle] = []
    characters = 0
    for row in exported:
        rows.append(row)
        characters += sum(len(block.text) for block in row.article.body)
        if len(rows) >= BATCH_ROWS or characters >= BATCH_CHARACTERS:
            yield rows
            rows, characters = [], 0
    if rows:
        yield rows


def _row(exported: ExportedArticle) -> dict[str, Any]:
    article = exported.article
    published = article.published_at
    return {
        "id": exported.id,
        "url": article.url,
        "title": article.title,
        **_date("published", published),
        "published_day": published.day if published else None,
        **_date("modified", article.modified_at),
        "section": article.section,
        "sections": article.sections,
        "authors": article.authors,
        "body": [{"kind": block.kind.value, "text": block.text} for block in article.body],
        "text": article.text,
        "summary": article.summary,
        "language": article.language,
        "direction": article.direction,
        "tags": article.tags,
        "image": article.image,
        "site": article.site,
        "paywalled": article.paywalled,
        "first_stored_at": exported.first_stored_at,
        "changed_at": exported.changed_at,
        "provenance": [
            {"field": name, "source": provenance.source, "confidence": provenance.confidence}
            for name, provenance in article.provenance.items()
        ],
        "revisions": [_revision(revision) for revision in exported.earlier],
    }


def _revision(revision: Revision) -> dict[str, Any]:
    record = json.dumps(content(revision.article), ensure_ascii=False)
    return {
        "number": revision.number,
        "seen_at": revision.seen_at,
        "changed": revision.changed,
        "record": record,
    }


def _date(name: str, stamp: Timestamp | None) -> dict[str, Any]:
    return {
        f"{name}_at": stamp.instant if stamp else None,
        f"{name}_precision": stamp.precision.value if stamp else None,
        f"{name}_offset": stamp.offset if stamp else None,
    }
