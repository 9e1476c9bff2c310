import json

import pytest

FIELDS = [
    "url",
    "title",
    "published_at",
    "modified_at",
    "sections",
    "authors",
    "summary",
    "language",
    "direction",
    "tags",
    "image",
    "site",
    "paywalled",
    "body",
]


@pytest.mark.parametrize(
    "key", ["1", "https://sharq.example/1", "https://sharq.example/1?from=feed"]
)
def test_an_article_by_id_or_address(run, key: str) -> None:
    result = run("show", key, "--format", "json")
    shown = json.loads(result.out)
    assert (result.code, shown["id"], shown["site"]) == (0, 1, "صحيفة الشرق")
    assert shown["provenance"]["title"] == {"source": "json-ld", "confidence": 0.95}


def test_another_spelling_of_the_address(run) -> None:
    result = run("show", "HTTPS://sharq.example/1#top", "--format", "json")
    assert json.loads(result.out)["id"] == 1


def test_the_table_has_every_field_and_its_evidence(run) -> None:
    from rich.cells import cell_len

    out = run("show", "1").out
    for name in FIELDS:
        assert f"\n{name} " in out
    assert "json-ld" in out
    assert "95%" in out
    assert "بحث الرئيسان سبل تعزيز التعاون بين البلدين." in out
    assert max(map(cell_len, out.splitlines())) <= 80


@pytest.mark.parametrize("key", ["99", "https://nowhere.example/", "-"])
def test_an_unknown_article_is_one_sentence(run, key: str) -> None:
    result = run("show", key)
    assert (result.code, result.out) == (1, "")
    assert f"No article {key} is stored" in result.err
    assert result.err.count("\n") == 1
