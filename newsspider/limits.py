"""How large and how odd a document may be before a parser sees it."""

from __future__ import annotations

import re

MAX_BYTES = 10 * 1024 * 1024
"""Of a page, fetched or saved: no article needs more."""

MAX_TAG_BYTES, MAX_ATTRIBUTES = 20_000, 10_000
LONG_TAG = 1_000
MAX_WORK = 50_000_000
"""Attributes squared, summed over the long tags: libxml2 needs about half a second for so many."""

TAG = re.compile(rb"<[a-zA-Z][^=>]*(?:=\s*(?:\"[^\"]*\"|'[^']*')?[^=>]*)*")
VALUE = re.compile(rb"=\s*(?:\"[^\"]*\"|'[^']*')")
ATTRIBUTE = re.compile(rb"[\s/]+[^\s/=]+")


def most_attributes(body: bytes) -> int:
    """The attributes of the tag that has most, of those long enough to stall a parser."""
    return max(_attributes(body, MAX_TAG_BYTES), default=0)


def stalls_a_parser(body: bytes) -> bool:
    """Whether parsing would take seconds: for what is parsed where nothing can interrupt it."""
    # The parser compares each attribute of a tag with all those before it.
    return sum(count * count for count in _attributes(body, LONG_TAG)) > MAX_WORK


def _attributes(body: bytes, shortest: int) -> list[int]:
    """How many attributes each tag of at least ``shortest`` bytes has."""
    tags = (tag[0] for tag in TAG.finditer(body.replace(b"\0", b"")))
    long = (VALUE.sub(b"", tag) for tag in tags if len(tag) >= shortest)
    return [len(ATTRIBUTE.findall(tag)) for tag in long]
