from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.diffs import Difference, Edit, Passage, Piece, changed_fields, compare
from newsspider.items import Article, Kind, Paragraph, Provenance
from newsspider.schemas.record import record
from newsspider.timestamps import Timestamp

FLOOD = Article(
    url="https://herald.example/1",
    title="Flood closes the bridge",
    published_at=Timestamp.of_day(date(2024, 10, 23)),
    sections=("Regions", "Water"),
    body=(
        Paragraph(text="The river rose by two metres on Tuesday."),
        Paragraph(text="What comes next", kind=Kind.HEADING),
        Paragraph(text="Engineers will look at the bridge tomorrow."),
    ),
)
sentences = st.lists(
    st.sampled_from(["a b c", "a b d", "a x c", "y", "", "a b c d e f"]), max_size=8
)
bodies = st.lists(
    st.builds(Paragraph, text=st.text(max_size=12), kind=st.sampled_from(Kind)), max_size=6
) | sentences.map(lambda texts: [Paragraph(text=text) for text in texts])
names = st.lists(st.sampled_from(["Regions", "Water", "World"]), max_size=3).map(tuple)
versions = st.builds(
    lambda **given: replace(FLOOD, **given),
    title=st.none() | st.text(min_size=1, max_size=12),
    sections=names,
    body=bodies.map(tuple),
    paywalled=st.booleans(),
)


def one_side(difference: Difference, other: Edit) -> list[str]:
    """What a version holds: all but the pieces of the other one."""
    side = "new_kind" if other is Edit.REMOVED else "old_kind"
    return [
        "".join(piece.text for piece in passage.pieces if piece.edit is not other)
        for passage in difference.passages
        if (getattr(passage, side) is not None)
        or (difference.field != "body" and any(p.edit is not other for p in passage.pieces))
    ]


def listed(value: object) -> list[str]:
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, list):
        return [item["text"] if isinstance(item, dict) else item for item in value]
    return [str(value)] if value else []


@given(versions, versions)
def test_the_differences_make_both_versions(old: Article, new: Article) -> None:
    found = compare(old, new)
    assert tuple(difference.field for difference in found) == changed_fields(old, new)
    for difference in found:
        assert one_side(difference, Edit.ADDED) == listed(record(old)[difference.field])
        assert one_side(difference, Edit.REMOVED) == listed(record(new)[difference.field])
        assert not all(passage.is_same for passage in difference.passages)


def test_what_no_reader_sees_is_no_difference() -> None:
    given = {"title": Provenance(source="feed", confidence=0.5)}
    placed = tuple(replace(paragraph, place="div.a") for paragraph in FLOOD.body)
    assert changed_fields(FLOOD, replace(FLOOD, provenance=given, body=placed)) == ()
    assert compare(FLOOD, FLOOD) == ()


def test_a_reworded_paragraph_stands_beside_its_old_wording() -> None:
    first, heading, last = FLOOD.body
    reworded = replace(first, text="The river rose by three metres on Tuesday.")
    added = Paragraph(text="A school was closed as well.")
    (body,) = compare(FLOOD, replace(FLOOD, body=(added, reworded, heading, last)))
    assert body.passages == (
        Passage((Piece(Edit.ADDED, added.text),), None, Kind.PARAGRAPH),
        Passage(
            (
                Piece(Edit.SAME, "The river rose by "),
                Piece(Edit.REMOVED, "two"),
                Piece(Edit.ADDED, "three"),
                Piece(Edit.SAME, " metres on Tuesday."),
            ),
            Kind.PARAGRAPH,
            Kind.PARAGRAPH,
        ),
        Passage((Piece(Edit.SAME, heading.text),), Kind.HEADING, Kind.HEADING),
        Passage((Piece(Edit.SAME, last.text),), Kind.PARAGRAPH, Kind.PARAGRAPH),
    )


def test_a_paragraph_that_becomes_a_heading_keeps_its_words() -> None:
    first, heading, last = FLOOD.body
    plain = replace(heading, kind=Kind.PARAGRAPH)
    (body,) = compare(FLOOD, replace(FLOOD, body=(first, plain, last)))
    (changed,) = (passage for passage in body.passages if not passage.is_same)
    assert changed == Passage((Piece(Edit.SAME, heading.text),), Kind.HEADING, Kind.PARAGRAPH)


def test_values_change_whole() -> None:
    later = Timestamp.of_day(date(2024, 10, 24))
    published, sections = compare(
        FLOOD, replace(FLOOD, published_at=later, sections=("Regions", "World"))
    )
    assert [passage.pieces for passage in published.passages] == [
        (Piece(Edit.REMOVED, "2024-10-23"),),
        (Piece(Edit.ADDED, "2024-10-24"),),
    ]
    assert [passage.pieces[0] for passage in sections.passages] == [
        Piece(Edit.SAME, "Regions"),
        Piece(Edit.REMOVED, "Water"),
        Piece(Edit.ADDED, "World"),
    ]


def repeated(words: str, times: int) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text=f"{words} {number % 7}") for number in range(times))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (repeated("a b c", 30_000), repeated("a c b", 30_000)),
        ((Paragraph(text="ab " * 200_000),), (Paragraph(text="b ab " * 120_000),)),
        ((Paragraph(text="漢" * 300_000),), (Paragraph(text="漢字" * 150_000),)),
        ((Paragraph(text="\u0301" * 300_000),), (Paragraph(text="x" + "\u0301" * 300_001),)),
        (repeated("w " * 300, 900), repeated("v w " * 200, 900)),
    ],
    ids=["paragraphs", "words", "characters", "marks", "wordings"],
)
@pytest.mark.slow
def test_hostile_texts_take_bounded_time(
    old: tuple[Paragraph, ...], new: tuple[Paragraph, ...], costs_at_most
) -> None:
    with costs_at_most(20):
        compare(replace(FLOOD, body=old), replace(FLOOD, body=new))
