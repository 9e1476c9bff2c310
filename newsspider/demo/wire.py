"""Any number of new stories: an outlet's own facts, shuffled and put together anew."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from newsspider.demo.archive import Archive
from newsspider.demo.composer import CHOICES, compose
from newsspider.demo.story import Story
from newsspider.timestamps import Timestamp

FIRST = 60_000
"""Number of the first such story: those of the archives are lower."""

_DIGIT = re.compile(r"\d")


def dispatch(archive: Archive, outlet: str, language: str, number: int, at: Timestamp) -> Story:
    """The story with this number (from 0), always the same; it appeared at ``at``."""
    chance = random.Random(f"{outlet}{number}")  # noqa: S311 - a made-up story is no secret
    facts = _shuffled(_facts(outlet), chance)
    model = chance.choice([story for story in archive.stories if story.is_article])
    title = f"{facts['subject']}, {facts['place']}: {facts['sum']}"
    lead = f"{facts['place']}, {facts['month']}: {facts['subject']}, {facts['sum']}."
    blocks = compose(language, number % CHOICES**2, lead, facts)
    return replace(
        model,
        slug=f"dispatch-{number}",
        number=FIRST + number,
        title=title[:1].upper() + title[1:],
        published_at=at,
        modified_at=None,
        summary=f"{facts['person']}, {facts['role']} ({facts['place']}): {facts['sum']}.",
        blocks=blocks,
        correction=None,
        credit=None,
        paywalled=False,
    )


def _shuffled(known: Sequence[Mapping[str, str]], chance: random.Random) -> dict[str, str]:
    """Each fact of another story, each figure another one, each person of two."""
    names = sorted(set().union(*known))
    facts = {name: chance.choice([each[name] for each in known if name in each]) for name in names}
    for name in ("person", "critic"):
        first, last = (chance.choice(known)[name].split() for _ in range(2))
        facts[name] = " ".join((*first[:1], *last[1:]))
    return {
        name: _DIGIT.sub(lambda digit: str(chance.randint(1, 9)) if digit[0] != "0" else "0", fact)
        for name, fact in facts.items()
    }


@cache
def _facts(outlet: str) -> tuple[Mapping[str, str], ...]:
    text = files("newsspider.demo").joinpath("texts", f"{outlet}.toml").read_text("utf-8")
    stories: list[dict[str, Any]] = tomllib.loads(text)["story"]
    return tuple(story["facts"] for story in stories if "facts" in story)
