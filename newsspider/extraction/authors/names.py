"""The names of people and desks in a byline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from itertools import chain

from newsspider.dates.names import fold_name
from newsspider.extraction.data import table
from newsspider.extraction.page.texts import bare, clean

MAX_LINE, MAX_NAME, MAX_WORDS, MAX_NAMES, SPELT_WORDS = 600, 60, 7, 40, 5
JOINT = re.compile(
    r"\s*(?:[;؛、|•·]|\s[-–—]\s|\s(?:and|und|et|y|e|i|и|та|ve|dan|en|och|og|&|with|mit)\s|\sو\s)\s*"
)
"""The joint between two names."""

SIGNS = frozenset("&|•·/;")
COMMA = re.compile(r"\s*[,،，]\s*")
BRACKETS = re.compile(r"\s*[(\[（【][^()\[\]（）【】]*(?:[)\]）】]|\Z)")
CONTACT = re.compile(r"\s*(?:\S+@\S*|https?:\S*|www\.\S*|[(+]?\d[\d\s()/-]{6,})")
ADDRESS = re.compile(r"\.(?:com|org|net)\b", re.IGNORECASE)
EAST_ASIAN_NAME = re.compile(
    "[\uac00-\ud7af]{2,4}|[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,3} [\u3400-\u9fff]{1,3}"
)
EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
BEHIND = re.compile(r"\s*[／/=＝丨].*", re.DOTALL)
"""In Chinese, Japanese and Korean bylines the place or the paper stands behind a stroke."""

PARTICLES = frozenset("von van der den de del della di da do dos das du la le bin al el".split())
PLACE = re.compile(r"\s(?:in|under|unter|aus)\s")
BEFORE_PLACE, WHOLE = 4, 3
"""The most words of a name that a place follows, and of one that a first name stands for."""

FIRST = re.compile(r"\w+")
EDGES = " .-–—|·•:：()[]\"'“”„«»*/_,،，©…"
LEAD_ENDS = " :：|-–—·•"
LEADS, TAILS = 3, 3
"""Words before and behind a name that are taken off."""


def names_in(line: str) -> Iterator[tuple[str, bool]]:
    """Each name of a line, and whether it stands behind a comma."""
    text = CONTACT.sub("", BRACKETS.sub("", clean(unescape(line[:MAX_LINE]))))
    for part in chain.from_iterable(map(_by_strokes, JOINT.split(led(text))[:MAX_NAMES])):
        pieces = [piece for raw in COMMA.split(part) if (piece := plain_name(raw))]
        if len(pieces) == 2 and not any(" " in piece for piece in pieces) and is_name(pieces[1]):
            yield " ".join(reversed(pieces)), False
        for at, piece in enumerate(pieces):
            if is_name(piece):
                yield piece, at > 0


def _by_strokes(part: str) -> list[str]:
    """Two people with a stroke between them; "AFP/The Post" is one author."""
    people = part.split("/")
    return people if all(is_spelt_as_name(person) for person in people) else [part]


def plain_name(text: str) -> str:
    """A name without its introduction and its role."""
    name = led(text.strip(EDGES))
    if not name.isascii() and EAST_ASIAN.search(name):
        name = BEHIND.sub("", name)
    for _ in range(TAILS):
        shorter = _without_role(name).strip(EDGES)
        if not shorter or shorter == name:
            break
        name = shorter
    return name


def led(text: str) -> str:
    """The text without the words that introduce an author ("By", "Von", "بقلم")."""
    for _ in range(LEADS):
        rest = _behind(text, _words("lead", "label", "more"))
        if rest is None or not rest.strip(EDGES):
            break
        text = rest
    return text


def may_introduce(text: str) -> bool:
    """Whether the first word is one of those that introductions begin with."""
    first = FIRST.match(text)
    return first is not None and first[0].casefold() in _by_first(_words("lead", "more"))


def is_led(text: str) -> bool:
    """Whether the text begins with words that introduce an author."""
    return _behind(text, _words("lead")) is not None


def named_behind_more(text: str) -> str | None:
    """The name in a line that leads to other texts of an author, or to a page on the author."""
    rest = _behind(text, _words("more"))
    return rest if rest and is_spelt_as_name(rest) else None


def is_lead(text: str) -> bool:
    """Whether the text is nothing but the words that introduce an author."""
    rest = _behind(text, _words("lead"))
    return rest is not None and not bare(rest)


def is_name(name: str) -> bool:
    """Whether the text can be somebody's name."""
    if not 2 <= len(name) <= MAX_NAME or name.startswith("@") or ADDRESS.search(name):
        return False
    lower = name.casefold()
    return (
        len(name.split()) <= MAX_WORDS
        and any(map(str.isalpha, name))
        and lower not in _words("nobody")
        and (lower in _words("desk") or lower not in _words("lead", "label", "more"))
    )


