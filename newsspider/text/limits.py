"""Limits of a document's size and oddity, checked before a parser sees it."""

from __future__ import annotations

import re

MAX_BYTES = 10 * 1024 * 1024
"""Of a page, fetched or saved: no article needs more."""

MAX_MARKUP = 2_000_000
"""Characters of markup that are read, scripts and styles not counted: the rest is cut off."""

MAX_TAG_BYTES, MAX_ATTRIBUTES = 20_000, 10_000
LONG_TAG = 1_000
MAX_WORK = 50_000_000
"""Attributes squared, summed over the long tags: libxml2 needs about half a second for so many."""

TAG = re.compile(rb"<[a-zA-Z][^=>]*(?:=\s*(?:\"[^\"]*\"|'[^']*')?[^=>]*)*")
HEAD = 1_445
"""Bytes by which the type of a content is recognised, as browsers do."""

BINARY = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
BINARY_SHARE = 0.02
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
MARKUP = re.compile(
    rb"<(?:!doctype|\?xml|html|head|body|title|meta|article|div|h1|p)\b", re.IGNORECASE
)
VALUE = re.compile(rb"=\s*(?:\"[^\"]*\"|'[^']*')")
ATTRIBUTE = re.compile(rb"[\s/]+[^\s/=]+")


def is_binary(body: bytes) -> bool:
    """Whether it is no text: a picture, an archive (by https://mimesniff.spec.whatwg.org).

    A page with a few stray control characters is a page, and so is UTF-16.
    """
    head = body[:HEAD]
    if head.startswith(UTF_16) or MARKUP.search(head.replace(b"\0", b"")):
        return False
    return len(BINARY.findall(head)) > BINARY_SHARE * len(head)


def most_attributes(body: bytes) -> int:
    """The attributes of the tag that has most, of those long enough to stall a parser."""
    return max(_attributes(body, MAX_TAG_BYTES), default=0)


def stalls_a_parser(body: bytes) -> bool:
    """Whether parsing would take seconds: for what is parsed where nothing can interrupt it."""
    # The parser compares each attribute of a tag with all those before it.
    return sum(count * count for count in _attributes(body, LONG_TAG)) > MAX_WORK


def _attributes(body: bytes, shortest: int) -> list[int]:
    """The number of attributes of each tag of at least ``shortest`` bytes."""
    tags = (tag[0] for tag in TAG.finditer(body.replace(b"\0", b"")))
    long = (VALUE.sub(b"", tag) for tag in tags if len(tag) >= shortest)
    return [len(ATTRIBUTE.findall(tag)) for tag in long]
