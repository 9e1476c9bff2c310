"""The lines around the headline: labels above it, desk, author and date below."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsspider.dates import DateMatch, DateReader
from newsspider.extraction.page.blocks import Block
from newsspider.extraction.page.datelines import is_change_label, published_in
from newsspider.extraction.page.texts import bare, ends_sentence
from newsspider.timestamps import Timestamp

ABOVE, BELOW = 6, 25
"""Lines above and below the headline that belong to the header."""

PROSE_CHARACTERS, SENTENCE_CHARACTERS = 140, 60
DATE_LINE_CHARACTERS = 160
LABEL_CHARACTERS, HEADLINE_LETTERS = 40, 12
HEADINGS = frozenset(("h1", "h2", "h3"))
LABEL_CLASS = re.compile(
    r"(?<![a-z])(cat|kicker|label|section|rubri|ressort|topic|overline|tag)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The lines around the headline, by kind."""

    labels: tuple[str, ...] = ()
    """Section labels above the headline, in the page's order."""

    date: Timestamp | None = None
    date_line: Block | None = None
    """Where the date stands."""

    byline: str | None = None
    """The text beside the date on its line, the date taken off."""

    below: tuple[Block, ...] = ()
    """The lines between the headline and the text."""

    title_at: int | None = None
    """The headline's place among the page's blocks."""

    text_at: int = 0
    """Where the lines of the header end among the page's blocks."""


def find_header(blocks: list[Block], title: str | None, reader: DateReader) -> Header:
    """The header of the page whose headline is ``title``."""
    at = _title_at(blocks, title)
    if at is None:
        return Header()
    end = _text_at(blocks, at, reader)
    below = blocks[at + 1 : end]
    above, headline = blocks[max(at - ABOVE, 0) : at], bare(title or "")
    line, date = (
        _date_line(_unlabelled(below, blocks[at]), reader, headline)
        or _date_line(_unlabelled(above)[::-1], reader, headline)
        or (None, None)
    )
    return Header(
        labels=_labels(above),
        date=date.timestamp if date else None,
        date_line=line,
        byline=_beside(line.text, date) if line and date else None,
        below=tuple(below),
        title_at=at,
        text_at=end,
    )


def _title_at(blocks: list[Block], title: str | None) -> int | None:
    """The headline's line: in a heading where there is one, never inside a link list."""
    headline = bare(title or "")
    if not headline:
        return None
    places = [at for at, block in enumerate(blocks) if bare(block.text) == headline]
    heads = [at for at in places if blocks[at].element.tag in HEADINGS] or _with_kicker(
        blocks, headline
    )
    if heads:
        return next((at for at in heads if blocks[at].element.tag == "h1"), heads[0])
    plain = [at for at in places if blocks[at].link_share < 0.5]
    return next(iter(plain or places), None)


def _with_kicker(blocks: list[Block], headline: str) -> list[int]:
    """The headings that hold the headline beside a kicker or a second line, or are its end."""
    heads = [at for at, block in enumerate(blocks) if block.element.tag in HEADINGS]
    keys = {at: bare(blocks[at].text) for at in heads}
    return [
        at
        for at, key in keys.items()
        if len(min(key, headline, key=len)) >= HEADLINE_LETTERS
        and (key.endswith(headline) or key.startswith(headline) or headline.endswith(key))
    ]


def _text_at(blocks: list[Block], title_at: int, reader: DateReader) -> int:
    """Where the first paragraph of prose stands; one before the date line is the standfirst."""
    last = min(title_at + 1 + BELOW, len(blocks))
    prose = [at for at in range(title_at + 1, last) if _is_prose(blocks[at])]
    if not prose:
        return last
    second = prose[1] if len(prose) > 1 else last
    dated = _date_line(blocks[prose[0] + 1 : second], reader)
    return second if dated and not _date_line(blocks[title_at + 1 : prose[0]], reader) else prose[0]


def _is_prose(block: Block) -> bool:
    size = len(block.text)
    return size >= PROSE_CHARACTERS or (size > SENTENCE_CHARACTERS and ends_sentence(block.text))


def _unlabelled(lines: list[Block], first: Block | None = None) -> list[Block]:
    """The lines less those that a line before them calls the date of a change."""
    before = [first, *lines]
    return [
        line
        for line, label in zip(lines, before, strict=False)
        if label is None or not is_change_label(label.text)
    ]


def _date_line(
    lines: list[Block], reader: DateReader, title: str = ""
) -> tuple[Block, DateMatch] | None:
    """The first line with a date that is not the date of a change; one by rule where all are.

    A date in the headline is what the news is about.
    """
    by_rule: tuple[Block, DateMatch] | None = None
    for block in lines:
        if len(block.text) > DATE_LINE_CHARACTERS or (title and title in bare(block.text)):
            continue
        date = published_in(block.text, reader)
        if date and not date.is_converted:
            return block, date
        if date and by_rule is None:
            by_rule = block, date
    return by_rule


def _beside(line: str, date: DateMatch) -> str | None:
    rest = line[: date.start] + " " + line[date.end :]
    return rest.strip(" \t|-–—·•,،:/()") or None


def _labels(above: list[Block]) -> tuple[str, ...]:
    """The short links right above the headline that their markup calls labels."""
    for block in reversed(above):
        marks = " ".join(
            f"{element.get('class', '')} {element.get('rel', '')}"
            for element in block.element.iter()
            if isinstance(element.tag, str)
        )
        if block.links and block.link_share > 0.8 and LABEL_CLASS.search(marks):
            return tuple(link for link in block.links if len(link) <= LABEL_CHARACTERS)
    return ()
