"""The worst pages of each measure with the reason of each loss, and all losses by class."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape
from rich.progress import track

from kit import scores
from kit.corpora import Sample
from kit.field_losses import FIELDS, known
from kit.losses import Loss, body_losses, piece_losses
from kit.report import Grid
from kit.tally import Outcome

SHOWN = 12
"""Losses of one page that are printed, the dearest first."""


@dataclass(frozen=True, slots=True)
class Lost:
    """One page that one measure found fault with."""

    sample: Sample
    losses: list[Loss]
    note: str = ""

    @property
    def cost(self) -> float:
        """The sum of the page's losses."""
        return sum(loss.cost for loss in self.losses)


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure over some pages: those with a loss, and what a full score would be."""

    name: str
    pages: list[Lost]
    whole: float
    """Pages scored; for pieces, the denominator of their F1."""

    def worst(self, count: int) -> list[Lost]:
        """The pages that lost most, the worst first."""
        return sorted(self.pages, key=lambda page: -page.cost)[:count]

    def nearest(self, count: int) -> list[Lost]:
        """The pages that lost least, though something: the first to win."""
        return sorted(self.pages, key=lambda page: page.cost)[:count]


def measure(samples: Sequence[Sample], outcomes: Sequence[Outcome]) -> list[Measured]:
    """Every measure that these pages have an answer for."""
    pairs = list(zip(samples, (outcome.answer for outcome in outcomes), strict=True))
    bodies, pieces = [], []
    whole = 0
    for sample, answer in track(pairs, "losses", console=Console(stderr=True)):
        if sample.bodies:
            f1, precision, recall, _ = scores.best_overlap(answer.body, sample.bodies)
            note = f"F1 {100 * f1:.1f}, P {100 * precision:.1f}, R {100 * recall:.1f}"
            bodies.append(Lost(sample, body_losses(sample, answer.body), note))
        pieces.append(Lost(sample, piece_losses(sample, answer.body)))
        held = (*sample.must_contain, *sample.must_not_contain)
        whole += sum(piece in answer.body for piece in held) + len(sample.must_contain)
    all_measured = [_measured("body", bodies, len(bodies)), _measured("pieces", pieces, whole)]
    for name, why in FIELDS.items():
        lost = [
            Lost(sample, why(sample, answer)) for sample, answer in pairs if known(name, sample)
        ]
        all_measured.append(_measured(name, lost, len(lost)))
    return [measured for measured in all_measured if measured.whole]


def _measured(name: str, pages: list[Lost], whole: float) -> Measured:
    return Measured(name, [page for page in pages if page.losses], whole)


def totals(title: str, measured: Measured) -> Grid:
    """Losses by class: on how many pages, on how many alone, how many, points of the score."""
    kinds: dict[str, list[Loss]] = defaultdict(list)
    pages: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for page in measured.pages:
        here = {loss.kind for loss in page.losses}
        pages.update(here)
        alone.update(here if len(here) == 1 else ())  # to mend it is to win the page
        for loss in page.losses:
            kinds[loss.kind].append(loss)
    points = {kind: sum(loss.cost for loss in losses) for kind, losses in kinds.items()}
    grid = Grid(
        f"{title}: losses of {measured.name}, {len(measured.pages)} pages",
        ("class", "pages", "alone", "losses", "points"),
    )
    for kind in sorted(kinds, key=lambda kind: (-points[kind], -len(kinds[kind]), kind)):
        share = f"{100 * points[kind] / measured.whole:.2f}"
        counts = (pages[kind], alone[kind], len(kinds[kind]))
        grid.rows.append((kind, *map(str, counts), share))
    return grid


def show_pages(title: str, pages: Sequence[Lost]) -> None:
    """Print pages with their losses, the dearest first."""
    console = Console(width=160)
    console.print(f"\n[bold]{escape(title)}[/bold]")
    for page in pages:
        console.print(f"\n[cyan]{escape(page.sample.publisher)}[/cyan] {page.note}", soft_wrap=True)
        console.print(escape(page.sample.url), style="dim", soft_wrap=True)
        dearest = sorted(page.losses, key=lambda loss: -loss.cost)
        for loss in dearest[:SHOWN]:
            cost = f"{100 * loss.cost:5.1f}"
            text = escape(" ".join(loss.text.split())[:200])
            console.print(f"  {cost}  [yellow]{escape(loss.kind)}[/yellow]  {text}", soft_wrap=True)
        if len(dearest) > SHOWN:
            console.print(f"         and {len(dearest) - SHOWN} more")
