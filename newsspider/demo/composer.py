"""Bodies put together from sentence parts, so that no two of them are near-duplicates."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from newsspider.demo.story import blocks_of
from newsspider.items import Paragraph

CHOICES = 3
"""Wordings of each part of a story: that makes room for nine stories a language."""


def compose(
    language: str, place: int, lead: str, facts: Mapping[str, str]
) -> tuple[Paragraph, ...]:
    """The body of the story that has this place (0 to 8) among its language's composed ones.

    The choices of any two places agree in at most a third of the parts (lines of the affine
    plane of order three meet in one point), and the facts fill those differently.
    """
    row, slope = place % CHOICES, place // CHOICES
    parts = [
        wordings[(row + slope * number) % CHOICES].format_map(facts)
        for number, wordings in enumerate(_parts(language))
    ]
    turned = parts[:1] + _turn(parts[1:-1], slope) + parts[-1:]
    return blocks_of("\n".join([lead, *turned]))


def _turn(parts: list[str], steps: int) -> list[str]:
    return parts[steps:] + parts[:steps]


@cache
def _parts(language: str) -> tuple[tuple[str, ...], ...]:
    text = files("newsspider.demo").joinpath("parts", f"{language}.toml").read_text("utf-8")
    return tuple(tuple(part["wordings"]) for part in tomllib.loads(text)["part"])
