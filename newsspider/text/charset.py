"""From a page's bytes to its text, even where the server or the page names a wrong charset."""

from __future__ import annotations

import codecs
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

STRAY, STRAY_DECLARED = 0.2, 0.5
"""The same for UTF-8, undeclared and declared: bytes of old charsets form less of it by chance."""

UTF_8 = "utf-8"
ESCAPES = (b"\x1b$B", b"\x1b$@")
"""How Japanese begins in ISO-2022-JP (RFC 1468), which is ASCII by its bytes."""

HALVES = (0xC2, 0xC3)
"""Bytes that begin the accented letters of UTF-8: alone, one is half a letter."""


def _stray_byte(error: UnicodeError) -> tuple[str, int]:
    """The letter of a lone byte of windows-1252, for what UTF-8 cannot read."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    start, end = error.start, error.end
    is_lone = end - start == 1 and error.object[end : end + 1].isascii()
    if is_lone and error.object[start] not in HALVES:
        return error.object[start:end].decode("cp1252", "replace"), end
    return "\ufffd", end


codecs.register_error("newsspider-stray-byte", _stray_byte)


def decode(body: bytes, content_type: str = "") -> str:
    """The page's text: by byte order mark, valid UTF-8, declaration, then detection.

    Valid UTF-8 with characters beyond ASCII goes before any declaration: other charsets give
    such bytes by chance next to never, while servers that declare the wrong charset are common.
    """
    marked, mark = read_bom(body)
    if marked and mark:
        return body[len(mark) :].decode(marked, "replace")
    if body.isascii() and any(escape in body for escape in ESCAPES):
        return _escaped(body)
    with suppress(UnicodeDecodeError):
        return body.decode(UTF_8)
    declared = tuple(_declared(body, content_type))
    stray = STRAY_DECLARED if UTF_8 in declared else STRAY
    if _unreadable(body.decode(UTF_8, "replace")) <= stray:
        return body.decode(UTF_8, "newsspider-stray-byte")
    for encoding in declared:
        text = body.decode(encoding, "replace")
        if _unreadable(text) <= TOLERATED:
            return text
    return _detected(body)


def _escaped(body: bytes) -> str:
    """ISO-2022-JP, with the makers' characters (①) that JIS X 0213 took over where it has any."""
    text = body.decode("iso2022_jp_ext", "replace")
    if "\ufffd" not in text:
        return text
    for escape in ESCAPES:
        body = body.replace(escape, b"\x1b$(Q")
    return body.decode("iso2022_jp_2004", "replace")


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
