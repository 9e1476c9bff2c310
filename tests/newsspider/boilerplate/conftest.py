"""Pages of a made-up site: texts of their own, and lines that repeat."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest

from newsspider.boilerplate import PageTrace, Rulings, decide, trace
from newsspider.items import Article, Paragraph
from newsspider.timestamps import Timestamp

FIRST_DAY = date(2024, 1, 1)


def paragraphs(number: int, count: int = 6) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(text=f"In sentence {at} of story {number} the council met and went home again.")
        for at in range(count)
    )


@pytest.fixture
def story() -> Callable[..., Article]:
    """The number-th story of a site, with lines before, within and after its own text."""

    def told(
        number: int,
        *,
        start: Sequence[Paragraph | str] = (),
        within: Sequence[Paragraph | str] = (),
        end: Sequence[Paragraph | str] = (),
        own: tuple[Paragraph, ...] | None = None,
        title: str | None = None,
    ) -> Article:
        text = paragraphs(number) if own is None else own
        half = len(text) // 2
        parts = (*start, *text[:half], *within, *text[half:], *end)
        body = tuple(Paragraph(text=part) if isinstance(part, str) else part for part in parts)
        return Article(
            url=f"https://herald.example/{number}",
            title=f"Story {number}" if title is None else title,
            published_at=Timestamp.of_day(FIRST_DAY + timedelta(days=number)),
            body=body,
        )

    return told


@pytest.fixture
def cut() -> Callable[..., list[list[str]]]:
    """The texts that are cut from each of the articles, which stand in their order."""

    def texts(articles: Sequence[Article], rulings: Rulings | None = None) -> list[list[str]]:
        pages = [PageTrace(number, trace(article)) for number, article in enumerate(articles)]
        decided = decide(pages, 0, len(pages), rulings or Rulings())
        return [
            [article.body[at].text for at in sorted(positions)]
            for article, positions in zip(articles, decided, strict=True)
        ]

    return texts
