"""Options that several commands share as one parameter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from inspect import Parameter, Signature, signature
from typing import Any

Command = Callable[..., None]


def grouped(
    name: str, build: Callable[..., Any], options: Sequence[Parameter] | None = None
) -> Callable[[Command], Command]:
    """A decorator that puts options in the place of the command's parameter ``name``.

    The command gets what ``build`` makes of the options' values, which are given by their names.
    By default the options are the parameters of ``build``.
    """
    shared = options_of(build) if options is None else options

    def decorate(command: Command) -> Command:
        def run(**values: Any) -> None:
            own = {option.name: values.pop(option.name) for option in shared}
            command(**values, **{name: build(**own)})

        whole = _signature(command, but=name)
        parameters = [
            each.replace(kind=Parameter.KEYWORD_ONLY)
            for parameter in whole.parameters.values()
            for each in (shared if parameter.name == name else [parameter])
        ]
        run.__name__, run.__doc__ = command.__name__, command.__doc__
        run.__signature__ = whole.replace(parameters=parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {each.name: each.annotation for each in parameters}
        return run

    return decorate


def options_of(build: Callable[..., Any]) -> list[Parameter]:
    """The parameters that may be positional: others are none of the command line's."""
    parameters = _signature(build, but="return").parameters.values()
    return [each for each in parameters if each.kind is Parameter.POSITIONAL_OR_KEYWORD]


def _signature(function: Callable[..., Any], *, but: str) -> Signature:
    """With its types, but that of what is built, which a command line need not import."""
    function.__annotations__[but] = Any
    return signature(function, eval_str=True)
