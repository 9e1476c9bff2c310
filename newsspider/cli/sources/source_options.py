"""The command-line options that describe a source: one for each field that declares one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from inspect import Parameter, signature
from typing import Annotated, Any

import typer

from newsspider.sources.source import SOURCE_FIELDS, SourceOption
from newsspider.sources.tables import DEFAULTS

OPTIONS = "options"
"""The parameter of a command that takes what its source options say, by the key of the table."""

KNOWN = {
    key: declared.option
    for key, declared in sorted(SOURCE_FIELDS.items(), key=lambda item: item[0] != "schedule")
    if declared.option is not None
}
"""By key; the one that people change most comes first."""


def with_source_options(*, is_new: bool) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A decorator that puts an option for each field in the place of the parameter ``options``.

    ``is_new`` leaves out those that a source cannot be added with.
    """
    known = {key: option for key, option in KNOWN.items() if option.is_for_new or not is_new}

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        def run(**values: Any) -> None:
            given = {key: values.pop(key) for key in known}
            command(**values, **{OPTIONS: _source_options(given)})

        own = signature(command, eval_str=True)
        parameters = list(_parameters(own.parameters, known))
        run.__name__, run.__doc__ = command.__name__, command.__doc__
        run.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {each.name: each.annotation for each in parameters}
        return run

    return decorate


def _parameters(
    own: Mapping[str, Parameter], known: Mapping[str, SourceOption]
) -> Iterator[Parameter]:
    for parameter in own.values():
        if parameter.name != OPTIONS:
            yield parameter.replace(kind=Parameter.KEYWORD_ONLY)
            continue
        for key, option in known.items():
            kind: Any = list[str] | None if isinstance(DEFAULTS[key], tuple) else str | None
            shown = typer.Option(option.flag, metavar=option.metavar, help=option.help)
            annotation = Annotated[kind, shown]
            yield Parameter(key, Parameter.KEYWORD_ONLY, default=None, annotation=annotation)


def _source_options(given: Mapping[str, str | list[str] | None]) -> dict[str, Any]:
    """The values of the options that were given, by the key of a source's table."""
    values = {key: _value(KNOWN[key], text) for key, text in given.items() if text is not None}
    return {key: value for key, value in values.items() if value != []}


def _value(option: SourceOption, text: str | list[str]) -> Any:
    """The value as a table would say it; what is no number is left to the check of its key."""
    if text == [""]:
        return ""
    try:
        return option.number(text) if option.number and isinstance(text, str) and text else text
    except ValueError:
        return text
