"""Differences between two versions, for people: words removed and added, in their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from newsspider.cli.kit.terminal import Cell
from newsspider.diffs import Edit, Passage, compare_words

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from newsspider.diffs import Difference, Piece

STYLES = {Edit.SAME: "", Edit.REMOVED: "red strike", Edit.ADDED: "bold green"}
MARKS = {Edit.SAME: ("", ""), Edit.REMOVED: ("[-", "-]"), Edit.ADDED: ("{+", "+}")}
"""What stands around words where there are no colours, as in ``git diff --word-diff``."""


def print_differences(console: Console, differences: Sequence[Difference]) -> None:
    """Each field with what became of it; of the body only the paragraphs that changed."""
    for difference in differences:
        console.print()
        console.print(Text(difference.field, style="cyan"))
        if difference.field == "body":
            shown = _paragraphs(console, difference.passages)
        else:
            shown = iter([_words(console, difference.passages)])
        for each in shown:
            console.print(Padding(each, (0, 0, 0, 2)))


def headline(console: Console, before: str | None, after: str | None) -> Iterator[Cell]:
    """The earlier headline and below it the later one, with the words that went and came."""
    pieces = compare_words(before or "", after or "")
    for other in (Edit.ADDED, Edit.REMOVED):
        left = tuple(piece for piece in pieces if piece.edit is not other)
        yield _words(console, [Passage(left)])


def _words(console: Console, passages: Sequence[Passage]) -> Cell:
    """The words in their places."""
    colours = console.color_system is not None and not console.no_color
    shown: list[tuple[str, str]] = []
    for passage in passages:
        shown += [(", ", "")] if shown else []
        earlier = Edit.SAME
        for piece in passage.pieces:
            if Edit.SAME not in (earlier, piece.edit):
                shown.append((" ", ""))  # Else letters of old and new words would join in Arabic.
            shown += _styled(piece, ("", "") if colours else MARKS[piece.edit])
            earlier = piece.edit
    return Cell(tuple(shown))


def _styled(piece: Piece, marks: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """The piece between its marks; spaces stay outside, so that no line breaks behind a mark."""
    words = piece.text.strip() or piece.text
    at = piece.text.find(words)
    start, end = marks
    yield piece.text[:at], ""
    yield f"{start}{words}{end}", STYLES[piece.edit]
    yield piece.text[at + len(words) :], ""


def _paragraphs(console: Console, passages: Sequence[Passage]) -> Iterator[RenderableType]:
    for same, group in groupby(passages, key=lambda passage: passage.is_same):
        run = list(group)
        if same:
            yield Text(f"… {len(run):,} unchanged", style="dim")
            continue
        for passage in run:
            if passage.old_kind and passage.new_kind and passage.old_kind is not passage.new_kind:
                yield Text(f"({passage.old_kind} → {passage.new_kind})", style="dim")
            yield _words(console, [passage])
