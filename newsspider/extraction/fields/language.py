"""The language of the text, and the direction it is written in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import pycld2

from newsspider.extraction.page.evidence import Decision, Evidence, Witness, decide
from newsspider.extraction.page.jsonld import strings
from newsspider.extraction.page.texts import UNPRINTABLE, size

RIGHT_TO_LEFT = frozenset("ar fa he ur ps sd ug yi dv ckb ku-arab arc".split())
RENAMED = {"iw": "he", "in": "id", "ji": "yi", "jw": "jv", "no": "nb", "zh-hant": "zh"}
TAG = re.compile(r"^[a-zA-Z]{2,3}(?:[-_][\w-]+)?$")
PROSE_CHARACTERS = 80
DETECTED_CHARACTERS = 4_000
CERTAIN_CHARACTERS = 200
"""From this length on, what the text itself is written in outweighs what the page declares."""


def find_language(evidence: Evidence) -> Decision[str] | None:
    """The primary language subtag that the page's declarations and its prose speak for."""
    lines = evidence.document.plain or [block.text for block in evidence.blocks]
    prose = [line for line in lines if size(line) >= PROSE_CHARACTERS]
    text = "\n".join(prose or lines)
    return decide([*_declared(evidence), *_detected(text)], lambda tag: tag)


def declared_tag(evidence: Evidence) -> str | None:
    """The page's own language tag, its region included."""
    tag = evidence.document.tree.get("lang") or evidence.document.tree.get("{*}lang")
    return tag.strip().replace("_", "-") if tag and TAG.match(tag.strip()) else None


def direction(language: str | None, evidence: Evidence) -> Literal["ltr", "rtl"] | None:
    """Of the language; of the page where the language is not known."""
    if language:
        return "rtl" if language in RIGHT_TO_LEFT else "ltr"
    body = evidence.document.tree.find("body")
    declared = evidence.document.tree.get("dir") or (body.get("dir") if body is not None else None)
    if declared == "rtl":
        return "rtl"
    return "ltr" if declared == "ltr" else None


def _declared(evidence: Evidence) -> Iterator[Witness[str]]:
    tags = [(declared_tag(evidence), "html", 0.75)]
    tags += [
        (tag, "json-ld", 0.6)
        for tag in strings((evidence.linked.article or {}).get("inLanguage"))[:1]
    ]
    tags += [(tag, "opengraph", 0.6) for tag in evidence.meta.get("og:locale", ())[:1]]
    tags += [(tag, "meta", 0.6) for tag in evidence.meta.get("content-language", ())[:1]]
    tags += [(evidence.profile.language, "site", 0.8)]
    for tag, source, confidence in tags:
        if tag and TAG.match(tag):
            yield Witness(primary(tag), source, confidence)


def _detected(text: str) -> Iterator[Witness[str]]:
    sample = UNPRINTABLE.sub(" ", text[:DETECTED_CHARACTERS])
    reliable, _, details = pycld2.detect(sample, isPlainText=True)
    name, code, share, _ = details[0]
    if name != "Unknown" and reliable:
        sure = size(sample) >= CERTAIN_CHARACTERS and share >= 80
        yield Witness(primary(code), "text", 0.97 if sure else 0.6)


def primary(tag: str) -> str:
    """The tag's primary subtag, in its current spelling."""
    lower = tag.lower().replace("_", "-")
    return RENAMED.get(lower) or RENAMED.get(lower.split("-")[0]) or lower.split("-")[0]
