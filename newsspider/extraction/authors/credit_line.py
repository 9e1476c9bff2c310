"""The names in a line that says who wrote something."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from itertools import pairwise

from newsspider.extraction.authors.names import (
    EAST_ASIAN,
    EDGES,
    behind,
    is_east_asian_name,
    is_known_desk,
    is_lead,
    is_led,
    is_name,
    is_of_craft,
    is_spelt_as_name,
    led,
    names_office,
    plain_name,
    words,
)
from newsspider.extraction.page.texts import clean

MAX_LINE, MAX_NAMES = 600, 40
SEAM = "¦"
"""Stands where one element ends and the next begins without a space between them."""

JOINT = re.compile(
    r"(\s*(?:[;؛、|•·⋅／]|,\s(?:and|und|et)\s|\s[-–—]\s|\s(?:and|und|et|y|e|i|и|та|ve|dan|en|och|og|&|with|mit|avec|con)\s|\sو\s)\s*)"
)
"""The joint between two names."""

IBERIAN = frozenset(("y", "e", "i"))
"""Joins two names, and the two surnames of one person: "José Ortega y Gasset"."""

BARS = frozenset("|•·⋅-–—")
BREAK = re.compile(r"\s*(?:[;|•·⋅.]|[-–—]\s)\s*")
COMMA = re.compile(r"\s*[,،，]\s*")
BRACKETED = re.compile(r"\s*[\[【（(]([^\[\]【】()（）]*)[\]】）)]\s*")
BRACKETS = re.compile(r"\s*[(\[（【][^()\[\]（）【】]*(?:[)\]）】]|\Z)")
CONTACT = re.compile(r"\s*(?:\S+@\S*|@\w+|https?:\S*|www\.\S*|[(+]?\d[\d\s()/-]{6,})")
STROKE = re.compile(r"\s*[／/=＝丨]\s*")
"""In Chinese, Japanese and Korean bylines the place or the paper stands behind a stroke."""

House = Callable[[str], bool]
"""Whether a text is a name of the site or of its publisher."""


def names_in(line: str, is_house: House = lambda _: False) -> Iterator[str]:
    """Each name of a line: no role, place, paper, date or photographer."""
    text = clean(unescape(line[:MAX_LINE]))
    boxed = BRACKETED.fullmatch(text)
    text = CONTACT.sub("", boxed[1] if boxed else BRACKETS.sub("", text))
    has_name, in_office = False, False
    pieces = list(_pieces(_joined(text), one_only=boxed is not None))[:MAX_NAMES]
    for (joint, raw), (_, following) in pairwise([*pieces, ("", "")]):
        is_beside = joint in ("", ";") or joint.isalpha() or not has_name
        if is_of_craft(raw):
            in_office = True
            continue
        name = plain_name(raw, is_house)
        if has_name and joint == "," and names_office(raw):
            in_office = True
        elif in_office and has_name and _is_of_office(name, is_beside, following):
            continue
        elif is_name(name) and (not has_name or _may_follow(name, raw, beside=is_beside)):
            has_name, in_office = True, False
            yield name


def _is_of_office(name: str, beside: bool, following: str) -> bool:
    """Whether a text behind a job is a part of it: "Rivers, Roads, and Harbours Project"."""
    return names_office(name) or (not beside and not names_office(following))


def speaks_of_craft(line: str) -> bool:
    """Whether a line may name a photographer, a translator, a reviewer."""
    return is_of_craft(line) or (" by" in line.lower() and _inner_craft().search(line) is not None)


def craft_names(line: str) -> Iterator[str]:
    """The names of those who took the pictures, translated, edited: "Photos by Jane Doe"."""
    text = line[:MAX_LINE]
    starts = [craft.end() for craft in _inner_craft().finditer(text)]
    if (rest := behind(text.lstrip(EDGES), words("craft"))) is not None:
        starts.append(len(text) - len(rest))
    for start in starts:
        part = BREAK.split(text[start:].lstrip(EDGES), maxsplit=1)[0]
        yield from (name for name in names_in(part) if " " in name)


@cache
def _inner_craft() -> re.Pattern[str]:
    """The words of more than one that introduce such people, anywhere in a line."""
    leads = sorted((craft for craft in words("craft") if " " in craft), key=len, reverse=True)
    return re.compile(
        rf"(?<!\w)(?:(?:tested|checked) by|{'|'.join(map(re.escape, leads))})(?!\w)", re.IGNORECASE
    )


def _may_follow(name: str, raw: str, *, beside: bool) -> bool:
    """Whether a text behind a name can be one more name."""
    if is_known_desk(name) or is_east_asian_name(name):
        return True
    if names_office(raw) and not beside:
        return False
    if EAST_ASIAN.search(name):
        return False
    return not any(map(str.isdigit, name)) and (" " in name or beside)


def _joined(text: str) -> str:
    """The line with its seams read: between two names one ends, between parts of one it goes on."""
    if SEAM not in text:
        return text
    whole = ""
    for raw in text.split(SEAM):
        part = raw.strip()
        if not part:
            continue
        before = _last(whole)
        if not whole or is_lead(before) or not before:
            whole = f"{whole} {part}".strip()
        elif _is_whole(before) and names_office(part) and not is_led(part):
            whole = f"{whole}, {part}"
        elif _is_whole(before) and (_is_whole(part) or is_led(part) or is_of_craft(part)):
            whole = f"{whole}; {part}"
        else:
            whole = f"{whole} {part}"
    return whole


def _last(text: str) -> str:
    """The last name of a line as far as it is read."""
    return COMMA.split(JOINT.split(text)[-1])[-1].strip()


def _is_whole(text: str) -> bool:
    name = led(text.strip(EDGES))
    return is_spelt_as_name(name) or is_east_asian_name(name)


def _pieces(text: str, *, one_only: bool) -> Iterator[tuple[str, str]]:
    """The line's pieces, each with the joint before it: "" (the first), ",", ";", "|", "and"."""
    split = JOINT.split(text)
    parts: list[tuple[str, str]] = [("", split[0])]
    for joint, part in zip(split[1::2], split[2::2], strict=True):
        plain = joint.strip(" ,")
        if plain in IBERIAN and _is_surname(part) and _is_long(parts[-1][1]):
            parts[-1] = (parts[-1][0], parts[-1][1] + joint + part)
        else:
            parts.append((("|" if plain in BARS else ";" if plain in "；;؛、／" else "and"), part))
    for joint, part in parts:
        for people in _by_strokes(led(part)):
            comma = COMMA.split(led(people))
            if len(comma) == 2 and not any(" " in piece.strip() for piece in comma):
                reverse = " ".join(piece.strip(EDGES) for piece in reversed(comma))
                if _is_reversible(comma) and is_spelt_as_name(reverse):
                    yield joint, reverse
                    continue
            for at, piece in enumerate(comma[: 1 if one_only else None]):
                yield "," if at else joint, piece
            joint = ";"


def _is_reversible(pieces: list[str]) -> bool:
    """Whether two words with a comma between may be a surname and a first name."""
    return all(is_name(piece) and not is_known_desk(piece) for piece in pieces) and not any(
        names_office(piece) for piece in pieces
    )


def _is_surname(part: str) -> bool:
    first, *rest = COMMA.split(part)
    return first.istitle() and " " not in first and not is_known_desk(first) and not rest


def _is_long(part: str) -> bool:
    return is_spelt_as_name(led(COMMA.split(part)[-1].strip(EDGES)))


def _by_strokes(part: str) -> list[str]:
    """Two people with a stroke between them, or one and a desk; "AFP/The Post" is one author."""
    people = STROKE.split(part)
    if len(people) == 1:
        return people
    if EAST_ASIAN.search(part):
        first, *others = people
        return [first, *(other for other in others if is_known_desk(other.strip(EDGES)))]
    return people if all(is_spelt_as_name(person) for person in people) else [part]
