"""Text as every database takes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar, cast

_Value = TypeVar("_Value")

# PostgreSQL refuses both, in text and in JSON. U+FFFD keeps it visible that something stood there.
_REFUSED = re.compile("[\0\ud800-\udfff]")


def storable(value: _Value) -> _Value:
    """The same value with U+FFFD for each NUL and lone surrogate in its texts, however deep."""
    return cast("_Value", _storable(value))


def _storable(value: Any) -> Any:
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return _REFUSED.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return {_storable(key): _storable(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return type(value)(_storable(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        given = {field.name: getattr(value, field.name) for field in fields(value)}
        return replace(value, **_storable(given))
    return value
