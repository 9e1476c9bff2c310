import io
import logging
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from newsspider.cli.crawl import crawl
from newsspider.cli.crawl.ingest import Printer, Shape
from newsspider.cli.kit.logs import log_to_stderr
from newsspider.cli.kit.terminal import Cell, note, reads_from_the_right, table
from newsspider.crawling.report import RunReport
from newsspider.items import Page, Reason, Rejected
from newsspider.processing.visit import Visit
from newsspider.text.controls import plain

ISOLATES = set("\u2066\u2067\u2068\u2069")
ARABIC = "رئيسا البلدين يبحثان سبل تعزيز العلاقات في ظل التحديات"


def printed(*cells: str, terminal: bool) -> list[str]:
    shown = table("a", "b")
    shown.add_row(*(Cell(text) for text in cells))
    return rendered(shown, terminal=terminal)


def rendered(shown: Table, *, terminal: bool) -> list[str]:
    out = io.StringIO()
    console = Console(file=out, width=40, force_terminal=terminal, color_system=None, markup=False)
    console.print(shown)
    return out.getvalue().splitlines()[2:]


def test_each_right_to_left_line_is_isolated_on_a_terminal() -> None:
    lines = printed("2024", ARABIC, terminal=True)
    assert len(lines) > 1
    assert all(line.count("\u2067") == line.count("\u2069") == 1 for line in lines)


def test_right_to_left_text_stands_at_the_right() -> None:
    lines = printed("2024", ARABIC, terminal=True)
    assert {cell_len(line) for line in lines} == {40}
    assert all(line.endswith("\u2069") for line in lines)


def test_every_line_reads_as_the_whole_text_does() -> None:
    lines = printed("2024", f"COP29: {ARABIC} Siemens 2024-11-05.", terminal=True)
    assert any(line.endswith("\u2067Siemens 2024-11-05.\u2069") for line in lines)
    assert all("\u2067" in line for line in lines)
    english = "Talks resume, the Gazette and the Herald said, citing الحكومة and a spokeswoman."
    lines = printed("2024", english, terminal=True)
    assert any(line.rstrip().endswith("\u2069") for line in lines)
    assert "\u2067" not in "".join(lines)


@pytest.mark.parametrize("text", ["اقتصاد", ARABIC])
def test_a_space_before_an_isolate_keeps_it_at_the_left_edge(text: str) -> None:
    lines = printed(text, "1", terminal=True)
    assert all(line.lstrip().startswith("\u2067") for line in lines)
    assert all(line.startswith(" ") for line in lines)


def test_behind_another_column_no_space_is_lost() -> None:
    (line,) = printed("1", "اقتصاد", terminal=True)
    assert line == "1  \u2067اقتصاد\u2069"


def test_programs_get_no_isolates() -> None:
    assert not ISOLATES & set("".join(printed("2024", ARABIC, terminal=False)))


def test_mlterm_gets_no_isolates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLTERM", "3.9.0")
    assert not ISOLATES & set("".join(printed("2024", ARABIC, terminal=True)))


def test_left_to_right_text_needs_none() -> None:
    assert not ISOLATES & set("".join(printed("日本", "news", terminal=True)))


@pytest.mark.parametrize(
    ("text", "from_the_right"),
    [
        (ARABIC, True),
        ("COP29: الحكومة تعد بخفض الانبعاثات 30%", True),
        ("ليلى حداد, John Smith", True),
        ("«שלום» 2025", True),
        ("Al-Mina reports on صحيفة الميناء today", False),
        ("https://almina.example/اقتصاد/اتفاق", False),
        ("2024-11-05", False),
        ("", False),
    ],
)
def test_where_a_text_reads_from(text: str, from_the_right: bool) -> None:
    assert reads_from_the_right(text) is from_the_right


@pytest.mark.parametrize(
    "text", ["مُحَمَّد", "東京都の計画", "หนังสือพิมพ์", "שלום עולם", "e\u0301te\u0301"]
)
def test_the_next_column_starts_at_the_same_place(text: str) -> None:
    shown = table("a", "b", "c")
    for cell in (text, "x" * cell_len(text)):
        shown.add_row("1", Cell(cell), "|")
    rows = [row for row in rendered(shown, terminal=True) if "|" in row]
    assert {cell_len(row.partition("|")[0]) for row in rows} == {5 + cell_len(text)}


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
