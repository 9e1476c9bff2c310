"""From a page's bytes to its text, even where the server or the page names a wrong charset."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from importlib.resources import files

import pycld2
from charset_normalizer import from_bytes
from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
)

TABLE = tomllib.loads(files("newsspider.text").joinpath("charsets.toml").read_text("utf-8"))

MARKUP = re.compile(rb"<(script|style)\b.*?(?:</\1>|\Z)|<[^<>]*>", re.DOTALL | re.IGNORECASE)
LANGUAGE = re.compile(rb"<html[^<>]*\blang=[\"']?([a-zA-Z]{2,3})", re.IGNORECASE)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd]")
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
LATIN = ("cp1252", "cp1250", "iso8859_2", "cp1254")
"""Charsets that differ in a few letters only: the language they spell decides between them."""

HEAD_BYTES = 200_000
"""Bytes of a page by which its charset is detected."""

TOLERATED = 0.01
"""Share of unreadable characters at which a declared charset is taken for wrong."""


def decode(body: bytes, content_type: str = "") -> str:
    """The page's text: by byte order mark, valid UTF-8, declaration, then detection.

    Valid UTF-8 with characters beyond ASCII goes before any declaration: other charsets give
    such bytes by chance next to never, while servers that declare the wrong charset are common.
    """
    marked, mark = read_bom(body)
    if marked and mark:
        return body[len(mark) :].decode(marked, "replace")
    with suppress(UnicodeDecodeError):
        return body.decode("utf-8")
    nearly = body.decode("utf-8", "replace")
    if _unreadable(nearly) <= TOLERATED:
        return nearly
    for encoding in _declared(body, content_type):
        text = body.decode(encoding, "replace")
        if _unreadable(text) <= TOLERATED:
            return text
    return _detected(body)


def _declared(body: bytes, content_type: str) -> Iterator[str]:
    for name in (
        http_content_type_encoding(content_type),
        html_body_declared_encoding(body[:HEAD_BYTES]),
    ):
        encoding = resolve_encoding(name) if name else None
        if encoding:
            yield encoding


def _unreadable(text: str) -> float:
    """The share of characters beyond ASCII that no charset means to write."""
    return len(CONTROL.findall(text)) / max(len(BEYOND_ASCII.findall(text)), 1)


def _detected(body: bytes) -> str:
    """By the page's own language where it names one, else by the look of the bytes."""
    language = LANGUAGE.search(body[:HEAD_BYTES])
    legacy = TABLE["legacy"].get(language[1].decode().lower()) if language else None
    if legacy:
        text = body.decode(legacy, "replace")
        if _unreadable(text) <= TOLERATED:
            return text
    words = MARKUP.sub(b" ", body[:HEAD_BYTES])
    guess = from_bytes(words, cp_isolation=TABLE["likely"]).best()
    encoding = guess.encoding if guess else LATIN[0]
    if encoding in LATIN:
        encoding = max(LATIN, key=lambda name: _language_score(words.decode(name, "replace")))
    return body.decode(encoding, "replace")


def _language_score(text: str) -> tuple[bool, int]:
    """The likeness of the text to one of the languages that CLD2 knows."""
    # CLD2 raises on text that holds controls or noncharacters.
    plain = "".join(character if character.isprintable() else " " for character in text)
    reliable, _, details = pycld2.detect(plain, isPlainText=True)
    name, _, share, score = details[0]
    return reliable, round(share * score) if name != "Unknown" else 0
