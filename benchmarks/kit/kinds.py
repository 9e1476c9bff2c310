"""The kind of each page of a corpus: an article, or what else it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

ARTICLES = (
    "article-extraction-benchmark",
    "fundus-publishers",
    "wcxb-articles",
    "trafilatura-evaluation",
)
OTHERS = "wcxb-other-pages"
"""Pages that are no articles, each with its kind."""


def kinds_of(folder: Path) -> Iterator[str]:
    """The kinds in the index's order; a corpus that names none is of articles."""
    with (folder / "index.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line).get("kind") or "article"
