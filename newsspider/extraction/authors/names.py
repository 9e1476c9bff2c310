"""The names of people and desks, and the words around a name in a byline."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import chain

from newsspider.dates.names import fold_name, month_names
from newsspider.extraction.data import table
from newsspider.extraction.page.lexicon import boilerplate_class
from newsspider.extraction.page.texts import bare

MAX_NAME, MAX_WORDS, SPELT_WORDS = 60, 7, 5
EAST_ASIAN_NAME = re.compile(
    "[\uac00-\ud7af]{2,4}|[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,3} [\u3400-\u9fff]{1,3}"
)
EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
ADDRESS = re.compile(r"\.(?:com|org|net)\b", re.IGNORECASE)
UNNAMELY = re.compile(
    r"[{}<>=\\$%?!#\[\]]|\d\s*(?:min|sec|std|tage?|hours?|days?)\w*\b|^\d+\s?[hdwmy]\b",
    re.IGNORECASE,
)
"""What a script left behind, a price, a reading time, an age."""

PARTICLES = frozenset(
    "von van der den ten ter de del della di da do dos das du la le bin al el zu zur af av y i e"
    " und of".split()
)
ARTICLES = frozenset("the el la los las le les il lo der die das de het o os a".split())
PLACE = re.compile(
    r"\s*,?[\s¦]\s*(?:in|at|for|from|using|via|under|unter|aus|pour|para|per|chez|bei|für|vom)[\s¦]"
    r"|\s(?:d|dell|all)[’'][\s¦]*(?=\w)"
)
"""What stands before the place, the paper or the folder behind a name."""

BEFORE_PLACE, WHOLE = 4, 3
"""The most words of a name that a place follows, and of one that a first name stands for."""

FIRST = re.compile(r"\w+")
WORD = re.compile(r"[^\W\d_]+")
OTHER_LEAD = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){0,2} (?:by|von|par|por|door) (?=[^\W\d_])")
"""What is not in the table: "Opinion by", "Eine Reportage von"."""

DONE_BY = re.compile(r"(?:[\w-]+ )?[\w-]+ed by\b", re.IGNORECASE)
EDGES = " .&-–—|·⋅•●○◎■◆▲▼★※¦:：()[]【】（）\"'“”„«»*/_,،，、;©…>»→"
LEAD_ENDS = " :：=＝|-–—·⋅•●○◎■¦"
LEADS, TAILS = 3, 4
"""Words before and behind a name that are taken off."""

MIN_CAPITALS = 2


def led(text: str) -> str:
    """The text without the words that introduce an author ("By", "Von", "بقلم")."""
    for _ in range(LEADS):
        rest = behind(text, words("lead", "label", "more"))
        if rest is None or not rest.strip(EDGES):
            break
        text = rest
    return behind_other_lead(text) or text


def behind_other_lead(text: str) -> str | None:
    """The name behind words that are not in the table, but end as those do: "Opinion by"."""
    lead = OTHER_LEAD.match(text)
    rest = text[lead.end() :] if lead else ""
    opening = " ".join(rest.split()[:2]).rstrip(",;|")
    return rest if is_spelt_as_name(opening) and not is_of_craft(text) else None


def may_introduce(text: str) -> bool:
    """Whether the first word is one of those that introductions begin with."""
    first = FIRST.match(text)
    return first is not None and first[0].casefold() in by_first(words("lead", "more"))


def is_led(text: str) -> bool:
    """Whether the text begins with words that introduce an author."""
    return behind(text, words("lead")) is not None or behind_other_lead(text) is not None


def named_behind_more(text: str) -> str | None:
    """The name in a line that leads to other texts of an author, or to a page on the author."""
    rest = behind(text, words("more"))
    return rest if rest and is_spelt_as_name(rest) else None


def is_lead(text: str) -> bool:
    """Whether the text is nothing but the words that introduce an author."""
    rest = behind(text, words("lead"))
    return rest is not None and not bare(rest)


def is_of_craft(text: str) -> bool:
    """Whether the text begins with words that introduce a photographer, a translator, a tester."""
    return _begins_with_craft(text[: 2 * MAX_NAME])


@lru_cache(maxsize=4096)
def _begins_with_craft(start: str) -> bool:
    if behind(start, words("craft")) is not None:
        return True
    is_done = "ed by" in start[:MAX_NAME].lower() and DONE_BY.match(start) is not None
    return is_done and behind(start, words("lead")) is None


def is_name(name: str) -> bool:
    """Whether the text can be somebody's name."""
    if not 2 <= len(name) <= MAX_NAME or name.startswith("@") or ADDRESS.search(name):
        return False
    lower = name.casefold()
    return (
        len(name.split()) <= MAX_WORDS
        and any(map(str.isalpha, name))
        and UNNAMELY.search(name) is None
        and not _names_nobody(lower)
        and (lower in words("desk") or lower not in words("lead", "label", "more", "craft"))
    )