def is_spelt_as_name(text: str) -> bool:
    """Whether it is two to five words, each with a capital but for particles, and no label."""
    words = text.split()
    if not 2 <= len(words) <= SPELT_WORDS or not words[-1][-1].isalpha() or ":" in text:
        return False
    capitals = [word[0].isupper() for word in words]
    return (
        capitals[0]
        and sum(capitals) >= 2
        and all(capital or word in PARTICLES for word, capital in zip(words, capitals, strict=True))
    )


def is_east_asian_name(text: str) -> bool:
    """Whether it is as long as a Chinese, Japanese or Korean name, in Han or Hangul only."""
    return not text.isascii() and EAST_ASIAN_NAME.fullmatch(text) is not None


def begins_name(word: str, name: str) -> bool:
    """Whether the word is the first name in a whole one."""
    words = name.split()
    return (
        word.istitle()
        and is_spelt_as_name(name)
        and len(words) <= WHOLE
        and words[0].casefold() == word.casefold()
    )


def without_place(line: str) -> str:
    """A name without the place or the folder behind it: "in Berlin", "under Travel"."""
    name = PLACE.split(line, maxsplit=1)[0]
    return name if 0 < len(name.split()) <= BEFORE_PLACE else line


def without_residue(line: str, weekdays: frozenset[str]) -> str:
    """The words beside a date, without its own: "Published on", "Uhr", the weekday."""
    residue = _words("residue")
    cores = ((word, word.casefold().strip(".,:|،()（）［］")) for word in line.split())
    return " ".join(
        word
        for word, core in cores
        if (bare(core) or word in SIGNS)
        and (core not in residue or (core in PARTICLES and word[0].isupper()))
        and fold_name(core) not in weekdays
    )


def _behind(text: str, leads: frozenset[str]) -> str | None:
    """The text behind the longest word of ``leads`` that it begins with."""
    first = FIRST.match(text)
    group = _by_first(leads).get(first[0].casefold()) if first else None
    if group is None:
        return None
    lower = text[:MAX_NAME].casefold()
    for word in group:
        if lower.startswith(word) and not lower[len(word) : len(word) + 1].isalnum():
            return text[len(word) :].lstrip(LEAD_ENDS)
    return None


def _without_role(name: str) -> str:
    """A name less one role or place of work at its end or its start."""
    lower = name.casefold()
    roles = _sorted(_words("role"))
    if lower.endswith(roles):
        for role in roles:
            joined = EAST_ASIAN.match(role) or lower[: -len(role)].endswith(" ")
            if lower.endswith(role) and joined:
                return name[: -len(role)]
    if lower.startswith(roles):
        for role in roles:
            joined = EAST_ASIAN.match(role) or lower[len(role) :].startswith(" ")
            if lower.startswith(role) and joined:
                return name[len(role) :]
    return name


@cache
def _words(*keys: str) -> frozenset[str]:
    return frozenset(chain.from_iterable(table("bylines")[key] for key in keys))


@cache
def _by_first(leads: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """The leads by their first word, the longest first."""
    groups: dict[str, list[str]] = {}
    for lead in _sorted(leads):
        first = FIRST.match(lead)
        groups.setdefault(first[0] if first else "", []).append(lead)
    return {start: tuple(group) for start, group in groups.items()}


@cache
def _sorted(words: frozenset[str]) -> tuple[str, ...]:
    """The words, the longest first."""
    return tuple(sorted(words, key=lambda word: (-len(word), word)))
