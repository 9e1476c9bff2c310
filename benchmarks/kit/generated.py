"""A corpus of any size, made up: Zipf vocabularies, Arabic and English, 100 sites, ten years."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from newsspider.items import Article, Paragraph
from newsspider.timestamps import Precision, Timestamp

SITES, YEARS = 100, 10
WORDS = 50_000
"""Words of each language; the n-th is n times rarer than the first (Zipf's law)."""

LETTERS = {"en": "etaoinshrdlucmfwypvbgkjqxz", "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"}
START = datetime(2016, 1, 1, tzinfo=UTC)
SECTIONS = ("World", "Politics", "Economy", "Culture", "Sport", "Science", "Opinion")
PARAGRAPHS, PARAGRAPH_WORDS = (3, 9), (20, 60)
COPIED = 0.05
"""Share of articles whose text another site published before, nearly."""


class Language:
    """A made-up vocabulary."""

    def __init__(self, code: str, seed: int) -> None:
        chance = random.Random(f"{code}{seed}")  # noqa: S311 - made-up words are no secret
        letters = LETTERS[code]
        weights = [1 / (place + 3) for place in range(len(letters))]
        made: dict[str, None] = {}
        while len(made) < WORDS:
            length = min(2 + int(chance.expovariate(0.25)), 14)
            made["".join(chance.choices(letters, weights, k=length))] = None
        self.code = code
        self.words = list(made)
        self._weights = list(accumulate(1 / (rank + 1) for rank in range(WORDS)))

    def text(self, chance: random.Random, count: int) -> str:
        """So many words, common ones more often."""
        total = self._weights[-1]
        return " ".join(
            self.words[bisect(self._weights, chance.random() * total)] for _ in range(count)
        )


def languages(seed: int) -> tuple[Language, Language]:
    """English and Arabic."""
    return Language("en", seed), Language("ar", seed)


def generate(count: int, seed: int) -> Iterator[Article]:
    """The articles, in the order of their publication."""
    chance = random.Random(seed)  # noqa: S311
    tongues = languages(seed)
    step = timedelta(days=365.25 * YEARS) / max(count, 1)
    earlier: list[Article] = []
    for number in range(count):
        article = _article(chance, tongues, number, START + step * number)
        if earlier and chance.random() < COPIED:
            article = _copy(chance, article, chance.choice(earlier))
        earlier = [*earlier[-200:], article]
        yield article


def _article(
    chance: random.Random, tongues: tuple[Language, ...], number: int, at: datetime
) -> Article:
    tongue = tongues[number % 3 == 0]
    site = chance.randrange(SITES)
    body = tuple(
        Paragraph(text=f"{tongue.text(chance, chance.randint(*PARAGRAPH_WORDS))}.")
        for _ in range(chance.randint(*PARAGRAPHS))
    )
    return Article(
        url=f"https://site{site}.example/{at:%Y/%m/%d}/{number}",
        title=tongue.text(chance, chance.randint(5, 11)),
        published_at=Timestamp.of_instant(at.replace(microsecond=0), Precision.MINUTE),
        sections=tuple(chance.sample(SECTIONS, chance.randint(1, 2))),
        authors=(f"Author {site}-{chance.randrange(40)}",),
        body=body,
        summary=tongue.text(chance, 20),
        language=tongue.code,
        direction="rtl" if tongue.code == "ar" else "ltr",
        tags=tuple(f"tag {chance.randrange(2_000)}" for _ in range(2)),
        site=f"Site {site}",
    )


def _copy(chance: random.Random, article: Article, source: Article) -> Article:
    """The article with another one's text, a paragraph less."""
    from dataclasses import replace

    body = list(source.body)
    if len(body) > 3:
        del body[chance.randrange(len(body))]
    return replace(
        article,
        title=source.title,
        body=tuple(body),
        language=source.language,
        direction=source.direction,
    )
