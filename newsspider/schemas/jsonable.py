"""From a schema to values for ``json``: the one conversion behind commands, exports and an API.

A schema is a frozen dataclass. Its fields, in their order, are the keys of one JSON object.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from newsspider.timestamps import Timestamp

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Schema = TypeVar("Schema", bound="DataclassInstance")

ON_REQUEST: Mapping[str, bool] = {"on_request": True}
"""Metadata of a field that is left out where it is ``None``: nobody asked for it."""

NO_COLUMN: Mapping[str, bool] = {"no_column": True}
"""Metadata of a field that has no column in CSV."""

COLUMN_BEHIND = "column_behind"
"""Key in the metadata of a field: the name of the one that its column stands behind in CSV."""

_PLAIN = frozenset({str, int, float, bool, type(None)})


def jsonable(value: Any) -> Any:
    """The schema, or a list or mapping of such, as ``dict``, ``list``, ``str``, numbers, ``None``.

    Dates and moments are written in ISO 8601, an enum as its value. Raises ``TypeError`` for what
    has no form in JSON.
    """
    kind = type(value)
    return value if kind in _PLAIN else _CONVERTERS[kind](value)


def columns(schema: type[DataclassInstance]) -> list[str]:
    """The names of the schema's columns in CSV, without those that are there on request."""
    hidden = ON_REQUEST.keys() | NO_COLUMN.keys()
    shown = [field for field in fields(schema) if hidden.isdisjoint(field.metadata)]
    names = [field.name for field in shown if COLUMN_BEHIND not in field.metadata]
    for field in shown:
        if before := field.metadata.get(COLUMN_BEHIND):
            names.insert(names.index(before) + 1, field.name)
    return names


def same_fields(schema: type[Schema], value: object, /, **others: Any) -> Schema:
    """The schema made of the value's fields of the same names, and of ``others``."""
    names = [field.name for field in fields(schema) if hasattr(value, field.name)]
    return schema(**{name: getattr(value, name) for name in names} | others)


class _Converters(dict[type, Callable[[Any], Any]]):
    """Converters to JSON by type, each made once, for an article has many values of each."""

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        self[kind] = _converter(kind)
        return self[kind]


def _converter(kind: type) -> Callable[[Any], Any]:
    if issubclass(kind, date | Timestamp):
        return kind.isoformat
    if is_dataclass(kind):
        return _object_of(kind)
    if issubclass(kind, Enum):
        return attrgetter("_value_")
    if issubclass(kind, Mapping):
        return lambda value: {key: jsonable(item) for key, item in value.items()}
    if issubclass(kind, list | tuple):
        return _list
    raise TypeError(f"{kind.__name__} has no form in JSON")


def _list(values: Sequence[Any]) -> list[Any]:
    return [item if (kind := type(item)) in _PLAIN else _CONVERTERS[kind](item) for item in values]


def _object_of(schema: type) -> Callable[[Any], dict[str, Any]]:
    names = [field.name for field in fields(schema)]
    on_request = {field.name for field in fields(schema) if "on_request" in field.metadata}
    values = attrgetter(*names, "__class__")  # With the class there are always several.

    def entries(value: Any) -> dict[str, Any]:
        return {
            name: item if (kind := type(item)) in _PLAIN else _CONVERTERS[kind](item)
            for name, item in zip(names, values(value), strict=False)
        }

    def asked_for(value: Any) -> dict[str, Any]:
        made = entries(value)
        missing = [name for name in on_request if made[name] is None]
        return {name: item for name, item in made.items() if name not in missing}

    return asked_for if on_request else entries


_CONVERTERS = _Converters()
