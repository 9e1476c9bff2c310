"""Text as every database takes it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache
from operator import is_
from typing import Any, TypeVar, cast

_Value = TypeVar("_Value")

# PostgreSQL refuses both, in text and in JSON. U+FFFD keeps it visible that something stood there.
_REFUSED = re.compile("[\0\ud800-\udfff]")


def storable(value: _Value) -> _Value:
    """The same value with U+FFFD for each NUL and lone surrogate in its texts, however deep."""
    return cast("_Value", _storable(value))


def _storable(value: Any) -> Any:
    """The very value where nothing in it has to change: nearly always."""
    kind: type = type(value)
    if kind is str:
        return _REFUSED.sub("\ufffd", value) if _REFUSED.search(value) else value
    if kind is tuple or kind is list:
        items = [_storable(item) for item in value]
        return value if _are_same(items, value) else kind(items)
    if isinstance(value, Mapping):
        return {_storable(key): _storable(item) for key, item in value.items()}
    names = _fields(kind)
    values = [getattr(value, name) for name in names]
    made = [_storable(item) for item in values]
    return (
        value if _are_same(made, values) else replace(value, **dict(zip(names, made, strict=True)))
    )


def _are_same(made: Sequence[Any], values: Sequence[Any]) -> bool:
    return all(map(is_, made, values))


@cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
