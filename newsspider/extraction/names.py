"""The names of people and desks in a line that says who wrote something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from itertools import chain

from newsspider.dates.months import fold
from newsspider.extraction.data import table
from newsspider.extraction.texts import bare, clean

MAX_LINE, MAX_NAME, MAX_WORDS, MAX_NAMES, SPELT_WORDS = 600, 60, 7, 40, 5
JOINT = re.compile(
    r"\s*(?:[;؛、|•·]|\s[-–—]\s|\s(?:and|und|et|y|e|i|и|та|ve|dan|en|och|og|&|with|mit)\s|\sو\s)\s*"
)
"""What stands between two names."""

SIGNS = frozenset("&|•·/;")
COMMA = re.compile(r"\s*[,،，]\s*")
BRACKETS = re.compile(r"\s*[(\[（【][^()\[\]（）【】]*(?:[)\]）】]|\Z)")
CONTACT = re.compile(r"\s*(?:\S+@\S*|https?:\S*|www\.\S*|[(+]?\d[\d\s()/-]{6,})")
ADDRESS = re.compile(r"\.(?:com|org|net)\b", re.IGNORECASE)
EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
BEHIND = re.compile(r"\s*[／/=＝丨].*", re.DOTALL)
"""In Chinese, Japanese and Korean bylines the place or the paper stands behind a stroke."""

PARTICLES = frozenset("von van der den de del della di da do dos das du la le bin al el".split())
EDGES = " .-–—|·•:：()[]\"'“”„«»*/_,،，©…"
LEAD_ENDS = " :：|-–—·•"
LEADS, TAILS = 3, 3
"""How many words before and behind a name are taken off."""


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
    """A name without what introduces it and without the role that it is given."""
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
        rest = _behind(text, _words("lead", "label"))
        if rest is None or not rest.strip(EDGES):
            break
        text = rest
    return text


def is_led(text: str) -> bool:
    """Whether the text begins with words that introduce an author."""
    return _behind(text, _words("lead")) is not None


def is_lead(text: str) -> bool:
    """Whether the text is nothing but the words that introduce an author."""
    rest = _behind(text, _words("lead"))
    return rest is not None and not bare(rest)


def is_name(name: str) -> bool:
    """Whether the text can be what somebody is called."""
    if not 2 <= len(name) <= MAX_NAME or name.startswith("@") or ADDRESS.search(name):
        return False
    lower = name.casefold()
    return (
        len(name.split()) <= MAX_WORDS
        and any(map(str.isalpha, name))
        and lower not in _words("nobody")
        and lower not in _words("lead", "label")
    )


def is_spelt_as_name(text: str) -> bool:
    """Whether it is two to five words, each with a capital but for particles, and no digit."""
    words = text.split()
    if not 2 <= len(words) <= SPELT_WORDS or not words[-1][-1].isalpha():
        return False
    capitals = [word[0].isupper() for word in words]
    return (
        capitals[0]
        and sum(capitals) >= 2
        and all(capital or word in PARTICLES for word, capital in zip(words, capitals, strict=True))
    )


def without_residue(line: str, weekdays: frozenset[str]) -> str:
    """What stands beside a date, less what belongs to it: "Published on", "Uhr", the weekday."""
    residue = _words("residue")
    cores = ((word, word.casefold().strip(".,:|،()（）［］")) for word in line.split())
    return " ".join(
        word
        for word, core in cores
        if (bare(core) or word in SIGNS) and core not in residue and fold(core) not in weekdays
    )


def _behind(text: str, leads: frozenset[str]) -> str | None:
    """What stands behind the longest word of ``leads`` that the text begins with."""
    lower = text[:MAX_NAME].casefold()
    for word in _by_start(leads).get(lower[:1], ()):
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
def _by_start(words: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """The words by their first letter, the longest first."""
    groups: dict[str, list[str]] = {}
    for word in _sorted(words):
        groups.setdefault(word[0], []).append(word)
    return {start: tuple(group) for start, group in groups.items()}


@cache
def _sorted(words: frozenset[str]) -> tuple[str, ...]:
    """The words, the longest first."""
    return tuple(sorted(words, key=lambda word: (-len(word), word)))