@lru_cache(maxsize=4096)
def _names_nobody(lower: str) -> bool:
    """Whether it is a label, a button, a date, a role without a name."""
    if lower in words("desk"):
        return False
    parts = lower.split()
    plain = [core for part in parts if (core := part.strip(EDGES)) and not core.isdigit()]
    return (
        lower in words("nobody", "role")
        or all(part in words("nobody", "residue") or part in _months() for part in plain)
        or all(part in words("office", "job", "rank") for part in plain)
        or (len(parts) > 1 and plain[:1] != [] and plain[0] in words("opening"))
        or boilerplate_class(lower) is not None
    )


def is_spelt_as_name(text: str) -> bool:
    """Whether it is two to five words, each with a capital but for particles, and no label."""
    parts = text.split()
    if not 2 <= len(parts) <= SPELT_WORDS or not parts[-1].rstrip(".")[-1:].isalpha():
        return False
    if ":" in text or not parts[0][0].isupper() or parts[-1] in PARTICLES:
        return False
    capitals = [part[0].isupper() for part in parts]
    return sum(capitals) >= MIN_CAPITALS and all(
        capital or part.casefold() in PARTICLES or part[:2] in ("d'", "d’", "al")
        for part, capital in zip(parts, capitals, strict=True)
    )


def is_east_asian_name(text: str) -> bool:
    """Whether it is as long as a Chinese, Japanese or Korean name, in Han or Hangul only."""
    return not text.isascii() and EAST_ASIAN_NAME.fullmatch(text) is not None


def is_known_desk(text: str) -> bool:
    """Whether it is an agency or a newsroom as a whole, or ends as a desk's name does."""
    lower = text.casefold()
    return lower in words("desk", "agency") or lower.endswith(_ends("desk_end"))


def names_office(text: str) -> bool:
    """Whether one of its words is of a job, a department or a house."""
    parts = [word.casefold() for word in WORD.findall(text)]
    return any(part in words("office", "job") or part.endswith(_ends("house")) for part in parts)


def opens_with_article(text: str) -> bool:
    """Whether its first word is "The", "El", "Das": papers are called so, people are not."""
    first = text.split(maxsplit=1)[:1]
    return bool(first) and first[0].casefold() in ARTICLES


def begins_name(word: str, name: str) -> bool:
    """Whether the word is the first name in a whole one."""
    parts = name.split()
    return (
        word.istitle()
        and is_spelt_as_name(name)
        and len(parts) <= WHOLE
        and parts[0].casefold() == word.casefold()
    )


def without_place(line: str) -> str:
    """A name without the place, the paper or the folder behind it: "in Berlin", "for The Post"."""
    place = PLACE.search(line)
    name = line[: place.start()].rstrip(",") if place else line
    count = len(name.split())
    is_folder = place is not None and place[0].strip(" ¦,") in ("in", "under", "unter", "aus")
    return name if 1 < count <= BEFORE_PLACE or (count and is_folder) else line


