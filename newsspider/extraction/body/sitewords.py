"""Lines that are never text, whatever stands beside them: by their own words alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice

from newsspider.extraction.body.lines import Line
from newsspider.extraction.body.paragraphs import HEADINGS, row_of
from newsspider.extraction.data import table
from newsspider.extraction.page.blocks import BUTTONS
from newsspider.extraction.page.datelines import FIGURES, modified_word, published_word
from newsspider.extraction.page.lexicon import NOTICE

BUTTON = "a button or a player's label"
WHY = {
    NOTICE: "a notice to readers",
    "offer": "an advertisement or its label",
    "action": BUTTON,
    "comments": "readers' comments",
}
"""Classes of such lines, and how they are told."""

BIOGRAPHY, BIOGRAPHY_SIZE, MOST_BIOGRAPHIES = "about the author", 50, 2
"""Letters of a biography at least, and how many of an author a page has: one who is named in more
lines is whom the story is about."""

NAME_REACH = 80
CREDIT, DATELINE = "the source of a picture", "when it was published or updated"
BUTTON_SIZE, BUTTON_LEVELS, QUESTION = 40, 3, ("?", "？", "؟")
"""A longer button opens an answer or a part of the text, as one that asks does."""

CREDIT_SIZE, SHORT_CREDIT = 100, 60
"""A credit's size, and that of one which ends as a sentence does."""

DATELINE_SIZE, DATELINE_NUMBERS, DATELINE_NAMES = 90, 2, 2
"""A dateline's size, its numbers at least, and the words at most that are neither a label nor stand
beside every date: a month and a day of the week."""

NUMBER, WORD, MARKS = re.compile(r"\d+"), re.compile(r"[^\W\d_]{3,}"), re.compile(r"[\W_]+")
LABEL_REACH = 20
"""Characters within which the label of a dateline begins: "Last updated", "Date of publication"."""


def why_never_text(line: Line) -> str | None:
    """Why the line is no text, ``None`` where it may be.

    A heading, a table's cell and a sentence of one word may be text though a button has its word.
    """
    kind, text, tag = line.boilerplate, line.block.text, line.block.element.tag
    if kind == NOTICE:
        return WHY[kind]
    if tag in HEADINGS or row_of(line.block) is not None:
        return None
    if line.block.in_button and line.size <= BUTTON_SIZE and not text.endswith(QUESTION):
        return BUTTON if _is_button(line) else None
    if kind is None:
        return _of_margin(line, text)
    word = line.sentence and " " not in text and not text.endswith(("...", "…"))
    return None if word else WHY.get(kind)


def biographies(lines: Sequence[Line], authors: Sequence[str]) -> frozenset[int]:
    """The places of the lines that tell who an author is: they begin with the name and a verb."""
    on_authors: set[int] = set()
    for author in (author for author in authors if " " in author):
        name, behind = f"{author.casefold()} ", len(author) + 1
        places = [
            at
            for at, line in enumerate(lines)
            if line.size >= BIOGRAPHY_SIZE
            and line.block.text[:NAME_REACH].casefold().startswith(name)
            and not line.block.text[behind : behind + 1].isupper()
        ]
        if len(places) <= MOST_BIOGRAPHIES:
            on_authors.update(places)
    return frozenset(on_authors)


def _is_button(line: Line) -> bool:
    """Whether a ``<button>`` is nearer than a heading: questions that open an answer have both."""
    element = line.block.element
    around = (element, *islice(element.iterancestors(), BUTTON_LEVELS))
    tags = (box.tag for box in around if box.tag in BUTTONS or box.tag in HEADINGS)
    return next(tags, None) == "button"


def _of_margin(line: Line, text: str) -> str | None:
    """Whether it is what stands in the margin of a text: a credit, a dateline."""
    if line.size > CREDIT_SIZE:
        return None
    if (line.size <= SHORT_CREDIT or not line.sentence) and _credit().match(text):
        return CREDIT
    return DATELINE if is_dateline(text) else None


def is_dateline(text: str) -> bool:
    """Whether the line says when the text was published or updated, and nothing else."""
    if len(text) > DATELINE_SIZE or not FIGURES.search(text):
        return False
    lower = MARKS.sub(" ", text.casefold()).strip()
    published, modified = published_word(), modified_word()
    label = published.search(lower) or modified.search(lower)
    if label is None or label.start() > LABEL_REACH:
        return False
    if len(NUMBER.findall(text)) < DATELINE_NUMBERS:
        return False
    others = [
        word
        for word in WORD.findall(lower)
        if not (word in _beside_dates() or published.match(word) or modified.match(word))
    ]
    return len(others) <= DATELINE_NAMES


@cache
def _credit() -> re.Pattern[str]:
    """The beginning of a line that names the source of a picture."""
    words = table("bylines")
    before_mark, before_name = ("|".join(map(re.escape, words[it])) for it in ("picture", "taken"))
    return re.compile(
        rf"\W*(?:(?:{before_mark})\W{{0,2}}[:：©/|]\W*\w|(?:{before_name})\b[^.]+$)", re.IGNORECASE
    )


@cache
def _beside_dates() -> frozenset[str]:
    return frozenset(table("bylines")["residue"])
