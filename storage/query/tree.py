"""The tree of a question: texts and filters, joined by and, or and not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Field(StrEnum):
    """The field that a filter is on."""

    SECTION = "section"
    SITE = "site"
    AUTHOR = "author"
    LANGUAGE = "lang"
    TAG = "tag"
    SINCE = "since"
    UNTIL = "until"


@dataclass(frozen=True, slots=True)
class Text:
    """Words that stand together: one word, or a phrase."""

    words: tuple[str, ...]
    is_prefix: bool = False
    """The last word may go on."""

    in_title: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A fact of the article beside its words."""

    field: Field
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    """The articles that the part does not find."""

    part: Node


@dataclass(frozen=True, slots=True)
class And:
    """The articles that all parts find."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """The articles that any part finds."""

    parts: tuple[Node, ...]


Node: TypeAlias = Text | Filter | Not | And | Or


def conjuncts(node: Node | None) -> tuple[Node, ...]:
    """The parts that must all hold."""
    if node is None:
        return ()
    return node.parts if isinstance(node, And) else (node,)


def texts(node: Node) -> Iterator[Text]:
    """The texts that articles which fit may hold, for ranking and for highlights."""
    if isinstance(node, Text):
        yield node
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from texts(part)
