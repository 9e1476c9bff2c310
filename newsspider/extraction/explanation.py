"""Why a record is as it is: the evidence of every field, and the lines left out of the body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from newsspider.extraction.body.model import Cut
from newsspider.extraction.gate.types import Reading
from newsspider.extraction.page.evidence import Decision
from newsspider.items import Paragraph
from newsspider.text.wording import bare
from newsspider.timestamps import Timestamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation(Reading):
    """A reading with its reasons."""

    decisions: Mapping[str, Decision[Any]] = field(default_factory=dict)
    """By field name, for every field that has a value; each with all its witnesses."""

    cuts: tuple[Cut, ...] = ()
    """The lines of the page that are no part of the body, in the page's order."""


def agree(value: Any, other: Any) -> bool:
    """Whether two values of a field are spellings of one: days and letters count, not more."""
    return bool(_key(value) == _key(other))


def _key(value: Any) -> object:
    if isinstance(value, Timestamp):
        return value.day
    if isinstance(value, tuple):
        return tuple(_key(item) for item in value)
    if isinstance(value, Paragraph):
        return bare(value.text)
    return bare(value) if isinstance(value, str) else value
