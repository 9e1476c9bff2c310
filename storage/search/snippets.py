"""The part of an article that shows why it was found, in the page's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from newsspider.items import Article
from storage.analysis import Form, fold, forms, tokens
from storage.analysis.analyser import UNSPACED
from storage.query import Node, texts

LENGTH, BEFORE = 160, 50
"""Characters of a snippet, and of those before its first hit."""

SEARCHED = 20_000
"""Characters of a text that are searched for hits."""

LETTERS = 1 << 12
"""Letters that are remembered with their kind: a text repeats its letters."""

BLOCK = re.compile(r".{1,80}\S*")
"""A block that is analysed at once, to skip blocks without any word of the question."""

CHUNK = re.compile(r"\S+")

ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters; a hit is one that the question asked for."""

    text: str
    is_hit: bool = False


Snippet = tuple[Piece, ...]


class Marker:
    """Finds the words of a question in texts, and marks them."""

    def __init__(self, parts: Iterable[Node], languages: Sequence[str]) -> None:
        asked = [text for part in parts for text in texts(part)]
        possible = [
            form
            for text in asked
            for form in forms(text.words, languages, is_prefix=text.is_prefix)
        ]
        self.words = frozenset(token for form in possible for token in _whole(form))
        self.starts = tuple({form.tokens[-1] for form in possible if form.is_prefix})
        self.runs = tuple(
            {fold("".join(text.words).rstrip("*")) for text in asked if _is_unspaced(text.words)}
        )

    def snippet(self, article: Article) -> Snippet:
        """The text around the first hit; the start of the text where only the title has any."""
        text = article.text[:SEARCHED]
        first = next((start for start, _ in self._hits(text, article.language)), 0)
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

    def _hits(self, text: str, language: str | None) -> Iterator[tuple[int, int]]:
        for block in BLOCK.finditer(text):
            if self._is_in(block[0], language):
                for chunk in CHUNK.finditer(text, block.start(), block.end()):
                    if self._is_in(chunk[0], language):
                        yield from self._hits_in(chunk[0], chunk.start(), language)

    def _is_in(self, text: str, language: str | None) -> bool:
        """Whether any of the text's words may be asked for."""
        words = tokens(text, language)
        if not self.words.isdisjoint(words):
            return True
        return bool(self.starts) and any(token.startswith(self.starts) for token in words)

    def _hits_in(self, chunk: str, at: int, language: str | None) -> Iterator[tuple[int, int]]:
        """The words of a run without spaces that are asked for, less the marks around them."""
        if UNSPACED.search(chunk):
            yield from self._runs_in(chunk, at)
            return
        for start, end in _words(chunk):
            if self._is_in(chunk[start:end], language):
                yield at + start, at + end

    def _runs_in(self, chunk: str, at: int) -> Iterator[tuple[int, int]]:
        """Where a run that was asked for stands in one without spaces, folded letter by letter."""
        folded = "".join(map(_folded, chunk))
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


def _whole(form: Form) -> tuple[str, ...]:
    return form.tokens[:-1] if form.is_prefix else form.tokens


def _is_unspaced(words: Sequence[str]) -> bool:
    return any(UNSPACED.search(word) for word in words)


def _words(chunk: str) -> Iterator[tuple[int, int]]:
    """Runs of letters, figures and what is written on or between them."""
    start = None
    for at, letter in enumerate(chunk):
        if _is_of_word(letter) or (start is not None and not letter.isprintable()):
            start = at if start is None else start
        elif start is not None:
            yield start, at
            start = None
    if start is not None:
        yield start, len(chunk)


@lru_cache(maxsize=LETTERS)
def _is_of_word(letter: str) -> bool:
    """Whether it is a letter, a figure, tashkeel, an accent that stands by itself, or tatweel."""
    is_mark = letter == "ـ" or not (letter.isspace() or letter.isascii() or fold(letter))
    return is_mark or bool(tokens(letter))


@lru_cache(maxsize=LETTERS)
def _folded(letter: str) -> str:
    """One letter for one letter."""
    return fold(letter)[:1] or " "


def _word_start(text: str, at: int) -> int:
    space = text.find(" ", at, at + 30)
    return space + 1 if space >= 0 else at


def _word_end(text: str, at: int) -> int:
    space = text.rfind(" ", max(at - 30, 0), at)
    return space if space > 0 and at < len(text) else at
