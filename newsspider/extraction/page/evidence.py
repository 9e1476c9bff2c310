"""Witnesses for a field, and how they are weighed against each other."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import prod
from typing import Generic, TypeVar

from lxml.html import HtmlElement

from newsspider.extraction.page.blocks import Block
from newsspider.extraction.page.document import Document
from newsspider.extraction.page.jsonld import LinkedData
from newsspider.extraction.page.metadata import Properties
from newsspider.items import Hints, Provenance, SiteProfile

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Witness(Generic[T]):
    """One piece of evidence for a field's value."""

    value: T
    source: str
    confidence: float
    """The share of this kind of evidence that is right, measured on pages with known answers."""


@dataclass(frozen=True, slots=True)
class Decision(Generic[T]):
    """The value that the evidence speaks for."""

    value: T
    provenance: Provenance
    witnesses: tuple[Witness[T], ...] = ()
    """Everything that was heard, for a person who asks why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that a page offers to the fields: read once, shared by every step."""

    document: Document
    linked: LinkedData
    meta: Properties
    micro: Mapping[str, list[HtmlElement]]
    blocks: list[Block]
    profile: SiteProfile
    hints: Hints
    now: datetime


def decide(witnesses: Iterable[Witness[T]], key: Callable[[T], Hashable]) -> Decision[T] | None:
    """The value with most support: witnesses whose ``key`` agrees add up as independent evidence.

    The value itself is taken from the strongest witness of the winning group.
    """
    heard = tuple(witnesses)
    groups: dict[Hashable, list[Witness[T]]] = {}
    for witness in heard:
        groups.setdefault(key(witness.value), []).append(witness)
    if not groups:
        return None
    winner = max(groups.values(), key=support)
    strongest = max(winner, key=lambda witness: witness.confidence)
    provenance = Provenance(source=strongest.source, confidence=round(support(winner), 3))
    return Decision(strongest.value, provenance, heard)


def witnesses_of(decision: Decision[T]) -> tuple[Witness[T], ...]:
    """The decision's witnesses; evidence that decided alone is its own."""
    provenance = decision.provenance
    return decision.witnesses or (
        Witness(decision.value, provenance.source, provenance.confidence),
    )


def support(group: Iterable[Witness[T]]) -> float:
    """The chance that not all of them are wrong, 0 to 1."""
    by_source: dict[str, float] = {}
    for witness in group:
        by_source[witness.source] = max(by_source.get(witness.source, 0.0), witness.confidence)
    return 1 - prod(1 - confidence for confidence in by_source.values())
