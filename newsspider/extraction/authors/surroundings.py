"""Where else on the page a name stands: in the headline, the text, the tags, in small letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from newsspider.extraction.authors.names import PARTICLES, is_spelt_as_name
from newsspider.extraction.page.evidence import Evidence
from newsspider.extraction.page.header import Header
from newsspider.extraction.page.jsonld import strings
from newsspider.extraction.page.texts import bare

PROSE_CHARACTERS, MIN_WORD, MAX_TEXT = 140, 3, 400_000
MARKS = ".,:;!?()[]\"'“”„«»’…"
WORD = re.compile(r"[^\W\d_]+")
TAGS = (
    "article:tag",
    "keywords",
    "news_keywords",
    "article:section",
    "parsely-tags",
    "sailthru.tags",
)
BIO = re.compile(
    r"\s*(?:,|\(|(?:is|was|has|works|writes|covers|joined|ist|war|hat|schreibt|arbeitet|est|écrit|es|escribe|è|scrive|é"
    r"|escreve|er|är|jest)\b)"
)
"""What follows a name at the start of a line on that person."""


class Surroundings:
    """The page's words and lines, to look names up in."""

    def __init__(self, evidence: Evidence, header: Header) -> None:
        self.evidence = evidence
        blocks = evidence.blocks
        at = header.title_at
        self.headline = "" if at is None else blocks[at].text
        self.prose = [block.text for block in blocks if len(block.text) >= PROSE_CHARACTERS]
        self.start = header.text_at

    def facts(self, name: str) -> Iterator[str]:
        """Facts of the places where the name stands."""
        key = bare(name)
        if key in bare(self.headline):
            yield "in headline"
        if key in self.tags:
            yield "among tags"
        if is_spelt_as_name(name):
            yield from self._in_text(name)
            yield from self._in_small_letters(name)

    def _in_text(self, name: str) -> Iterator[str]:
        holding = [text for text in self.prose if name in text]
        if any(text.startswith(name) and BIO.match(text[len(name) :]) for text in holding[-2:]):
            yield "life"
        elif holding:
            yield "in text"

    def _in_small_letters(self, name: str) -> Iterator[str]:
        parts = [
            word.casefold()
            for word in WORD.findall(name)
            if len(word) >= MIN_WORD and word.casefold() not in PARTICLES
        ]
        small = sum(part in self.whole and part in self.small for part in parts)
        if parts and small == len(parts):
            yield "all in small letters"
        elif small:
            yield "one in small letters"

    @cached_property
    def small(self) -> set[str]:
        """The words of the page that it writes in small letters."""
        return {word.strip(MARKS) for word in set(self.whole.split()) if word.islower()}

    @cached_property
    def whole(self) -> str:
        """The text of the page, as far as it is looked at."""
        return " ".join([block.text for block in self.evidence.blocks])[:MAX_TEXT]

    @cached_property
    def tags(self) -> set[str]:
        """The subjects that the page names for the article, by their letters."""
        article = self.evidence.linked.article or {}
        texts = [text for name in TAGS for text in self.evidence.meta.get(name, ())]
        for key in ("keywords", "about", "mentions", "articleSection"):
            texts += strings(article.get(key))
        return {bare(part) for text in texts for part in re.split("[,;،]", text)} - {""}