def plain_name(text: str, is_house: Callable[[str], bool] = lambda _: False) -> str:
    """A name without its introduction, its role, its place and its house."""
    name = led(text.strip(EDGES)).strip(EDGES)
    if name.casefold() in words("desk", "agency"):
        return name
    opening = without_place(name)
    if opening != name and (is_spelt_as_name(opening) or opening.isupper()):
        name = opening
    name = _without_house(name, is_house)
    for _ in range(TAILS):
        shorter = _without_label(_without_rank(_without_role(name))).strip(EDGES)
        if not shorter or shorter == name:
            break
        if " " not in shorter and name.isascii() and name.split()[-1].casefold() in words("job"):
            return ""
        name = shorter
    return name


def without_residue(line: str, weekdays: frozenset[str]) -> str:
    """The words beside a date, without its own: "Published on", "Uhr", the weekday."""
    residue = words("residue")
    cores = ((word, word.casefold().strip(".,:|،()（）［］")) for word in line.split())
    return " ".join(
        word
        for word, core in cores
        if (bare(core) or word in "&|•·⋅/;¦")
        and (core not in residue or (core in PARTICLES and word[0].isupper()))
        and fold_name(core) not in weekdays
    )


def behind(text: str, leads: frozenset[str]) -> str | None:
    """The text behind the longest word of ``leads`` that it begins with."""
    first = FIRST.match(text)
    group = by_first(leads).get(first[0].casefold()) if first else None
    if group is None:
        return None
    lower = text[:MAX_NAME].casefold()
    for word in group:
        if lower.startswith(word) and not lower[len(word) : len(word) + 1].isalnum():
            return text[len(word) :].lstrip(LEAD_ENDS)
    return None


def _without_house(name: str, is_house: Callable[[str], bool]) -> str:
    """A name of two words or more less the site's own name at its end."""
    parts = name.split()
    for at in range(2, len(parts)):
        if is_house(" ".join(parts[at:])):
            return " ".join(parts[:at])
    return name


def _without_rank(name: str) -> str:
    """A name less a job at its end with what ranks it: "Senior Climate Reporter"."""
    parts = name.split()
    if len(parts) <= MIN_CAPITALS or parts[-1].casefold() not in words("job"):
        return name
    del parts[-1]
    while len(parts) > MIN_CAPITALS and parts[-1].casefold() in words("rank", "job"):
        del parts[-1]
    return " ".join(parts)


def _without_label(name: str) -> str:
    """A name less a button's word behind it: "Jane Doe Comments"."""
    opening, _, last = name.rpartition(" ")
    return opening if opening and last.casefold() in words("tail") else name


def _without_role(name: str) -> str:
    """A name less one role or place of work at its end or its start."""
    lower = name.casefold()
    roles = _ends("role")
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
def words(*keys: str) -> frozenset[str]:
    """The words of some lists of ``data/bylines.toml``."""
    return frozenset(chain.from_iterable(table("bylines")[key] for key in keys))


@cache
def by_first(leads: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """The leads by their first word, the longest first."""
    groups: dict[str, list[str]] = {}
    for lead in _sorted(leads):
        first = FIRST.match(lead)
        groups.setdefault(first[0] if first else "", []).append(lead)
    return {start: tuple(group) for start, group in groups.items()}


@cache
def _ends(key: str) -> tuple[str, ...]:
    return _sorted(words(key))


@cache
def _sorted(entries: frozenset[str]) -> tuple[str, ...]:
    """The words, the longest first."""
    return tuple(sorted(entries, key=lambda word: (-len(word), word)))


@cache
def _months() -> frozenset[str]:
    """Month names that are nobody's: "May" and "April" are."""
    return frozenset(month_names("en")) - {"may", "april", "june", "august", "jan", "mar"}
