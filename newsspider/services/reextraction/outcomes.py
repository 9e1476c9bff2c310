"""The outcomes of reading articles' pages again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from newsspider.diffs import changed_fields
from newsspider.items import Article, Rejected
from storage.reextractions import CurrentArticle

UNREADABLE = "its answer cannot be read"
"""Why there is nothing to read, where the archive should hold it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One article and what today's extraction makes of its page."""

    known: CurrentArticle
    read: Article | None = None
    """As it was read; ``None`` where that came to nothing."""

    made: Article | None = None
    """As it would be stored; ``None`` where nothing would change."""

    lost: Rejected | None = None
    """Why the page would give no article today."""

    missing: str | None = None
    """Why there is nothing to read."""

    evidence: str | None = None
    """A sentence that names the file, where its answer cannot be read."""


@dataclass(slots=True)
class Summary:
    """Counts of all outcomes, with some examples."""

    examples: int
    unchanged: int = 0
    changed: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    """How many articles change in each field."""

    lost: Counter[str] = field(default_factory=Counter)
    """How many articles would be lost, by reason."""

    missing: Counter[str] = field(default_factory=Counter)
    """How many articles have no page to read, by why."""

    shown: list[Outcome] = field(default_factory=list)
    """The first ones that change."""

    shown_lost: list[Outcome] = field(default_factory=list)
    shown_unreadable: list[Outcome] = field(default_factory=list)

    def add_all(self, outcomes: Iterable[Outcome]) -> None:
        """Count them."""
        for outcome in outcomes:
            self.add(outcome)

    def add(self, outcome: Outcome) -> None:
        """Count it."""
        if outcome.missing is not None:
            self.missing[outcome.missing] += 1
            if outcome.evidence is not None and len(self.shown_unreadable) < self.examples:
                self.shown_unreadable.append(outcome)
        elif outcome.lost is not None:
            self.lost[outcome.lost.reason.value] += 1
            self.shown_lost += [outcome] if len(self.shown_lost) < self.examples else []
        elif outcome.made is not None:
            self.changed += 1
            self.fields.update(changed_fields(outcome.known.article, outcome.made))
            self.shown += [outcome] if len(self.shown) < self.examples else []
        else:
            self.unchanged += 1
