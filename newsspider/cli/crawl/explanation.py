"""Why a page gave what it gave: every witness, what was cut, and the verdict."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any

from newsspider.cli.kit.terminal import Cell, folded, number, short, table
from newsspider.extraction.body.reasons import in_words
from newsspider.extraction.explanation import agree
from newsspider.items import Article
from newsspider.text.hosts import readable
from newsspider.timestamps import Timestamp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console
    from rich.table import Table

    from newsspider.extraction.explanation import Explanation
    from newsspider.extraction.page.evidence import Decision, Witness
    from newsspider.items import Rejected

FIELDS = tuple(
    field.name for field in fields(Article) if field.name not in ("paywalled", "provenance")
)
AGREES, DIFFERS = "=", "≠"
LONGEST_WITNESS = 150
SURE = 4


def draw_explanation(
    console: Console, explanation: Explanation, verdict: Article | Rejected
) -> None:
    """Print the verdict, a table of the fields with their witnesses, and what was cut."""
    if isinstance(verdict, Article):
        console.print("An article.")
    else:
        console.print(Cell(f"No article: {verdict.reason.value}: {verdict.evidence}."))
    console.print(Cell(_signals(explanation), "dim"))
    console.print()
    console.print(_witnesses(explanation))
    console.print(f"\n{AGREES} agrees with what won, {DIFFERS} says something else.")
    silent = [name for name in FIELDS if name not in explanation.decisions]
    if silent:
        console.print(Cell(f"Nothing was heard of: {', '.join(silent)}."))
    console.print(f"\nCut from the body: {len(explanation.cuts):,} lines.")
    if explanation.cuts:
        console.print(_cuts(explanation))


def _signals(explanation: Explanation) -> str:
    """The signals that the gate decided on, but for those that are nothing."""
    return ", ".join(_signal(name, value) for name, value in _said(explanation))


def _said(explanation: Explanation) -> Iterator[tuple[str, Any]]:
    for name, value in asdict(replace(explanation.signals, kind_facts=())).items():
        if value not in (None, False, 0, (), []) or (name, value) == ("declared_free", False):
            yield name.replace("_", " "), value


def _signal(name: str, value: Any) -> str:
    if value is True:
        return name
    if isinstance(value, list | tuple):
        return f"{name}: {', '.join(f'“{item}”' for item in value)}"
    return f"{name}: {'no' if value is False else value}"


def _witnesses(explanation: Explanation) -> Table:
    shown = table(short("field"), "", folded("value"), short("evidence"), number("sure"))
    for name in FIELDS:
        decision = explanation.decisions.get(name)
        if decision is None:
            continue
        given = decision.provenance
        won = Cell(_shown(name, decision.value), "bold")
        shown.add_row(name, "", won, given.source, f"{given.confidence:.0%}")
        for witness in _others(decision):
            agrees = agree(witness.value, decision.value)
            value = Cell(_short(_shown(name, witness.value)) if not agrees else " ", "dim")
            sign = AGREES if agrees else DIFFERS
            shown.add_row("", sign, value, witness.source, f"{witness.confidence:.0%}")
    return shown


def _others(decision: Decision[Any]) -> tuple[Witness[Any], ...]:
    """All witnesses where there are several; one alone is what won."""
    return decision.witnesses if len(decision.witnesses) > 1 else ()


def _shown(name: str, value: Any) -> str:
    if isinstance(value, Timestamp):
        return value.isoformat()
    if name == "body":
        characters = sum(len(paragraph.text) for paragraph in value)
        return f"paragraphs: {len(value):,}, characters: {characters:,}"
    if isinstance(value, tuple):
        return (" › " if name == "sections" else ", ").join(map(str, value))
    return readable(str(value)) if name in ("url", "image") else str(value)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_WITNESS else f"{text[: LONGEST_WITNESS - 1]}…"


def _cuts(explanation: Explanation) -> Table:
    shown = table("line", "why", "sure")
    shown.expand = True
    shown.columns[0].no_wrap = shown.columns[2].no_wrap = True
    shown.columns[0].overflow = "ellipsis"
    shown.columns[0].ratio = shown.columns[1].ratio = 1
    shown.columns[2].width, shown.columns[2].justify = SURE, "right"
    for cut in explanation.cuts:
        shown.add_row(Cell(cut.text), Cell(in_words(cut.reason), "dim"), f"{cut.confidence:.0%}")
    return shown
