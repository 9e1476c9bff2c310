"""The report of reading the archive again, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsspider.cli.kit.differences import print_differences
from newsspider.cli.kit.terminal import Cell, counts_table, output
from newsspider.diffs import compare
from newsspider.services.reextraction.outcomes import UNREADABLE
from newsspider.text.hosts import readable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from newsspider.services.reextraction.apply import Reextraction
    from newsspider.services.reextraction.outcomes import Summary


def print_summary(reading: Reextraction) -> None:
    """Counts by field, examples as diffs, and the articles that would be lost or cannot be read."""
    summary = reading.summary
    with output() as console:
        _print_examples(console, summary)
        _print_fields(console, summary)
        _print_lost(console, summary)
        _print_unreadable(console, summary)
        console.print(_counts(summary), soft_wrap=True)
        if reading.counts is not None:
            console.print(_stored(reading.counts), soft_wrap=True)
        elif summary.changed:
            console.print("Nothing is stored yet: the same with --apply stores it.")


def _print_examples(console: Console, summary: Summary) -> None:
    for outcome in summary.shown:
        before, after = outcome.known.article, outcome.made
        if after is None:
            continue
        console.print(Cell(f"{outcome.known.id}  {readable(before.url)}", "bold"))
        print_differences(console, compare(before, after))
        console.print()


def _print_fields(console: Console, summary: Summary) -> None:
    if not summary.fields:
        return
    console.print(counts_table("field", "articles that change", summary.fields.most_common()))
    console.print()


def _print_lost(console: Console, summary: Summary) -> None:
    if not summary.shown_lost:
        return
    console.print("Pages that would give no article today; the articles are kept as they are:")
    for outcome in summary.shown_lost:
        if outcome.lost is not None:
            reason = f"{outcome.lost.reason.value}: {outcome.lost.evidence}"
            console.print(Cell(f"  {outcome.known.id}  {readable(outcome.known.article.url)}"))
            console.print(Cell(f"     {reason}", "dim"))
    _print_more(console, summary.lost.total() - len(summary.shown_lost))


def _print_unreadable(console: Console, summary: Summary) -> None:
    if not summary.shown_unreadable:
        return
    console.print("Articles whose answer cannot be read; they are kept as they are:")
    for outcome in summary.shown_unreadable:
        console.print(Cell(f"  {outcome.known.id}  {readable(outcome.known.article.url)}"))
        console.print(Cell(f"     {outcome.evidence}", "dim"))
    _print_more(console, summary.missing[UNREADABLE] - len(summary.shown_unreadable))


def _print_more(console: Console, more: int) -> None:
    if more:
        console.print(f"  and {more:,} more: --examples shows as many as you like.")
    console.print()


def _counts(summary: Summary) -> str:
    lost = ", ".join(f"{reason} {count:,}" for reason, count in summary.lost.most_common())
    missing = ", ".join(f"{count:,} ({why})" for why, count in summary.missing.most_common())
    sentence = (
        f"Articles: {summary.changed:,} change, {summary.unchanged:,} stay as they are,"
        f" {summary.lost.total():,} would be lost{f' ({lost})' if lost else ''}."
    )
    return f"{sentence} Not read: {missing}." if missing else sentence


def _stored(counts: Mapping[str, int]) -> str:
    changed, skipped = counts.get("updated", 0), counts.get("skipped", 0)
    sentence = f"Stored: {changed:,} articles in a new version."
    if skipped:
        sentence += f" Left alone, for a visit changed them meanwhile: {skipped:,}."
    return sentence
