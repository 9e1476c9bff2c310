"""The evaluation corpora: pages with answers that other people wrote.

A corpus is a folder with ``index.jsonl``, a page a line; ``docs/benchmarks.md`` says what the keys
mean and where the pages come from.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAMES = (
    "article-extraction-benchmark",
    "fundus-publishers",
    "trafilatura-evaluation",
    "htmldate-evaluation",
    "wcxb-articles",
)

LAST_LOOK = 3
"""One in so many publishers is looked at before and after a change, and never on the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One page and what is known to be right of it; ``None`` where the corpus does not say."""

    html: bytes
    url: str
    publisher: str
    bodies: tuple[tuple[str, ...], ...] | None
    title: str | None
    authors: tuple[str, ...] | None
    names_nobody: bool = False
    """Its corpus states authors, and of this page the title but no author."""

    days: tuple[str, ...] | None
    must_contain: tuple[str, ...]
    must_not_contain: tuple[str, ...]


def load(folder: Path) -> Iterator[Sample]:
    """The pages of one corpus, in the index's order."""
    with (folder / "index.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    has_authors = any(row.get("authors") for row in rows)
    for row in rows:
        yield _sample(folder, row, has_authors=has_authors)


def _sample(folder: Path, row: dict[str, Any], *, has_authors: bool) -> Sample:
    return Sample(
        html=gzip.decompress((folder / row["html"]).read_bytes()),
        url=row["url"],
        publisher=row["publisher"],
        bodies=tuple(tuple(body) for body in row["body"]) if row.get("body") else None,
        title=row.get("title"),
        authors=tuple(row["authors"]) if row.get("authors") is not None else None,
        names_nobody=has_authors and bool(row.get("title")) and not row.get("authors"),
        days=_days(row.get("date") or ()),
        must_contain=tuple(row.get("must_contain", ())),
        must_not_contain=tuple(row.get("must_not_contain", ())),
    )


def _days(stated: Iterable[Any]) -> tuple[str, ...] | None:
    """An answer that is no day (htmldate's own has a NaN) says nothing."""
    return tuple(day for day in stated if isinstance(day, str)) or None


def is_last_look(sample: Sample) -> bool:
    """Whether the page is one of the third of publishers that nothing is tuned on."""
    return zlib.crc32(sample.publisher.encode()) % LAST_LOOK == 0


def split(samples: Sequence[Sample], percent: int, seed: int) -> tuple[list[int], list[int]]:
    """Places of the pages of ``percent`` % of the publishers, and of the rest.

    A publisher is in the same part in every corpus and every run of one seed.
    """
    first: list[int] = []
    second: list[int] = []
    for at, sample in enumerate(samples):
        drawn = zlib.crc32(f"{seed}/{sample.publisher}".encode()) % 100 < percent
        (first if drawn else second).append(at)
    return first, second
