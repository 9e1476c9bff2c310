"""Measures of the pages of one run: counted while it goes on, small enough to keep for ever.

The names of the measures, all of them numbers:

- ``pages``, ``new``, ``updated``, ``unchanged``, ``rejected``; ``rejected.<reason>``;
- ``fresh``: those of the new articles that are no late finds; there, if only as 0, in each run
  that a server answered;
- ``unmodified`` pages that were not read again; ``lists``, and ``lists.empty`` that named nothing;
- ``answers.<class>``: ``2xx`` to ``5xx``, ``none`` where no server answered, and ``not_asked``;
- ``again``, ``again.<reason>``, ``again.<class>``: the rejected pages that had been rejected
  before, so that they say nothing new of the site;
- ``filled.<field>``: articles, of all that were read, that have the field;
- ``text_length.<quartile>`` in characters and ``date_age.<quartile>`` in hours, of ``.n`` articles.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from statistics import quantiles

from newsspider.items import Article, Change, IndexPage, Page, Reason, Rejected, Stored, Unmodified
from newsspider.timestamps import Precision, Timestamp

Measures = Mapping[str, float]

FIELDS = ("title", "published_at", "authors", "section", "summary", "image", "tags", "body")
QUARTILES = ("q1", "median", "q3")
KEPT = 512
"""Values of which quartiles are taken: so many bound their error to some 2 % of the ranks."""

FRESH, FRESH_HOURS = "fresh", 7 * 24
"""New articles that are no older, as far as is known: what fills the archive says nothing of how
much a site brings."""

NEW, UPDATED, UNCHANGED = (
    change.value for change in (Change.NEW, Change.UPDATED, Change.UNCHANGED)
)

ANSWERED = ("answers.2xx", "answers.3xx")

HALF_A_DAY = 12
NOT_ASKED = (Reason.ROBOTS, Reason.PRIVATE_ADDRESS)


class Sample:
    """A fair choice of the values that came, however many they are (reservoir sampling)."""

    def __init__(self, kept: int = KEPT) -> None:
        self.kept = kept
        self.count = 0
        self.values: list[float] = []
        self._chance = random.Random(0)  # noqa: S311 - the same values give the same choice

    def add(self, value: float) -> None:
        """Take the value into account."""
        self.count += 1
        if len(self.values) < self.kept:
            self.values.append(value)
        elif (place := self._chance.randrange(self.count)) < self.kept:
            self.values[place] = value

    def measures(self, name: str) -> dict[str, float]:
        """The number of values and their quartiles; nothing where there are none."""
        if not self.values:
            return {}
        cuts = quantiles(self.values, method="inclusive") if self.count > 1 else self.values * 3
        named = zip(QUARTILES, cuts, strict=True)
        return {f"{name}.n": self.count} | {f"{name}.{key}": round(cut, 2) for key, cut in named}


class Measuring:
    """Measures a run visit by visit, in memory that does not grow with it."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.lengths = Sample()
        self.ages = Sample()

    def visit(
        self,
        page: Page,
        outcome: Stored | Rejected | IndexPage | Unmodified,
        *,
        again: bool = False,
    ) -> None:
        """Count the outcome of a visit; ``again`` is a page that had been rejected before."""
        answer = _answer(page)
        self.counts.update(("pages", f"answers.{answer}"))
        if isinstance(outcome, Stored):
            self._article(page, outcome)
        elif isinstance(outcome, Rejected):
            self.counts.update(("rejected", f"rejected.{outcome.reason.value}"))
            if again:
                self.counts.update(("again", f"again.{outcome.reason.value}", f"again.{answer}"))
        elif isinstance(outcome, IndexPage):
            self.counts.update(("lists",) if outcome.entries else ("lists", "lists.empty"))
        else:
            self.counts["unmodified"] += 1

    def measures(self) -> dict[str, float]:
        """The measures so far; ``{}`` before the first visit."""
        counted = {name: self.counts[name] for name in sorted(self.counts)}
        if any(self.counts[answer] for answer in ANSWERED):
            counted[FRESH] = self.counts[FRESH]
        return {
            **counted,
            **self.lengths.measures("text_length"),
            **self.ages.measures("date_age"),
        }

    def _article(self, page: Page, stored: Stored) -> None:
        article = stored.article
        self.counts.update((stored.change.value, *_filled(article)))
        self.lengths.add(len(article.text))
        if stored.change is not Change.NEW:
            return
        age = _age(page, article.published_at) if article.published_at is not None else 0
        self.counts[FRESH] += age <= FRESH_HOURS
        if article.published_at is not None:
            self.ages.add(age)


def articles(measures: Measures) -> float:
    """The number of articles that were read."""
    count = measures.get  # asked for each run of a history, for each measure
    return count(NEW, 0) + count(UPDATED, 0) + count(UNCHANGED, 0)


def rejected(measures: Measures) -> dict[str, float]:
    """The number of pages rejected for each reason."""
    counts = ((reason.value, measures.get(f"rejected.{reason.value}", 0)) for reason in Reason)
    return {reason: count for reason, count in counts if count}


def _answer(page: Page) -> str:
    if page.failure is not None and page.failure.reason in NOT_ASKED:
        return "not_asked"
    return f"{page.status // 100}xx" if page.status else "none"


def _filled(article: Article) -> list[str]:
    return [f"filled.{field}" for field in FIELDS if getattr(article, field)]


def _age(page: Page, published_at: Timestamp) -> float:
    """Hours from publication to the visit; a day without a time counts from its noon in UTC."""
    passed = (page.fetched_at - published_at.instant).total_seconds() / 3600
    if published_at.precision is Precision.DAY:
        return max(passed - HALF_A_DAY, min(passed, 0))
    return passed
