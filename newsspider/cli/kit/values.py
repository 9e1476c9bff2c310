"""Reading what a person typed for an option, without Pydantic where it is plainly right.

Typer reads every value by Pydantic, whose import alone takes longer than most commands do. Here
texts, whole numbers, choices and paths that fit are read at once; all else goes to Typer, which
knows the words for what is wrong with it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from typer._coercion import RuntimeParam, build_runtime_param
from typer.core import TyperArgument, TyperGroup, TyperOption

if TYPE_CHECKING:
    from typer._click.core import Command, Context

_UNREAD = object()


@dataclass(frozen=True)
class PlainValue(RuntimeParam):
    """Reads a value by its annotation, and leaves what is not plainly right to Typer."""

    def _coerce_value(self, value: Any, param: Any, ctx: Context) -> Any:
        plain = self._read(value, self.annotation)
        if plain is not _UNREAD:
            return plain
        return build_runtime_param(param.type_descriptor).coerce(value, param=param, ctx=ctx)

    def _read(self, value: Any, annotation: Any) -> Any:
        if get_origin(annotation) is list and isinstance(value, list | tuple):
            entries = [self._read(entry, get_args(annotation)[0]) for entry in value]
            return _UNREAD if _UNREAD in entries else entries
        if get_origin(annotation) is Literal:
            return value if value in get_args(annotation) else _UNREAD
        if annotation in (str, bool):
            return value if isinstance(value, annotation) else _UNREAD
        if annotation is int:
            return self._number(value)
        if annotation is Path:
            return self._path(value)
        if isinstance(annotation, type) and issubclass(annotation, Enum):
            return next((choice for choice in annotation if choice.value == value), _UNREAD)
        return _UNREAD

    def _number(self, value: Any) -> Any:
        text = str(value)
        if not (text.isascii() and text.isdecimal()):
            return _UNREAD
        least, most = self.parameter_info.min, self.parameter_info.max
        fits = (least is None or least <= int(text)) and (most is None or int(text) <= most)
        return int(text) if fits and not self.parameter_info.clamp else _UNREAD

    def _path(self, value: Any) -> Any:
        info = self.parameter_info
        checked = info.exists or info.writable or info.resolve_path or info.path_type
        if checked or not (info.file_okay and info.dir_okay and isinstance(value, str | Path)):
            return _UNREAD
        readable = os.access(value, os.R_OK) or not os.path.lexists(value)
        return Path(value) if readable else _UNREAD


def read_plainly(command: Command, ctx: Context) -> None:
    """Have the options of the command, and of those below it, read by ``PlainValue``."""
    for param in command.get_params(ctx):
        if isinstance(param, TyperOption | TyperArgument):
            descriptor = param.type_descriptor
            if descriptor.parameter_info.parser is None:
                param._runtime_param = PlainValue(
                    parameter_info=descriptor.parameter_info, annotation=descriptor.annotation
                )
    if isinstance(command, TyperGroup):
        for below in command.commands.values():
            read_plainly(below, ctx)
