"""Bodies before and after learning, over made-up sites whose truth is known.

python benchmarks/learning.py [--pages N] [--seed S]
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from kit.scores import bare, overlap

from newsspider.items import Article, Kind, Paragraph
from newsspider.timestamps import Timestamp
from storage import schema
from storage.boilerplate import learning
from storage.corpus import articles
from storage.db.engine import connect, sessions

NOW = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = (
    "the a of to in and on for with by from at was is were said had its council river bridge mayor"
    " market harbour school vote budget farmers weather minister station line morning winter plan"
    " report figures company workers hospital road police court judge season goal match club"
).split()


@dataclass(frozen=True, slots=True)
class MadeUpPage:
    """One page of a made-up site: the article as extraction would read it, and its true lines."""

    article: Article
    true: tuple[str, ...]


class Site:
    """Texts of its own, and the habit of one kind of site."""

    def __init__(self, name: str, seed: int) -> None:
        self.name = name
        self.chance = random.Random(f"{name} {seed}")  # noqa: S311
        self.house = self.sentence()
        self.tag = self.sentence(5).rstrip(".")
        self.background = self.prose()
        self.promos = [self.sentence(7) for _ in range(4)]
        self.people = [f"{self.sentence(4).rstrip('.')} writes on politics" for _ in range(12)]

    def sentence(self, words: int | None = None) -> str:
        """One of so many words."""
        chosen = self.chance.choices(WORDS, k=words or self.chance.randint(8, 22))
        return " ".join(chosen).capitalize() + "."

    def prose(self) -> str:
        """Two to four sentences."""
        return " ".join(self.sentence() for _ in range(self.chance.randint(2, 4)))

    def text(self) -> list[Paragraph]:
        """A body of four to eighteen paragraphs."""
        return [Paragraph(text=self.prose()) for _ in range(self.chance.randint(4, 18))]


Chrome = list[tuple[int, Paragraph]]
"""Lines of chrome by the place in the true body before which they stand."""

Habit = Callable[[Site, int, float, list[Paragraph]], Chrome]
"""Changes the true body, and says what chrome is added; knows the page's number and how far the
site has come, from 0 to 1."""


def house_line(site: Site, number: int, part: float, body: list[Paragraph]) -> Chrome:
    """A sentence and a tag end each text."""
    return [(len(body), Paragraph(text=site.house)), (len(body), Paragraph(text=site.tag))]


def within(site: Site, number: int, part: float, body: list[Paragraph]) -> Chrome:
    """Seven texts in ten are interrupted."""
    at = site.chance.randint(1, len(body) - 1)
    return [(at, Paragraph(text=site.house))] if site.chance.random() < 0.7 else []


def promos(site: Site, number: int, part: float, body: list[Paragraph]) -> Chrome:
    """A box whose lines take turns, some of them new."""
    fresh = site.chance.random() < 0.1
    line = site.sentence(6) if fresh else site.chance.choice(site.promos)
    return [(len(body), Paragraph(text=line, place="div.story>aside.offer>p"))]


def authors(site: Site, number: int, part: float, body: list[Paragraph]) -> Chrome:
    """A line on who wrote it, from a staff of twelve, the first three write most."""
    weights = [9, 7, 5, *[1] * 9]
    return [(len(body), Paragraph(text=site.chance.choices(site.people, weights)[0]))]


def redesign(site: Site, number: int, part: float, body: list[Paragraph]) -> Chrome:
    """One line until half way, another one since."""
    return [(len(body), Paragraph(text=site.house if part < 0.5 else site.tag))]


def refrains(site: Site, number: int, part: float, body: list[Paragraph]) -> Chrome:
    """Court reports that end alike: no chrome."""
    if site.chance.random() < 0.08:
        body.append(Paragraph(text="The trial continues."))
    return []


def running_story(site: Site, number: int, part: float, body: list[Paragraph]) -> Chrome:
    """A third of the texts tell the background in the same words: no chrome."""
    if site.chance.random() < 0.33:
        body.insert(site.chance.randint(1, len(body)), Paragraph(text=site.background))
    return []


def endings(site: Site, number: int, part: float, body: list[Paragraph]) -> Chrome:
    """As a running story, but the background ends the texts: no chrome."""
    if site.chance.random() < 0.33:
        body.append(Paragraph(text=site.background))
    return []


def headings(site: Site, number: int, part: float, body: list[Paragraph]) -> Chrome:
    """The same headings within each text: no chrome."""
    for at, text in ((len(body) // 2, "Why it matters"), (len(body) // 4 + 1, "What happened")):
        body.insert(at, Paragraph(text=text, kind=Kind.HEADING))
    return []


def notices(site: Site, number: int, part: float, body: list[Paragraph]) -> Chrome:
    """A third of the texts were corrected and say so in the same words: no chrome."""
    if site.chance.random() < 0.33:
        body.append(Paragraph(text="Correction: an earlier version of this story was wrong."))
    return []


HABITS: tuple[Habit, ...] = (
    house_line,
    within,
    promos,
    authors,
    redesign,
    refrains,
    running_story,
    endings,
    headings,
    notices,
)


def tell(habit: Habit, pages: int, seed: int) -> Iterator[MadeUpPage]:
    """The pages of a site with this habit."""
    site = Site(habit.__name__, seed)
    for number in range(pages):
        body = site.text()
        chrome = habit(site, number, number / pages, body)
        true = tuple(paragraph.text for paragraph in body)
        for at, line in reversed(chrome):
            body.insert(at, line)
        yield MadeUpPage(
            Article(
                url=f"https://{habit.__name__.replace('_', '-')}.example/{number}",
                title=f"{site.sentence(6)} {number}",
                published_at=Timestamp.of_day(date(2025, 1, 1) + timedelta(days=number // 3)),
                body=tuple(body),
            ),
            true,
        )


def learn(
    pages: list[MadeUpPage], database: Path, seed: int
) -> tuple[list[tuple[str, ...]], float]:
    """The bodies as they are stored in the end, and the milliseconds that storing a page took."""
    engine = connect(f"sqlite:///{database}")
    schema.prepare(engine)
    order = random.Random(seed).sample(pages, len(pages))  # noqa: S311
    with sessions(engine).begin() as session:
        began = perf_counter()
        for page in order:
            learning.store_cleaned(session, page.article, now=NOW)
        took = (perf_counter() - began) * 1000 / len(pages)
        stored = []
        for page in pages:
            row = articles.find_article(session, page.article.url)
            stored.append(tuple(p.text for p in articles.load_article(row).body) if row else ())
    engine.dispose()
    return stored, took


def row(name: str, pages: list[MadeUpPage], bodies: list[tuple[str, ...]]) -> str:
    """Precision, recall, F1 and exact bodies, in hundredths."""
    f1 = precision = recall = exact = 0.0
    for page, body in zip(pages, bodies, strict=True):
        scored = overlap("\n".join(body), "\n".join(page.true))
        f1, precision, recall = (
            total + added for total, added in zip((f1, precision, recall), scored, strict=True)
        )
        exact += bare("".join(body)) == bare("".join(page.true))
    figures = (f"{100 * total / len(pages):.1f}" for total in (precision, recall, f1, exact))
    return f"| {name} | {' | '.join(figures)} |"


def main() -> None:
    """Print a table: before and after, by habit and over all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print("| site | precision | recall | F1 | exact |\n|---|---|---|---|---|")
    every: list[MadeUpPage] = []
    after: list[tuple[str, ...]] = []
    times = []
    for habit in HABITS:
        pages = list(tell(habit, options.pages, options.seed))
        with TemporaryDirectory() as folder:
            stored, took = learn(pages, Path(folder) / "news.db", options.seed)
        name = habit.__name__.replace("_", " ")
        print(row(f"{name}, before", pages, [_texts(page) for page in pages]))
        print(row(f"{name}, after", pages, stored))
        every, after, times = every + pages, after + stored, [*times, took]
    print(row("all, before", every, [_texts(page) for page in every]))
    print(row("all, after", every, after))
    print(f"\n{sum(times) / len(times):.1f} ms to store a page.")


def _texts(page: MadeUpPage) -> tuple[str, ...]:
    return tuple(paragraph.text for paragraph in page.article.body)


if __name__ == "__main__":
    main()
