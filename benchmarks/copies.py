"""Near-duplicates: which of 10,000 generated pairs count as copies, and what an article costs.

python benchmarks/copies.py [--pairs N] [--seed S]
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from rich.console import Console
from rich.table import Table

from newsspider.duplicates import are_near_duplicates, bands, fingerprint_of
from newsspider.items import Article, Paragraph
from storage import schema
from storage.corpus import writing
from storage.db.engine import connect, sessions
from storage.duplicates import near_duplicates

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FUNCTION_WORDS = (
    "the of to and in a that is was for on with as by it from at be are has had have were said will"
    " not this its his he they who which an but been their more also would after about up one two"
    " over into than out when new could last year years first all other some there between under"
).split()
STOCK = (
    "according to a spokesman for the ministry",
    "at a news conference on tuesday",
    "told reporters in the capital",
    "in a statement released on",
    "for the first time in more than",
    "the prime minister said that the government would",
    "on condition of anonymity because he was not authorised to speak",
)
"""The words that any two stories may have in common."""

RATES = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3)
Words = list[str]
Pair = tuple[str, str]


class Language:
    """Made-up words, some far more frequent than others (Zipf)."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.words = [self._word() for _ in range(20_000)]
        self.sums = list(accumulate(1 / (rank + 8) for rank in range(len(self.words))))
        self.function_sums = list(accumulate(1 / (rank + 1) for rank in range(len(FUNCTION_WORDS))))

    def _word(self) -> str:
        pairs = self.chance.randint(2, 4)
        return "".join(self.chance.choice(each) for each in ("bdfgklmnprstv", "aeiou") * pairs)


class Topic:
    """The words of a story's subject: its own, and quotes that return."""

    def __init__(self, language: Language) -> None:
        self.language, self.chance = language, language.chance
        self.own = self.chance.choices(language.words, cum_weights=language.sums, k=250)
        self.own_sums = list(accumulate(1 / (rank + 2) for rank in range(len(self.own))))
        self.quotes = [self.sentence() for _ in range(6)]

    def sentence(self) -> Words:
        """Ten to thirty words."""
        words: Words = []
        length = self.chance.randint(10, 28)
        while len(words) < length:
            words += self._next()
        return words

    def story(self) -> list[Words]:
        """Paragraphs, four to sixteen."""
        return [self._paragraph() for _ in range(self.chance.randint(4, 16))]

    def _paragraph(self) -> Words:
        return [word for _ in range(self.chance.randint(1, 4)) for word in self.sentence()]

    def _next(self) -> Words:
        kind = self.chance.random()
        if kind < 0.03:
            return self.chance.choice(STOCK).split()
        if kind < 0.47:
            return self.chance.choices(FUNCTION_WORDS, cum_weights=self.language.function_sums)
        if kind < 0.85:
            return self.chance.choices(self.own, cum_weights=self.own_sums)
        return self.chance.choices(self.language.words, cum_weights=self.language.sums)


def edited(topic: Topic, story: list[Words], rate: float) -> list[Words]:
    """The story with so many of its words replaced, gone or added to; some in another order."""
    chance, made = topic.chance, []
    for paragraph in story:
        words: Words = []
        for word in paragraph:
            edit = chance.random() / rate if rate else 1
            words += [word] if edit >= 1 else _edit(word, edit, chance.choice(topic.own))
        made.append(words)
    if chance.random() < 0.3:
        first, second = chance.sample(range(len(made)), 2)
        made[first], made[second] = made[second], made[first]
    return made


def _edit(word: str, edit: float, other: str) -> Words:
    return ([], [other], [word, other])[int(edit * 3)]


def copy(language: Language, rate: float) -> Pair:
    """A story and its copy."""
    topic = Topic(language)
    story = topic.story()
    return _text(story), _text(edited(topic, story, rate))


def unrelated(language: Language) -> Pair:
    """Two stories on two subjects."""
    return _text(Topic(language).story()), _text(Topic(language).story())


