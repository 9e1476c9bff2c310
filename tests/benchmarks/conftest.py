"""Pages of an invented newspaper, with their answers, as a corpus gives them."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

import pytest
from kit.corpora import Sample

LEAD = "The ferry company said on Tuesday that it would end its winter service to the islands."
SECOND = "Islanders have written to the minister, and a petition has gathered four thousand names."
THIRD = (
    "The company says that it carries nine passengers a day and that each costs it sixty crowns."
)
CAPTION = "The old ferry leaves the harbour at dawn."
PROMO = "Read more: What the islanders paid last year"
HEADING = "What the islanders say"
PAGE = f"""<html lang=en><head><title>Ferry stops for the winter - The Harbour</title>
<meta property="og:title" content="Ferry stops for the winter">
<meta property="article:published_time" content="2024-05-03T10:00:00Z"></head><body><main><article>
<h1>Ferry stops for the winter</h1><p>{LEAD}</p>
<figure><img src=a.jpg><figcaption>{CAPTION}</figcaption></figure>
<p>{SECOND}</p><h2>{HEADING}</h2><p><a href=/b>{PROMO}</a></p><p>{THIRD}</p>
</article></main></body></html>"""
BODY = (LEAD, SECOND, HEADING, THIRD)


@pytest.fixture
def sample() -> Sample:
    return Sample(
        html=PAGE.encode(),
        url="https://harbour.example/ferry",
        publisher="harbour.example",
        bodies=(BODY,),
        title="Ferry stops for the winter",
        authors=("Ada Lind",),
        days=("2024-05-03",),
        must_contain=(),
        must_not_contain=(),
    )


@pytest.fixture
def samples(sample) -> list[Sample]:
    return [replace(sample, publisher=f"{at % 20}.example") for at in range(60)]


@pytest.fixture
def corpora(tmp_path, sample):
    """A folder with one corpus of four pages by four publishers."""
    folder = tmp_path / "fundus-publishers"
    folder.mkdir()
    (folder / "page.html.gz").write_bytes(gzip.compress(sample.html))
    row = {"html": "page.html.gz", "url": sample.url, "body": [BODY], "title": sample.title,
           "authors": sample.authors, "date": sample.days}  # fmt: skip
    rows = [json.dumps({**row, "publisher": f"{name}.example"}) for name in "abcd"]
    (folder / "index.jsonl").write_text("\n".join(rows), encoding="utf-8")
    return tmp_path
