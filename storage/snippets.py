"""The part of an article that shows why it was found, in the page's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from newsspider.items import Article
from storage.analysis import Form, fold, forms, tokens
from storage.analysis.analyser import UNSPACED
from storage.questions import Node, texts

LENGTH, BEFORE = 160, 50
"""Characters of a snippet, and of those before its first hit."""

SEARCHED = 20_000
"""Characters of a text that are looked through."""

CHUNKS = 1 << 16
"""How many runs without spaces are remembered: texts repeat their words."""

CHUNK = re.compile(r"\S+")
BEGINNING, SLACK = 3, 300
"""Letters of a stem that its words share; folding may lengthen the text before by so much."""

ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters; those that are a hit are what was asked for."""

    text: str
    is_hit: bool = False


Snippet = tuple[Piece, ...]


class Marker:
    """What a question asks for, as it may stand in a text."""

    def __init__(self, parts: Iterable[Node], languages: Sequence[str]) -> None:
        asked = [text for part in parts for text in texts(part)]
        found = [
            form
            for text in asked
            for form in forms(text.words, languages, is_prefix=text.is_prefix)
        ]
        self.words = frozenset(token for form in found for token in _whole(form))
        self.starts = tuple({form.tokens[-1] for form in found if form.is_prefix})
        tokens_asked = [token for form in found for token in form.tokens]
        self.beginnings = frozenset(token[:BEGINNING] for token in tokens_asked)
        self.runs = tuple(
            {fold("".join(text.words).rstrip("*")) for text in asked if _is_unspaced(text.words)}
        )

    def snippet(self, article: Article) -> Snippet:
        """The text around the first hit; the start of the text where only the title has any."""
        text = article.text[:SEARCHED]
        near = self._near(text)
        hits = iter(()) if near is None else self._hits(text, article.language, near)
        first = next((start for start, _ in hits), 0)
        start = _word_start(text, max(first - BEFORE, 0)) if first > BEFORE else 0
        end = _word_end(text, min(start + LENGTH, len(text)))
        shown = text[start:end].replace("\n", " ")
        lead = (Piece(ELLIPSIS),) if start else ()
        tail = (Piece(ELLIPSIS),) if end < len(text) else ()
        return (*lead, *self.marked(shown, article.language), *tail)

    def marked(self, text: str, language: str | None) -> Snippet:
        """The whole text, its hits marked."""
        pieces: list[Piece] = []
        at = 0
        for start, end in self._hits(text, language):
            if start > at:
                pieces.append(Piece(text[at:start]))
            pieces.append(Piece(text[start:end], is_hit=True))
            at = end
        return (*pieces, Piece(text[at:])) if at < len(text) else tuple(pieces)

    def _near(self, text: str) -> int | None:
        """Where the first hit may stand, or before it; ``None`` where there can be none.

        A word holds the first letters of its stem, so a plain search in the folded text tells.
        """
        folded = fold(text)
        places = [place for start in self.beginnings if (place := folded.find(start)) >= 0]
        return max(min(places) - SLACK, 0) if places else None

    def _hits(self, text: str, language: str | None, start: int = 0) -> Iterator[tuple[int, int]]:
        for chunk in CHUNK.finditer(text, start and text.find(" ", start) + 1):
            if UNSPACED.search(chunk[0]):
                yield from self._runs_in(chunk[0], chunk.start())
            elif any(map(self._is_asked, _tokens(chunk[0], language))):
                yield from self._words_in(chunk[0], chunk.start(), language)

    def _is_asked(self, token: str) -> bool:
        return token in self.words or (bool(self.starts) and token.startswith(self.starts))

    def _words_in(self, chunk: str, at: int, language: str | None) -> Iterator[tuple[int, int]]:
        """The words of a run without spaces that are asked for, less the marks around them."""
        for start, end in _words(chunk):
            if any(map(self._is_asked, tokens(chunk[start:end], language))):
                yield at + start, at + end

    def _runs_in(self, chunk: str, at: int) -> Iterator[tuple[int, int]]:
        """Where a run that was asked for stands in one without spaces, folded letter by letter."""
        folded = "".join(fold(letter)[:1] or " " for letter in chunk)
        places = {
            (match.start(), match.end())
            for run in self.runs
            for match in re.finditer(re.escape(run), folded)
        }
        last = 0
        for start, end in sorted(places):
            if start >= last:
                yield at + start, at + end
                last = end


@lru_cache(maxsize=CHUNKS)
def _tokens(chunk: str, language: str | None) -> tuple[str, ...]:
    return tuple(tokens(chunk, language))


def _whole(form: Form) -> tuple[str, ...]:
    return form.tokens[:-1] if form.is_prefix else form.tokens


def _is_unspaced(words: Sequence[str]) -> bool:
    return any(UNSPACED.search(word) for word in words)


def _words(chunk: str) -> Iterator[tuple[int, int]]:
    """Runs of letters, figures and what is written on or between them."""
    start = None
    for at, letter in enumerate(chunk):
        if tokens(letter) or (start is not None and not letter.isprintable()) or _is_mark(letter):
            start = at if start is None else start
        elif start is not None:
            yield start, at
            start = None
    if start is not None:
        yield start, len(chunk)


def _is_mark(letter: str) -> bool:
    """Tashkeel, accents that stand by themselves, and tatweel."""
    return letter == "ـ" or not (letter.isspace() or letter.isascii() or fold(letter))


def _word_start(text: str, at: int) -> int:
    space = text.find(" ", at, at + 30)
    return space + 1 if space >= 0 else at


def _word_end(text: str, at: int) -> int:
    space = text.rfind(" ", max(at - 30, 0), at)
    return space if space > 0 and at < len(text) else at
