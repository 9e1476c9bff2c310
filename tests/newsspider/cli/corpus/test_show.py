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


def test_the_revisions_of_an_article(run, changed: str) -> None:
    result = run("show", "3", "--revisions", "--format", "json", "--database", changed)
    found = json.loads(result.out)
    assert [(one["revision"], one["changed"]) for one in found] == [
        (1, []),
        (2, ["body", "tags"]),
        (3, ["title", "body"]),
    ]
    assert [one["seen_at"][:10] for one in found] == ["2024-11-07", "2024-11-09", "2024-11-10"]
    assert found[0]["text"].startswith("The flood recedes.")
    out = run("show", "1", "--revisions", "--database", changed).out
    assert out.count("رئيسا البلدين") == 2
    assert "title, body" in out


def test_a_difference_has_every_piece_of_both_versions(run, changed: str) -> None:
    result = run("show", "1", "--diff", "1", "2", "--format", "json", "--database", changed)
    shown = json.loads(result.out)
    assert (shown["old"]["revision"], shown["new"]["revision"]) == (1, 2)
    title, body = shown["differences"]
    assert (title["field"], body["field"]) == ("title", "body")
    old = [piece["text"] for piece in title["passages"][0]["pieces"] if piece["edit"] != "added"]
    assert "".join(old).startswith(
        "رئيسا البلدين يبحثان سبل تعزيز العلاقات في ظل التحديات الإقليمية"
    )
    assert [(one["old_kind"], one["new_kind"]) for one in body["passages"]] == [
        ("paragraph", "paragraph"),
        ("quote", None),
        (None, "paragraph"),
    ]


def test_without_colours_changed_words_are_in_brackets(run, changed: str) -> None:
    from rich.cells import cell_len

    out = run("show", "1", "--diff", "1", "--database", changed).out
    assert "revision 1, 2024-11-05 12:00 UTC → revision 2, 2024-11-08 12:00 UTC" in out
    for words in ("[-يبحثان سبل تعزيز-] {+يوقعان", "{+مع Bosch+} ", "[-«نعمل معاً»-]"):
        assert words in out
    assert {cell_len(line) for line in out.splitlines() if "«" in line or "Bosch" in line} == {80}
    assert "\x1b" not in out


def test_the_current_version_is_the_other_one_unless_it_is_named(run, changed: str) -> None:
    shown = json.loads(run("show", "3", "--diff", "2", "--format=json", "--database", changed).out)
    assert (shown["old"]["revision"], shown["new"]["revision"]) == (2, 3)
    same = run("show", "3", "--diff", "2", "2", "--database", changed)
    assert (same.code, same.out.endswith("They do not differ.\n")) == (0, True)


def test_what_changed_does_not_steer_the_terminal(run, changed: str) -> None:
    for words in (["--diff", "1", "2"], ["--diff", "2", "3"], ["--revisions"]):
        for form in ("table", "json"):
            out = run("show", "3", *words, "--format", form, "--database", changed).out
            assert not {"\x1b", "\x9b"} & set(out)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--diff", "7"], 1, "Article 3 has no revision 7: newsspider show 3 --revisions lists"),
        (["--diff", "1", "0"], 1, "Article 3 has no revision 0"),
        (["--diff", "1", "--revisions"], 2, "--revisions and --diff are two questions"),
        (["2"], 2, "Two revisions are compared with --diff A B"),
    ],
)
def test_a_wrong_question_is_one_sentence(
    run, changed: str, words: list[str], code: int, says: str
) -> None:
    result = run("show", "3", *words, "--database", changed)
    assert (result.code, result.out) == (code, "")
    assert says in result.err
    assert result.err.count("\n") == 1


def test_an_article_whose_page_is_gone_says_so(run, changed: str) -> None:
    result = run("show", "1", "--database", changed)
    assert "Gone: https://sharq.example/1 is there no more since 2024-11-14." in result.out
    assert "قسم العلاقات الدولية" in result.out
    shown = json.loads(run("show", "1", "--format", "json", "--database", changed).out)
    assert shown["gone_at"] == "2024-11-14T12:00:00+00:00"
    there = json.loads(run("show", "3", "--format", "json", "--database", changed).out)
    assert there["gone_at"] is None
    assert len(run("search", "--format", "jsonl", "--database", changed).out.splitlines()) == 3
