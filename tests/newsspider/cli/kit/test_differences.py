import io

from rich.console import Console

from newsspider.cli.kit.differences import print_differences
from newsspider.diffs import Difference, Edit, Passage, Piece
from newsspider.items import Kind

ARABIC = Passage(
    (Piece(Edit.SAME, "وقعا "), Piece(Edit.REMOVED, "اتفاقا"), Piece(Edit.ADDED, "عقدا")),
    Kind.PARAGRAPH,
    Kind.PARAGRAPH,
)


def printed(*passages: Passage, **console: object) -> list[str]:
    made = Console(file=io.StringIO(), width=40, highlight=False, **console)  # type: ignore[arg-type]
    print_differences(made, [Difference("body", passages)])
    return made.file.getvalue().splitlines()[2:]  # type: ignore[attr-defined]


def test_with_colours_words_need_no_brackets() -> None:
    (line,) = printed(ARABIC, force_terminal=True, color_system="standard", no_color=False)
    removed, added = "\x1b[9;31mاتفاقا\x1b[0m", "\x1b[1;32mعقدا\x1b[0m"
    assert line == " " * 24 + f"\u2067وقعا {removed} {added}\u2069"


def test_who_wants_no_colours_gets_brackets() -> None:
    for color_system, no_color in ((None, False), ("standard", True)):
        (line,) = printed(ARABIC, force_terminal=True, color_system=color_system, no_color=no_color)
        assert "[-اتفاقا-]" in line
        assert "{+عقدا+}" in line


def test_a_right_to_left_line_that_begins_in_latin_reads_from_the_right() -> None:
    passage = Passage((Piece(Edit.ADDED, "شركة " * 7 + "Siemens الألمانية"),), None, Kind.QUOTE)
    lines = printed(passage, force_terminal=True, color_system=None)
    assert len(lines) == 2
    assert all(line.lstrip().startswith("\u2067") for line in lines)


def test_no_line_breaks_between_a_mark_and_its_words() -> None:
    added = Passage(
        (Piece(Edit.SAME, "The river flood will recede, says"), Piece(Edit.ADDED, " it"))
    )
    lines = [line.strip() for line in printed(added, force_terminal=False)]
    assert lines == ["The river flood will recede, says", "{+it+}"]


def test_paragraphs_that_stay_are_counted() -> None:
    same = Passage((Piece(Edit.SAME, "One."),), Kind.PARAGRAPH, Kind.PARAGRAPH)
    heading = Passage((Piece(Edit.SAME, "Two"),), Kind.PARAGRAPH, Kind.HEADING)
    lines = [line.strip() for line in printed(same, same, heading, same, force_terminal=False)]
    assert lines == ["… 2 unchanged", "(paragraph → heading)", "Two", "… 1 unchanged"]
