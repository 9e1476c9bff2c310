import io
import logging
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from newsspider.cli import crawl
from newsspider.cli.ingest import Printer, Shape
from newsspider.cli.logs import log_to_stderr
from newsspider.cli.terminal import Cell, note, plain, table
from newsspider.items import Page, Reason, Rejected
from newsspider.scheduling.report import RunReport
from pipelines.visit import Visit

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


@pytest.mark.parametrize("control", ["\x1b[2J", "\x9b2J", "\x07", "\r", "\x85"])
def test_no_note_error_or_log_line_steers_the_terminal(
    control: str, run, capsys: pytest.CaptureFixture[str]
) -> None:
    note(f"a{control}b")
    with log_to_stderr(logging.WARNING):
        logging.getLogger("newsspider.test").warning("a%sb", control)
    shown = capsys.readouterr().err + run("show", f"https://a.example/{control}").err
    assert shown.count("\n") == 3
    assert control[0] not in shown


def test_a_failed_address_and_its_evidence_do_not_steer_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    address, evidence = "https://a.example/\x1b[2J", "It says \x9b2J."
    page = Page(url=address, fetched_at=datetime(2024, 11, 5, tzinfo=UTC))
    failure = Rejected(url=address, reason=Reason.BLOCKED, evidence=evidence)
    Printer(Shape.TABLE)(Visit(page=page, outcome=failure))
    crawl._say_why(RunReport(failures=(failure,)))
    said = "https://a.example/ [2J: blocked: It says  2J.\n"
    nothing = "newsspider: nothing could be fetched.\n"
    assert capsys.readouterr().err == said + nothing + said