def same_topic(language: Language) -> Pair:
    """Two stories on one subject, with three quotes in common."""
    topic = Topic(language)
    first, second, quotes = topic.story(), topic.story(), topic.chance.sample(topic.quotes, 3)
    return _text(first + quotes), _text(second + quotes)


def boilerplate(share: float) -> Callable[[Language], Pair]:
    """Two stories whose texts are the same boilerplate to such a share."""

    def pair(language: Language) -> Pair:
        first, second, site = (Topic(language) for _ in range(3))
        texts = [first.story(), second.story()]
        length = sum(len(words) for text in texts for words in text) / 2 * share / (1 - share)
        common: list[Words] = []
        while sum(map(len, common)) < length:
            common.append(site.sentence())
        return _text(texts[0] + common), _text(texts[1] + common)

    return pair


OTHERS: dict[str, Callable[[Language], Pair]] = {
    "unrelated": unrelated,
    "same topic, three quotes": same_topic,
    "boilerplate, 20 %": boilerplate(0.2),
    "boilerplate, 30 %": boilerplate(0.3),
    "boilerplate, 40 %": boilerplate(0.4),
    "boilerplate, 50 %": boilerplate(0.5),
}


def are_clustered(pair: Pair) -> bool:
    """Whether storing the two would make them one cluster."""
    first, second = map(fingerprint_of, pair)
    if first is None or second is None:
        return False
    if first.number == second.number:
        return True
    if first.signature is None or second.signature is None:
        return False
    met = set(bands(first.signature)) & set(bands(second.signature))
    return bool(met) and are_near_duplicates(first.signature, second.signature)


def rows(language: Language, pairs: int) -> Iterator[tuple[str, ...]]:
    """By rate of edits: precision and recall among as many pairs that are no copies."""
    each = pairs // 2 // len(RATES)
    number = pairs // 2 // len(OTHERS)
    wrong = {
        name: [are_clustered(make(language)) for _ in range(number)]
        for name, make in OTHERS.items()
    }
    mistaken = sum(map(sum, wrong.values())) / sum(map(len, wrong.values()))
    for rate in RATES:
        recall = sum(are_clustered(copy(language, rate)) for _ in range(each)) / each
        precision = recall / (recall + mistaken) if recall else 0.0
        yield f"{rate:.0%} of words edited", str(each), _percent(precision), _percent(recall)
    for name, taken in wrong.items():
        yield name, str(len(taken)), "", f"{_percent(sum(taken) / len(taken))} taken for copies"


def cost(language: Language, count: int = 2_000) -> tuple[float, float]:
    """Milliseconds an article takes to be read for copies, and in all, in a corpus on SQLite."""
    stories = [
        Article(url=f"https://a.example/{at}", body=(Paragraph(text=unrelated(language)[0]),))
        for at in range(count)
    ]
    began = perf_counter()
    for article in stories:
        fingerprint_of(article.text)
    read = perf_counter() - began
    with TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{Path(folder) / 'news.db'}")
        schema.prepare(engine)
        with sessions(engine).begin() as session:
            ids = [writing.store_article(session, article, now=NOW).id for article in stories]
            for article_id in ids:
                near_duplicates.forget_article(session, article_id)
            began = perf_counter()
            for article_id, article in zip(ids, stories, strict=True):
                near_duplicates.cluster_article(session, article_id, article)
            stored = perf_counter() - began
        engine.dispose()
    return read / count * 1000, stored / count * 1000


def _text(story: list[Words]) -> str:
    return "\n".join(" ".join(words) for words in story)


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"


def main() -> None:
    """Print the table, and what an article costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    language = Language(random.Random(options.seed))  # noqa: S311
    table = Table("pairs", "number", "precision", "recall", title="Near-duplicates, in hundredths")
    for row in rows(language, options.pairs):
        table.add_row(*row)
    console = Console()
    console.print(table)
    read, stored = cost(language)
    console.print(f"{read:.2f} ms to read an article for copies, {stored:.2f} ms with storing.")


if __name__ == "__main__":
    main()
