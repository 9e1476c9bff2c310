import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from newsspider.cli.terminal import Cell, plain, table

ARABIC = "رئيسا البلدين يبحثان سبل تعزيز العلاقات في ظل التحديات"


def printed(*cells: str, terminal: bool, width: int = 40) -> list[str]:
    console = Console(
        file=io.StringIO(), width=width, force_terminal=terminal, color_system=None, markup=False
    )
    shown = table("a", "b")
    shown.add_row(*(Cell(text) for text in cells))
    console.print(shown)
    return console.file.getvalue().splitlines()[2:]  # type: ignore[attr-defined]


def test_each_right_to_left_line_is_isolated_on_a_terminal() -> None:
    lines = printed("2024", ARABIC, terminal=True)
    assert len(lines) > 1
    assert all(line.count("\u2068") == line.count("\u2069") == 1 for line in lines)


def test_programs_get_no_isolates() -> None:
    assert "\u2068" not in "".join(printed("2024", ARABIC, terminal=False))


def test_left_to_right_text_needs_none() -> None:
    assert "\u2068" not in "".join(printed("日本", "news", terminal=True))


@pytest.mark.parametrize(
    "text", ["مُحَمَّد", "東京都の計画", "หนังสือพิมพ์", "שלום עולם", "e\u0301te\u0301"]
)
def test_the_next_column_starts_at_the_same_place(text: str) -> None:
    rows = [printed(cell, "|", terminal=True)[0] for cell in (text, "x" * cell_len(text))]
    assert len({cell_len(row.partition("|")[0]) for row in rows}) == 1


@given(st.text())
def test_nothing_shown_steers_the_terminal(text: str) -> None:
    shown = plain(text)
    assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in shown)
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(shown)
