"""Values of options as Typer reads them, with and without its own way."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
import typer
from typer.main import get_command

from newsspider.cli.kit.values import read_plainly


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


VALUES: list[dict[str, Any]] = []


def command() -> Any:
    app = typer.Typer(rich_markup_mode=None)

    @app.command()
    def paint(
        words: Annotated[list[str] | None, typer.Argument()] = None,
        colour: Colour = Colour.RED,
        more: list[Colour] | None = None,
        order: Literal["up", "down"] | None = None,
        count: Annotated[int, typer.Option(min=1, max=9)] = 5,
        wide: float | None = None,
        into: Path = Path("out"),
        quick: bool = False,
        seen: bool | None = None,
    ) -> None:
        VALUES.append(dict(locals()))

    return get_command(app)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "a b -- -c",
        "--colour blue --more red --more blue --quick",
        "--order down --count 7 --wide 2.5 --into a/b --no-seen",
        "--count 0",
        "--count 10",
        "--count ٣",
        "--count +3",
        "--count 3.0",
        "--count x",
        "--colour green",
        "--more green",
        "--order left",
        "--wide x",
        "--into ''",
        "--nothing",
    ],
)
def test_a_value_is_what_typer_makes_of_it(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = []
    for plainly in (False, True):
        typed = command()
        if plainly:
            read_plainly(typed, typer.Context(typed))
        VALUES.clear()
        with pytest.raises(SystemExit) as ended:
            typed.main(args=[word.strip("'") for word in line.split()], prog_name="paint")
        types = [{key: type(value) for key, value in values.items()} for values in VALUES]
        outcomes.append((ended.value.code, VALUES.copy(), types, capsys.readouterr()))
    assert outcomes[0] == outcomes[1]
