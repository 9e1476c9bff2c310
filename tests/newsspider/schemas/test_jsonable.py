"""The one conversion from schemas to JSON, and that an API could be described by them."""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum, StrEnum
from importlib import import_module
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest

from newsspider import schemas
from newsspider.schemas.corpus import HitSchema
from newsspider.schemas.jsonable import NO_COLUMN, ON_REQUEST, columns, jsonable, same_fields
from newsspider.timestamps import Timestamp

TYPES = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
}


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    name: str
    colour: Colour = Colour.RED


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    at: datetime
    day: date | None
    parts: tuple[Part, ...]
    by_name: dict[str, Part] = field(metadata=NO_COLUMN)
    more: tuple[int, ...] | None = field(default=None, metadata=ON_REQUEST)


WHOLE = Whole(
    at=datetime(2024, 10, 23, 14, 5, tzinfo=UTC),
    day=None,
    parts=(Part(name="a"), Part(name="b")),
    by_name={"a": Part(name="a")},
)


def test_a_schema_as_json_has_it():
    assert jsonable(WHOLE) == {
        "at": "2024-10-23T14:05:00+00:00",
        "day": None,
        "parts": [{"name": "a", "colour": "red"}, {"name": "b", "colour": "red"}],
        "by_name": {"a": {"name": "a", "colour": "red"}},
    }
    assert list(jsonable(WHOLE)) == ["at", "day", "parts", "by_name"]
    assert type(jsonable(Part(name="a"))["colour"]) is str


def test_a_field_on_request_is_there_where_it_was_asked_for():
    asked = Whole(at=WHOLE.at, day=date(2024, 10, 23), parts=(), by_name={}, more=())
    assert jsonable(asked) == {
        "at": "2024-10-23T14:05:00+00:00",
        "day": "2024-10-23",
        "parts": [],
        "by_name": {},
        "more": [],
    }


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("a", "a"),
        (0.5, 0.5),
        (Colour.RED, "red"),
        (Timestamp.parse("2024-10-24T14:05+03:00"), "2024-10-24T14:05+03:00"),
        ([Part(name="a")], [{"name": "a", "colour": "red"}]),
    ],
)
def test_other_values(value: object, expected: object):
    assert jsonable(value) == expected


def test_what_has_no_form_is_refused():
    with pytest.raises(TypeError, match="bytes has no form in JSON"):
        jsonable([b"a"])


def test_columns_are_the_fields_that_are_always_there():
    assert columns(Whole) == ["at", "day", "parts"]


def test_a_column_may_stand_behind_a_later_one():
    assert columns(HitSchema)[:2] == ["id", "url"]
    assert columns(HitSchema)[8:10] == ["summary", "text"]


def test_fields_of_the_same_names_are_taken_over():
    assert same_fields(Part, WHOLE, name="c") == Part(name="c")


def all_schemas() -> list[type]:
    modules = [
        import_module(f"{schemas.__name__}.{module.name}")
        for module in pkgutil.iter_modules(schemas.__path__)
    ]
    return [
        value
        for module in modules
        for value in vars(module).values()
        if is_dataclass(value) and isinstance(value, type) and value.__module__ == module.__name__
    ]


@pytest.mark.parametrize("schema", all_schemas(), ids=lambda schema: schema.__name__)
def test_every_schema_can_be_described(schema: type):
    """As OpenAPI needs it: each field has a type that JSON Schema knows, and the schema a title."""
    described = described_object(schema)
    assert json.loads(json.dumps(described)) == described
    assert schema.__doc__ and not schema.__doc__.startswith(f"{schema.__name__}(")
    assert schema.__dataclass_params__.frozen  # type: ignore[attr-defined]


def described_object(schema: type) -> dict[str, Any]:
    hints = get_type_hints(schema)
    return {
        "type": "object",
        "properties": {entry.name: described_type(hints[entry.name]) for entry in fields(schema)},
        "required": [entry.name for entry in fields(schema) if "on_request" not in entry.metadata],
    }


def described_type(kind: Any) -> dict[str, Any]:
    origin, arguments = get_origin(kind), get_args(kind)
    if kind is Any:
        return {}
    if kind in TYPES:
        return TYPES[kind]
    if origin in (Union, UnionType):
        return {"anyOf": [described_type(each) for each in arguments]}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple and arguments[1:] == (...,):
        return {"type": "array", "items": described_type(arguments[0])}
    if origin in (dict, Mapping) and arguments[0] is str:
        return {"type": "object", "additionalProperties": described_type(arguments[1])}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"enum": [each.value for each in kind]}
    if is_dataclass(kind) and isinstance(kind, type):
        return described_object(kind)
    raise AssertionError(f"{kind} has no form in JSON Schema")
